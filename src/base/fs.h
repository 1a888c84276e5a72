/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fs: scratch folders that leave nothing behind, and files and folders that
 * appear completely or not at all.
 */
#ifndef RESPIN_TMPFILE_H
#define RESPIN_TMPFILE_H

#include "base/strbuf.h"

/*
 * scratch_new: make a new folder under $TMPDIR (or /tmp). Returns its absolute
 * path, which the caller gives to scratch_free(), or NULL after reporting. The
 * first call removes the folders that killed runs of this user left there.
 */
char *__must_check scratch_new(void);
/* scratch_free: remove the folder with its content, and free the string. */
void scratch_free(char *path);

/* remove_tree: rm -rf; symbolic links are not followed. Returns 0 or -errno. */
int __must_check remove_tree(const char *path);
/* remove_quietly: the same, if nothing depends on the result. */
void remove_quietly(const char *path);
/* make_dirs: mkdir -p. Returns 0 or -errno. */
int __must_check make_dirs(const char *path);
/* make_parent: mkdir -p of all but the last part of PATH. */
int __must_check make_parent(const char *path);

/*
 * folder_mark: a name for the folder PATH that changes if the folder is deleted and
 * made again, but not if its contents change. If the file system records no time of
 * creation, the name is valid in this process only. The caller frees it.
 */
char *folder_mark(const char *path);

/* write_all: to FD, all of it. Returns 0 or -errno. */
int __must_check write_all(int fd, const void *text, size_t len);
/*
 * write_file: write TEXT to PATH directly, for scratch folders. Returns 0 or
 * -errno; after a failure, the incomplete file is gone.
 */
int __must_check write_file(const char *path, const void *text, size_t len);
/*
 * write_file_atomic: write a file beside PATH, flush it and rename it; the file
 * keeps its mode. A link stays, and the file that it names is replaced. A
 * device or a pipe is written into. Returns 0 or -errno.
 */
int __must_check write_file_atomic(const char *path, const void *text, size_t len);

/*
 * A folder that is being made beside the place where it will appear. A lock
 * file beside it keeps a second writer out until the run is over.
 */
struct staging {
	char *target;	/* where it will be */
	char *dir;	/* where it is made: PARENT/.NAME.new */
	char *lock;	/* PARENT/.NAME.lock */
	char *made;	/* the topmost folder made for it; NULL if none was */
	int fd;		/* the locked file, -1 if not held */
};

/*
 * staging_open: returns 0, or ERR_ENV after reporting: TARGET is busy or not
 * writable, or it is a folder that is neither empty nor ours, so that no other
 * files are replaced by mistake. A folder of ours holds a file MARK.
 */
int __must_check staging_open(struct staging *st, const char *target, const char *mark);
/*
 * staging_publish: put the new folder in place of the old one, in a single
 * step if the file system can exchange names. Returns 0, or ERR_ENV after
 * reporting; the old folder is then still in place.
 */
int __must_check staging_publish(struct staging *st);
/*
 * staging_release: remove a folder that was not published, with the folders
 * that were made for it, and release the lock.
 */
void staging_release(struct staging *st);

#endif
