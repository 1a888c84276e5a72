// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "own/llvm-int.h"

const char *lex_space(const char *p)
{
	return p + strspn(p, " \t");
}

/* Behind the string that begins at P. */
static const char *lex_string(const char *p)
{
	for (p++; *p && *p != '\n' && *p != '"'; p++)
		if (*p == '\\' && p[1] && p[1] != '\n')
			p++;
	return p + (*p == '"');
}

const char *lex_match(const char *p)
{
	size_t depth = 0;

	while (*p && *p != '\n') {
		if (*p == '"') {
			p = lex_string(p);
			continue;
		}
		/* "->" is in no type and no value. */
		if (strchr("([{<", *p))
			depth++;
		else if (strchr(")]}>", *p) && !--depth)
			return p + 1;
		p++;
	}
	return NULL;
}

const char *lex_name(const char *p)
{
	const char *q = p + 1;

	if (*p != '%' && *p != '@')
		return p;
	if (*q == '"')
		return lex_string(q);
	while (isalnum((unsigned char)*q) || (*q && strchr("-$._", *q)))
		q++;
	return q > p + 1 ? q : p;
}

static size_t word_length(const char *p)
{
	size_t n = 0;

	while (isalnum((unsigned char)p[n]) || p[n] == '_' || p[n] == '.')
		n++;
	return n;
}

static bool is_one(const char *p, size_t n, const char *const *list, size_t k)
{
	for (size_t i = 0; i < k; i++)
		if (strlen(list[i]) == n && !strncmp(p, list[i], n))
			return true;
	return false;
}

static bool type_word(const char *p, size_t n)
{
	static const char *const TYPES[] = {
		"ptr", "void", "half", "bfloat", "float", "double", "fp128",
		"label", "metadata", "token", "opaque", "target",
	};
	/* Behind the name of the machine that has them. */
	static const char *const ENDS[] = { "_fp80", "_fp128", "_amx", "_mmx" };

	for (size_t i = 0; i < ARRAY_SIZE(ENDS); i++) {
		size_t k = strlen(ENDS[i]);

		if (n > k && !strncmp(p + n - k, ENDS[i], k))
			return true;
	}
	if (n > 1 && *p == 'i' && strspn(p + 1, "0123456789") == n - 1)
		return true;
	return is_one(p, n, TYPES, ARRAY_SIZE(TYPES));
}

static bool value_word(const char *p, size_t n)
{
	static const char *const VALUES[] = {
		"null", "true", "false", "undef", "poison", "zeroinitializer",
		"none", "getelementptr", "ptrtoint", "inttoptr", "bitcast",
		"addrspacecast", "trunc", "zext", "sext", "add", "sub", "mul",
		"shl", "lshr", "ashr", "xor", "and", "or", "icmp", "select",
		"blockaddress", "dso_local_equivalent", "no_cfi", "splat", "c",
		"asm",
	};

	return is_one(p, n, VALUES, ARRAY_SIZE(VALUES));
}

/* What may follow: "*", " addrspace(1)", the arguments of a function type. */
static const char *type_tail(const char *p)
{
	for (;;) {
		const char *q = lex_space(p);

		if (*p == '*')
			p++;
		else if (starts_with(q, "addrspace("))
			p = lex_match(q + strlen("addrspace"));
		else if (*q == '(')
			p = lex_match(q);
		else
			return p;
		if (!p)
			return NULL;
	}
}

const char *lex_type(const char *p)
{
	size_t n;

	if (!*p)
		return NULL;
	if (strchr("[{<", *p)) {
		p = lex_match(p);
	} else if (*p == '%') {
		const char *q = lex_name(p);

		p = q > p ? q : NULL;
	} else {
		n = word_length(p);
		if (!n || !type_word(p, n))
			return NULL;
		p += n;
		if (p[-1] == 't' && *p == '(')	/* target("...") */
			p = lex_match(p);
	}
	return p ? type_tail(p) : NULL;
}

/* "align 8", "cc 10": a word that has a number. */
static const char *flag_number(const char *p, size_t n)
{
	const char *q = p + n;

	if (!is_one(p, n, (const char *const []){ "align", "cc" }, 2))
		return q;
	q = lex_space(q);
	return q + strspn(q, "0123456789");
}

const char *lex_flags(const char *p)
{
	for (p = lex_space(p); *p; p = lex_space(p)) {
		size_t n = word_length(p);
		const char *q;

		if (!n || isdigit((unsigned char)*p) || type_word(p, n) ||
		    value_word(p, n))
			return p;
		q = flag_number(p, n);
		if (*q == '(')
			q = lex_match(q);
		if (!q)
			return p;
		p = q;
	}
	return p;
}

const char *lex_item(const char *p)
{
	const char *q;

	while (*p && *p != '\n' && !strchr(",)]}", *p)) {
		q = strchr("([{<", *p) ? lex_match(p) : NULL;
		if (*p == '"')
			p = lex_string(p);
		else
			p = q ?: p + 1;
	}
	return p;
}

const char *lex_word(const char *p, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(p, word, n) || isalnum((unsigned char)p[n]) ||
	    p[n] == '_' || p[n] == '.')
		return NULL;
	return lex_space(p + n);
}
