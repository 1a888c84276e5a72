// SPDX-License-Identifier: GPL-2.0-only
/* The three files of JSON: the first byte says which. */
#include "fuzz.h"
#include "report/proved.h"
#include "report/series-json.h"
#include "report/verified.h"

static void series_json(const void *data, size_t size)
{
	struct record r = { 0 };

	fuzz_put("respin/series.json", data, size);
	fuzz_result(record_read(&r, fuzz_dir()));
	record_release(&r);
}

static void verify_json(const char *path)
{
	struct verified v = { 0 };

	fuzz_result(verified_read(&v, path));
	verified_release(&v);
}

static void prove_json(const char *path)
{
	struct proved p = { 0 };

	fuzz_result(proved_read(&p, path));
	proved_release(&p);
}

FUZZ_TARGET(report)
{
	if (!size)
		return 0;
	switch (*data) {
	case 's':
		series_json(data + 1, size - 1);
		break;
	case 'v':
		verify_json(fuzz_file(data + 1, size - 1));
		break;
	default:
		prove_json(fuzz_file(data + 1, size - 1));
	}
	return 0;
}
