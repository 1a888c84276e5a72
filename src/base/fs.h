/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tmpfile: scratch folders that leave nothing behind, and files and folders
 * that appear whole or not at all.
 */
#ifndef RESPIN_TMPFILE_H
#define RESPIN_TMPFILE_H

#include "base/strbuf.h"

/*
 * scratch_new: a new folder under $TMPDIR (or /tmp). Returns its absolute
 * path, the caller's to give to scratch_free(), or NULL after reporting. The
 * first call removes the folders that killed runs of this user have left there.
 */
char *__must_check scratch_new(void);
/* scratch_free: remove the folder with all that is in it, and the string. */
void scratch_free(char *path);

/* remove_tree: rm -rf; symbolic links are not followed. Returns 0 or -errno. */
int __must_check remove_tree(const char *path);
/* remove_quietly: the same, where nothing depends on it. */
void remove_quietly(const char *path);
/* make_dirs: mkdir -p. Returns 0 or -errno. */
int __must_check make_dirs(const char *path);
/* make_parent: mkdir -p of all but the last part of PATH. */
int __must_check make_parent(const char *path);

/*
 * write_file: write TEXT to PATH, directly. For scratch folders. Returns 0
 * or -errno, having removed what it could not complete.
 */
int __must_check write_file(const char *path, const void *text, size_t len);
/*
 * write_file_atomic: write beside, flush, rename; the file keeps its mode. A
 * link stays, and what it names is written; what is no regular file (a device,
 * a pipe) is written into. Returns 0 or -errno.
 */
int __must_check write_file_atomic(const char *path, const void *text, size_t len);

/*
 * A folder that is being made beside the place where it will appear. A lock
 * file beside it, gone when the run is over, refuses a second writer.
 */
struct staging {
	char *target;	/* where it will be */
	char *dir;	/* where it is made: PARENT/.NAME.new */
	char *lock;	/* PARENT/.NAME.lock */
	char *made;	/* the topmost folder made for it; NULL if none was */
	int fd;		/* the locked file, -1 if not held */
};

/*
 * staging_open: returns 0, or ERR_ENV after reporting: busy, not writable, or
 * a folder that is there and neither empty nor one of ours, which holds a file
 * MARK. Nobody's files are replaced by mistake.
 */
int __must_check staging_open(struct staging *st, const char *target, const char *mark);
/*
 * staging_publish: put the new folder in place of the old one, in a single
 * step where the file system can exchange names. Returns 0 or ERR_ENV after
 * reporting; the old one is in place then.
 */
int __must_check staging_publish(struct staging *st);
/*
 * staging_release: remove what was not published, with the folders that were
 * made for it; give up the lock.
 */
void staging_release(struct staging *st);

#endif
