	jmp	foo_release	/* foo_release() does not come back */
