// SPDX-License-Identifier: GPL-2.0
/* Has nothing to do with it: no rule may look at this file. */
int bar(int a, int b)
{
	return a - b;
}
