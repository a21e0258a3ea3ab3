// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz_label.c - any bytes as the first block of a medium (libFuzzer)
 */
#include <stdlib.h>
#include <string.h>

#include "label.h"

static void check_text(const char *text, size_t most)
{
	size_t i, units = 0;

	for (i = 0; text[i]; i++) {
		uint8_t c = text[i];

		if (c < 0x20 || c == 0x7f)
			abort();
		if ((c & 0xc0) != 0x80)
			units += c >= 0xf0 ? 2 : 1;
	}
	if (units > most)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t omid[LABEL_OMID_MAX];
	struct label label;

	if (!label_claim((struct block){ data, size }, &label))
		return 0;
	check_text(label.type, LABEL_TYPE_UNITS);
	check_text(label.info, LABEL_INFO_UNITS);
	if (!label.type[0] || !label.id_size || label.id_size > LABEL_ID_BYTES ||
	    label_omid(&label, omid, sizeof(omid)) <= label.id_size)
		abort();
	return 0;
}
