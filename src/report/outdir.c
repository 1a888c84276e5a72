// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/dir.h"
#include "base/fs.h"
#include "report/outdir.h"

char *outdir_file(const char *dir, const char *name)
{
	char *path = xstrfmt("%s/respin/%s", dir, name);
	char *old = xstrfmt("%s/%s", dir, name);

	if (access(path, F_OK) && !access(old, F_OK)) {
		free(path);
		return old;
	}
	free(old);
	return path;
}

int outdir_write(const char *path, const char *text)
{
	int err = make_parent(path) ?:
		  write_file_atomic(path, text, strlen(text));

	return err ? error("cannot write %s: %s", path, strerror(-err)) : 0;
}

int outdir_newest(char **best)
{
	struct strvec names = STRVEC_INIT;
	int err = dir_names(&names, OUTDIR);
	time_t when = 0;

	*best = NULL;
	if (err && err != -ENOENT)
		return error("cannot read " OUTDIR "/: %s", strerror(-err));
	for (size_t i = 0; i < names.n; i++) {
		char *dir = xstrfmt(OUTDIR "/%s", names.v[i]);
		char *file = outdir_file(dir, RECORD_NAME);
		struct stat st;

		if (*names.v[i] != '.' && !stat(file, &st) &&
		    (!*best || st.st_mtime > when)) {
			free(*best);
			*best = xstrdup(dir);
			when = st.st_mtime;
		}
		free(file);
		free(dir);
	}
	strvec_release(&names);
	return 0;
}

/* Copy NAME, if OLD has it. Returns 1 if so, 0, or ERR_ENV, reported. */
static int carry(const char *old, const char *new, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	char *from = outdir_file(old, name), *to = outdir_file(new, name);
	int err = strbuf_read_file(&text, from), ret = 0;

	if (!err) {
		err = make_parent(to);
		if (!err)
			err = write_file(to, text.buf, text.len);
		ret = err ? error("cannot write %s: %s", to, strerror(-err)) : 1;
	} else if (err != -ENOENT && err != -ENOTDIR) {
		ret = error("cannot read %s: %s (move it away)", from,
			    strbuf_read_error(err));
	}
	strbuf_release(&text);
	free(from);
	free(to);
	return ret;
}

static bool same_record(const char *old, const char *new)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	char *x = outdir_file(old, RECORD_NAME), *y = outdir_file(new, RECORD_NAME);
	bool same = !strbuf_read_file(&a, x) && !strbuf_read_file(&b, y) &&
		    strbuf_equal(&a, &b);

	strbuf_release(&a);
	strbuf_release(&b);
	free(x);
	free(y);
	return same;
}

int outdir_carry(const char *old, const char *new, bool *left)
{
	static const char *const reports[] = {
		REPORT_NAME, CONFIGS_NAME, PROVE_NAME, BOOT_NAME,
	};
	char *page = outdir_file(old, PAGE_NAME);
	int err = 0;

	*left = false;
	for (size_t i = 0; i < ARRAY_SIZE(reports) && err >= 0; i++)
		err = carry(old, new, reports[i]);
	if (err >= 0 && same_record(old, new))
		err = carry(old, new, PAGE_NAME);
	else if (err >= 0)
		*left = !access(page, F_OK);
	free(page);
	return err < 0 ? err : 0;
}
