/* SPDX-License-Identifier: GPL-2.0 */
/*
 * world.h - a small world for the tests of the rules
 *
 * Each test has a model of its own, made by ntms_model_init() and
 * ntms_computer_setup(), without a store.  Every call of a rule goes through
 * world_begin() and world_end(), which check what is true of every call: the
 * model obeys its invariants afterwards, and a call that was refused has given
 * a reason and has changed nothing.
 */
#ifndef NTMS_WORLD_H
#define NTMS_WORLD_H

#include <kunit/test.h>

#include "../../kmod/call.h"
#include "../../kmod/info.h"
#include "../../kmod/library.h"
#include "../../kmod/media.h"
#include "../../kmod/notify.h"
#include "../../kmod/ntms.h"
#include "../../kmod/oprequest.h"
#include "../../kmod/verify.h"

#define WORLD_SLOTS	4
#define WORLD_EVENTS	128
#define ALICE		1000	/* users without rights of their own */
#define BOB		1001

/* an event that the model sent */
struct world_event {
	u8 event;
	u8 type;
	guid_t guid;
};

/**
 * struct world - what a test has
 * @test: the test
 * @session: who calls; an administrator until world_become()
 * @call: the request
 * @t: the open transaction
 * @before: sum of the model when @t was opened
 * @library: a robot library, on line
 * @slots: its slots
 * @drive: its drive
 * @tape: a media type with one side
 * @disk: a media type with two sides
 * @pool: application pool "App" for tapes
 * @other: application pool "Other" for tapes
 * @disks: application pool "Disks"
 * @free: free pool of tapes
 * @import: import pool of tapes
 * @unrecognized: unrecognized pool of tapes
 * @free_disks: free pool of disks
 * @import_disks: import pool of disks
 * @events: what was sent since world_begin()
 * @number_of_events: of @events
 * @m: the model
 */
struct world {
	struct kunit *test;
	struct ntms_session session;
	struct ntms_call call;
	struct ntms_txn t;
	u64 before;
	struct ntms_library *library;
	struct ntms_storageslot *slots[WORLD_SLOTS];
	struct ntms_drive *drive;
	struct ntms_media_type *tape, *disk;
	struct ntms_media_pool *pool, *other, *disks;
	struct ntms_media_pool *free, *import, *unrecognized;
	struct ntms_media_pool *free_disks, *import_disks;
	struct world_event events[WORLD_EVENTS];
	u32 number_of_events;
	struct ntms_model m;	/* last: a world to come may take it over */
};

int world_init(struct kunit *test);
void world_exit(struct kunit *test);

struct ntms_txn *world_begin(struct world *w);
u32 world_end(struct world *w, u32 error);
u64 world_sum(struct world *w);
void world_verify(struct world *w);
u32 world_events(struct world *w, u8 event, u8 type, const guid_t *guid);

/* arranging: what these change must work */
struct ntms_txn *world_arrange(struct world *w);
void world_arranged(struct world *w);
void world_must(struct world *w, u32 error);
struct ntms_physical_media *world_medium(struct world *w,
					 struct ntms_media_pool *pool,
					 u32 state);
struct ntms_media_pool *world_pool(struct world *w, const char *path,
				   struct ntms_media_type *type);
struct ntms_library *world_library(struct world *w, const char *name);
void world_policy(struct world *w, struct ntms_media_pool *pool,
		  u32 allocation, u32 deallocation, u32 limit);
void world_side(struct world *w, struct ntms_partition *side, u32 state,
		u32 allocate_count);
void world_offline(struct world *w, struct ntms_physical_media *pm);
void world_load(struct world *w, struct ntms_physical_media *pm,
		u32 drive_state);
void world_enable(struct world *w, struct ntms_object *o, bool enabled);
void world_operational(struct world *w, struct ntms_object *o, u32 state);
void world_become(struct world *w, u32 uid);
void world_acl(struct world *w, struct ntms_object *bearer,
	       const struct ntms_acl_entry *entries, u32 n);
void world_grant(struct world *w, struct ntms_object *bearer, u32 uid,
		 u32 rights);

/* acting: whole calls */
struct ntms_allocation world_request(struct ntms_media_pool *pool,
				     u32 options);
u32 world_allocate(struct world *w, struct ntms_allocation *a);
u32 world_allocate_any(struct world *w, struct ntms_media_pool *pool,
		       u32 options);
u32 world_allocate_side(struct world *w, struct ntms_media_pool *pool,
			const struct ntms_partition *side, u32 options);
u32 world_deallocate(struct world *w, const guid_t *media);
struct ntms_logical_media *world_get(struct world *w,
				     struct ntms_media_pool *pool,
				     u32 options);
struct ntms_logical_media *world_get_side(struct world *w,
					  struct ntms_media_pool *pool,
					  struct ntms_partition *side);

const struct ntms_setting *world_nothing(void);
u32 world_set_number(struct world *w, const struct ntms_object *o,
		     u16 attribute, u64 number);
u32 world_set_text(struct world *w, const struct ntms_object *o,
		   u16 attribute, const char *text);
u32 world_set_name(struct world *w, const struct ntms_object *o,
		   const char *name);
u32 world_set_guid(struct world *w, const struct ntms_object *o,
		   u16 attribute, const guid_t *guid);
struct ntms_partition *world_allocated(struct world *w, guid_t *media);
void world_expect_deallocated(struct world *w, const guid_t *media,
			      const struct ntms_partition *side, u32 state,
			      const struct ntms_media_pool *pool);

/* operator requests */
struct ntms_object *world_find(struct world *w, const guid_t *guid);
u32 world_submit(struct world *w, u32 command, const struct ntms_object *arg1,
		 const struct ntms_object *arg2, const char *message,
		 struct ntms_oprequest **q);
struct ntms_oprequest *world_oprequest(struct world *w);
u32 world_satisfy(struct world *w, const guid_t *request);
u32 world_cancel(struct world *w, const guid_t *request);
u32 world_ack(struct world *w, const guid_t *request, u32 action);

/* the call @act once for each allocation that it makes, which then fails */
void world_starve(struct world *w, u32 (*act)(struct world *w, void *ctx),
		  void *ctx);

#define WORLD_EXPECT(w, error, expected)				\
	KUNIT_EXPECT_EQ_MSG((w)->test, (u32)(error), (u32)(expected),	\
			    "reason: %s", (w)->call.text)

#endif /* NTMS_WORLD_H */
