// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "series/credit.h"

#define ID_LEN 40

/* Is S "Name <local@domain>", with nothing behind it? */
static bool is_person(const char *s)
{
	const char *lt = strchr(s, '<'), *gt = lt ? strchr(lt, '>') : NULL;
	const char *at = gt ? memchr(lt, '@', gt - lt) : NULL;

	if (!at || gt[1] || lt < s + 2 || lt[-1] != ' ' || isspace((unsigned char)*s))
		return false;
	return at > lt + 1 && at + 1 < gt && !memchr(lt, ' ', gt - lt) &&
	       !memchr(lt + 1, '<', gt - lt - 1);
}

/* "Key: text", or "Xxx-by: Name <address>". */
static bool is_trailer(const char *s)
{
	size_t n = 0;

	while (isalpha((unsigned char)s[n]) || (n && s[n] == '-'))
		n++;
	if (!n || s[n] != ':' || s[n + 1] != ' ' || !s[n + 2] ||
	    isspace((unsigned char)s[n + 2]))
		return false;
	return n < 4 || strncasecmp(s + n - 3, "-by", 3) || is_person(s + n + 2);
}

static bool is_id(const char *s)
{
	return strlen(s) == ID_LEN && strspn(s, "0123456789abcdef") == ID_LEN;
}

int credit_key(struct patch *p, const char *key, const char *value,
	       const char *file, int line)
{
	if (!strcmp(key, "trailer")) {
		if (!is_trailer(value))
			return error_user("%s:%d: '%s' is not a trailer: write 'Suggested-by: Name <address>'",
					  file, line, value);
		strvec_push(&p->trailers, value);
	} else if (!strcmp(key, "author")) {
		if (!is_person(value))
			return error_user("%s:%d: '%s' is not an author: write 'Name <address>'",
					  file, line, value);
		free(p->author);
		p->author = xstrdup(value);
	} else {
		if (!is_id(value))
			return error_user("%s:%d: a patch-id has 40 hex digits, as git patch-id --stable prints it",
					  file, line);
		free(p->patch_id);
		p->patch_id = xstrdup(value);
	}
	return 0;
}
