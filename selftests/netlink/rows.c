// SPDX-License-Identifier: GPL-2.0
/* rows.c - run a row of a decision table */
#include <errno.h>
#include <grp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rows.h"

#define MAX_EVENTS	64

static char why[512];

__attribute__((format(printf, 1, 2)))
static const char *wrong(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	return why;
}

static const struct { const char *name; uint32_t id; } names[] = {
	{ "F", W_FREE_TAPE }, { "I", W_IMPORT_TAPE }, { "U", W_UNREC_TAPE },
	{ "f", W_FREE_DISK }, { "i", W_IMPORT_DISK }, { "u", W_UNREC_DISK },
	{ "FREE", W_FREE }, { "ROOT", W_ROOT }, { "LIB", W_LIB },
	{ "DEAD", W_DEAD }, { "COMP", W_COMPUTER }, { "TAPE", W_TAPE },
	{ "DISK", W_DISK }, { "BARE", W_BARE }, { "DRIVE", W_DRIVE },
	{ "SLOT", W_SLOT }, { "?", W_NOBODY }, { "OFFLINE", W_OFFLINE },
	{ "UNREC", W_UNREC }, { "IMPORT", W_IMPORT }, { "DRIVE2", W_DRIVE2 },
};

guid row_it;

guid row_guid(const char *name)
{
	unsigned int i = 0, side = 0, n;

	if (!strcmp(name, "IT"))
		return row_it;
	for (n = 0; n < sizeof(names) / sizeof(names[0]); n++)
		if (!strcmp(name, names[n].name))
			return world_guid(names[n].id);
	if (sscanf(name + 1, "%u.%u", &i, &side) > 0)
		switch (*name) {
		case 'm': return world_medium(i);
		case 's': return world_side(i, side);
		case 'l': return world_logical(i, side);
		case 'p': return world_guid(W_POOL + i);
		case 'n': return world_guid(W_NEW + i);
		}
	return (guid){ { 0 } };
}

static const struct { const char *name; uint8_t cmd; } commands[] = {
	{ "get", NTMS_CMD_GET_OBJECT }, { "set", NTMS_CMD_SET_OBJECT },
	{ "allocate", NTMS_CMD_ALLOCATE_MEDIA },
	{ "deallocate", NTMS_CMD_DEALLOCATE_MEDIA },
	{ "decommission", NTMS_CMD_DECOMMISSION_MEDIA },
	{ "complete", NTMS_CMD_COMPLETE_MEDIA },
	{ "swap", NTMS_CMD_SWAP_MEDIA },
	{ "create-pool", NTMS_CMD_CREATE_POOL },
	{ "pool-name", NTMS_CMD_GET_POOL_NAME },
	{ "delete-pool", NTMS_CMD_DELETE_POOL },
	{ "move", NTMS_CMD_MOVE_MEDIA },
	{ "mount", NTMS_CMD_MOUNT_MEDIA },
	{ "dismount", NTMS_CMD_DISMOUNT_MEDIA },
	{ "dismount-drive", NTMS_CMD_DISMOUNT_DRIVE },
	{ "inventory", NTMS_CMD_INVENTORY_LIBRARY },
	{ "compare", NTMS_CMD_COMPARE_LIBRARY },
	{ "eject", NTMS_CMD_EJECT_MEDIA }, { "inject", NTMS_CMD_INJECT_MEDIA },
	{ "door", NTMS_CMD_ACCESS_DOOR }, { "clean", NTMS_CMD_CLEAN_DRIVE },
	{ "reserve", NTMS_CMD_RESERVE_CLEANER_SLOT },
	{ "release", NTMS_CMD_RELEASE_CLEANER_SLOT },
	{ "inject-cleaner", NTMS_CMD_INJECT_CLEANER },
	{ "eject-cleaner", NTMS_CMD_EJECT_CLEANER },
	{ "identify", NTMS_CMD_IDENTIFY_SLOT },
	{ "begin-detection", NTMS_CMD_BEGIN_DETECTION },
	{ "set-detection", NTMS_CMD_SET_DETECTION },
	{ "end-detection", NTMS_CMD_END_DETECTION },
	{ "get-attribute", NTMS_CMD_GET_ATTRIBUTE },
	{ "set-attribute", NTMS_CMD_SET_ATTRIBUTE },
	{ "get-ui", NTMS_CMD_GET_UI_OPTIONS },
	{ "set-ui", NTMS_CMD_SET_UI_OPTIONS },
	{ "get-security", NTMS_CMD_GET_SECURITY },
	{ "set-security", NTMS_CMD_SET_SECURITY },
	{ "export", NTMS_CMD_EXPORT_DATABASE },
	{ "import", NTMS_CMD_IMPORT_DATABASE },
	{ "create", NTMS_CMD_CREATE_MEDIA },
	{ "delete", NTMS_CMD_DELETE_MEDIA },
	{ "label", NTMS_CMD_UPDATE_OMID },
	{ "change-type", NTMS_CMD_CHANGE_MEDIA_TYPE },
	{ "add-type", NTMS_CMD_ADD_MEDIA_TYPE },
	{ "delete-type", NTMS_CMD_DELETE_MEDIA_TYPE },
	{ "enable", NTMS_CMD_ENABLE_OBJECT },
	{ "disable", NTMS_CMD_DISABLE_OBJECT },
	{ "delete-library", NTMS_CMD_DELETE_LIBRARY },
	{ "delete-drive", NTMS_CMD_DELETE_DRIVE },
	{ "ask", NTMS_CMD_SUBMIT_OPREQUEST },
	{ "wait", NTMS_CMD_WAIT_OPREQUEST },
	{ "refuse", NTMS_CMD_CANCEL_OPREQUEST },
	{ "satisfy", NTMS_CMD_SATISFY_OPREQUEST },
	{ "ack", NTMS_CMD_ACK_OPREQUEST },
	{ "cancel", NTMS_CMD_CANCEL_REQUEST },
	{ "get-order", NTMS_CMD_GET_REQUEST_ORDER },
	{ "set-order", NTMS_CMD_SET_REQUEST_ORDER },
	{ "delete-requests", NTMS_CMD_DELETE_REQUESTS },
	{ "open-notification", NTMS_CMD_OPEN_NOTIFICATION },
	{ "drive-status", NTMS_CMD_GET_DRIVE_STATUS },
	{ "confirm-position", NTMS_CMD_CONFIRM_POSITION },
};

static const struct { const char *name; uint16_t attr; char kind; } args[] = {
	{ "guid", NTMS_A_CALL_GUID, 'g' }, { "pool", NTMS_A_CALL_POOL, 'g' },
	{ "media", NTMS_A_CALL_MEDIA, 'g' },
	{ "media2", NTMS_A_CALL_MEDIA2, 'g' },
	{ "partition", NTMS_A_CALL_PARTITION, 'g' },
	{ "physical", NTMS_A_CALL_PHYSICAL_MEDIA, 'g' },
	{ "type", NTMS_A_CALL_MEDIA_TYPE, 'g' },
	{ "drive", NTMS_A_CALL_DRIVE, 'g' },
	{ "library", NTMS_A_CALL_LIBRARY, 'g' },
	{ "of-drive", NTMS_A_DRIVE_STATUS_DRIVE, 'g' },
	{ "medialist", NTMS_A_CALL_MEDIA_LIST, 'g' },
	{ "slot", NTMS_A_CALL_SLOT, 'g' },
	{ "operation", NTMS_A_CALL_WORK_ITEM, 'g' },
	{ "list", NTMS_A_CALL_GUID_LIST, 'g' },
	{ "number", NTMS_A_CALL_NUMBER, 'u' },
	{ "detection", NTMS_A_CALL_DETECTION, 'u' },
	{ "options", NTMS_A_CALL_OPTIONS, 'u' },
	{ "timeout", NTMS_A_CALL_TIMEOUT, 'u' },
	{ "action", NTMS_A_CALL_ACTION, 'u' },
	{ "otype", NTMS_A_CALL_TYPE, 'u' },
	{ "path", NTMS_A_CALL_PATH, 't' },
	{ "name", NTMS_A_CALL_NAME, 't' },
	{ "data", NTMS_A_CALL_DATA, 'b' },
	{ "destination", NTMS_A_CALL_DESTINATION, 't' },
	{ "acl", NTMS_A_CALL_ACL, 'a' },
	{ "arg1", NTMS_A_CALL_ARG1, 'g' }, { "arg2", NTMS_A_CALL_ARG2, 'g' },
	{ "message", NTMS_A_CALL_MESSAGE, 't' },
	{ "number", NTMS_A_CALL_NUMBER, 'u' },
	{ "guids", NTMS_A_CALL_GUID_LIST, 'g' },
	{ "session", NTMS_A_CALL_SESSION, 'u' },
	/* inside the object of a set */
	{ ".name", NTMS_A_OBJECT_NAME, 'T' },
	{ ".description", NTMS_A_OBJECT_DESCRIPTION, 'T' },
	{ ".max", NTMS_A_OBJECT_MAX_ALLOCATES, 'U' },
	{ ".from-free", NTMS_A_OBJECT_ALLOCATION_POLICY, 'U' },
	{ ".to-free", NTMS_A_OBJECT_DEALLOCATION_POLICY, 'U' },
	{ ".type", NTMS_A_OBJECT_MEDIA_TYPE, 'G' },
	{ ".policy", NTMS_A_OBJECT_MEDIA_POOL_POLICY, 'U' },
	{ ".inventory", NTMS_A_OBJECT_INVENTORY_METHOD, 'U' },
	{ ".uses", NTMS_A_OBJECT_CLEANER_USES_REMAINING, 'U' },
	{ ".state", NTMS_A_OBJECT_STATE, 'U' },
	/* of media and their sides */
	{ ".guid", NTMS_A_OBJECT_GUID, 'G' },
	{ ".library", NTMS_A_OBJECT_LIBRARY, 'G' },
	{ ".pool", NTMS_A_OBJECT_MEDIA_POOL, 'G' },
	{ ".logical", NTMS_A_OBJECT_LOGICAL_MEDIA, 'G' },
	{ ".enabled", NTMS_A_OBJECT_ENABLED, 'U' },
	{ ".barcode", NTMS_A_OBJECT_BAR_CODE, 'T' },
	{ ".sides", NTMS_A_OBJECT_NUMBER_OF_PARTITIONS, 'U' },
	{ ".count", NTMS_A_OBJECT_ALLOCATE_COUNT, 'U' },
	{ ".omid", NTMS_A_OBJECT_OMID, 'O' },
};

/* "owner.group,u.1000.7,E.0.60000": allow user 1000, deny everyone */
static void put_acl(struct nl_msg *m, const char *value)
{
	static const char who[] = "eug";
	struct {
		struct ntms_acl acl;
		struct ntms_acl_entry e[8];
	} list = { .acl = { 0 } };
	unsigned int id, rights, n = 0;
	const char *c;
	char kind;

	sscanf(value, "%u.%u", &list.acl.owner, &list.acl.group);
	while (n < 8 && (value = strchr(value, ',')) &&
	       sscanf(++value, "%c.%u.%x", &kind, &id, &rights) == 3) {
		c = strchr(who, kind | 0x20);
		list.e[n++] = (struct ntms_acl_entry) {
			.kind = kind & 0x20 ? NTMS_ACL_ALLOW : NTMS_ACL_DENY,
			.who = c ? c - who : 3, .id = id, .rights = rights,
		};
	}
	nl_put(m, NTMS_A_CALL_ACL, &list,
	       sizeof(list.acl) + n * sizeof(list.e[0]));
}

/* type/information/id: the slashes become NULs */
static void put_omid(struct nl_msg *m, uint16_t attr, const char *text)
{
	char omid[128];
	size_t i, len = strlen(text);

	for (i = 0; i < len && i < sizeof(omid); i++)
		omid[i] = text[i] == '/' ? 0 : text[i];
	nl_put(m, attr, omid, i);
}

static int put_arg(struct nl_msg *m, const char *name, const char *value,
		   size_t *nest)
{
	unsigned int i;

	for (i = 0; i < sizeof(args) / sizeof(args[0]); i++) {
		if (strcmp(name, args[i].name))
			continue;
		if (*name == '.' && !*nest)
			*nest = nl_nest(m, NTMS_A_CALL_OBJECT);
		if (args[i].kind == 'g' || args[i].kind == 'G')
			nl_put_guid(m, args[i].attr, row_guid(value));
		else if (args[i].kind == 'O')
			put_omid(m, args[i].attr, value);
		else if (args[i].kind == 'u' || args[i].kind == 'U')
			nl_put_u32(m, args[i].attr, strtoul(value, NULL, 0));
		else if (args[i].kind == 'a')
			put_acl(m, value);
		else if (args[i].kind == 'b')
			nl_put(m, args[i].attr, value, strlen(value));
		else
			nl_put_text(m, args[i].attr, value);
		return 0;
	}
	return -EINVAL;
}

/* a call in words becomes a message; '_' stands for a blank */
int row_message(struct nl_msg *m, const char *call)
{
	char *copy = strdup(call), *save, *word, *eq, *c;
	size_t nest = 0;
	unsigned int i;
	int err = -EINVAL;

	word = strtok_r(copy, " ", &save);
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(word, commands[i].name)) {
			nl_begin(m, commands[i].cmd, 0);
			err = 0;
		}
	while (!err && (word = strtok_r(NULL, " ", &save))) {
		if (!strcmp(word, "part")) {
			if (nest)
				nl_nest_end(m, nest);
			nest = nl_nest(m, NTMS_A_CALL_PART);
			continue;
		}
		eq = strchr(word, '=');
		if (!eq) {
			err = -EINVAL;
			break;
		}
		*eq = 0;
		for (c = eq + 1; *c; c++)
			if (*c == '_')
				*c = ' ';
		err = put_arg(m, word, eq + 1, &nest);
	}
	if (nest)
		nl_nest_end(m, nest);
	free(copy);
	return err;
}

/* Return: the number of the request, for nl_wait(), or a negative errno */
int row_send(struct nl *s, const char *call)
{
	static _Thread_local struct nl_msg m;

	if (row_message(&m, call))
		return -EINVAL;
	((struct nlmsghdr *)m.buf)->nlmsg_flags |= NLM_F_ACK;
	return nl_send(s, &m);
}

/* the call, in a session that a process with these ids has opened */
void row_as(uint32_t uid, uint32_t gid, const uint32_t *groups, int n,
	    struct nl_msg *m, struct nl_answer *a)
{
	struct nl_answer *shared;
	struct nl s;
	pid_t pid;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid = fork();
	if (!pid) {
		if (setgroups(n, groups) || setresgid(gid, gid, gid) ||
		    setresuid(uid, uid, uid))
			_exit(1);
		s = nl_open();
		if (!world_open(&s, shared))
			nl_call(&s, m, shared);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	memcpy(a, shared, sizeof(*a));
	munmap(shared, sizeof(*shared));
}

static const char letters[] = "KUNDALCFIR";

/* the sides of a medium as letters, "-" when it is gone */
static void sides_of(struct nl *s, unsigned int i, char *buf, guid *pool,
		     uint32_t *count)
{
	static struct nl_answer a;
	uint32_t n = 0, state;
	unsigned int sides;

	if (world_get(s, world_medium(i), &a)) {
		strcpy(buf, "-");
		return;
	}
	*pool = world_member_guid(&a, NTMS_A_OBJECT_MEDIA_POOL);
	sides = world_member(&a, NTMS_A_OBJECT_NUMBER_OF_PARTITIONS);
	for (n = 0; n < sides && n < 2; n++) {
		if (world_get(s, world_side(i, n), &a)) {
			buf[n] = '!';
			continue;
		}
		state = world_member(&a, NTMS_A_OBJECT_STATE);
		buf[n] = state < 10 ? letters[state] : '!';
		if (!n)
			*count = world_member(&a, NTMS_A_OBJECT_ALLOCATE_COUNT);
		/* I4 */
		if (guid_null(world_member_guid(&a, NTMS_A_OBJECT_LOGICAL_MEDIA)) ==
		    !!strchr("LC", buf[n]))
			buf[n] = '?';
	}
	buf[n] = 0;
}

static const char *check_after(struct world *w, const char *after)
{
	char *copy = strdup(after), *save, *word, want[8], at[8], have[8];
	uint32_t count = 0, want_count;
	unsigned int i;
	guid pool;
	int n;

	for (word = strtok_r(copy, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		at[0] = 0;
		n = sscanf(word, "%u:%7[^@]@%7[^/]/%u", &i, want, at,
			   &want_count);
		sides_of(&w->client, i, have, &pool, &count);
		if (n < 2 || strcmp(want, have))
			return wrong("%s: medium %u has sides %s", word, i,
				     have);
		if (n > 2 && !guid_same(pool, row_guid(at)))
			return wrong("%s: medium %u is in another pool", word,
				     i);
		if (n > 3 && count != want_count)
			return wrong("%s: its count is %u", word, count);
	}
	free(copy);
	return "";
}

static bool is_event(const struct world_event *e, const char *word)
{
	static const char ops[] = "?~+-^*";

	if (ops[e->event < 6 ? e->event : 0] != word[0])
		return false;
	if (!strcmp(word + 1, "l"))
		return e->type == NTMS_TYPE_LOGICAL_MEDIA;
	if (!strcmp(word + 1, "q"))
		return e->type == NTMS_TYPE_LIBREQUEST;
	if (!strcmp(word + 1, "p"))
		return e->type == NTMS_TYPE_MEDIA_POOL;
	return guid_same(e->guid, row_guid(word + 1));
}

static const char *check_events(struct world *w, struct nl *ears,
				const char *expected)
{
	struct world_event e[MAX_EVENTS];
	char *copy = strdup(expected), *save, *word;
	int n, i;

	n = world_events(&w->client, ears, e, MAX_EVENTS);
	for (word = strtok_r(copy, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		for (i = 0; i < n && !is_event(&e[i], word); i++)
			;
		if (i >= n)
			return wrong("event %s did not come", word);
		e[i] = e[--n];
	}
	free(copy);
	if (n > 0)
		return wrong("%d more events, one of type %u, operation %u", n,
			     e[0].type, e[0].event);
	return "";
}

/* GUIDs of the sides that were made, "n0,n1"; "?" stands for any */
static const char *check_sides(const struct nl_answer *a, const char *sides)
{
	const struct nlattr *at = nl_find(a->attrs, a->len,
					  NTMS_A_CALL_MEDIA_LIST);
	char *copy = strdup(sides), *save, *word;
	unsigned int n = 0;
	guid g;

	for (word = strtok_r(copy, ",", &save); word;
	     word = strtok_r(NULL, ",", &save), n++) {
		if (!at || at->nla_len < NLA_HDRLEN + (n + 1) * sizeof(g))
			return wrong("only %u sides", n);
		memcpy(&g, (const char *)(at + 1) + n * sizeof(g), sizeof(g));
		if (guid_null(g) ||
		    (*word != '?' && !guid_same(g, row_guid(word))))
			return wrong("side %u is not %s", n, word);
	}
	free(copy);
	if (!at || at->nla_len != NLA_HDRLEN + n * sizeof(g))
		return wrong("more than %u sides", n);
	return "";
}

static const char *check_reply(const struct nl_answer *a, const char *reply)
{
	const struct nlattr *at;

	if (!strncmp(reply, "from=", 5)) {
		if (!guid_same(nl_guid(a->attrs, a->len,
				       NTMS_A_CALL_ALLOCATED_FROM),
			       row_guid(reply + 5)))
			return wrong("not allocated %s", reply);
	} else if (!strncmp(reply, "pool=", 5)) {
		if (!guid_same(nl_guid(a->attrs, a->len, NTMS_A_CALL_POOL),
			       row_guid(reply + 5)))
			return wrong("not %s", reply);
	} else if (!strncmp(reply, "sides=", 6)) {
		return check_sides(a, reply + 6);
	} else if (!strncmp(reply, "path=", 5)) {
		at = nl_find(a->attrs, a->len, NTMS_A_CALL_PATH);
		if (!at || strcmp((const char *)(at + 1), reply + 5))
			return wrong("not %s", reply);
	}
	return "";
}

static const char *check_refusal(const struct row *r, const struct nl_answer *a)
{
	if (!a->err)
		return wrong("success without an answer");
	if (strlen(a->text) < 8)
		return wrong("no reason given: \"%s\"", a->text);
	if (r->text && !strstr(a->text, r->text))
		return wrong("the reason does not name %s: %s", r->text,
			     a->text);
	return "";
}

static const char *run(const struct row *r, struct world *w, struct nl *ears)
{
	static struct nl_answer a;
	static struct nl_msg m;
	const char *bad = "";
	uint64_t before;
	char text[256];

	before = world_sum(&w->client);
	if (!before)
		return wrong("no dump");
	if (row_message(&m, r->call))
		return wrong("a call that is not understood: %s", r->call);
	if (r->uid)
		row_as(r->uid, r->uid, NULL, 0, &m, &a);
	else
		nl_call(&w->client, &m, &a);
	if (a.code != r->code || (!r->code && a.err))
		return wrong("%s: code %u, not %u, errno %d: %s", r->call,
			     a.code, r->code, -a.err, a.text);
	if (r->code)
		bad = check_refusal(r, &a);
	if (!*bad && r->reply)
		bad = check_reply(&a, r->reply);
	if (!*bad && !r->after && world_sum(&w->client) != before)
		bad = wrong("something has changed");
	if (!*bad && r->after)
		bad = check_after(w, r->after);
	if (!*bad && (r->events || r->code))
		bad = check_events(w, ears, r->events ? r->events : "");
	if (!*bad && world_verify(text, sizeof(text)))
		bad = wrong("verify: %s", text);
	return bad;
}

const char *row_run(const struct row *r)
{
	static struct world w;
	static struct nl_msg m;
	struct world_event e[1];
	struct nl ears;
	const char *bad;
	char set[64];

	static const struct world_right nobody = { 0, NTMS_ACL_UID, 4711,
						   NTMS_USE_ACCESS };

	why[0] = 0;
	if (r->no_free)
		w.free_rights = &nobody;
	if (world_new(&w, r->pools, r->media))
		return wrong("no world: %u %s", w.a.code, w.a.text);
	if (r->policy) {
		snprintf(set, sizeof(set), "set guid=COMP .policy=%u",
			 r->policy);
		row_message(&m, set);
		if (nl_call(&w.client, &m, &w.a))
			return wrong("the policy was not taken");
	}
	ears = nl_open();
	if (world_listen(&ears) ||
	    world_events(&w.client, &ears, e, 1) < 0)
		return wrong("no events");
	bad = run(r, &w, &ears);
	nl_close(&ears);
	world_end(&w);
	return bad;
}
