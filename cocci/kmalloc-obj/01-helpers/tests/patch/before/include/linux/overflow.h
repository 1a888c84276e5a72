/* SPDX-License-Identifier: GPL-2.0 */
#define struct_size_t(type, member, n)	struct_size((type *)NULL, member, n)
