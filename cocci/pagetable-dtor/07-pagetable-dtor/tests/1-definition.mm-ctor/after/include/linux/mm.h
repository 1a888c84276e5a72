#if defined(CONFIG_SPLIT_PTE_PTLOCKS)
void ptlock_free(struct ptdesc *ptdesc);
#else
static inline void ptlock_free(struct ptdesc *ptdesc) {}
#endif

static inline void pagetable_dtor(struct ptdesc *ptdesc)
{
	struct folio *folio = ptdesc_folio(ptdesc);

	ptlock_free(ptdesc);
	__folio_clear_pgtable(folio);
	count_table(folio, -1);
}

static inline bool pagetable_pte_ctor(struct mm_struct *mm,
				      struct ptdesc *ptdesc)
{
	if (!ptlock_init(ptdesc))
		return false;
	count_table(ptdesc_folio(ptdesc), 1);
	return true;
}

#if defined(CONFIG_SPLIT_PMD_PTLOCKS)

static inline bool pmd_ptlock_init(struct ptdesc *ptdesc)
{
	return ptlock_init(ptdesc);
}

#define pmd_huge_pte(mm, pmd) (pmd_ptdesc(pmd)->pmd_huge_pte)

#else

static inline bool pmd_ptlock_init(struct ptdesc *ptdesc) { return true; }

#define pmd_huge_pte(mm, pmd) ((mm)->pmd_huge_pte)

#endif

static inline bool pagetable_pmd_ctor(struct mm_struct *mm,
				      struct ptdesc *ptdesc)
{
	if (!pmd_ptlock_init(ptdesc))
		return false;
	count_table(ptdesc_folio(ptdesc), 1);
	return true;
}

static inline void pagetable_pud_ctor(struct mm_struct *mm,
				      struct ptdesc *ptdesc)
{
	count_table(ptdesc_folio(ptdesc), 1);
}

static inline void pagetable_p4d_ctor(struct mm_struct *mm,
				      struct ptdesc *ptdesc)
{
	count_table(ptdesc_folio(ptdesc), 1);
}

extern void __init pagecache_init(void);
