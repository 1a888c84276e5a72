// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/lines.h"
#include "verify/int.h"

/* What a configuration saw counts only if it was gone through to its end. */
static void take_seen(struct vrun *r, size_t n, bool whole)
{
	for (size_t i = 0; i < n; i++) {
		if (whole)
			lines_merge(&r->v->seen[i], &r->seen[i]);
		lines_release(&r->seen[i]);
	}
	free(r->seen);
}

static int run_states(struct vrun **r)
{
	const struct verify *v = (*r)->v;
	size_t n = v->co->states * v->co->touched.n;
	struct cell *cells = (*r)->c->cells;
	int err = 0;

	(*r)->seen = xcalloc(n, sizeof(*(*r)->seen));
	(*r)->gcc = !is_clang((*r)->c->compiler);
	vrun_digest(*r);
	vrun_pick(*r);
	for (size_t k = v->from; k <= v->to && !err; k++) {
		if (!cells[k].unchecked)
			err = k > v->from && epoch_begins(*r, k) ?
			      epoch_enter(r, k) : vrun_state(*r, k);
		cells[k].patch = k;
		cells[k].status = check_outcome_name(cell_outcome(&cells[k]));
		if (!err)
			vrun_next(*r);
	}
	take_seen(*r, n, !err);
	return err;
}

struct columns {
	struct verify *verify;
	struct column **v;
};

static int run_column(struct member *m, void *data, size_t i)
{
	struct columns *cs = data;
	struct verify *v = cs->verify;
	struct column *c = cs->v[i];
	struct vrun *r = xcalloc(1, sizeof(*r));
	int err = 0;

	*r = (struct vrun){ .v = v, .c = c, .main = c, .m = m,
			    .linked = SIZE_MAX };
	c->cells = xcalloc(v->co->states, sizeof(*c->cells));
	if (c->result == KBUILD_OK)
		err = run_states(&r);
	epoch_leave(r);
	/* Without one answer the others say nothing of the configuration. */
	if (err == ERR_TOOL) {
		column_clear(c, v->co->states);
		err = 0;
	}
	c->seconds += c->kb.cpu + crew_cpu(m);
	kbuild_release(&c->kb);
	c->done = !err;
	return err;
}

int verify_columns(struct verify *v, struct column **c, size_t n)
{
	struct columns cs = { v, c };

	return crew_run(v, n, run_column, &cs);
}
