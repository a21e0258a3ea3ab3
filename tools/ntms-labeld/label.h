/* SPDX-License-Identifier: GPL-2.0 */
/*
 * label.h - labels on media, and who recognizes them
 *
 * A label is hostile input: everything is read through struct block, which
 * cannot be read beyond its end, and everything found is cleaned before it is
 * told to anybody.
 */
#ifndef NTMS_LABEL_H
#define NTMS_LABEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* what the API has room for, in UTF-16 units or bytes: ntmsmli.h, MS-RSMP 2.2.4.29 */
#define LABEL_TYPE_UNITS	63
#define LABEL_INFO_UNITS	255
#define LABEL_ID_BYTES		255

/* bytes of UTF-8, with a terminator, for so many UTF-16 units */
#define LABEL_UTF8(units)	(3 * (units) + 1)

/* all that is ever read of a medium; the largest block of a built-in format */
#define LABEL_BLOCK_MAX		(256 * 1024)

/**
 * struct block - the first block of a medium
 * @data: its bytes
 * @size: how many there are
 */
struct block {
	const uint8_t *data;
	size_t size;
};

/**
 * struct label - an on-media identifier
 * @type: name of the kind of label, UTF-8, never empty
 * @info: text about this label, UTF-8, may be empty
 * @id: what tells it from other labels of its kind
 * @id_size: bytes at @id, never 0
 */
struct label {
	char type[LABEL_UTF8(LABEL_TYPE_UNITS)];
	char info[LABEL_UTF8(LABEL_INFO_UNITS)];
	uint8_t id[LABEL_ID_BYTES];
	size_t id_size;
};

/**
 * struct label_format - a kind of label that is recognized without a plug-in
 * @name: for people
 * @claim: is the block a label of this kind?  Fills @label if it is.
 */
struct label_format {
	const char *name;
	bool (*claim)(struct block block, struct label *label);
};

/* in the order in which they are asked; the vaguest comes last */
extern const struct label_format label_formats[];
extern const size_t label_format_count;

/* label.c */
bool label_claim(struct block block, struct label *label);
void label_set_text(char *to, size_t size, size_t units, const void *from,
		    size_t length);
void label_set_utf16(char *to, size_t size, size_t units, const uint8_t *from,
		     size_t length);
bool label_set_id(struct label *label, const void *id, size_t size);
void label_set_digest(struct label *label, const void *data, size_t size);
bool label_complete(const struct label *label);
size_t label_omid(const struct label *label, uint8_t *to, size_t size);

#define LABEL_SET_TYPE(label, from, length)				\
	label_set_text((label)->type, sizeof((label)->type),		\
		       LABEL_TYPE_UNITS, from, length)
#define LABEL_SET_INFO(label, from, length)				\
	label_set_text((label)->info, sizeof((label)->info),		\
		       LABEL_INFO_UNITS, from, length)

/* type, info and id with what is between them */
#define LABEL_OMID_MAX	(LABEL_UTF8(LABEL_TYPE_UNITS) +			\
			 LABEL_UTF8(LABEL_INFO_UNITS) + LABEL_ID_BYTES)

/* the kinds */
bool label_claim_free(struct block block, struct label *label);
bool label_claim_mtf(struct block block, struct label *label);
bool label_claim_vol1(struct block block, struct label *label);
bool label_claim_bacula(struct block block, struct label *label);
bool label_claim_amanda(struct block block, struct label *label);
bool label_claim_pbs(struct block block, struct label *label);
bool label_claim_tar(struct block block, struct label *label);

/* label_free.c */
#define LABEL_FREE_SIZE	512
void label_free_make(const uint8_t guid[16], uint8_t to[LABEL_FREE_SIZE]);

/* bytes of a block, false or 0 when they are not there */
static inline bool block_has(struct block b, size_t offset, size_t size)
{
	return offset <= b.size && size <= b.size - offset;
}

static inline bool block_is(struct block b, size_t offset, const void *what,
			    size_t size)
{
	return block_has(b, offset, size) &&
	       !__builtin_memcmp(b.data + offset, what, size);
}

static inline uint16_t block_le16(struct block b, size_t o)
{
	return block_has(b, o, 2) ? b.data[o] | b.data[o + 1] << 8 : 0;
}

static inline uint32_t block_le32(struct block b, size_t o)
{
	return block_has(b, o, 4) ?
	       block_le16(b, o) | (uint32_t)block_le16(b, o + 2) << 16 : 0;
}

static inline uint32_t block_be32(struct block b, size_t o)
{
	return __builtin_bswap32(block_le32(b, o));
}

#endif /* NTMS_LABEL_H */
