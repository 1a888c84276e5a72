/// Every use of the old names as a value: calls, pointers, bodies of macros.
// As an expression, the name does not match a member of a structure.
// Has: del_timer|del_timer_sync
// Lacks: _LINUX_TIMER_H
// Options: --smpl-spacing
// Not: include/linux/usb/otg-fsm.h -- del_timer is a member of struct otg_fsm_ops
// May-miss: file *.c -- a comment may be all that names them, see 2-text.edit
// May-miss: file *.h -- a comment or a member may be all that names them
// May-miss: place drivers/usb/chipidea/otg_fsm.c -- it sets the member del_timer
// May-miss: place drivers/usb/phy/phy-fsl-usb.c -- it sets the member del_timer
// May-miss: parse net/ax25/ax25_ds_timer.c:ax25_ds_del_timer -- the argument is called as its type; 2-text.edit renames

@name@
@@
(
-del_timer
+timer_delete
|
-del_timer_sync
+timer_delete_sync
)
