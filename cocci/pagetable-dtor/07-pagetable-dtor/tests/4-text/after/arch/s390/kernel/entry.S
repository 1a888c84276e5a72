	/* pagetable_dtor() ran before */
	br	%r14
