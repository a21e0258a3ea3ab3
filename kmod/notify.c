// SPDX-License-Identifier: GPL-2.0
/*
 * notify.c - who is told what happens
 *
 * MS-RSMP 2.2.1.8 and 3.2.5.2.5.11 to .13, semantics 11, decisions,
 * A channel gets the events of one object type.  Events are taken down
 * with the commit, with the access control list that is valid then; when the
 * commit is durable they enter the ring of their type, and a work item hands
 * them to the channels: no call waits for a reader, and nobody pays for
 * channels of types that he does not change.
 *
 * Rings are bounded.  A channel whose reader does not keep up misses events
 * and is told so, once; it gets nothing after that and has to be opened anew.
 * So is every channel of a type when there is no memory to take an event down.
 */
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "call.h"
#include "library.h"
#include "notify.h"
#include "ntms.h"

#define FEED_SLOTS	16384U		/* a power of two */
#define FEED_BYTES	(4U << 20)
#define BATCH		32		/* events handed over at once */
#define PAUSE_MAX	64		/* ms */

/**
 * struct ntms_news - an event that somebody may be told of
 * @link: in txn.news or commit.news
 * @e: the event
 * @acl_len: of @acl; 0: only administrators are told
 * @acl: list of the object's bearer, as it was at the commit
 */
struct ntms_news {
	struct list_head link;
	struct ntms_notice e;
	u32 acl_len;
	u8 acl[] __aligned(4);
};

static size_t news_size(const struct ntms_news *news)
{
	return struct_size(news, acl, news->acl_len);
}

/* --- taking down -------------------------------------------------------- */

/* nobody is told of what only the module knows as objects */
static struct ntms_feed *feed_of(struct ntms_model *m, u32 type)
{
	return type >= NTMS_TYPE_CHANGER && type <= NTMS_TYPE_OPREQUEST ?
	       &m->feeds[type] : NULL;
}

/**
 * ntms_news_make() - take an event down, if somebody may want to know
 * @m: model, locked for write
 * @event: enum ntms_event
 * @o: the object; may be new, or deleted in the open transaction
 *
 * Return: the event; NULL when nobody listens; ERR_PTR(-ENOMEM) when it is
 * lost, which ntms_news_tell() has to be told.
 */
struct ntms_news *ntms_news_make(struct ntms_model *m, u8 event,
				 struct ntms_object *o)
{
	struct ntms_feed *feed = feed_of(m, o->type);
	const struct ntms_blob *acl;
	struct ntms_news *news;

	lockdep_assert_held_write(&m->lock);
	if (!feed || !READ_ONCE(feed->count))
		return NULL;
	acl = ntms_bearer_acl(m, o);
	news = kmalloc(struct_size(news, acl, acl ? acl->len : 0), GFP_KERNEL);
	if (!news)
		return ERR_PTR(-ENOMEM);
	news->e.event = event;
	news->e.type = o->type;
	guid_copy(&news->e.guid, &o->guid);
	news->acl_len = acl ? acl->len : 0;
	if (acl)
		memcpy(news->acl, acl->data, acl->len);
	return news;
}

/**
 * ntms_news_free() - an event that has not happened
 * @news: what ntms_news_make() returned
 */
void ntms_news_free(struct ntms_news *news)
{
	if (!IS_ERR(news))
		kfree(news);
}

/**
 * ntms_news_free_list() - ntms_news_free() for those in a list
 * @list: txn.news or commit.news
 */
void ntms_news_free_list(struct list_head *list)
{
	struct ntms_news *news, *next;

	list_for_each_entry_safe(news, next, list, link)
		kfree(news);
	INIT_LIST_HEAD(list);
}

static void drop_first(struct ntms_feed *feed)
{
	struct ntms_news *news = feed->ring[feed->first++ % FEED_SLOTS];

	lockdep_assert_held(&feed->lock);
	feed->bytes -= news_size(news);
	kfree(news);
}

static void drop_all(struct ntms_feed *feed)
{
	while (feed->first != feed->next)
		drop_first(feed);
}

static void push(struct ntms_feed *feed, struct ntms_news *news)
{
	lockdep_assert_held(&feed->lock);
	while (feed->first != feed->next &&
	       (feed->next - feed->first >= FEED_SLOTS ||
		feed->bytes + news_size(news) > FEED_BYTES))
		drop_first(feed);
	feed->ring[feed->next++ % FEED_SLOTS] = news;
	feed->bytes += news_size(news);
}

/**
 * ntms_news_tell() - an event is durable
 * @m: model
 * @type: enum ntms_object_type
 * @news: from ntms_news_make(), or NULL; belongs to the ring now
 *
 * Context: in the order of the commits.
 */
void ntms_news_tell(struct ntms_model *m, u32 type, struct ntms_news *news)
{
	struct ntms_feed *feed = feed_of(m, type);

	if (!news)
		return;
	spin_lock(&feed->lock);
	if (!feed->ring) {
		/* the last channel was closed meanwhile */
		ntms_news_free(news);
	} else if (IS_ERR(news)) {
		/* one that nobody can have */
		drop_all(feed);
		feed->first = ++feed->next;
	} else {
		push(feed, news);
	}
	spin_unlock(&feed->lock);
	mod_delayed_work(m->wq, &feed->work, 0);
}

/**
 * ntms_news_tell_list() - ntms_news_tell() for those in a list
 * @m: model
 * @list: commit.news, empty afterwards
 * @lost: commit.lost
 */
void ntms_news_tell_list(struct ntms_model *m, struct list_head *list, u32 lost)
{
	struct ntms_news *news, *next;
	u32 type;

	list_for_each_entry_safe(news, next, list, link) {
		list_del(&news->link);
		ntms_news_tell(m, news->e.type, news);
	}
	for (type = 0; lost; type++, lost >>= 1)
		if (lost & 1)
			ntms_news_tell(m, type, ERR_PTR(-ENOMEM));
}

static void add(struct ntms_txn *t, u8 event, u32 type, const guid_t *guid)
{
	struct ntms_object *o = ntms_find_type(t->model, guid, type);
	struct ntms_news *news = o ? ntms_news_make(t->model, event, o) : NULL;

	if (IS_ERR(news))
		t->lost |= BIT(type);
	else if (news)
		list_add_tail(&news->link, &t->news);
}

/**
 * ntms_complete() - an asynchronous operation has come to its end
 * @t: open transaction, with what came of it
 * @type: type of the object that names the operation, semantics 11.4
 * @guid: of the object; nobody is told of one that does not exist
 *
 * NTMS_EVENT_COMPLETE goes out after the events of the objects that @t
 * changes, if it is committed.  The calls that are synchronous here complete
 * with their answer (decision A-24).
 */
void ntms_complete(struct ntms_txn *t, u32 type, const guid_t *guid)
{
	add(t, NTMS_EV_COMPLETE, type, guid);
}

/**
 * ntms_signal() - an asynchronous operation has come to another state
 * @t: open transaction, with what came of it
 * @type: as for ntms_complete()
 * @guid: as for ntms_complete()
 *
 * NTMS_EVENT_SIGNAL, NTMS_ASYNC_IO.bOnStateChange, MS-RSMP 2.2.3.8.
 */
void ntms_signal(struct ntms_txn *t, u32 type, const guid_t *guid)
{
	add(t, NTMS_EV_SIGNAL, type, guid);
}

/* --- handing over ------------------------------------------------------- */

static bool wanted(const struct ntms_channel *ch, const struct ntms_news *news)
{
	if (news->e.event >= NTMS_EV_SIGNAL && !ch->signals)
		return false;
	return ntms_acl_permits(&ch->session->caller, news->acl, news->acl_len,
				NTMS_USE_ACCESS);
}

/* Return: false when something that it has not got is gone already */
static bool collect(struct ntms_feed *feed, struct ntms_channel *ch,
		    struct ntms_notice *e, u32 *n, u64 *next)
{
	struct ntms_news *news;
	bool all;

	*n = 0;
	spin_lock(&feed->lock);
	all = ch->next >= feed->first;
	for (*next = ch->next; all && *next < feed->next &&
	     *next - ch->next < BATCH; ++*next) {
		news = feed->ring[*next % FEED_SLOTS];
		if (wanted(ch, news))
			e[(*n)++] = news->e;
	}
	spin_unlock(&feed->lock);
	return all;
}

static void lose(struct ntms_channel *ch)
{
	ch->lost = true;
	ch->broken(ch);
}

/* Return: it has not got everything, but takes nothing now */
static bool serve(struct ntms_feed *feed, struct ntms_channel *ch)
{
	struct ntms_notice e[BATCH];
	int taken = 1;
	u64 next;
	u32 n;

	while (!ch->lost) {
		if (!collect(feed, ch, e, &n, &next)) {
			lose(ch);
			break;
		}
		if (next == ch->next)
			return false;
		if (n)
			taken = ch->take(ch, e, n);
		if (taken < 0) {
			lose(ch);
		} else if (taken) {
			ch->next = next;
			ch->stuck = 0;
			feed->pause = 0;
		} else if (!ch->stuck) {
			ch->stuck = get_jiffies_64() + 1;
			return true;
		} else if (time_after64(get_jiffies_64(),
					ch->stuck + feed->patience)) {
			lose(ch);
		} else {
			return true;
		}
		cond_resched();
	}
	return false;
}

/* forget what all have got */
static void trim(struct ntms_feed *feed)
{
	struct ntms_channel *ch;
	u64 oldest = U64_MAX;

	list_for_each_entry(ch, &feed->channels, link)
		if (!ch->lost)
			oldest = min(oldest, ch->next);
	spin_lock(&feed->lock);
	while (feed->first != feed->next && feed->first < oldest)
		drop_first(feed);
	spin_unlock(&feed->lock);
}

static void feed_run(struct work_struct *work)
{
	struct ntms_feed *feed = container_of(to_delayed_work(work),
					      struct ntms_feed, work);
	struct ntms_channel *ch;
	bool behind = false;

	mutex_lock(&feed->mutex);
	feed->pause = min(2 * feed->pause + 1, PAUSE_MAX);
	list_for_each_entry(ch, &feed->channels, link)
		if (READ_ONCE(ch->started))
			behind |= serve(feed, ch);
	trim(feed);
	/* a reader does not tell when it has made room */
	if (behind)
		queue_delayed_work(feed->wq, &feed->work,
				   msecs_to_jiffies(max(feed->pause, 1U)));
	mutex_unlock(&feed->mutex);
}

/* --- channels -------------------------------------------------------------- */

static u32 feed_open(struct ntms_feed *feed)
{
	struct ntms_news **ring;

	lockdep_assert_held(&feed->mutex);
	if (feed->ring)
		return 0;
	ring = kvcalloc(FEED_SLOTS, sizeof(*ring), GFP_KERNEL);
	if (!ring)
		return ERROR_NOT_ENOUGH_MEMORY;
	spin_lock(&feed->lock);
	feed->ring = ring;
	spin_unlock(&feed->lock);
	return 0;
}

static void feed_close(struct ntms_feed *feed)
{
	struct ntms_news **ring;

	lockdep_assert_held(&feed->mutex);
	spin_lock(&feed->lock);
	drop_all(feed);
	ring = feed->ring;
	feed->ring = NULL;
	spin_unlock(&feed->lock);
	kvfree(ring);
}

/**
 * ntms_channel_open() - OpenNtmsNotification
 * @c: the request, takes the reason of a refusal
 * @ch: channel, zeroed, with @session, @signals, @take and @broken
 * @type: enum ntms_object_type; for others it never gets anything (A-23)
 *
 * MS-RSMP 3.2.5.2.5.11.  Takes the use right on the computer.  Gets what is
 * committed from now on, after ntms_channel_start().
 *
 * Context: process, without locks.
 * Return: 0, ERROR_ACCESS_DENIED, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_channel_open(struct ntms_call *c, struct ntms_channel *ch, u32 type)
{
	struct ntms_feed *feed;
	u32 error;

	down_read(&c->m->lock);
	error = ntms_access(c, &c->m->computer->o, NTMS_USE_ACCESS);
	up_read(&c->m->lock);
	feed = feed_of(c->m, type);
	if (error || !feed)
		return error;
	mutex_lock(&feed->mutex);
	error = feed_open(feed);
	if (!error) {
		ch->feed = feed;
		spin_lock(&feed->lock);
		ch->next = feed->next;
		spin_unlock(&feed->lock);
		list_add_tail(&ch->link, &feed->channels);
		WRITE_ONCE(feed->count, feed->count + 1);
	}
	mutex_unlock(&feed->mutex);
	return error ? ntms_refuse(c, error, "no memory for the channel") : 0;
}

/**
 * ntms_channel_start() - the reader knows that the channel is open
 * @ch: channel
 *
 * Context: any.
 */
void ntms_channel_start(struct ntms_channel *ch)
{
	if (!ch->feed)
		return;
	WRITE_ONCE(ch->started, true);
	mod_delayed_work(ch->feed->wq, &ch->feed->work, 0);
}

/**
 * ntms_channel_close() - CloseNtmsNotification
 * @ch: channel that was opened
 *
 * When it returns neither @ch->take nor @ch->broken is running or will be
 * called.  What it has not got is dropped.
 *
 * Context: process, without locks; may wait for an event to be handed over.
 */
void ntms_channel_close(struct ntms_channel *ch)
{
	struct ntms_feed *feed = ch->feed;

	if (!feed)
		return;
	mutex_lock(&feed->mutex);
	list_del(&ch->link);
	WRITE_ONCE(feed->count, feed->count - 1);
	if (!feed->count)
		feed_close(feed);
	mutex_unlock(&feed->mutex);
}

/**
 * ntms_notify_init() - nobody listens
 * @m: model with its work queue
 */
void ntms_notify_init(struct ntms_model *m)
{
	struct ntms_feed *feed;

	for (feed = m->feeds; feed < m->feeds + NTMS_TYPE_COUNT; feed++) {
		mutex_init(&feed->mutex);
		spin_lock_init(&feed->lock);
		INIT_LIST_HEAD(&feed->channels);
		INIT_DELAYED_WORK(&feed->work, feed_run);
		feed->wq = m->wq;
		feed->patience = 2 * HZ;
	}
}

/**
 * ntms_notify_destroy() - the end
 * @m: model; all channels are closed and nothing is pending
 */
void ntms_notify_destroy(struct ntms_model *m)
{
	struct ntms_feed *feed;

	for (feed = m->feeds; feed < m->feeds + NTMS_TYPE_COUNT; feed++) {
		cancel_delayed_work_sync(&feed->work);
		WARN_ON_ONCE(feed->ring);
	}
}
