#ifndef FOO_H
#define FOO_H

#define FOO_COMPAT	1

struct foo;

#endif
