/* SPDX-License-Identifier: GPL-2.0 */
struct near {
	struct box *box;
	u8 *bytes;
};
