/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wire.h - objects as attributes of messages
 */
#ifndef NTMS_WIRE_H
#define NTMS_WIRE_H

#include <stdbool.h>

#include "msg.h"
#include "record.h"

bool ntms_wire_get(struct ntms_attrs attrs, struct ntms_record *record);
void ntms_wire_put_label(struct ntms_msg *msg, const struct ntms_partition *side);
void ntms_wire_put_new(struct ntms_msg *msg, const struct ntms_record *record);
void ntms_wire_put_settable(struct ntms_msg *msg, const struct ntms_record *record);

#endif /* NTMS_WIRE_H */
