// SPDX-License-Identifier: GPL-2.0-only
/* intern: strings as numbers. */
#include <stdlib.h>

#include "base/intern.h"
#include "tap.h"

int main(void)
{
	struct intern in = { 0 };
	bool good = true;

	is_int(intern_find(&in, "a"), INTERN_NONE, "an empty one has nothing");
	is_int(intern_add(&in, "abc", 2), 0, "the first string");
	is_int(intern_add(&in, "abc", 3), 1, "one that begins with it");
	is_int(intern_add(&in, "", 0), 2, "the empty string");
	is_int(intern_add(&in, "abx", 2), 0, "the first one again");
	is_int(intern_find(&in, "abc"), 1, "found");
	is_int(intern_find(&in, "abcd"), INTERN_NONE, "a longer one is not there");
	is_str(in.names.v[1], "abc", "its name");
	for (int i = 0; i < 5000; i++) {
		char name[16];

		snprintf(name, sizeof(name), "n%d", i);
		good &= intern_add(&in, name, strlen(name)) == (uint32_t)i + 3;
	}
	ok(good, "5,000 strings, in their order");
	for (int i = 0; i < 5000; i++) {
		char name[16];

		snprintf(name, sizeof(name), "n%d", i);
		good &= intern_find(&in, name) == (uint32_t)i + 3 &&
			!strcmp(in.names.v[i + 3], name);
	}
	ok(good, "all are found, after the table has grown");
	intern_release(&in);
	is_int(intern_find(&in, "abc"), INTERN_NONE, "nothing is left");
	return tap_done();
}
