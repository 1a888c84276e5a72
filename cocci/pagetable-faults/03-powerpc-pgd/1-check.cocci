/// powerpc: pgd_alloc() may get no memory.
// Files: arch/powerpc/include/asm/*/pgalloc.h arch/powerpc/include/asm/*/*/pgalloc.h
// Has: pgd_alloc swapper_pg_dir

@check@
typedef pgd_t;
identifier pgd;
@@
 pgd_alloc(...)
 {
 	pgd_t *pgd = kmem_cache_alloc(...);
+
+	if (!pgd)
+		return NULL;
 	...
 }
