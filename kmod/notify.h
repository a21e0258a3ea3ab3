/* SPDX-License-Identifier: GPL-2.0 */
/*
 * notify.h - who is told what happens
 */
#ifndef NTMS_NOTIFY_H
#define NTMS_NOTIFY_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>

struct ntms_call;
struct ntms_model;
struct ntms_news;
struct ntms_object;
struct ntms_session;
struct ntms_txn;

/**
 * struct ntms_feed - the events of one object type, notify.c
 * @mutex: protects @channels, @count, @pause and the members of channels
 * @channels: struct ntms_channel
 * @count: of @channels
 * @lock: spinlock inside @mutex, protects @ring, @first, @next, @bytes
 * @ring: events that some channel has not got; NULL without channels
 * @first: number of the first event in @ring
 * @next: number that the next event gets
 * @bytes: size of the events in @ring
 * @work: hands over
 * @wq: of @work
 * @pause: ms until a channel without room is tried again
 * @patience: jiffies that a channel may have no room
 */
struct ntms_feed {
	struct mutex mutex;
	struct list_head channels;
	u32 count;
	spinlock_t lock;
	struct ntms_news **ring;
	u64 first, next;
	size_t bytes;
	struct delayed_work work;
	struct workqueue_struct *wq;
	u32 pause;
	u32 patience;
};

/** struct ntms_notice - something that happened to an object */
struct ntms_notice {
	guid_t guid;
	u8 event;
	u8 type;
};

/**
 * struct ntms_channel - somebody who is told of objects of one type
 * @link: in feed.channels
 * @feed: of the type, NULL when it will never be told anything
 * @session: whose rights are checked; lives as long as the channel
 * @signals: he wants NTMS_EVENT_SIGNAL and _COMPLETE, too
 * @started: he knows that it is open
 * @lost: he has missed something and gets nothing more
 * @next: number of the first event that he has not got
 * @stuck: jiffies since when @take has no room, 0 when it has
 * @take: take @n events, in process context without locks of the core but
 *	feed.mutex; 1 all are taken, 0 there is no room now, negative: broken
 * @broken: he has to know that he misses something; may not sleep
 */
struct ntms_channel {
	struct list_head link;
	struct ntms_feed *feed;
	struct ntms_session *session;
	bool signals;
	bool started;
	bool lost;
	u64 next;
	u64 stuck;
	int (*take)(struct ntms_channel *ch, const struct ntms_notice *e, u32 n);
	void (*broken)(struct ntms_channel *ch);
};

void ntms_notify_init(struct ntms_model *m);
void ntms_notify_destroy(struct ntms_model *m);
struct ntms_news *ntms_news_make(struct ntms_model *m, u8 event,
				 struct ntms_object *o);
void ntms_news_free(struct ntms_news *news);
void ntms_news_free_list(struct list_head *list);
void ntms_news_tell(struct ntms_model *m, u32 type, struct ntms_news *news);
void ntms_news_tell_list(struct ntms_model *m, struct list_head *list,
			 u32 lost);
void ntms_complete(struct ntms_txn *t, u32 type, const guid_t *guid);
void ntms_signal(struct ntms_txn *t, u32 type, const guid_t *guid);
u32 ntms_channel_open(struct ntms_call *c, struct ntms_channel *ch, u32 type);
void ntms_channel_start(struct ntms_channel *ch);
void ntms_channel_close(struct ntms_channel *ch);

#endif /* NTMS_NOTIFY_H */
