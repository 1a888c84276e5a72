// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "chash/int.h"

static const struct {
	enum kw kw;
	const char *words;
} keywords[] = {
	{ KW_AGG, "struct union enum" },
	{ KW_ATTR, "__attribute__ __attribute" },
	{ KW_ASM, "asm __asm __asm__" },
	{ KW_ASSERT, "_Static_assert" },
	{ KW_PRAGMA, "_Pragma" },
	{ KW_STATIC, "static" },
	{ KW_EXTERN, "extern" },
	{ KW_TYPEDEF, "typedef" },
	{ KW_INLINE, "inline __inline __inline__" },
	{ KW_STORAGE, "register auto __thread _Thread_local _Noreturn" },
	{ KW_QUAL, "const __const __const__ restrict __restrict __restrict__ "
		   "_Nonnull _Nullable _Null_unspecified" },
	{ KW_VOLATILE, "volatile __volatile __volatile__" },
	{ KW_ATOMIC, "_Atomic" },
	{ KW_EXTENSION, "__extension__" },
	{ KW_TYPE, "void char short int long float double signed unsigned "
		   "__signed __signed__ _Bool _Complex __complex__ __complex "
		   "__int128 __auto_type" },
	{ KW_TYPEOF, "typeof __typeof __typeof__ typeof_unqual "
		     "__typeof_unqual__ _BitInt" },
	{ KW_ALIGNAS, "_Alignas" },
	{ KW_OTHER, "if else for while do switch case default break continue "
		    "return goto sizeof __alignof __alignof__ _Alignof "
		    "_Generic __builtin_offsetof __builtin_va_arg "
		    "__builtin_types_compatible_p __builtin_choose_expr "
		    "__label__ __real__ __imag__" },
};

/*
 * Attributes that do nothing to what is not used, and do not make it used.
 * The last four lines are clang's and sparse's.
 */
static const char attr_nothing[] =
	"always_inline noinline unused maybe_unused no_instrument_function "
	"const pure cold hot format format_arg nonnull returns_nonnull "
	"warn_unused_result deprecated unavailable aligned warn_if_not_aligned "
	"packed malloc alloc_size alloc_align assume_aligned error warning "
	"artificial flatten noreturn nothrow leaf no_sanitize no_sanitize_address "
	"no_sanitize_thread no_sanitize_undefined no_sanitize_coverage "
	"no_stack_protector mode may_alias transparent_union noclone noipa "
	"fallthrough access returns_twice nonstring designated_init sentinel "
	"no_profile_instrument_function vector_size scalar_storage_order "
	"regparm cdecl stdcall fastcall ms_abi sysv_abi cleanup "
	"no_split_stack no_icf no_address_safety_analysis tainted_args "
	"zero_call_used_regs no_caller_saved_registers indirect_branch "
	"function_return nocf_check cf_check fentry_name fd_arg uninitialized "
	"diagnose_if enable_if overloadable counted_by sized_by musttail "
	"nomerge noescape preserve_access_index btf_type_tag btf_decl_tag "
	"pass_object_size pass_dynamic_object_size no_builtin nouwtable "
	"address_space noderef bitwise force nocast safe context";

/*
 * Functions that a compiler calls, or makes of calls of others, without
 * their names being in the text.
 */
static const char implied[] =
	"memcpy memmove memset memcmp memchr memrchr mempcpy bcmp bcopy bzero "
	"strlen strnlen strcpy strncpy stpcpy stpncpy strcat strncat strchr "
	"strrchr strcmp strncmp strstr strspn strcspn strpbrk strdup strndup "
	"rawmemchr puts putchar putc fputs fputc fputs_unlocked fwrite printf "
	"fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf malloc "
	"calloc realloc free abort exit ffs ffsl ffsll index rindex mcount "
	"_mcount main alloca setjmp longjmp sqrt sqrtf cbrt pow exp exp2 sin "
	"cos sincos cexpi isascii isdigit toascii abs labs llabs";

static const char *const implied_prefixes[] = {
	"__asan_", "__kasan_", "__hwasan_", "__tsan_", "__kcsan_", "__msan_",
	"__ubsan_", "__sanitizer_", "__gcov_", "__stack_chk", "__cyg_profile",
	"__fentry", "__mcount", "__x86_", "__aeabi_", "__gnu_", "__cxa_",
	"__emutls", "__tls_get", "__sync_", "__atomic_", "__restore_", "__save_",
	"__riscv_", "__sanitize", "_Unwind", "__aarch64_", "__memcpy",
	"__memset", "__memmove", "__memcmp", "__llvm_", "__cfi_", "__kcfi_",
	"__morestack", "__chk_", "__indirect_", "__s390_", "__hexagon_",
};

/* libgcc's functions: __udivdi3, __mulsf3, ... */
static bool libgcc_name(const char *s, uint32_t n)
{
	static const char *const modes[] = {
		"qi", "hi", "si", "di", "ti", "hf", "sf", "df", "tf", "xf",
	};

	if (n < 5 || memcmp(s, "__", 2))
		return false;
	if (s[n - 1] >= '2' && s[n - 1] <= '6')
		n--;
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		if (!memcmp(s + n - 2, modes[i], 2))
			return true;
	return false;
}

bool sym_implied(const struct sym *s)
{
	if (s->implied)
		return true;
	if (s->s[0] != '_')
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(implied_prefixes); i++) {
		size_t n = strlen(implied_prefixes[i]);

		if (s->len >= n && !memcmp(s->s, implied_prefixes[i], n))
			return true;
	}
	return libgcc_name(s->s, s->len);
}

bool chash_implied(const char *name)
{
	const struct sym s = {
		.s = name, .len = strlen(name),
		.implied = has_word(implied, sizeof(implied) - 1, name),
	};

	return sym_implied(&s);
}

static void slots_grow(struct unit *u)
{
	free(u->slots);
	u->n_slots *= 2;
	u->slots = xcalloc(u->n_slots, sizeof(*u->slots));
	for (uint32_t i = 1; i < u->n_sym; i++) {
		uint32_t k = u->sym[i].hash & (u->n_slots - 1);

		while (u->slots[k])
			k = (k + 1) & (u->n_slots - 1);
		u->slots[k] = i;
	}
}

uint32_t sym_hash(const char *s, uint32_t len)
{
	return fnv(s, len);
}

/* What a new symbol's spelling says about it. */
static void sym_fill(struct unit *u, uint32_t i)
{
	static const char builtin[] = "__builtin_";
	const size_t n = strlen(builtin);
	const char *s = u->sym[i].s;
	uint32_t len = u->sym[i].len;

	for (size_t k = 0; u->o->counters && k < u->o->counters->n; k++) {
		size_t p = strlen(u->o->counters->v[k]), q = p;

		if (len <= p || memcmp(s, u->o->counters->v[k], p))
			continue;
		while (q < len && s[q] >= '0' && s[q] <= '9')
			q++;
		if (q == len)
			u->sym[i].counter = p;
	}
	if (len > n && !memcmp(s, builtin, n)) {
		uint32_t a = sym_get(u, s + n, len - n,
				     sym_hash(s + n, len - n), false);

		u->sym[i].alias = a;
	}
}

uint32_t sym_find(const struct unit *u, const char *s, uint32_t len)
{
	uint32_t h = sym_hash(s, len), k = h & (u->n_slots - 1), i;

	for (; (i = u->slots[k]); k = (k + 1) & (u->n_slots - 1))
		if (u->sym[i].hash == h && u->sym[i].len == len &&
		    !memcmp(u->sym[i].s, s, len))
			return i;
	return 0;
}

uint32_t sym_get(struct unit *u, const char *s, uint32_t len, uint32_t h,
		 bool copy)
{
	uint32_t k = h & (u->n_slots - 1), i;

	for (; (i = u->slots[k]); k = (k + 1) & (u->n_slots - 1))
		if (u->sym[i].hash == h && u->sym[i].len == len &&
		    !memcmp(u->sym[i].s, s, len))
			return i;
	i = u->n_sym;
	GROW(u->sym, i + 1, u->alloc_sym);
	u->n_sym++;
	memset(&u->sym[i], 0, sizeof(u->sym[i]));
	if (copy) {
		strvec_take(&u->owned, xstrndup(s, len));
		s = u->owned.v[u->owned.n - 1];
	}
	u->sym[i].s = s;
	u->sym[i].len = len;
	u->sym[i].hash = h;
	u->slots[k] = i;
	if (u->n_sym > u->n_slots / 2)
		slots_grow(u);
	sym_fill(u, i);
	return i;
}

/* The symbol of the next word of *LIST, or 0. The list is a constant. */
static uint32_t next_word(struct unit *u, const char **list)
{
	const char *s = *list + strspn(*list, " ");
	size_t n = strcspn(s, " ");

	*list = s + n;
	return n ? sym_get(u, s, n, sym_hash(s, n), false) : 0;
}

static void add_attr(struct unit *u, const char *name, size_t n, enum attr a)
{
	char dashed[64];
	int k = snprintf(dashed, sizeof(dashed), "__%.*s__", (int)n, name);
	uint32_t plain = sym_get(u, name, n, sym_hash(name, n), false);
	uint32_t other = sym_get(u, dashed, k, sym_hash(dashed, k), true);

	u->sym[plain].attr = u->sym[other].attr = a;
}

void syms_init(struct unit *u)
{
	const char *w;
	uint32_t i;

	u->n_slots = 1 << 14;
	u->slots = xcalloc(u->n_slots, sizeof(*u->slots));
	GROW(u->sym, 1, u->alloc_sym);
	memset(u->sym, 0, sizeof(*u->sym));
	u->n_sym = 1;
	for (size_t k = 0; k < ARRAY_SIZE(keywords); k++)
		for (w = keywords[k].words; (i = next_word(u, &w));)
			u->sym[i].kw = keywords[k].kw;
	w = "enum";
	i = next_word(u, &w);
	u->sym[i].is_enum = true;
	for (w = implied; (i = next_word(u, &w));)
		u->sym[i].implied = true;
	for (w = "__builtin_va_list bool __int128_t __uint128_t _Float16 "
		 "_Float32 _Float64 _Float128 __float128 __bf16 __fp16";
	     (i = next_word(u, &w));)
		u->sym[i].known = true;
	for (w = "__builtin_LINE __builtin_FILE __builtin_FUNCTION "
		 "__builtin_COLUMN __builtin_source_location";
	     (i = next_word(u, &w));)
		u->sym[i].place = true;
	for (w = attr_nothing; *w; w += strspn(w, " ")) {
		add_attr(u, w, strcspn(w, " "), ATTR_NOTHING);
		w += strcspn(w, " ");
	}
	add_attr(u, "section", 7, ATTR_SECTION);
	add_attr(u, "weak", 4, ATTR_DEFINITION);
	add_attr(u, "visibility", 10, ATTR_DEFINITION);
	add_attr(u, "externally_visible", 18, ATTR_DEFINITION);
	add_attr(u, "gnu_inline", 10, ATTR_GNU_INLINE);
}

void syms_release(struct unit *u)
{
	free(u->sym);
	free(u->slots);
	strvec_release(&u->owned);
}
