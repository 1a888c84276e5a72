/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * owner: who applies a change to a file: the git tree that MAINTAINERS names
 * for it (T:). get_maintainer.pl lists the sections of a file from the special
 * to the general; the first that has a tree of its own decides, so that a
 * driver without a tree goes where its subsystem goes. What the section of the
 * whole kernel (THE REST) has says nothing about a part of it and does not
 * count. If no section of a file has a tree, the first with a mailing list
 * decides (L:), and else the first section.
 *
 * A section may name several trees, of fixes and of features: the one counts
 * that most sections name, the first of those. A tree is the same by git: and
 * https:, with and without ".git" at the end, whatever the branch.
 */
#ifndef RESPIN_OWNER_H
#define RESPIN_OWNER_H

#include "send/maintainers.h"

/*
 * owner_trees: for each of PATHS, append to OUT the owner: the end of the
 * tree's address ("netdev/net.git"; all of it, where two end alike), or the
 * mailing list, or the section; "" if only THE REST covers the file. Returns 0
 * or < 0, reported.
 */
int owner_trees(const struct maintainers *m, const struct strvec *paths,
		struct strvec *out);

/* owner_sections: the same, with the name of the first section. */
int owner_sections(const struct maintainers *m, const struct strvec *paths,
		   struct strvec *out);

#endif
