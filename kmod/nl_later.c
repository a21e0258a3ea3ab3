// SPDX-License-Identifier: GPL-2.0
/*
 * nl_later.c - commands of the family that nothing serves yet
 */
#include "nl.h"

#define LATER(name)							\
int ntms_nl_##name##_doit(struct sk_buff *skb, struct genl_info *info)	\
{									\
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);	\
									\
	if (IS_ERR(call))						\
		return PTR_ERR(call);					\
	return ntms_nl_answer(call,					\
		ntms_refuse(&call->c, ERROR_CALL_NOT_IMPLEMENTED,	\
			    "the module does not know this call"));	\
}

LATER(eject_media)
LATER(inject_media)
LATER(access_door)
LATER(clean_drive)
LATER(reserve_cleaner_slot)
LATER(release_cleaner_slot)
LATER(inject_cleaner)
LATER(eject_cleaner)
LATER(identify_slot)
LATER(begin_detection)
LATER(set_detection)
LATER(end_detection)
