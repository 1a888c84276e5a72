// SPDX-License-Identifier: GPL-2.0-only
#include "objcode/int.h"

char *plain_name(const char *raw)
{
	struct strbuf out = STRBUF_INIT;

	for (const char *p = raw; *p;) {
		size_t digits = *p == '.' ? strspn(p + 1, "0123456789") : 0;

		if (digits && (!p[1 + digits] || p[1 + digits] == '.')) {
			p += 1 + digits;
			continue;
		}
		/* A list has names parted by blanks: no C name has one. */
		strbuf_addch(&out, (unsigned char)*p <= ' ' ? '?' : *p);
		p++;
	}
	if (!out.len)
		strbuf_addch(&out, '?');
	if (starts_with(raw, "__UNIQUE_ID_"))
		while (out.len && out.buf[out.len - 1] >= '0' &&
		       out.buf[out.len - 1] <= '9')
			out.buf[--out.len] = '\0';
	return strbuf_detach(&out);
}

size_t osec_rel(const struct osec *s, uint64_t offset)
{
	size_t lo = 0, hi = s->n_rels;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (s->rels[mid].offset < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* --- sections ---------------------------------------------------------- */

static void read_section(struct obj *o, Elf_Scn *scn, size_t names)
{
	struct osec *s = &o->secs[elf_ndxscn(scn)];
	const char *name;
	Elf_Data *data;
	GElf_Shdr h;

	if (!gelf_getshdr(scn, &h)) {
		o->why = "a section cannot be read";
		return;
	}
	name = elf_strptr(o->elf, names, h.sh_name);
	s->name = name ?: "";
	s->plain = plain_name(s->name);
	s->flags = h.sh_flags;
	s->type = h.sh_type;
	s->entsize = h.sh_entsize;
	s->align = h.sh_addralign;
	s->size = h.sh_size;
	if (!(s->flags & SHF_ALLOC) || s->type == SHT_NOBITS || !s->size)
		return;
	data = elf_rawdata(scn, NULL);
	if (!data || !data->d_buf || data->d_size != s->size)
		o->why = "a section's content cannot be read";
	else
		s->data = data->d_buf;
}

static void read_sections(struct obj *o)
{
	Elf_Scn *scn = NULL;
	size_t names;

	if (elf_getshdrnum(o->elf, &o->n_secs) ||
	    elf_getshdrstrndx(o->elf, &names)) {
		o->why = "it has no sections";
		return;
	}
	o->secs = xcalloc(o->n_secs, sizeof(*o->secs));
	for (size_t i = 0; i < o->n_secs; i++)
		o->secs[i].name = "";
	while (!o->why && (scn = elf_nextscn(o->elf, scn)))
		read_section(o, scn, names);
}

/* --- symbols ----------------------------------------------------------- */

static void read_symbol(struct obj *o, const GElf_Shdr *h, size_t i,
			const GElf_Sym *sym)
{
	const char *name = elf_strptr(o->elf, h->sh_link, sym->st_name);
	struct osym *s = &o->syms[i];

	s->raw = name ?: "";
	s->type = GELF_ST_TYPE(sym->st_info);
	s->local = GELF_ST_BIND(sym->st_info) == STB_LOCAL;
	s->value = sym->st_value;
	s->size = sym->st_size;
	if (sym->st_shndx == SHN_XINDEX)
		o->why = "it has too many sections";
	if (sym->st_shndx < SHN_LORESERVE && sym->st_shndx < o->n_secs)
		s->sec = sym->st_shndx;
	if (s->type == STT_SECTION)
		s->raw = o->secs[s->sec].name;
	/* Bit 0 tells the instruction set. */
	if (o->machine == EM_ARM && s->type == STT_FUNC)
		s->value &= ~1ULL;
	s->name = plain_name(s->raw);
	s->numbered = strcmp(s->name, s->raw) != 0;
	/* Strings and tables that have no name in C may have one here. */
	s->place = s->sec && (s->type == STT_SECTION ||
			      (s->local && (s->type == STT_NOTYPE ||
					    (s->type == STT_OBJECT &&
					     starts_with(s->raw, ".L")))));
}

static void read_symbols(struct obj *o)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr h;

	while (!o->why && (scn = elf_nextscn(o->elf, scn))) {
		Elf_Data *data;

		if (!gelf_getshdr(scn, &h) || h.sh_type != SHT_SYMTAB)
			continue;
		data = elf_getdata(scn, NULL);
		if (!data || !h.sh_entsize || o->syms) {
			o->why = "its symbols cannot be read";
			return;
		}
		o->n_syms = h.sh_size / h.sh_entsize;
		o->syms = xcalloc(o->n_syms, sizeof(*o->syms));
		for (size_t i = 0; i < o->n_syms; i++)
			o->syms[i].raw = "";
		for (size_t i = 0; i < o->n_syms && !o->why; i++) {
			GElf_Sym sym;

			if (gelf_getsym(data, (int)i, &sym))
				read_symbol(o, &h, i, &sym);
			else
				o->why = "a symbol cannot be read";
		}
	}
	if (!o->syms)
		o->why = o->why ?: "it has no symbols";
}

/* --- relocations ------------------------------------------------------- */

/*
 * EM_MIPS with 64 bits has the symbol in 32 bits and then three types in a
 * byte each, whatever the byte order is.
 */
static uint64_t unmix(uint64_t info)
{
	return info << 32 | (info >> 56 & 0xff) | (info >> 40 & 0xff00) |
	       (info >> 24 & 0xff0000) | (info >> 8 & 0xff000000);
}

static bool read_rel(const struct obj *o, Elf_Data *data, bool rela, int i,
		     struct orel *r)
{
	GElf_Rela a = { 0 };
	GElf_Rel l;
	uint64_t info;

	if (rela ? !gelf_getrela(data, i, &a) : !gelf_getrel(data, i, &l))
		return false;
	info = rela ? a.r_info : l.r_info;
	if (o->mixed)
		info = unmix(info);
	*r = (struct orel){ .offset = rela ? a.r_offset : l.r_offset,
			    .addend = a.r_addend, .sym = GELF_R_SYM(info),
			    .type = (uint32_t)GELF_R_TYPE(info) };
	return r->sym < o->n_syms;
}

static int by_offset(const void *a, const void *b)
{
	const struct orel *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return x->bias < y->bias ? -1 : x->bias > y->bias;
}

/* Those of one offset stay in order: some machines compose them. */
static void sort_rels(struct osec *s)
{
	for (size_t i = 0; i < s->n_rels; i++)
		s->rels[i].bias = (int64_t)i;
	if (s->n_rels)
		qsort(s->rels, s->n_rels, sizeof(*s->rels), by_offset);
	for (size_t i = 0; i < s->n_rels; i++)
		s->rels[i].bias = 0;
}

static void read_rels(struct obj *o, Elf_Scn *scn, const GElf_Shdr *h)
{
	struct osec *s = &o->secs[h->sh_info];
	Elf_Data *data = elf_getdata(scn, NULL);
	bool rela = h->sh_type == SHT_RELA;
	size_t n;

	if (!data || !h->sh_entsize) {
		o->why = "relocations cannot be read";
		return;
	}
	if (s->rels) {
		o->why = "a section has relocations twice";
		return;
	}
	n = h->sh_size / h->sh_entsize;
	s->rels = xcalloc(n, sizeof(*s->rels));
	for (size_t i = 0; i < n; i++)
		if (!read_rel(o, data, rela, (int)i, &s->rels[i])) {
			o->why = "a relocation cannot be read";
			return;
		}
	s->n_rels = n;
	sort_rels(s);
	for (size_t i = 0; i < n; i++)
		if (o->syms[s->rels[i].sym].place)
			field_read(o, s, i, rela);
}

static void read_all_rels(struct obj *o)
{
	Elf_Scn *scn = NULL;

	while (!o->why && (scn = elf_nextscn(o->elf, scn))) {
		GElf_Shdr h;

		if (!gelf_getshdr(scn, &h) ||
		    (h.sh_type != SHT_REL && h.sh_type != SHT_RELA) ||
		    !h.sh_info || h.sh_info >= o->n_secs ||
		    !(o->secs[h.sh_info].flags & SHF_ALLOC))
			continue;
		read_rels(o, scn, &h);
	}
}

/* --- the whole --------------------------------------------------------- */

void obj_read(struct obj *o, int fd)
{
	GElf_Ehdr h;

	memset(o, 0, sizeof(*o));
	if (elf_version(EV_CURRENT) == EV_NONE)
		BUG("libelf: %s", elf_errmsg(-1));
	o->elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	if (!o->elf || elf_kind(o->elf) != ELF_K_ELF ||
	    !gelf_getehdr(o->elf, &h) || h.e_type != ET_REL) {
		o->why = "the compiler wrote no relocatable ELF object";
		return;
	}
	o->machine = h.e_machine;
	o->big = h.e_ident[EI_DATA] == ELFDATA2MSB;
	o->mixed = o->machine == EM_MIPS && !o->big &&
		   h.e_ident[EI_CLASS] == ELFCLASS64;
	read_sections(o);
	if (!o->why)
		read_symbols(o);
	if (!o->why)
		read_all_rels(o);
}

void obj_release(struct obj *o)
{
	for (size_t i = 0; i < o->n_secs; i++) {
		struct osec *s = &o->secs[i];

		free(s->plain);
		free(s->rels);
		free(s->bounds);
		free(s->objects);
		free(s->fns);
	}
	for (size_t i = 0; i < o->n_syms; i++)
		free(o->syms[i].name);
	free(o->secs);
	free(o->syms);
	free(o->fns);
	elf_end(o->elf);
}
