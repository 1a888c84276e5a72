// SPDX-License-Identifier: GPL-2.0
static struct otg_fsm_ops ops = {
	.del_timer = demo_del_timer,
};

static void demo_stop(struct otg_fsm *fsm)
{
	if (fsm->ops->del_timer)
		fsm->ops->del_timer(fsm, A_BUS_DROP);
}
