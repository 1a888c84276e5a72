	jmp	foo_unmap_all	/* foo_unmap_all() does not come back */
