// SPDX-License-Identifier: GPL-2.0-only
#include "base/output.h"
#include "boot/report.h"

#define NAME_WIDTH 22
#define CELL_WIDTH 14

void print_boot_head(const struct boot_report *r)
{
	const struct boot *b = r->b;

	printf("respin: boot %zu state%s of ", b->n_states,
	       plural((long)b->n_states));
	print_tree(r->tree);
	printf(" with %zu patches\n", b->co->patches.n);
	if (b->co->failed)
		printf("  does not apply; the series ends here: %s\n    %s\n",
		       b->co->failed, b->co->why);
	printf("  %-*s", NAME_WIDTH, "");
	for (size_t i = 0; i < b->n_states; i++) {
		char name[32];

		snprintf(name, sizeof(name), b->states[i] ? "%02zu" : "base",
			 b->states[i]);
		printf(" %-*s", CELL_WIDTH, name);
	}
	printf("\n");
	fflush(stdout);
}

void print_boot_found(const struct boot_report *r, const struct boot_found *f)
{
	(void)r;
	printf("  %-*s", NAME_WIDTH, f->m->config.id);
	if (f->out.not_looked)
		printf(" -  %s", f->out.not_looked);
	for (size_t i = 0; i < f->out.n_states; i++) {
		struct strbuf text = STRBUF_INIT;

		booted_cell(&f->out.states[i], &text);
		printf(" %-*s", CELL_WIDTH, text.buf);
		strbuf_release(&text);
	}
	printf("\n");
	fflush(stdout);
}

/* What a round of each kind does to the counter. */
static void print_kinds(const struct booted_state *s)
{
	struct strvec seen = STRVEC_INIT;
	const char *sep = "    a round: ";

	for (size_t i = 0; i < s->n_rounds; i++) {
		const char *kind = s->rounds[i].kind;
		long rounds, sum = booted_change(s, kind, &rounds);

		if (strvec_has(&seen, kind))
			continue;
		strvec_push(&seen, kind);
		if (!sum)
			continue;
		printf("%s%s %+.4g", sep, kind, (double)sum / (double)rounds);
		sep = ", ";
	}
	if (*sep == ',')
		printf("\n");
	strvec_release(&seen);
}

/* The counter after the last round of each pass. */
static void print_levels(const struct booted_state *s)
{
	const char *sep = "    the counter after each pass: ";

	for (size_t i = 0; i < s->n_rounds; i++) {
		if (i + 1 < s->n_rounds &&
		    s->rounds[i + 1].pass == s->rounds[i].pass)
			continue;
		printf("%s%ld", sep, s->rounds[i].level);
		sep = ", ";
	}
	printf("\n");
}

static void print_red(const struct booted *b, const struct booted_config *c,
		      const struct booted_state *s)
{
	struct strbuf text = STRBUF_INIT;

	booted_cell(s, &text);
	printf("\n  %s: %s, ", text.buf, c->id);
	if (s->state)
		printf("after patch %02zu: %s\n", s->state,
		       b->patches[s->state - 1].subject);
	else
		printf("at the base\n");
	if (s->why && *s->why)
		printf("    %s\n", s->why);
	if (s->kind && *s->kind)
		print_kinds(s);
	if (s->n_rounds)
		print_levels(s);
	for (size_t i = 0; i < s->log.n; i++)
		printf("    | %s\n", s->log.v[i]);
	strbuf_clear(&text);
	booted_again(b, c->id, s->state, &text);
	printf("    %s\n", text.buf);
	strbuf_release(&text);
}

static void print_list(const char *what, const struct strvec *v)
{
	if (!v->n)
		return;
	printf("%s", what);
	for (size_t i = 0; i < v->n; i++)
		printf("%s%s", i ? " " : "", v->v[i]);
}

static void print_checks(const struct booted *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct booted_config *c = &b->v[i];
		struct strbuf text = STRBUF_INIT;

		if (!c->n_states || (!c->on.n && !c->off.n))
			continue;
		printf("  %-*s ", NAME_WIDTH, c->id);
		booted_processors(c, &text);
		if (text.len)
			printf("%s; ", text.buf);
		strbuf_release(&text);
		print_list("", &c->on);
		print_list("; without ", &c->off);
		print_list("; DID NOT HOLD: ", &c->not_set);
		printf("\n");
	}
}

void print_boot_end(const struct boot_report *r)
{
	struct booted here = r->out;
	size_t counts[BOOT_FAILED + 1], none;
	struct strbuf words = STRBUF_INIT;

	here.command = r->command;
	for (size_t i = 0; i < here.n; i++)
		for (size_t k = 0; k < here.v[i].n_states; k++)
			if (boot_verdict(here.v[i].states[k].verdict) != BOOT_OK)
				print_red(&here, &here.v[i],
					  &here.v[i].states[k]);
	printf("\nwhat looks for faults in the kernels:\n");
	print_checks(&here);
	none = booted_count(&here, counts);
	booted_words(counts, &words);
	printf("%s, in %.0f s\n", words.len ? words.buf : "0 ok", r->seconds);
	strbuf_release(&words);
	if (none)
		printf("not looked at: %zu machine%s\n", none,
		       plural((long)none));
	if (r->path)
		printf("report: %s\n", r->path);
}

int boot_sum(struct boot_report *r)
{
	struct checkout *co = r->b->co;
	struct booted *out = &r->out;

	*out = (struct booted){
		.tree = r->tree->name, .base = r->tree->commit,
		.command = r->portable, .patches = checkout_patches(co),
		.n_patches = co->patches.n,
		.v = xcalloc(r->n + 1, sizeof(*out->v)),
	};
	if (!out->patches)
		return ERR_ENV;
	for (; out->n < r->n; out->n++)
		out->v[out->n] = r->found[out->n].out;
	out->seconds = r->seconds;
	return 0;
}

void boot_report_release(struct boot_report *r)
{
	free(r->out.patches);
	free(r->out.v);
	memset(&r->out, 0, sizeof(r->out));
}
