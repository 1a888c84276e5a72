// SPDX-License-Identifier: GPL-2.0-only
/* What is known of one configuration. */
#include "base/json.h"
#include "prove/int.h"

void proof_say(struct proof *p, size_t state, json_t *said)
{
	json_decref(p->said[state]);
	p->said[state] = said;
	p->rows[state] = json_object_get(said, "rows");
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
	strvec_release(&p->more.units);
	strvec_release(&p->more.leaves);
}
