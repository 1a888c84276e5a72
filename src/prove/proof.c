// SPDX-License-Identifier: GPL-2.0-only
/* What is known of one configuration. */
#include "prove/int.h"

void proof_say(struct proof *p, size_t state, json_t *said)
{
	json_decref(p->said[state]);
	p->said[state] = said;
	p->rows[state] = json_object_get(said, "rows");
}

const char *dumps_find(const struct prove_dumps *d, const char *source,
		       const char *digest)
{
	for (size_t i = 0; i < d->sources.n; i++)
		if (!strcmp(d->sources.v[i], source) &&
		    !strcmp(d->digests.v[i], digest))
			return d->texts.v[i];
	return NULL;
}

void dumps_add(struct prove_dumps *d, const char *source, const char *digest,
	       const char *text)
{
	if (!*digest || dumps_find(d, source, digest))
		return;
	strvec_push(&d->sources, source);
	strvec_push(&d->digests, digest);
	strvec_push(&d->texts, text);
}

void dumps_release(struct prove_dumps *d)
{
	strvec_release(&d->sources);
	strvec_release(&d->digests);
	strvec_release(&d->texts);
}

void proof_release(struct proof *p, size_t states)
{
	for (size_t i = 0; p->said && i < states; i++)
		json_decref(p->said[i]);
	json_decref(p->options);
	free(p->said);
	free(p->rows);
	free(p->compiler);
	free(p->why);
	dumps_release(&p->dumps);
	strvec_release(&p->more.units);
	strvec_release(&p->more.leaves);
}
