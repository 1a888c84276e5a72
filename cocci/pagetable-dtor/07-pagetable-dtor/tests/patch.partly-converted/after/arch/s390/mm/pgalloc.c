/*
 * The caller has run pagetable_dtor(), see pagetable_pte_dtor_free().
 */
int freed;
