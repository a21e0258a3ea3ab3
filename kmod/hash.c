// SPDX-License-Identifier: GPL-2.0
/* hash.c - the hash tables of the model, see hash.h */
#include <linux/mm.h>

#include "hash.h"
#include "ntms.h"

#define HASH_BITS_MIN	8
#define HASH_BITS_MAX	24

/**
 * ntms_hash_init() - make an empty table
 * @h: table; @h->heads is to be freed with kvfree()
 *
 * Return: 0 or -ENOMEM.
 */
int ntms_hash_init(struct ntms_hash *h)
{
	h->bits = HASH_BITS_MIN;
	h->count = 0;
	h->heads = kvcalloc(1 << h->bits, sizeof(*h->heads), GFP_KERNEL);
	return h->heads ? 0 : -ENOMEM;
}

/**
 * ntms_hash_grow() - make room for more entries
 * @m: model, for @key
 * @h: table
 * @key: of an entry
 *
 * Doubles the number of chains when there are more entries than chains.
 * Without memory for that the chains get longer: slower, not wrong.
 */
void ntms_hash_grow(struct ntms_model *m, struct ntms_hash *h,
		    u32 (*key)(const struct ntms_model *m,
			       struct hlist_node *n))
{
	struct ntms_hash bigger = { .bits = h->bits + 1, .count = h->count };
	struct hlist_node *n, *next;
	u32 i;

	if (h->count >> h->bits == 0 || bigger.bits > HASH_BITS_MAX)
		return;
	bigger.heads = kvcalloc(1 << bigger.bits, sizeof(*bigger.heads),
				GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY);
	if (!bigger.heads)
		return;
	for (i = 0; i < 1U << h->bits; i++)
		hlist_for_each_safe(n, next, &h->heads[i]) {
			hlist_del(n);
			hlist_add_head(n, ntms_hash_head(&bigger, key(m, n)));
		}
	kvfree(h->heads);
	*h = bigger;
}
