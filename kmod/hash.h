/* SPDX-License-Identifier: GPL-2.0 */
/*
 * hash.h - the hash tables of the model: objects by what identifies them
 *
 * They are changed under model.lock held for write and cannot fail: without
 * memory for more chains the chains get longer.
 */
#ifndef NTMS_HASH_H
#define NTMS_HASH_H

#include <linux/hash.h>
#include <linux/list.h>
#include <linux/types.h>

struct ntms_model;

struct ntms_hash {
	struct hlist_head *heads;
	u32 bits;
	u32 count;
};

int ntms_hash_init(struct ntms_hash *h);
void ntms_hash_grow(struct ntms_model *m, struct ntms_hash *h,
		    u32 (*key)(const struct ntms_model *m,
			       struct hlist_node *n));

static inline struct hlist_head *ntms_hash_head(const struct ntms_hash *h,
						u32 key)
{
	return &h->heads[hash_32(key, h->bits)];
}

static inline void ntms_hash_add(struct ntms_hash *h, struct hlist_node *n,
				 u32 key)
{
	hlist_add_head(n, ntms_hash_head(h, key));
	h->count++;
}

static inline void ntms_hash_del(struct ntms_hash *h, struct hlist_node *n)
{
	hlist_del_init(n);
	h->count--;
}

#endif /* NTMS_HASH_H */
