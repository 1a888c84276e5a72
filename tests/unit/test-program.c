// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/program.h"
#include "tap.h"

static void put(const char *path, int mode)
{
	if (make_parent(path) || write_file(path, "", 0) || chmod(path, mode))
		BUG("cannot write %s", path);
}

static void finds(const char *path, const char *name, const char *want,
		  const char *what)
{
	char *got;

	setenv("PATH", path, 1);
	got = program_find(name);
	is_str(got ?: "none", want, what);
	free(got);
}

int main(void)
{
	char *dir = scratch_new();

	if (chdir(dir))
		BUG("no scratch folder");
	put("a/plain", 0644);
	put("b/plain", 0755);
	put("b/tool", 0755);
	put("c/tool", 0755);
	put("here", 0755);
	if (mkdir("a/tool", 0755))
		BUG("no folder");
	finds("a:b:c", "tool", "b/tool", "the first that can be started; a folder cannot");
	finds("a:b", "plain", "b/plain", "nor a file that is not executable");
	finds("c:a:b", "tool", "c/tool", "in the order of PATH");
	finds("a", "tool", "none", "there is none");
	finds("", "here", "./here", "an empty PATH is the current folder");
	finds("a::b", "here", "./here", "so is an empty part of it");
	finds("a:", "here", "./here", "at its end, too");
	finds("c", "b/tool", "b/tool", "a name with a slash is a path");
	finds("b", "a/plain", "none", "that can be started");
	scratch_free(dir);
	return tap_done();
}
