// SPDX-License-Identifier: GPL-2.0-only
/* What earlier runs said of a state: the store's keys, and what is under them. */
#include "base/hash.h"
#include "base/json.h"
#include "prove/dump.h"
#include "prove/int.h"

/* Changes with what is put into the store, and with what own.h finds. */
#define PROVE_VERSION "37"

static void begin_key(const struct prove *v, const struct proof *p,
		      const struct kbuild *kb, struct strbuf *all)
{
	strbuf_addf(all, PROVE_VERSION " %s\n%s\n", v->rules->digest, kb->key);
	for (size_t i = 0; i < v->units.n; i++)
		strbuf_addf(all, "%s\n", v->units.v[i]);
	for (size_t i = 0; i < p->more.units.n; i++)
		strbuf_addf(all, "+ %s\n", p->more.units.v[i]);
	for (size_t i = 0; i < p->more.leaves.n; i++)
		strbuf_addf(all, "- %s\n", p->more.leaves.v[i]);
}

char *known_state_key(const struct units *us)
{
	struct strbuf all = STRBUF_INIT;
	char *key;

	begin_key(us->run, us->p, us->kb, &all);
	for (size_t i = 0; i < us->n; i++)
		strbuf_addf(&all, "%s %s\n", us->v[i].source,
			    us->v[i].digest);
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

char *known_content_key(const struct prove *v, const struct proof *p,
			const struct kbuild *kb, size_t state)
{
	struct strbuf all = STRBUF_INIT;
	char *key;

	begin_key(v, p, kb, &all);
	for (size_t i = 0; i < v->co->touched.n; i++) {
		const struct file_state *fs = checkout_state(v->co, state, i);

		strbuf_addf(&all, "%s %d ", v->co->touched.v[i], fs->there);
		strbuf_add(&all, fs->id.b, sizeof(fs->id.b));
	}
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

/* Is it what prove_judge() gives: a list of rows that say something? */
static bool is_said(const json_t *said)
{
	const json_t *rows = json_object_get(said, "rows");

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		if (!*jstr(row, "level") || !*jstr(row, "way") ||
		    !*jstr(row, "verdict"))
			return false;
	}
	return json_is_array(rows) &&
	       json_is_array(json_object_get(said, "units")) &&
	       json_is_array(json_object_get(said, "strange")) &&
	       json_is_array(json_object_get(said, "places"));
}

bool known_take(const struct prove *v, const char *key, struct proof *p,
		size_t state, int *err)
{
	json_t *said = NULL;
	char *text = NULL;
	int got = v->again ? 0 : store_get_text(v->store, "prove", key, &text);

	if (got > 0)
		said = json_loads(text, 0, NULL);
	if (got > 0 && !is_said(said))
		got = store_damaged(v->store, "what was proved");
	if (got < 0) {
		json_decref(said);
		said = NULL;
		*err = got;
	}
	free(text);
	proof_say(p, state, said);
	return said;
}

int known_put(const struct prove *v, const struct proof *p, const char *key,
	      size_t state)
{
	char *text = json_dumps(p->said[state], JSON_COMPACT);
	int err = store_put_text(v->store, "prove", key, text);

	free(text);
	return err;
}
