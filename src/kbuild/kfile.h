/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kfile: when does kbuild compile a file? Its folder's Makefile lists the
 * object, or a composite object that has it; the folder is listed by one above,
 * and so on up to the top. The answer is two formulas, with the names of
 * csrc/presence.h and kbuild/kmake.h.
 */
#ifndef RESPIN_KFILE_H
#define RESPIN_KFILE_H

#include "kbuild/kmake.h"

struct kbuilt {
	blit yes;		/* it becomes a part of the kernel */
	blit module;		/* of a module */
};

struct kfiles {
	struct bools *bs;
	const struct ksyms *ks;
	kmake_read_fn read;
	void *data;
	struct kmake *makes;	/* one a folder that was looked at */
	size_t n, alloc;
	struct kmemo *memo;	/* private: what is known, by path */
	size_t n_memo, alloc_memo;
	struct strvec *rules;	/* "FILE:LINE" of what the current question met */
	int err;		/* a file could not be read: reported */
};

void kfiles_init(struct kfiles *kf, struct bools *bs, const struct ksyms *ks,
		 kmake_read_fn read, void *data);
void kfiles_release(struct kfiles *kf);

/*
 * kfile_built: when kbuild makes an object of the source PATH. Returns 1; 0 if
 * no Makefile that would be read lists it, and none has a line that cannot be
 * understood and might; or < 0, reported. RULES gets the lines that decide.
 */
int __must_check kfile_built(struct kfiles *kf, const char *path,
			     struct kbuilt *to, struct strvec *rules);

#endif
