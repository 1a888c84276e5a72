#ifndef FOO_H
#define FOO_H

struct foo;

#endif
