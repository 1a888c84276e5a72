// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "boot/sources.h"

#define LIST "boot.sources"	/* "ID SECONDS NANOSECONDS PATH" */

/* What the list says of PATH with the content ID. Returns whether it does. */
static bool find(const struct strbuf *list, const char *id, const char *path,
		 struct timespec *time)
{
	size_t n = strlen(path);

	for (const char *p = list->buf; *p; p += strcspn(p, "\n") + 1) {
		long long sec;
		long nsec;
		int at = 0;

		if (strncmp(p, id, 40) ||
		    sscanf(p + 40, " %lld %ld %n", &sec, &nsec, &at) < 2 ||
		    !at || strncmp(p + 40 + at, path, n) || p[40 + at + n] != '\n')
			continue;
		*time = (struct timespec){ sec, nsec };
		return true;
	}
	return false;
}

/*
 * Give the file back its time; one that is another than then is newer than all
 * objects, whatever time it got for another folder. Note which it has.
 */
static int settle(const struct checkout *co, const struct file_state *fs,
		  const char *name, const struct strbuf *list,
		  struct strbuf *out)
{
	char id[41], *path = xstrfmt("%s/%s", co->dir, name);
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT } };
	struct stat st;
	int err = 0;

	oid_hex(&fs->id, id);
	if (!find(list, id, name, &times[1]))
		times[1].tv_nsec = UTIME_NOW;
	if (utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) ||
	    lstat(path, &st))
		err = error("cannot set the time of %s: %s", path,
			    strerror(errno));
	else
		strbuf_addf(out, "%s %lld %ld %s\n", id,
			    (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
			    name);
	free(path);
	return err;
}

int sources_settle(const struct checkout *co, size_t state, const char *obj)
{
	char *path = xstrfmt("%s/" LIST, obj);
	struct strbuf list = STRBUF_INIT, out = STRBUF_INIT;
	int err = strbuf_read_file(&list, path);

	/* A list with half a line, or none, says nothing. */
	if (err || (list.len && list.buf[list.len - 1] != '\n'))
		strbuf_clear(&list);
	err = 0;
	for (size_t i = 0; i < co->touched.n && !err; i++) {
		const struct file_state *fs = checkout_state(co, state, i);

		/* A name with a line end is no line of the list. */
		if (fs->there && !fs->link && !strchr(co->touched.v[i], '\n'))
			err = settle(co, fs, co->touched.v[i], &list, &out);
	}
	if (!err) {
		err = write_file_atomic(path, out.buf, out.len);
		if (err)
			err = error("cannot write %s: %s", path,
				    strerror(-err));
	}
	strbuf_release(&list);
	strbuf_release(&out);
	free(path);
	return err;
}
