#if defined(CONFIG_SPLIT_PTE_PTLOCKS)
void ptlock_free(struct ptdesc *ptdesc);
#else
static inline void ptlock_free(struct ptdesc *ptdesc) {}
#endif

static inline bool pagetable_pte_ctor(struct ptdesc *ptdesc)
{
	if (!ptlock_init(ptdesc))
		return false;
	count_table(ptdesc_folio(ptdesc), 1);
	return true;
}

static inline void pagetable_pte_dtor(struct ptdesc *ptdesc)
{
	struct folio *folio = ptdesc_folio(ptdesc);

	ptlock_free(ptdesc);
	__folio_clear_pgtable(folio);
	count_table(folio, -1);
}

#if defined(CONFIG_SPLIT_PMD_PTLOCKS)

static inline bool pmd_ptlock_init(struct ptdesc *ptdesc)
{
	return ptlock_init(ptdesc);
}

static inline void pmd_ptlock_free(struct ptdesc *ptdesc)
{
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
	VM_BUG_ON_PAGE(ptdesc->pmd_huge_pte, ptdesc_page(ptdesc));
#endif
	ptlock_free(ptdesc);
}

#define pmd_huge_pte(mm, pmd) (pmd_ptdesc(pmd)->pmd_huge_pte)

#else

static inline bool pmd_ptlock_init(struct ptdesc *ptdesc) { return true; }
static inline void pmd_ptlock_free(struct ptdesc *ptdesc) {}

#define pmd_huge_pte(mm, pmd) ((mm)->pmd_huge_pte)

#endif

static inline bool pagetable_pmd_ctor(struct ptdesc *ptdesc)
{
	if (!pmd_ptlock_init(ptdesc))
		return false;
	count_table(ptdesc_folio(ptdesc), 1);
	return true;
}

static inline void pagetable_pmd_dtor(struct ptdesc *ptdesc)
{
	struct folio *folio = ptdesc_folio(ptdesc);

	pmd_ptlock_free(ptdesc);
	__folio_clear_pgtable(folio);
	count_table(folio, -1);
}

static inline void pagetable_pud_ctor(struct ptdesc *ptdesc)
{
	count_table(ptdesc_folio(ptdesc), 1);
}

static inline void pagetable_pud_dtor(struct ptdesc *ptdesc)
{
	struct folio *folio = ptdesc_folio(ptdesc);

	__folio_clear_pgtable(folio);
	count_table(folio, -1);
}

static inline void pagetable_p4d_ctor(struct ptdesc *ptdesc)
{
	count_table(ptdesc_folio(ptdesc), 1);
}

static inline void pagetable_p4d_dtor(struct ptdesc *ptdesc)
{
	struct folio *folio = ptdesc_folio(ptdesc);

	__folio_clear_pgtable(folio);
	count_table(folio, -1);
}

extern void __init pagecache_init(void);
