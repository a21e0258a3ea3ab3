// SPDX-License-Identifier: GPL-2.0
/* main.c - load and unload */
#include <linux/module.h>
#include <linux/string.h>

#include "call.h"
#include "debug.h"
#include "library.h"
#include "nl.h"
#include "ntms.h"
#include "robotics.h"
#include "scsi.h"

static char *store = "ntmsd";
module_param(store, charp, 0444);
MODULE_PARM_DESC(store,
		 "\"ntmsd\" keeps changes on disk, \"none\" forgets them (trials only)");

module_param_named(tape_gid, ntms_tape_gid, uint, 0444);
MODULE_PARM_DESC(tape_gid, "group that may operate libraries by default (26)");

struct ntms_model ntms_the_model;

static int start_without_store(struct ntms_model *m)
{
	u32 error = ntms_computer_setup(m);

	if (error)
		return ntms_nl_errno(error);
	m->journal.state = NTMS_READINESS_READY;
	pr_warn("ntms: store=none: nothing is kept when the module is unloaded\n");
	ntms_robotics_start();
	return 0;
}

static int __init ntms_init(void)
{
	struct ntms_model *m = &ntms_the_model;
	int err;

	if (strcmp(store, "none") && strcmp(store, "ntmsd"))
		return -EINVAL;
	err = ntms_model_init(m);
	if (err)
		return err;
	m->sink = &ntms_nl_sink;
	m->journal.store = strcmp(store, "none");
	err = ntms_robotics_init(m);
	if (err)
		goto err_model;
	err = ntms_nl_init();
	if (err)
		goto err_robotics;
	err = ntms_scsi_init();
	if (err)
		goto err_nl;
	if (!m->journal.store)
		err = start_without_store(m);
	if (err)
		goto err_scsi;
	ntms_debug_init(m);
	return 0;

err_scsi:
	ntms_scsi_exit();
err_nl:
	ntms_nl_close();
	ntms_robotics_stop();
	ntms_nl_exit();
	goto err_model;
err_robotics:
	ntms_robotics_stop();
err_model:
	ntms_model_destroy(m);
	return err;
}

static void __exit ntms_exit(void)
{
	ntms_debug_exit();
	/*
	 * Nothing is begun (what fails from here on is cancelled), then nobody
	 * comes in, then nothing moves, then everybody is answered.
	 */
	ntms_robotics_halt();
	ntms_nl_close();
	ntms_robotics_unlock();
	ntms_scsi_exit();
	ntms_robotics_stop();
	ntms_nl_exit();
	ntms_model_destroy(&ntms_the_model);
}

module_init(ntms_init);
module_exit(ntms_exit);
MODULE_DESCRIPTION("removable media management");
MODULE_AUTHOR("the ntms authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(NTMS_VERSION);
MODULE_ALIAS_GENL_FAMILY(NTMS_FAMILY_NAME);
