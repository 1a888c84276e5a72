// SPDX-License-Identifier: GPL-2.0-only
#include "git/lib.h"
#include "states/checkout-json.h"

static json_t *string(const char *s)
{
	return json_string(s) ?: json_string("(not UTF-8)");
}

json_t *checkout_json(const struct checkout *co)
{
	json_t *a = json_array(), *o;
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < co->patches.n; i++) {
		char *id;

		strbuf_clear(&text);
		strbuf_read_file(&text, co->patches.v[i]);
		id = blob_hex(text.buf, text.len);
		o = json_object();
		json_object_set_new(o, "subject",
				    string(co->subjects.v[i] ?: ""));
		json_object_set_new(o, "name", string(co->names.v[i]));
		json_object_set_new(o, "id", json_string(id));
		json_array_append_new(a, o);
		free(id);
	}
	strbuf_release(&text);
	return a;
}
