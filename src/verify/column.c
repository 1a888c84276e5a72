// SPDX-License-Identifier: GPL-2.0-only
#include "verify/int.h"

/* What a cell comes to. */
enum check_outcome cell_outcome(const struct cell *c)
{
	if (c->unchecked)
		return CHECK_SKIPPED;
	if (c->failed || (c->claimed && code_differs(&c->code)))
		return CHECK_FAIL;
	if (c->cc.n || c->sparse.n || (c->claimed && c->code.unknown.n))
		return CHECK_WARN;
	return c->compiled ? CHECK_PASS : CHECK_NOTHING;
}

static void cell_release(struct cell *c)
{
	strvec_release(&c->cc);
	strvec_release(&c->sparse);
	strvec_release(&c->failures);
	strvec_release(&c->kbuild);
	code_release(&c->code);
}

void column_clear(struct column *c, size_t states)
{
	for (size_t k = 0; k < states; k++) {
		cell_release(&c->cells[k]);
		memset(&c->cells[k], 0, sizeof(c->cells[k]));
	}
}

size_t column_found(const struct column *c, size_t states)
{
	size_t n = 0;

	for (size_t k = 0; c->cells && k < states; k++) {
		enum check_outcome o = cell_outcome(&c->cells[k]);

		n += o == CHECK_FAIL || o == CHECK_WARN;
	}
	return n;
}

void column_release(struct column *c, size_t states)
{
	for (size_t k = 0; c->cells && k < states; k++)
		cell_release(&c->cells[k]);
	free(c->cells);
	free(c->why);
	free(c->key);
	free(c->compiler);
	free(c->not_linked);
	kbuild_release(&c->kb);
	strvec_release(&c->not_set);
	strvec_release(&c->sources);
	strvec_release(&c->commands);
	strvec_release(&c->generators);
	memset(c, 0, sizeof(*c));
}
