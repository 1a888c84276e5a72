/// hexagon: pgd_alloc() may get no page.
// Files: arch/hexagon/include/asm/pgalloc.h
// Has: pgd_alloc

@check@
identifier pgd;
expression E;
@@
 pgd_alloc(...)
 {
 	...
 	pgd = E;
+	if (!pgd)
+		return NULL;
 	...
 	memcpy(pgd, ...);
 	...
 }
