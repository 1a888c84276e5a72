// SPDX-License-Identifier: GPL-2.0-only
static void tlb_remove_table_one(void *table)
{
	tlb_remove_table_sync_one();
	__tlb_remove_table(table);
}
