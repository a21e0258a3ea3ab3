/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vlib - tape libraries in memory, to test with
 *
 * Each library is a SCSI host of its own: target 0 is the changer, target N + 1
 * is drive N.  A library without pickers has no changer; its drives stand
 * alone.  See README.md for what it does and how it is told to.
 *
 * Locks, in this order:
 *   vlib_mutex	all libraries, all cartridges, plugging; the operator's
 *		commands run under it, one at a time.  Not taken by commands of
 *		the SCSI side.
 *   lib->lock	the state of a library and of the cartridges in it
 *   lib->cmds_lock  commands on their way, the trace (a spinlock)
 *
 * A cartridge belongs to the library that it is in, or, on the shelf, to
 * vlib_mutex.  SCSI devices are added and removed under vlib_mutex alone, since
 * their probing sends commands.
 */
#ifndef VLIB_H
#define VLIB_H

#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

struct Scsi_Host;
struct dentry;
struct platform_device;
struct scsi_device;
struct seq_file;

#define VLIB_CDB_LEN	16
#define VLIB_NAME	32	/* characters of a name, a bar code, a serial number */
#define VLIB_DRIVES	256
#define VLIB_UAS	8	/* unit attentions that wait */
#define VLIB_TRACE	4096	/* commands in a library's trace */

/* element types, with the codes of SMC-3 table 10 */
enum vlib_type {
	VLIB_PICKER = 1,
	VLIB_SLOT,
	VLIB_PORT,
	VLIB_DRIVE,
	VLIB_TYPES,
};

enum vlib_kind {
	VLIB_CHANGER,
	VLIB_TAPE,
	VLIB_CDROM,
	VLIB_OPTICAL,
};

/* medium types, with the codes of SMC-3 */
enum vlib_medium {
	VLIB_DATA = 1,
	VLIB_CLEANING,
	VLIB_DIAGNOSTIC,
	VLIB_WORM,
	VLIB_FIRMWARE,
};

/**
 * struct vlib_image - what is recorded on one side of a medium
 * @objects: by their number: a struct vlib_block, or VLIB_MARK
 * @count: of them; the end of data is behind the last one
 * @bytes: in all blocks
 */
struct vlib_image {
	struct xarray objects;
	unsigned long count;
	u64 bytes;
};

struct vlib_block {
	u32 len;
	u8 data[];
};

#define VLIB_MARK	xa_mk_value(1)	/* a filemark */

/**
 * struct vlib_cart - a cartridge
 * @node: in the table of all cartridges, by @name
 * @name: what the operator calls it, unique
 * @tag: its bar code label, empty without one
 * @serial: serial number in its MAM
 * @type: what kind of medium
 * @sides: 1 or 2
 * @flipped: the side that a drive would read is @image[1]
 * @protect: the tab is set
 * @density: density code
 * @code: medium type code of MODE SENSE
 * @lib: library that it is in, NULL on the shelf; changes under vlib_mutex
 * @where: element of that
 * @source_valid: @source and @inverted are known
 * @source: storage element it was last in
 * @inverted: has been turned over since
 * @capacity: bytes of one side
 * @loads: how often it has been in a drive
 * @cleans: how many cleanings are left
 * @written: bytes, for life
 * @read: bytes, for life
 * @last: serial numbers of the drives it was in, newest first
 * @mam: attributes that hosts have written
 * @image: what is recorded on its sides
 */
struct vlib_cart {
	struct hlist_node node;
	char name[VLIB_NAME + 1];
	char tag[VLIB_NAME + 1];
	char serial[VLIB_NAME + 1];
	enum vlib_medium type;
	u8 sides;
	bool flipped;
	bool protect;
	u8 density;
	u8 code;
	struct vlib *lib;
	struct vlib_element *where;
	bool source_valid;
	u16 source;
	bool inverted;
	u64 capacity;
	u32 loads;
	u32 cleans;
	u64 written;
	u64 read;
	char last[4][VLIB_NAME + 1];
	struct list_head mam;
	struct vlib_image image[2];
};

/**
 * struct vlib_belief - what a changer thinks is in an element, where it is wrong
 * @full: whether something is
 * @type: medium type
 * @tag: its bar code
 */
struct vlib_belief {
	bool full;
	u8 type;
	char tag[VLIB_NAME + 1];
};

/**
 * struct vlib_element - a place in a library
 * @type: of the element
 * @address: of the element
 * @index: among those of its type, from 0
 * @removed: its magazine or its drive is not there
 * @disabled: ED, as by an operator's panel
 * @open: a port that is open
 * @by_hand: what is in this port was brought by an operator
 * @no_access: the picker cannot reach it
 * @except: in an abnormal state, @asc and @ascq say which
 * @asc: additional sense code
 * @ascq: its qualifier
 * @cart: what is in it
 * @belief: what the changer thinks instead, NULL if it knows
 */
struct vlib_element {
	u8 type;
	u16 address;
	u16 index;
	bool removed;
	bool disabled;
	bool open;
	bool by_hand;
	bool no_access;
	bool except;
	u8 asc;
	u8 ascq;
	struct vlib_cart *cart;
	struct vlib_belief *belief;
};

/* asc << 8 | ascq */
struct vlib_ua_queue {
	u16 code[VLIB_UAS];
	unsigned int n;
};

#define VLIB_MODE_PAGES	8
#define VLIB_MODE_LEN	32

/**
 * struct vlib_dev - a SCSI device of a library
 * @lib: library
 * @kind: what it is
 * @name: "changer" or "driveN"
 * @id: SCSI target
 * @vendor: of INQUIRY
 * @product: of INQUIRY
 * @rev: of INQUIRY
 * @serial: of VPD page 80h
 * @plugged: the SCSI device exists; changed under vlib_mutex
 * @vanishes: it is about to be unplugged; under cmds_lock
 * @prevent: removal of media is prevented
 * @reserved: 1 by us, 2 by another host
 * @ua: unit attentions to be reported
 * @alerts: TapeAlert flags, bit N - 1 is flag N
 * @told: number of TapeAlert flags told since
 * @counts: commands received, by operation code
 * @mode: current values of the mode pages, in the order of the kind's table
 */
struct vlib_dev {
	struct vlib *lib;
	enum vlib_kind kind;
	char name[12];
	unsigned int id;
	char vendor[9];
	char product[17];
	char rev[5];
	char serial[VLIB_NAME + 1];
	bool plugged;
	bool vanishes;
	bool prevent;
	u8 reserved;
	struct vlib_ua_queue ua;
	u64 alerts;
	u32 counts[256];
	u8 mode[VLIB_MODE_PAGES][VLIB_MODE_LEN];
};

/**
 * struct vlib_drive - a drive
 * @dev: the SCSI device
 * @element: where it is in the library
 * @loaded: its medium is threaded
 * @ready_at: in jiffies: becoming ready until then
 * @cleaning: ready_at ends a cleaning
 * @wants_cleaning: 0; 1 soon; 2 now
 * @complain: commands that report "cleaning requested" as a recovered error
 * @position: object number
 * @block: block length of fixed block mode, 0 in variable block mode
 * @density: what MODE SELECT wants to write
 * @loads: media loaded, for life
 * @cleanings: done
 * @event: media event that GET EVENT STATUS NOTIFICATION tells next
 * @errors: write and read errors reported, for life
 * @written: bytes since the load
 * @read: bytes since the load
 */
struct vlib_drive {
	struct vlib_dev dev;
	struct vlib_element *element;
	bool loaded;
	bool cleaning;
	unsigned long ready_at;
	u8 wants_cleaning;
	u32 complain;
	unsigned long position;
	u32 block;
	u32 loads;
	u32 cleanings;
	u8 event;
	u32 errors[2];
	u64 written;
	u64 read;
};

/* media events of MMC-6 6.6.2.6 */
#define VLIB_EVENT_NONE	0
#define VLIB_EVENT_NEW	2
#define VLIB_EVENT_GONE	3

/* which identification of drives an element status has */
enum vlib_dvcid {
	VLIB_DVCID_T10,		/* vendor, product, serial number */
	VLIB_DVCID_NAA,		/* binary */
	VLIB_DVCID_SERIAL,	/* vendor specific: the serial number alone */
	VLIB_DVCID_NONE,	/* the bit is not known: 5/24/00 */
	VLIB_DVCID_EMPTY,	/* no identifier comes */
};

enum vlib_tags {
	VLIB_TAGS_READ,		/* has a bar code reader */
	VLIB_TAGS_NONE,		/* has none, and says so: PVOLTAG is 0 */
	VLIB_TAGS_REFUSE,	/* has none: 5/24/00 */
};

/* how much of error handling works */
enum vlib_eh {
	VLIB_EH_ABORT,		/* all of it */
	VLIB_EH_DEVICE,		/* aborts fail */
	VLIB_EH_HOST,		/* device resets fail too */
	VLIB_EH_NOTHING,	/* host resets fail too */
};

/**
 * struct vlib_settings - what an operator can set while a library runs
 * @load: ms from insertion to ready
 * @unload: ms of UNLOAD
 * @move: ms of MOVE MEDIUM and EXCHANGE MEDIUM
 * @scan: ms of INITIALIZE ELEMENT STATUS, and of a door closing
 * @clean: ms of a cleaning
 * @capacity: MiB of one side of new cartridges
 * @autoeject: the picker may take what is still loaded
 * @rotate: the pickers can turn media over
 * @strict: bits in a CDB that are reserved are refused
 * @hang: commands are not carried out until it is 0 again
 * @tags: see enum vlib_tags
 * @dvcid: see enum vlib_dvcid
 * @eh: see enum vlib_eh
 * @unloaded: sense of a drive whose medium is unloaded but there, asc << 8 | ascq
 */
struct vlib_settings {
	unsigned int load;
	unsigned int unload;
	unsigned int move;
	unsigned int scan;
	unsigned int clean;
	unsigned int capacity;
	unsigned int autoeject;
	unsigned int rotate;
	unsigned int strict;
	unsigned int hang;
	unsigned int tags;
	unsigned int dvcid;
	unsigned int eh;
	unsigned int unloaded;
};

/* what the elements of one type are */
struct vlib_range {
	u16 first;
	u16 count;
	struct vlib_element *elements;
};

/**
 * struct vlib_traced - a command in the trace
 * @seq: number of the command, from 1
 * @at: when it came
 * @dev: who got it
 * @cdb: the command
 * @state: see trace.c
 * @status: SCSI status
 * @sense: key << 16 | asc << 8 | ascq
 * @bytes: transferred
 */
struct vlib_traced {
	u64 seq;
	ktime_t at;
	const struct vlib_dev *dev;
	u8 cdb[VLIB_CDB_LEN];
	u8 state;
	u8 status;
	u32 sense;
	u32 bytes;
};

/**
 * struct vlib - a library
 * @link: in the list of all
 * @name: of the library
 * @host: its SCSI host
 * @pdev: parent of the host
 * @dir: its files
 * @lock: protects what follows, up to @settings
 * @range: elements, by type
 * @picker_at: in jiffies: when each picker will have done what it has been told
 * @drives: one for each element of that type
 * @changer: plugged only if there are pickers
 * @door_open: a hand is in the library
 * @ready_at: in jiffies: looks through its cartridges until then
 * @faults: see fault.c
 * @settings: see there
 * @dying: every command ends with DID_NO_CONNECT
 * @cmds_lock: protects what follows
 * @cmds: that have not been answered
 * @seq: number of the last command
 * @trace: the last VLIB_TRACE commands
 */
struct vlib {
	struct list_head link;
	char name[VLIB_NAME + 1];
	struct Scsi_Host *host;
	struct platform_device *pdev;
	struct dentry *dir;

	struct mutex lock;
	struct vlib_range range[VLIB_TYPES];
	unsigned long *picker_at;
	struct vlib_drive *drives;
	struct vlib_dev changer;
	bool door_open;
	unsigned long ready_at;
	struct list_head faults;
	struct vlib_settings settings;

	bool dying;
	spinlock_t cmds_lock;
	struct list_head cmds;
	u64 seq;
	struct vlib_traced *trace;
};

/* main.c */
extern struct mutex vlib_mutex;
extern struct list_head vlib_list;	/* under vlib_mutex */
extern struct workqueue_struct *vlib_wq;
extern struct dentry *vlib_dir;

/* host.c */
struct Scsi_Host *vlib_host_alloc(void);

/* eh.c */
void vlib_cancel(struct vlib *lib, const struct vlib_dev *dev, int result);

/* plug.c */
int vlib_plug(struct vlib *lib, struct vlib_dev *dev);
void vlib_cut(struct vlib *lib, struct vlib_dev *dev);
void vlib_unplug(struct vlib *lib, struct vlib_dev *dev);
void vlib_plug_all(struct vlib *lib, bool on);
void vlib_vanish(struct vlib *lib, struct vlib_dev *dev);
void vlib_vanish_flush(void);
struct vlib_dev *vlib_target(struct vlib *lib, unsigned int id);

/* library.c */
struct vlib *vlib_create(const char *name, char **args);
void vlib_delete(struct vlib *lib);
struct vlib *vlib_find(const char *name);
struct vlib_dev *vlib_dev_find(struct vlib *lib, const char *name);
struct vlib_element *vlib_element_at(struct vlib *lib, u16 address);
struct vlib_element *vlib_element_named(struct vlib *lib, const char *name);
const char *vlib_type_name(enum vlib_type type);
void vlib_ua(struct vlib_dev *dev, u8 asc, u8 ascq);
void vlib_reset_dev(struct vlib_dev *dev, u8 ascq);

/* cart.c */
struct vlib_cart *vlib_cart_make(const char *name, char **args,
				 const char *const *more,
				 const struct vlib_settings *defaults);
struct vlib_cart *vlib_cart_find(const char *name);
void vlib_cart_free(struct vlib_cart *cart);
void vlib_carts_free(void);
void vlib_put(struct vlib *lib, struct vlib_element *to, struct vlib_cart *cart);
struct vlib_cart *vlib_take(struct vlib_element *from);
const char *vlib_medium_name(enum vlib_medium type);

/* image.c */
void vlib_image_init(struct vlib_image *image);
void vlib_image_cut(struct vlib_image *image, unsigned long at);
int vlib_image_mark(struct vlib_image *image);
int vlib_image_set(struct vlib_image *image, unsigned long at,
		   struct vlib_block *block);
void *vlib_image_at(struct vlib_image *image, unsigned long at);
struct vlib_block *vlib_block_alloc(u32 len);
int vlib_image_add(struct vlib_image *image, struct vlib_block *block);
void vlib_block_free(struct vlib_block *block);
int vlib_image_files(void);

/* spc.c */
void vlib_pad(u8 *to, const char *text, size_t len);
u32 vlib_naa(const struct vlib_dev *dev, u8 *to);
u32 vlib_designator(const struct vlib_dev *dev, enum vlib_dvcid which, u8 *to);

/* mode.c */
void vlib_mode_reset(struct vlib_dev *dev);

/* log.c */
void vlib_alert(struct vlib_dev *dev, unsigned int flag);

/* changer.c */
u32 vlib_changer_ready(struct vlib *lib);

/* status.c */
void vlib_disbelieve(struct vlib_element *e);
int vlib_believe(struct vlib_element *e);

/* drive.c */
u32 vlib_drive_ready(struct vlib_drive *d);
void vlib_drive_insert(struct vlib_drive *d);
void vlib_drive_load(struct vlib_drive *d);
void vlib_drive_unload(struct vlib_drive *d);
void vlib_drive_remove(struct vlib_drive *d);
bool vlib_drive_settle(struct vlib_drive *d);
struct vlib_image *vlib_drive_image(struct vlib_drive *d);

/* mam.c */
void vlib_mam_free(struct vlib_cart *cart);

/* fault.c */
int vlib_fault_add(struct vlib *lib, char **args);
void vlib_faults_clear(struct vlib *lib, const struct vlib_dev *dev);
void vlib_faults_show(struct seq_file *s, struct vlib *lib);

/* trace.c */
void vlib_trace_show(struct seq_file *s, struct vlib *lib);
void vlib_counts_show(struct seq_file *s, struct vlib *lib);

/* control.c */
int vlib_control_init(void);
int vlib_value(char **args, const char *key, const char **value);
int vlib_number(char **args, const char *key, u32 *number);
int vlib_known(char **args, const char *const *keys, const char *const *more);
void vlib_say(const char *fmt, ...) __printf(1, 2);

/* hand.c */
struct vlib_verb {
	const char *name;
	int args;		/* words that it needs after the library */
	int (*run)(struct vlib *lib, char **args);
	bool new;		/* the library is not there yet */
};

extern const struct vlib_verb vlib_hand_verbs[];
struct vlib_element *vlib_hand_element(struct vlib *lib, const char *name);
int vlib_held(struct vlib *lib, struct vlib_element *e);

/* panel.c */
extern const struct vlib_verb vlib_panel_verbs[];

/* settings.c */
extern const struct vlib_settings vlib_defaults;
int vlib_settings_set(struct vlib_settings *set, char **args);
void vlib_settings_show(struct seq_file *s, const struct vlib_settings *set);
extern const char *const vlib_setting_names[];

/* show.c */
void vlib_show_init(struct vlib *lib);

#endif /* VLIB_H */
