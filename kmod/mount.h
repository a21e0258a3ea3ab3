/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mount.h - media get into drives and out again
 */
#ifndef NTMS_MOUNT_H
#define NTMS_MOUNT_H

#include <linux/list.h>
#include <linux/types.h>
#include <linux/uuid.h>

#include "work.h"

struct ntms_errand;
struct ntms_mount_args;

/**
 * struct ntms_mount - who has or wants a medium; physical_media.mount
 * @link: in ntms_robotics.mounts
 * @media: GUID of the physical medium
 * @session: number of the session that has it mounted, 0 for none
 * @uid: of the user of the session
 * @count: how often it has it mounted
 * @work: request that is moving, loading or dismounting it, or NULL
 * @users: works that name it
 */
struct ntms_mount {
	struct list_head link;
	guid_t media;
	u32 session;
	u32 uid;
	u32 count;
	struct ntms_work *work;
	u32 users;
};

/* claim.c: who has a medium */
struct ntms_mount *ntms_mount_get(struct ntms_physical_media *pm);
struct ntms_mount *ntms_mount_find(const guid_t *media);
void ntms_mount_put(struct ntms_mount *mount);
void ntms_mount_forget(struct ntms_mount *mount);
void ntms_mount_claim(const guid_t *media, u32 session, u32 uid);
void ntms_mount_unclaim(const guid_t *media, u32 session);

/**
 * enum ntms_grant - what can be done for a waiting mount, from good to bad
 * @NTMS_GRANT_YES: it begins
 * @NTMS_GRANT_COMING: what it waits for is on its way
 * @NTMS_GRANT_BUSY: others have what it needs
 * @NTMS_GRANT_OFFLINE: a medium is off line
 * @NTMS_GRANT_FAILED: nothing: work.error
 */
enum ntms_grant {
	NTMS_GRANT_YES,
	NTMS_GRANT_COMING,
	NTMS_GRANT_BUSY,
	NTMS_GRANT_OFFLINE,
	NTMS_GRANT_FAILED,
};

/* grant.c: which mount gets which drive */
enum ntms_grant ntms_grant_try(struct ntms_txn *t, struct ntms_work *w,
			       bool evict);
void ntms_grant_revoke(struct ntms_work *w);
void ntms_grant_forget(struct ntms_work *w);

/* mount.c */
bool ntms_mount_step(struct ntms_txn *t, struct ntms_work *w);
bool ntms_mount_adopt(struct ntms_txn *t, struct ntms_robot *r,
		      struct ntms_work *w);
void ntms_mount_finish(struct ntms_txn *t, struct ntms_work *w);
bool ntms_mount_over(const struct ntms_work *w);
u32 ntms_mount_unwilling(const struct ntms_work *w, enum ntms_grant g);
u32 ntms_mount_submit(struct ntms_call *c, struct ntms_txn *t,
		      struct ntms_work *w, u32 timeout);

/* identify.c: looking at what is in a slot */
void ntms_identify_end(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_identify_queue(struct ntms_txn *t, struct ntms_partition *side,
			u32 operation);

/* label.c: is this the right medium, and whose is it? */
struct ntms_errand *ntms_label_look(struct ntms_part *p,
				    const struct ntms_device *dev);
u32 ntms_label_check(struct ntms_part *p, const struct ntms_errand *e);
u32 ntms_label_file(struct ntms_txn *t, struct ntms_part *p,
		    const struct ntms_errand *e);
u32 ntms_label_wrong(struct ntms_txn *t, struct ntms_part *p,
		     const struct ntms_errand *e);

/* prepare.c: labels that nobody asked for */
void ntms_prepare_labels(struct ntms_model *m);
bool ntms_prepare_step(struct ntms_txn *t, struct ntms_robot *r);
void ntms_prepare_failed(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_prepare_slot(struct ntms_txn *t, struct ntms_storageslot *slot,
		      struct ntms_physical_media *pm);
u32 ntms_prepare_stop(struct ntms_txn *t, struct ntms_robot *r);

/**
 * struct ntms_experience - what a medium in a drive was like
 * @failed: the drive could not load or unload it
 * @alerts: TapeAlert flags
 * @sense: what the drive said when it failed: key << 16, code << 8, qualifier; 0
 *	nothing
 */
struct ntms_experience {
	bool failed;
	u64 alerts;
	u32 sense;
};

/* health.c: is it the drive or the medium? */
u32 ntms_health_note(struct ntms_txn *t, struct ntms_drive *d,
		     struct ntms_physical_media *pm,
		     const struct ntms_experience *e);
void ntms_health_loaded(struct ntms_txn *t, struct ntms_drive *d);
u32 ntms_health_unloaded(struct ntms_txn *t, struct ntms_drive *d,
			 struct ntms_physical_media *pm);
u32 ntms_health_other_drive(struct ntms_txn *t, struct ntms_drive *d);

/* mount_offline.c: media that somebody has to bring */
u32 ntms_offline_update(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_offline_forget(struct ntms_txn *t, struct ntms_work *w);
void ntms_offline_release(struct ntms_work *w);
void ntms_offline_read(struct ntms_robot *r);
bool ntms_offline_manage(void);

/* mount_check.c: may this be mounted? */
struct ntms_partition *ntms_mount_side(struct ntms_call *c, const guid_t *guid,
				       u32 *error);
u32 ntms_mount_arguments(struct ntms_call *c, const struct ntms_mount_args *a);
u32 ntms_mount_check(struct ntms_call *c, const struct ntms_mount_args *a,
		     struct ntms_work *w, struct ntms_library **l);

/* dismount.c */
bool ntms_dismount_step(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_dismount_create(struct ntms_txn *t, struct ntms_robot *r,
			 struct ntms_physical_media *pm, s32 priority);

/* move.c: the transport */
void ntms_move_into_drive(struct ntms_txn *t, struct ntms_part *p);
void ntms_move_home(struct ntms_txn *t, struct ntms_part *p);
int ntms_move_cartridge(struct ntms_robot *r, u32 source, u32 destination,
			bool invert, bool *known);
bool ntms_move_turns_back(const struct ntms_robot *r,
			  const struct ntms_drive *d);
struct ntms_storageslot *ntms_slot_free(struct ntms_library *l,
					const struct ntms_physical_media *pm);

/* drive.c: what drives do by themselves */
void ntms_drive_run(struct work_struct *work);
void ntms_drive_start(struct ntms_part *p);
void ntms_drive_hurry(struct ntms_part *p);

/* drive_status.c: what drives say, and whether their positions hold */
u32 ntms_drive_alerted(struct ntms_txn *t, struct ntms_drive *d, u64 alerts);
void ntms_suspect_run(struct ntms_robot *r);
void ntms_seat_settled(struct ntms_seat *seat);

/* owner.c: who can open the nodes of drives */
u32 ntms_owner_hand(struct ntms_part *p, struct ntms_device *dev, u32 uid,
		    char *text, size_t size);
void ntms_owner_follow(struct ntms_robot *r);

#endif /* NTMS_MOUNT_H */
