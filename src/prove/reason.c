// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "prove/int.h"

/* Is TEXT, "flag_12(D) != 0", one of these, as "flag!=0"? */
static bool cond_in(const char *text, const struct strvec *in)
{
	struct strbuf plain = STRBUF_INIT;
	bool found;

	while (*text) {
		size_t n = is_word(*text) ? gword_ssa(text) : 0, k = n;

		while (k && text[k] != '_')
			k--;
		if (n)
			strbuf_add(&plain, text, k);
		else if (*text != ' ')
			strbuf_addch(&plain, *text);
		text += n ? n : 1;
	}
	found = strvec_has(in, plain.buf);
	strbuf_release(&plain);
	return found;
}

static bool step_in(const struct own_step *s, const struct strvec *in,
		    bool files)
{
	for (; s; s = s->prev) {
		if (files && s->file && strvec_has(in, s->file))
			return true;
		if (starts_with(s->text, "if ") && cond_in(s->text + 3, in))
			return true;
		if (strvec_has(in, s->text) || step_in(s->inside, in, files))
			return true;
	}
	return false;
}

const char *judge_reason(const struct judge *j, const char *level,
			 const struct own_outcome *o, bool files)
{
	for (size_t i = 0; i < j->r->n_kept; i++) {
		const struct prove_kept *k = &j->r->kept[i];

		if (k->levels.n && !strvec_has(&k->levels, level))
			continue;
		if (step_in(o->path, &k->in, files))
			return k->reason;
	}
	return NULL;
}
