	/* pagetable_pmd_dtor() ran before */
	br	%r14
