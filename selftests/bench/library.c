// SPDX-License-Identifier: GPL-2.0
/*
 * library.c - allocate and deallocate through libntms, against libnl echoes
 */
#include <stdlib.h>
#include <string.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/socket.h>
#include <ntms.h>

#include "bench.h"

static HANDLE open_session(void)
{
	HANDLE session = OpenNtmsSessionA(NULL, "bench", 0);

	if (session == INVALID_HANDLE_VALUE)
		die("no session: %s", ntms_strerror(GetLastError()));
	return session;
}

static void check(DWORD code, const char *what)
{
	if (code)
		die("%s: %s: %s", what, ntms_strerror(code), ntms_last_error_text());
}

static NTMS_GUID *list(HANDLE session, DWORD type, DWORD *count)
{
	NTMS_GUID *ids;

	*count = 100000;
	ids = calloc(*count, sizeof(*ids));
	if (!ids)
		die("no memory");
	check(EnumerateNtmsObject(session, NULL, ids, count, type, NTMS_ENUM_DEFAULT),
	      "list");
	return ids;
}

static void pool_id(HANDLE session, const char *name, LPNTMS_GUID type, DWORD action,
		    NTMS_GUID *id)
{
	check(CreateNtmsMediaPoolA(session, name, type, action, NULL, id), name);
}

void find_pool(unsigned char guid[16])
{
	HANDLE session = open_session();
	NTMS_GUID id;

	pool_id(session, POOL_NAME, NULL, NTMS_OPEN_EXISTING, &id);
	memcpy(guid, &id, sizeof(id));	/* the same on a little endian machine */
	CloseNtmsSession(session);
}

void count(unsigned int media)
{
	HANDLE session = open_session();
	DWORD found;

	free(list(session, NTMS_PHYSICAL_MEDIA, &found));
	CloseNtmsSession(session);
	if (found < media)
		die("%u of %u media", found, media);
}

static void tell_type(HANDLE session, NTMS_GUID *medium, NTMS_GUID *type)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info),
					 .dwType = NTMS_PHYSICAL_MEDIA };

	check(GetNtmsObjectInformationA(session, medium, &info), "medium");
	*type = info.Info.PhysicalMedia.MediaType;
}

void prepare(void)
{
	HANDLE session = open_session();
	NTMS_GUID *media, pool, scratch, type;
	DWORD count, i, moved = 0;

	media = list(session, NTMS_PHYSICAL_MEDIA, &count);
	if (!count)
		die("there are no media");
	tell_type(session, &media[0], &type);
	pool_id(session, "Free\\LTO_Ultrium", NULL, NTMS_OPEN_EXISTING, &scratch);
	pool_id(session, POOL_NAME, &type, NTMS_OPEN_ALWAYS, &pool);
	for (i = 0; i < count; i++) {
		/* what has just been found can only become free first */
		MoveToNtmsMediaPool(session, &media[i], &scratch);
		moved += !MoveToNtmsMediaPool(session, &media[i], &pool);
	}
	report("media_prepared", moved);
	free(media);
	CloseNtmsSession(session);
	if (!moved)
		die("no medium could be moved to the pool");
}

/* a pool that draws from the free pool and gives back to it */
void prepare_scratch(unsigned char guid[16])
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info),
					 .dwType = NTMS_MEDIA_POOL };
	HANDLE session = open_session();
	NTMS_GUID *media, pool, scratch, type;
	DWORD count, i;

	media = list(session, NTMS_PHYSICAL_MEDIA, &count);
	if (!count)
		die("there are no media");
	tell_type(session, &media[0], &type);
	pool_id(session, "Free\\LTO_Ultrium", NULL, NTMS_OPEN_EXISTING, &scratch);
	pool_id(session, "Scratch", &type, NTMS_OPEN_ALWAYS, &pool);
	check(GetNtmsObjectInformationA(session, &pool, &info), "pool");
	info.Info.MediaPool.AllocationPolicy = NTMS_ALLOCATE_FROMSCRATCH;
	info.Info.MediaPool.DeallocationPolicy = NTMS_DEALLOCATE_TOSCRATCH;
	check(SetNtmsObjectInformationA(session, &pool, &info), "pool");
	for (i = 0; i < count / 2; i++)
		MoveToNtmsMediaPool(session, &media[i], &scratch);
	memcpy(guid, &pool, sizeof(pool));
	free(media);
	CloseNtmsSession(session);
}

static void pair(HANDLE session, NTMS_GUID *pool)
{
	NTMS_GUID media;

	if (AllocateNtmsMedia(session, pool, NULL, &media, 0, 0, NULL) ||
	    DeallocateNtmsMedia(session, &media, 0))
		die("%s", ntms_last_error_text());
}

static int take_echo(struct nl_msg *msg, void *got)
{
	struct nlattr *attr[2];

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, 1, NULL) < 0 || !attr[1])
		return NL_STOP;
	*(int *)got = nla_len(attr[1]);
	return NL_OK;
}

static void echo(struct nl_sock *sock, int family, int *got)
{
	static const unsigned char data[ECHO_BYTES];
	struct nl_msg *msg = nlmsg_alloc();

	*got = 0;
	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, 0, 1, 1) ||
	    nla_put(msg, 1, sizeof(data), data) || nl_send_auto(sock, msg) < 0)
		die("cannot send");
	nlmsg_free(msg);
	if (nl_recvmsgs_default(sock) < 0 || *got != sizeof(data))
		die("no echo");
}

static double pair_time(HANDLE session, NTMS_GUID *pool, unsigned int rounds)
{
	double start = now_us();
	unsigned int i;

	for (i = 0; i < rounds; i++)
		pair(session, pool);
	return (now_us() - start) / rounds;
}

static double echo_time(struct nl_sock *sock, int family, int *got,
			unsigned int rounds)
{
	double start = now_us();
	unsigned int i;

	for (i = 0; i < rounds; i++) {
		echo(sock, family, got);
		echo(sock, family, got);
	}
	return (now_us() - start) / rounds;
}

void measure_library(unsigned int rounds)
{
	struct samples pairs = {}, echoes = {};
	struct nl_sock *sock = nl_socket_alloc();
	HANDLE session = open_session();
	int family, got;
	unsigned int i;
	NTMS_GUID pool;

	if (!sock || genl_connect(sock))
		die("no netlink socket");
	family = genl_ctrl_resolve(sock, "ntms_echo");
	if (family < 0)
		die("no echo family");
	/* an acknowledgement would cost another datagram: the cheapest libnl */
	nl_socket_disable_auto_ack(sock);
	nl_socket_modify_cb(sock, NL_CB_VALID, NL_CB_CUSTOM, take_echo, &got);
	pool_id(session, POOL_NAME, NULL, NTMS_OPEN_EXISTING, &pool);
	pair_time(session, &pool, rounds);
	echo_time(sock, family, &got, rounds);
	for (i = 0; i < BLOCKS; i++) {
		sample(&pairs, pair_time(session, &pool, rounds));
		sample(&echoes, echo_time(sock, family, &got, rounds));
	}
	report("library_pair", median(&pairs));
	report("library_echoes", median(&echoes));
	nl_socket_free(sock);
	CloseNtmsSession(session);
}
