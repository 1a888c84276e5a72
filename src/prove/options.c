// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "prove/prove.h"

/* Changes with what is put into the store. */
#define OPTIONS_VERSION "2"

static char *key_of(const struct prove *v, const struct kbuild *kb)
{
	struct strbuf all = STRBUF_INIT;
	char *key;

	strbuf_addf(&all, OPTIONS_VERSION " %s", kb->key);
	for (size_t i = 0; i < v->rules->options.n; i++)
		strbuf_addf(&all, " %s", v->rules->options.v[i]);
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

/* What Kconfig leaves out is off, or is not there at all. */
static json_t *read_config(const struct prove *v, const struct kbuild *kb)
{
	json_t *o = json_object();
	char *path = xstrfmt("%s/.config", kb->obj);
	struct strbuf text = STRBUF_INIT;

	strbuf_addch(&text, '\n');
	if (strbuf_read_file(&text, path) < 0) {
		json_decref(o);
		o = NULL;
	}
	for (size_t i = 0; o && i < v->rules->options.n; i++) {
		const char *name = v->rules->options.v[i], *at;
		char *line = xstrfmt("\nCONFIG_%s=", name);

		at = strstr(text.buf, line);
		at = at ? at + strlen(line) : "n";
		json_object_set_new(o, name,
				    json_stringn(at, strcspn(at, "\n")));
		free(line);
	}
	strbuf_release(&text);
	free(path);
	return o;
}

/* From the store or, if KB is prepared, from there. */
static int get_options(const struct prove *v, const struct kbuild *kb,
		       json_t **options)
{
	char *key = key_of(v, kb), *text = NULL;
	int got = store_get_text(v->store, "prove-options", key, &text);

	*options = NULL;
	if (got > 0)
		*options = json_loads(text, 0, NULL);
	if (got > 0 && !json_is_object(*options))
		got = store_damaged(v->store, "a configuration's options");
	free(text);
	if (!got && kb->prepared) {
		*options = read_config(v, kb);
		text = *options ? json_dumps(*options, JSON_COMPACT) : NULL;
		if (text)
			got = store_put_text(v->store, "prove-options", key, text);
		free(text);
	}
	free(key);
	return got < 0 ? got : 0;
}

int prove_options(const struct prove *v, const struct kbuild *kb,
		  struct proof *p)
{
	const struct prove_rules *rules = v->rules;
	int err = p->options ? 0 : get_options(v, kb, &p->options);

	for (size_t i = 0; i < rules->needs.n && p->options && !p->why; i++) {
		const char *name = rules->needs.v[i];

		if (strcmp(jstr(p->options, name), "n"))
			continue;
		p->nothing = true;
		p->why = xstrfmt("nothing to prove: %s is off", name);
	}
	return err;
}
