/// Tables of the levels above PMD have no lock of their own: nothing to free.
// Files: mm/memory.c
// Has: ptlock_free
// May-miss: file mm/memory.c -- the test may be there already
// May-miss: rule null_ptl -- the test may be there already

@null_ptl@
identifier ptdesc;
expression cache;
@@
 void ptlock_free(struct ptdesc *ptdesc)
 {
-	kmem_cache_free(cache, ptdesc->ptl);
+	if (ptdesc->ptl)
+		kmem_cache_free(cache, ptdesc->ptl);
 }
