/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view.h - the parts of view
 */
#ifndef RSM_VIEW_H
#define RSM_VIEW_H

#include "field.h"

/* view.c */
struct json_object *view_json(struct rsm *rsm, const struct list *list);

/* overview.c */
int overview_print(struct rsm *rsm);
int overview_json(struct rsm *rsm);

#endif /* RSM_VIEW_H */
