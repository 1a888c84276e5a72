// SPDX-License-Identifier: GPL-2.0-only
#include "objcode/int.h"

enum field {
	FIELD_NONE,
	FIELD_8, FIELD_16, FIELD_32,	/* in the byte order of the object */
	FIELD_24W,	/* low 24 bits of 32, in words, signed */
	FIELD_31,	/* low 31 bits of 32, signed */
	FIELD_4_12,	/* 32: bits 16-19, then 0-11, signed */
	FIELD_T4_12,	/* two halfwords: 4, 1, 3, 8 bits, signed */
	FIELD_T24H,	/* two halfwords: a call, in halfwords, signed */
	FIELD_T20H,	/* the same with a condition */
	FIELD_26W,	/* low 26 bits of 32, in words */
	FIELD_HI16, FIELD_LO16,	/* low 16 bits of 32; a pair makes 32 */
	FIELD_L16,	/* low 16 bits of 32, signed */
	FIELD_2L16,	/* low 16 bits of two words of 32 */
};

/* What SHT_RELA has in the field all the same. */
enum inplace {
	IN_PLACE_NONE,
	IN_PLACE_COPY,	/* the addend once more */
	IN_PLACE_ADD,	/* a part of the addend */
};

/* Not in elf.h. */
#define R_XTENSA_32 1

/*
 * field: how the addend is written if the code has it. bias: what to add to
 * the addend, when it is of a place relative to the place that the processor
 * counts from.
 */
static const struct {
	unsigned short machine;
	unsigned short type;
	unsigned char field;
	signed char bias;
	unsigned char rela;	/* enum inplace */
} fields[] = {
	{ EM_386, R_386_32, FIELD_32, 0 },
	{ EM_386, R_386_PC32, FIELD_32, 4 },
	{ EM_386, R_386_PLT32, FIELD_32, 4 },
	{ EM_386, R_386_GOTOFF, FIELD_32, 0 },
	{ EM_386, R_386_16, FIELD_16, 0 },
	{ EM_386, R_386_PC16, FIELD_16, 2 },
	{ EM_386, R_386_8, FIELD_8, 0 },
	{ EM_386, R_386_PC8, FIELD_8, 1 },
	{ EM_ARM, R_ARM_ABS32, FIELD_32, 0 },
	{ EM_ARM, R_ARM_REL32, FIELD_32, 0 },
	{ EM_ARM, R_ARM_TARGET1, FIELD_32, 0 },
	{ EM_ARM, R_ARM_PREL31, FIELD_31, 0 },
	{ EM_ARM, R_ARM_PC24, FIELD_24W, 8 },
	{ EM_ARM, R_ARM_CALL, FIELD_24W, 8 },
	{ EM_ARM, R_ARM_JUMP24, FIELD_24W, 8 },
	{ EM_ARM, R_ARM_MOVW_ABS_NC, FIELD_4_12, 0 },
	{ EM_ARM, R_ARM_MOVT_ABS, FIELD_4_12, 0 },
	{ EM_ARM, R_ARM_MOVW_PREL_NC, FIELD_4_12, 0 },
	{ EM_ARM, R_ARM_MOVT_PREL, FIELD_4_12, 0 },
	{ EM_ARM, R_ARM_THM_MOVW_ABS_NC, FIELD_T4_12, 0 },
	{ EM_ARM, R_ARM_THM_MOVT_ABS, FIELD_T4_12, 0 },
	{ EM_ARM, R_ARM_THM_PC22, FIELD_T24H, 4 },
	{ EM_ARM, R_ARM_THM_JUMP24, FIELD_T24H, 4 },
	{ EM_ARM, R_ARM_THM_JUMP19, FIELD_T20H, 4 },
	{ EM_MIPS, R_MIPS_32, FIELD_32, 0 },
	{ EM_MIPS, R_MIPS_26, FIELD_26W, 0 },
	{ EM_MIPS, R_MIPS_HI16, FIELD_HI16, 0 },
	{ EM_MIPS, R_MIPS_LO16, FIELD_LO16, 0 },
	{ EM_MIPS, R_MIPS_GPREL16, FIELD_L16, 0 },
	{ EM_MIPS, R_MIPS_GPREL32, FIELD_32, 0 },
	{ EM_MICROBLAZE, R_MICROBLAZE_32, FIELD_32, 0, IN_PLACE_COPY },
	{ EM_MICROBLAZE, R_MICROBLAZE_64, FIELD_2L16, 0, IN_PLACE_COPY },
	{ EM_XTENSA, R_XTENSA_32, FIELD_32, 0, IN_PLACE_ADD },
	{ EM_X86_64, R_X86_64_PC32, FIELD_NONE, 4 },
	{ EM_X86_64, R_X86_64_PLT32, FIELD_NONE, 4 },
	{ EM_X86_64, R_X86_64_GOTPCREL, FIELD_NONE, 4 },
	{ EM_X86_64, R_X86_64_PC16, FIELD_NONE, 2 },
	{ EM_X86_64, R_X86_64_PC8, FIELD_NONE, 1 },
	{ EM_S390, R_390_PC16DBL, FIELD_NONE, -2 },
	{ EM_S390, R_390_PLT16DBL, FIELD_NONE, -2 },
	{ EM_S390, R_390_PC32DBL, FIELD_NONE, -2 },
	{ EM_S390, R_390_PLT32DBL, FIELD_NONE, -2 },
};

static uint64_t get(const struct obj *o, const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[o->big ? i : n - 1 - i];
	return v;
}

static void put(const struct obj *o, unsigned char *p, size_t n, uint64_t v)
{
	for (size_t i = 0; i < n; i++)
		p[o->big ? n - 1 - i : i] = (unsigned char)(v >> 8 * i);
}

static int64_t sign(uint64_t v, int bits)
{
	uint64_t top = 1ULL << (bits - 1);

	v &= (top << 1) - 1;
	return (int64_t)(v ^ top) - (int64_t)top;
}

/* Bytes of a field, and the bits of them that are the addend. */
static size_t field_size(int field, uint64_t *mask)
{
	static const struct {
		unsigned char size;
		uint64_t mask;
	} forms[] = {
		[FIELD_8] = { 1, 0xff }, [FIELD_16] = { 2, 0xffff },
		[FIELD_32] = { 4, 0xffffffff }, [FIELD_24W] = { 4, 0xffffff },
		[FIELD_31] = { 4, 0x7fffffff }, [FIELD_4_12] = { 4, 0xf0fff },
		[FIELD_T4_12] = { 4, 0x040f70ff },
		[FIELD_T24H] = { 4, 0x07ff2fff },
		[FIELD_T20H] = { 4, 0x043f2fff },
		[FIELD_26W] = { 4, 0x3ffffff }, [FIELD_HI16] = { 4, 0xffff },
		[FIELD_LO16] = { 4, 0xffff }, [FIELD_L16] = { 4, 0xffff },
		[FIELD_2L16] = { 8, 0xffff0000ffff },
	};

	*mask = forms[field].mask;
	return forms[field].size;
}

static bool is_thumb(int field)
{
	return field >= FIELD_T4_12 && field <= FIELD_T20H;
}

/* The word at P; two halfwords are put together, the first on top. */
static uint64_t get_field(const struct obj *o, int field,
			  const unsigned char *p, size_t n)
{
	return is_thumb(field) ? get(o, p, 2) << 16 | get(o, p + 2, 2) :
				 get(o, p, n);
}

static int64_t decode(int field, uint64_t w)
{
	uint64_t s = w >> 26 & 1, j1 = w >> 13 & 1, j2 = w >> 11 & 1;

	switch (field) {
	case FIELD_8:
		return sign(w, 8);
	case FIELD_16:
	case FIELD_L16:
		return sign(w, 16);
	case FIELD_24W:
		return sign(w, 24) * 4;
	case FIELD_31:
		return sign(w, 31);
	case FIELD_4_12:
		return sign((w >> 16 & 15) << 12 | (w & 0xfff), 16);
	case FIELD_T4_12:
		return sign((w >> 16 & 15) << 12 | s << 11 |
			    (w >> 12 & 7) << 8 | (w & 255), 16);
	case FIELD_T24H:
		return sign(s << 24 | (~(j1 ^ s) & 1) << 23 |
			    (~(j2 ^ s) & 1) << 22 | (w >> 16 & 0x3ff) << 12 |
			    (w & 0x7ff) << 1, 25);
	case FIELD_T20H:
		return sign(s << 20 | j2 << 19 | j1 << 18 |
			    (w >> 16 & 63) << 12 | (w & 0x7ff) << 1, 21);
	case FIELD_26W:
		return (int64_t)(w & 0x3ffffff) * 4;
	default:
		return sign(w, 32);
	}
}

/* So many relocations, at most, are between the halves of a pair. */
#define PAIR_APART 4096

/* The other half of a pair: the next low, or the last high before. */
static const struct orel *other_half(const struct osec *s, size_t i,
				     uint32_t low, uint32_t high)
{
	const struct orel *r = &s->rels[i];
	size_t left = PAIR_APART;

	if (r->type == high) {
		for (size_t k = i + 1; k < s->n_rels && left--; k++)
			if (s->rels[k].sym == r->sym && s->rels[k].type == low)
				return &s->rels[k];
		return NULL;
	}
	while (i-- && left--)
		if (s->rels[i].sym == r->sym && s->rels[i].type == high)
			return &s->rels[i];
	return NULL;
}

/* Are all N bytes at OFFSET in S, whatever the offset is? */
static bool is_in(const struct osec *s, uint64_t offset, size_t n)
{
	return offset <= s->size && n <= s->size - offset;
}

static void read_pair(const struct obj *o, struct osec *s, size_t i)
{
	struct orel *r = &s->rels[i];
	const struct orel *other = other_half(s, i, R_MIPS_LO16, R_MIPS_HI16);
	const struct orel *high = r->type == R_MIPS_HI16 ? r : other;
	const struct orel *low = r->type == R_MIPS_HI16 ? other : r;

	r->odd = !other || !is_in(s, high->offset, 4) ||
		 !is_in(s, low->offset, 4);
	if (r->odd)
		return;
	r->addend = sign(get(o, s->data + high->offset, 4) << 16, 32) +
		    sign(get(o, s->data + low->offset, 4), 16);
}

static void read_addend(const struct obj *o, struct osec *s, size_t i)
{
	struct orel *r = &s->rels[i];
	uint64_t mask;
	size_t n = field_size(r->field, &mask);

	if (r->field == FIELD_HI16 || r->field == FIELD_LO16)
		read_pair(o, s, i);
	else if (!is_in(s, r->offset, n))
		r->odd = true;
	else
		r->addend = (int64_t)((uint64_t)r->addend + (uint64_t)
			decode(r->field, get_field(o, r->field,
						   s->data + r->offset, n)));
}

void field_read(const struct obj *o, struct osec *s, size_t i, bool rela)
{
	struct orel *r = &s->rels[i];
	size_t k = 0;

	while (k < ARRAY_SIZE(fields) && (fields[k].machine != o->machine ||
					  fields[k].type != r->type))
		k++;
	if (k == ARRAY_SIZE(fields)) {
		r->odd = !rela;
		return;
	}
	r->bias = fields[k].bias;
	if (rela && !fields[k].rela)
		return;
	r->field = fields[k].field;
	if (!s->data || !r->field)
		r->odd = true;
	else if (!rela || fields[k].rela == IN_PLACE_ADD)
		read_addend(o, s, i);
}

void field_clear(const struct obj *o, const struct orel *r,
		 unsigned char *code, size_t len)
{
	uint64_t mask;
	size_t n;

	if (!r->field)
		return;
	n = field_size(r->field, &mask);
	if (n > len)
		return;
	if (is_thumb(r->field)) {
		put(o, code, 2, get(o, code, 2) & ~(mask >> 16));
		put(o, code + 2, 2, get(o, code + 2, 2) & ~mask);
	} else {
		put(o, code, n, get(o, code, n) & ~mask);
	}
}
