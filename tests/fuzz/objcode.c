// SPDX-License-Identifier: GPL-2.0-only
/* An ELF object; and its list, as the store has it, says the same. */
#include "fuzz.h"
#include "objcode/objcode.h"

FUZZ_TARGET(objcode)
{
	struct strbuf text = STRBUF_INIT, again = STRBUF_INIT;
	struct codelist l = { 0 }, back = { 0 };

	objcode_read(&l, fuzz_file(data, size));
	codelist_text(&l, &text);
	if (codelist_parse(&back, text.buf))
		BUG("no list: %s", text.buf);
	codelist_text(&back, &again);
	if (!strbuf_equal(&text, &again))
		BUG("not the same list: %s", again.buf);
	codelist_release(&l);
	codelist_release(&back);
	strbuf_release(&text);
	strbuf_release(&again);
	return 0;
}
