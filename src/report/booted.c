// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "base/shell.h"
#include "report/booted.h"

JSHAPE(round_shape, struct booted_round,
	JF(J_COUNT, struct booted_round, "pass", pass),
	JF(J_STR, struct booted_round, "kind", kind),
	JF(J_MAYBE, struct booted_round, "level", level),
	JF(J_MAYBE, struct booted_round, "peak", peak)
);

JSHAPE(state_shape, struct booted_state,
	JF(J_COUNT, struct booted_state, "state", state),
	JF(J_STR, struct booted_state, "verdict", verdict),
	JF(J_STR, struct booted_state, "why", why, J_IF),
	JF(J_STR, struct booted_state, "kind", kind, J_IF),
	JF(J_MAYBE, struct booted_state, "a_round", a_round),
	JF(J_STRINGS, struct booted_state, "log", log, J_IF),
	JF(J_MAYBE, struct booted_state, "processors", processors),
	JF_LIST(J_LIST, struct booted_state, "rounds", rounds, n_rounds, &round_shape),
	JF(J_SECONDS, struct booted_state, "build_seconds", build),
	JF(J_SECONDS, struct booted_state, "boot_seconds", boot)
);

JSHAPE(config_shape, struct booted_config,
	JF(J_STR, struct booted_config, "configuration", id),
	JF(J_STR, struct booted_config, "compiler", compiler),
	JF(J_STR, struct booted_config, "emulator", emulator),
	JF(J_STR, struct booted_config, "not_looked_at", not_looked, J_IF),
	JF(J_STRINGS, struct booted_config, "checks", on),
	JF(J_STRINGS, struct booted_config, "checks_missing", off),
	JF(J_STRINGS, struct booted_config, "not_set", not_set, J_IF),
	JF(J_MAYBE, struct booted_config, "processors", processors),
	JF_LIST(J_LIST, struct booted_config, "states", states, n_states, &state_shape)
);

JSHAPE(booted_shape, struct booted,
	JF(J_STR, struct booted, "tree", tree),
	JF(J_STR, struct booted, "base", base, J_IF),
	JF(J_STR, struct booted, "command", command),
	JF_LIST(J_LIST, struct booted, "patches", patches, n_patches, &report_patch_shape, J_MUST),
	JF(J_ANY, struct booted, "verdicts", verdicts),
	JF_LIST(J_LIST, struct booted, "configurations", v, n, &config_shape, J_MUST),
	JF(J_SECONDS, struct booted, "seconds", seconds)
);

static const struct jfile file = { &booted_shape, 1, "respin boot" };
static const struct jfile kept = { &config_shape, 1, "respin boot" };

static const char *const WORDS[] = {
	"ok", "leak", "double", "bug", "timed out", "did not boot",
	"not built", "tool failed",
};

const char *boot_word(enum boot_verdict v)
{
	return WORDS[v];
}

enum boot_verdict boot_verdict(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(WORDS); i++)
		if (!strcmp(word, WORDS[i]))
			return i;
	return BOOT_FAILED;
}

int booted_read(struct booted *b, const char *path)
{
	json_t *root = NULL;
	int err;

	memset(b, 0, sizeof(*b));
	err = jfile_read(&file, path, b, &root);
	b->root = root;
	for (size_t i = 0; i < b->n && !err; i++)
		for (size_t k = 0; k < b->v[i].n_states && !err; k++)
			if (b->v[i].states[k].state > b->n_patches)
				err = error_user("%s: configurations[%zu].states[%zu].state: there are %zu patches (respin boot writes it)",
						 path, i, k, b->n_patches);
	return err;
}

void booted_release(struct booted *b)
{
	json_decref(b->root);
	jshape_release(&booted_shape, b);
}

size_t booted_count(const struct booted *b, size_t counts[BOOT_FAILED + 1])
{
	size_t not_looked = 0;

	memset(counts, 0, (BOOT_FAILED + 1) * sizeof(*counts));
	for (size_t i = 0; i < b->n; i++) {
		not_looked += *(b->v[i].not_looked ?: "") != 0;
		for (size_t k = 0; k < b->v[i].n_states; k++)
			counts[boot_verdict(b->v[i].states[k].verdict)]++;
	}
	return not_looked;
}

void booted_words(const size_t counts[BOOT_FAILED + 1], struct strbuf *out)
{
	const char *between = "";

	for (int v = BOOT_OK; v <= BOOT_FAILED; v++) {
		if (!counts[v])
			continue;
		strbuf_addf(out, "%s%zu %s", between, counts[v], boot_word(v));
		between = ", ";
	}
}

long booted_change(const struct booted_state *s, const char *kind,
		   long *rounds)
{
	const struct booted_round *v = s->rounds;
	long sum = 0;

	*rounds = 0;
	for (size_t i = 1; i < s->n_rounds; i++)
		if (v[i].pass && !strcmp(v[i].kind, kind)) {
			sum += v[i].level - v[i - 1].level;
			(*rounds)++;
		}
	return sum;
}

void booted_cell(const struct booted_state *s, struct strbuf *out)
{
	enum boot_verdict v = boot_verdict(s->verdict);

	strbuf_addstr(out, s->verdict);
	if (s->a_round >= 0 && (v == BOOT_LEAK || v == BOOT_DOUBLE))
		strbuf_addf(out, " %c%ld", v == BOOT_LEAK ? '+' : '-',
			    s->a_round);
}

void booted_processors(const struct booted_config *c, struct strbuf *out)
{
	long least = -1;

	for (size_t i = 0; i < c->n_states; i++) {
		long n = c->states[i].processors;

		if (n >= 0 && (least < 0 || n < least))
			least = n;
	}
	if (least < 0)
		return;
	if (least < c->processors)
		strbuf_addf(out, "%ld OF %ld PROCESSORS", least, c->processors);
	else
		strbuf_addf(out, "%ld processor%s", least, plural(least));
}

bool booted_news(const struct booted_config *c, const struct booted_state *s)
{
	enum boot_verdict v = boot_verdict(s->verdict);

	/* A kernel that was not seen to run says nothing of the patches. */
	if (v > BOOT_BUG || v == BOOT_OK)
		return v != BOOT_OK;
	for (size_t i = 0; i < c->n_states; i++)
		if (!c->states[i].state &&
		    boot_verdict(c->states[i].verdict) == v)
			return false;
	return s->state;
}

bool booted_bad(const struct booted *b)
{
	size_t counts[BOOT_FAILED + 1], all = 0;

	booted_count(b, counts);
	for (int v = BOOT_LEAK; v <= BOOT_FAILED; v++)
		all += counts[v];
	return all > 0;
}

char *booted_text(struct booted *b, bool with_times)
{
	size_t counts[BOOT_FAILED + 1];
	size_t not_looked = booted_count(b, counts);
	char *text;

	b->verdicts = json_object();
	for (int v = BOOT_OK; v <= BOOT_FAILED; v++)
		json_object_set_new(b->verdicts, boot_word(v),
				    json_integer((json_int_t)counts[v]));
	json_object_set_new(b->verdicts, "not_looked_at",
			    json_integer((json_int_t)not_looked));
	text = jfile_text(&file, b, with_times, 0);
	json_decref(b->verdicts);
	b->verdicts = NULL;
	return text;
}

char *booted_state_text(const struct booted_config *c)
{
	return jfile_text(&kept, c, false, 0);
}

int booted_state_parse(struct booted_config *c, const char *name,
		       const char *text, json_t **root)
{
	memset(c, 0, sizeof(*c));
	return jfile_parse(&kept, name, text, c, root);
}

void booted_config_release(struct booted_config *c)
{
	jshape_release(&config_shape, c);
}

void booted_again(const struct booted *b, const char *id, size_t state,
		  struct strbuf *out)
{
	strbuf_addstr(out, b->command && *b->command ? b->command :
		      "respin boot");
	strbuf_addstr(out, " --arch ");
	shell_quote(out, id);
	strbuf_addf(out, " --patch %zu", state);
}
