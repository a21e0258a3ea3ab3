// SPDX-License-Identifier: GPL-2.0
/*
 * words.c - what values are called
 *
 * The words are part of what scripts see: they do not change.
 */
#include <string.h>
#include <strings.h>

#include "field.h"

#define END	{ 0, NULL }

const struct word words_type[] = {
	{ NTMS_CHANGER, "changer" },
	{ NTMS_CHANGER_TYPE, "changer_type" },
	{ NTMS_COMPUTER, "computer" },
	{ NTMS_DRIVE, "drive" },
	{ NTMS_DRIVE_TYPE, "drive_type" },
	{ NTMS_IEDOOR, "iedoor" },
	{ NTMS_IEPORT, "ieport" },
	{ NTMS_LIBRARY, "library" },
	{ NTMS_LIBREQUEST, "librequest" },
	{ NTMS_LOGICAL_MEDIA, "logical_media" },
	{ NTMS_MEDIA_POOL, "media_pool" },
	{ NTMS_MEDIA_TYPE, "media_type" },
	{ NTMS_OPREQUEST, "oprequest" },
	{ NTMS_PARTITION, "partition" },
	{ NTMS_PHYSICAL_MEDIA, "physical_media" },
	{ NTMS_STORAGESLOT, "storageslot" },
	END
};

const struct word words_operational_state[] = {
	{ NTMS_READY, "ready" },
	{ NTMS_INITIALIZING, "initializing" },
	{ NTMS_NEEDS_SERVICE, "needs_service" },
	{ NTMS_NOT_PRESENT, "not_present" },
	END
};

const struct word words_library_type[] = {
	{ NTMS_LIBRARYTYPE_UNKNOWN, "unknown" },
	{ NTMS_LIBRARYTYPE_OFFLINE, "offline" },
	{ NTMS_LIBRARYTYPE_ONLINE, "robot" },
	{ NTMS_LIBRARYTYPE_STANDALONE, "standalone" },
	END
};

const struct word words_inventory[] = {
	{ NTMS_INVENTORY_NONE, "none" },
	{ NTMS_INVENTORY_FAST, "fast" },
	{ NTMS_INVENTORY_OMID, "full" },
	{ NTMS_INVENTORY_DEFAULT, "default" },
	{ NTMS_INVENTORY_STOP, "stop" },
	END
};

const struct word words_drive_state[] = {
	{ NTMS_DRIVESTATE_DISMOUNTED, "dismounted" },
	{ NTMS_DRIVESTATE_MOUNTED, "mounted" },
	{ NTMS_DRIVESTATE_LOADED, "loaded" },
	{ NTMS_DRIVESTATE_UNLOADED, "unloaded" },
	{ NTMS_DRIVESTATE_BEING_CLEANED, "being_cleaned" },
	{ NTMS_DRIVESTATE_DISMOUNTABLE, "dismountable" },
	END
};

const struct word words_slot_state[] = {
	{ NTMS_SLOTSTATE_UNKNOWN, "unknown" },
	{ NTMS_SLOTSTATE_FULL, "full" },
	{ NTMS_SLOTSTATE_EMPTY, "empty" },
	{ NTMS_SLOTSTATE_NOTPRESENT, "not_present" },
	{ NTMS_SLOTSTATE_NEEDSINVENTORY, "needs_inventory" },
	END
};

const struct word words_door_state[] = {
	{ NTMS_DOORSTATE_UNKNOWN, "unknown" },
	{ NTMS_DOORSTATE_CLOSED, "closed" },
	{ NTMS_DOORSTATE_OPEN, "open" },
	END
};

const struct word words_port_content[] = {
	{ NTMS_PORTCONTENT_UNKNOWN, "unknown" },
	{ NTMS_PORTCONTENT_FULL, "full" },
	{ NTMS_PORTCONTENT_EMPTY, "empty" },
	END
};

const struct word words_port_position[] = {
	{ NTMS_PORTPOSITION_UNKNOWN, "unknown" },
	{ NTMS_PORTPOSITION_EXTENDED, "extended" },
	{ NTMS_PORTPOSITION_RETRACTED, "retracted" },
	END
};

const struct word words_bar_code_state[] = {
	{ NTMS_BARCODESTATE_OK, "ok" },
	{ NTMS_BARCODESTATE_UNREADABLE, "unreadable" },
	END
};

const struct word words_media_state[] = {
	{ NTMS_MEDIASTATE_IDLE, "idle" },
	{ NTMS_MEDIASTATE_INUSE, "in_use" },
	{ NTMS_MEDIASTATE_MOUNTED, "mounted" },
	{ NTMS_MEDIASTATE_LOADED, "loaded" },
	{ NTMS_MEDIASTATE_UNLOADED, "unloaded" },
	{ NTMS_MEDIASTATE_OPERROR, "error" },
	{ NTMS_MEDIASTATE_OPREQ, "operator_request" },
	END
};

const struct word words_side_state[] = {
	{ NTMS_PARTSTATE_UNKNOWN, "unknown" },
	{ NTMS_PARTSTATE_UNPREPARED, "unprepared" },
	{ NTMS_PARTSTATE_INCOMPATIBLE, "incompatible" },
	{ NTMS_PARTSTATE_DECOMMISSIONED, "decommissioned" },
	{ NTMS_PARTSTATE_AVAILABLE, "available" },
	{ NTMS_PARTSTATE_ALLOCATED, "allocated" },
	{ NTMS_PARTSTATE_COMPLETE, "complete" },
	{ NTMS_PARTSTATE_FOREIGN, "unrecognized" },
	{ NTMS_PARTSTATE_IMPORT, "import" },
	{ NTMS_PARTSTATE_RESERVED, "reserved" },
	END
};

const struct word words_read_write[] = {
	{ NTMS_MEDIARW_UNKNOWN, "unknown" },
	{ NTMS_MEDIARW_REWRITABLE, "rewritable" },
	{ NTMS_MEDIARW_WRITEONCE, "write_once" },
	{ NTMS_MEDIARW_READONLY, "read_only" },
	END
};

const struct word words_pool_type[] = {
	{ NTMS_POOLTYPE_UNKNOWN, "unknown" },
	{ NTMS_POOLTYPE_SCRATCH, "free" },
	{ NTMS_POOLTYPE_FOREIGN, "unrecognized" },
	{ NTMS_POOLTYPE_IMPORT, "import" },
	{ NTMS_POOLTYPE_APPLICATION, "application" },
	END
};

const struct word words_device_type[] = {
	{ FILE_DEVICE_CD_ROM, "cd" },
	{ FILE_DEVICE_DISK, "disk" },
	{ FILE_DEVICE_TAPE, "tape" },
	{ FILE_DEVICE_CHANGER, "changer" },
	{ FILE_DEVICE_DVD, "dvd" },
	END
};

const struct word words_operation[] = {
	{ NTMS_LM_REMOVE, "cancel" },
	{ NTMS_LM_DISABLELIBRARY, "disable_library" },
	{ NTMS_LM_ENABLELIBRARY, "enable_library" },
	{ NTMS_LM_DISABLEDRIVE, "disable_drive" },
	{ NTMS_LM_ENABLEDRIVE, "enable_drive" },
	{ NTMS_LM_DISABLEMEDIA, "disable_media" },
	{ NTMS_LM_ENABLEMEDIA, "enable_media" },
	{ NTMS_LM_UPDATEOMID, "update_label" },
	{ NTMS_LM_INVENTORY, "inventory" },
	{ NTMS_LM_DOORACCESS, "door" },
	{ NTMS_LM_EJECT, "eject" },
	{ NTMS_LM_EJECTCLEANER, "eject_cleaner" },
	{ NTMS_LM_INJECT, "inject" },
	{ NTMS_LM_INJECTCLEANER, "inject_cleaner" },
	{ NTMS_LM_PROCESSOMID, "process_label" },
	{ NTMS_LM_CLEANDRIVE, "clean" },
	{ NTMS_LM_DISMOUNT, "dismount" },
	{ NTMS_LM_MOUNT, "mount" },
	{ NTMS_LM_WRITESCRATCH, "write_free_label" },
	{ NTMS_LM_CLASSIFY, "classify" },
	{ NTMS_LM_RESERVECLEANER, "reserve_cleaner" },
	{ NTMS_LM_RELEASECLEANER, "release_cleaner" },
	END
};

const struct word words_request_state[] = {
	{ NTMS_LM_QUEUED, "queued" },
	{ NTMS_LM_INPROCESS, "in_process" },
	{ NTMS_LM_PASSED, "passed" },
	{ NTMS_LM_FAILED, "failed" },
	{ NTMS_LM_INVALID, "invalid" },
	{ NTMS_LM_WAITING, "waiting" },
	{ NTMS_LM_DEFERRED, "deferred" },
	{ NTMS_LM_CANCELLED, "cancelled" },
	{ NTMS_LM_STOPPED, "stopped" },
	END
};

const struct word words_command[] = {
	{ NTMS_OPREQ_UNKNOWN, "unknown" },
	{ NTMS_OPREQ_NEWMEDIA, "new_media" },
	{ NTMS_OPREQ_CLEANER, "cleaner" },
	{ NTMS_OPREQ_DEVICESERVICE, "device_service" },
	{ NTMS_OPREQ_MOVEMEDIA, "move_media" },
	{ NTMS_OPREQ_MESSAGE, "message" },
	END
};

const struct word words_operator_state[] = {
	{ NTMS_OPSTATE_UNKNOWN, "unknown" },
	{ NTMS_OPSTATE_SUBMITTED, "submitted" },
	{ NTMS_OPSTATE_ACTIVE, "active" },
	{ NTMS_OPSTATE_INPROGRESS, "in_progress" },
	{ NTMS_OPSTATE_REFUSED, "refused" },
	{ NTMS_OPSTATE_COMPLETE, "complete" },
	END
};

/**
 * word_for() - tell what a value is called
 * @words:	the words
 * @value:	the value
 *
 * Return: the word, NULL if the value has none.
 */
const char *word_for(const struct word *words, DWORD value)
{
	for (; words->word; words++)
		if (words->value == value)
			return words->word;
	return NULL;
}

/**
 * word_find() - tell which value a word stands for
 * @words:	the words
 * @word:	the word, in any case
 * @value:	receives the value
 *
 * Return: whether there is such a word.
 */
bool word_find(const struct word *words, const char *word, DWORD *value)
{
	for (; words->word; words++) {
		if (!strcasecmp(words->word, word)) {
			*value = words->value;
			return true;
		}
	}
	return false;
}
