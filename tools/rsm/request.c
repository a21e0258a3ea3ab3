// SPDX-License-Identifier: GPL-2.0
/*
 * request.c - requests to libraries and to operators: cancel, order, purge,
 * oprequest
 *
 * rsm view -t librequest and rsm view -t oprequest list them.
 */
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "field.h"

static int done(struct rsm *rsm, DWORD type, const NTMS_GUID *id, DWORD code, const char *what)
{
	struct json_object *json;
	char text[GUID_TEXT];

	guid_text(id, text);
	if (code)
		return report(rsm, code, "%s %s", resolve_type(type), text);
	json = json_object_new_object();
	json_add_guid(json, "request", id);
	return answer(rsm, json, "request %s: %s", text, what);
}

static int cancel(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	const char *request = NULL;
	NTMS_GUID id;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c != 'r')
			return RSM_USAGE;
		request = optarg;
	}
	if (!request)
		return usage(rsm, "no request is named, use --request");
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = resolve(rsm, NTMS_LIBREQUEST, request, &id);
	return ret ? ret : done(rsm, NTMS_LIBREQUEST, &id,
				CancelNtmsLibraryRequest(rsm->session, &id), "cancelled");
}

static int tell_order(struct rsm *rsm, const NTMS_GUID *id)
{
	struct json_object *json;
	char text[GUID_TEXT];
	DWORD order, code;

	guid_text(id, text);
	code = GetNtmsRequestOrder(rsm->session, (NTMS_GUID *)id, &order);
	if (code)
		return report(rsm, code, "request %s", text);
	json = json_object_new_object();
	json_add_guid(json, "request", id);
	json_add_number(json, "order", order);
	return order ? answer(rsm, json, "request %s: number %u of its kind", text, order) :
		       answer(rsm, json, "request %s: does not wait", text);
}

static int order(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	const char *request = NULL, *to = NULL;
	DWORD number = 0, code;
	NTMS_GUID id;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'r')
			request = optarg;
		else if (c == 'n')
			to = optarg;
		else
			return RSM_USAGE;
	}
	if (!request)
		return usage(rsm, "no request is named, use --request");
	ret = args_none_left(rsm, argc, argv);
	if (!ret && to && !strcmp(to, "last"))
		number = 0xffffffff;
	else if (!ret && to && !strcmp(to, "first"))
		number = 1;
	else if (!ret && to)
		ret = args_number(rsm, "number", to, &number);
	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = resolve(rsm, NTMS_LIBREQUEST, request, &id);
	if (ret)
		return ret;
	code = to ? SetNtmsRequestOrder(rsm->session, &id, number) : ERROR_SUCCESS;
	return code ? done(rsm, NTMS_LIBREQUEST, &id, code, NULL) : tell_order(rsm, &id);
}

/* Deletes one request, or all of a type that are finished. */
static int purge(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	DWORD type = NTMS_LIBREQUEST, code;
	const char *request = NULL;
	struct json_object *json;
	NTMS_GUID *ids, one;
	struct list list;
	size_t i;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'r')
			request = optarg;
		else if (c != 't')
			return RSM_USAGE;
		else if (!word_find(words_type, optarg, &type) ||
			 (type != NTMS_LIBREQUEST && type != NTMS_OPREQUEST))
			return usage(rsm, "no type of request: %s; use librequest or oprequest",
				     optarg);
	}
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	if (!ret && request)
		ret = resolve(rsm, type, request, &one);
	if (ret)
		return ret;
	if (request)
		return done(rsm, type, &one, DeleteNtmsRequests(rsm->session, &one, type, 1),
			    "deleted unless it is unfinished");
	code = list_load(rsm, NULL, type, &list);
	if (code)
		return report(rsm, code, "requests");
	ids = xcalloc(list.count + 1, sizeof(*ids));
	for (i = 0; i < list.count; i++)
		ids[i] = list.items[i]->id;
	if (list.count)
		code = DeleteNtmsRequests(rsm->session, ids, type, (DWORD)list.count);
	free(ids);
	list_free(&list);
	if (code)
		return report(rsm, code, "requests");
	json = json_object_new_object();
	json_add_text(json, "type", word_for(words_type, type));
	return answer(rsm, json, "finished requests: deleted");
}

enum { OPREQ_SUBMIT, OPREQ_WAIT, OPREQ_READ, OPREQ_BEGIN, OPREQ_SATISFY, OPREQ_REFUSE };

static const struct word oprequest_actions[] = {
	{ OPREQ_SUBMIT, "submit" },
	{ OPREQ_WAIT, "wait" },
	{ OPREQ_READ, "read" },
	{ OPREQ_BEGIN, "begin" },
	{ OPREQ_SATISFY, "satisfy" },
	{ OPREQ_REFUSE, "refuse" },
	{ 0, NULL }
};

static int submit(struct rsm *rsm, const char *message)
{
	struct json_object *json;
	char text[GUID_TEXT];
	NTMS_GUID id;
	DWORD code;

	if (!message)
		return usage(rsm, "no text is given, use --message");
	code = SubmitNtmsOperatorRequestA(rsm->session, NTMS_OPREQ_MESSAGE, message, NULL, NULL,
					  &id);
	if (code)
		return report(rsm, code, "operator request");
	json = json_object_new_object();
	json_add_guid(json, "request", &id);
	return answer(rsm, json, "%s", guid_text(&id, text));
}

static int oprequest(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	const char *request = NULL, *message = NULL;
	DWORD action = OPREQ_SATISFY, timeout = INFINITE;
	NTMS_GUID id;
	bool acted = false;
	int c, ret = RSM_OK;

	while (!ret && (c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'r')
			request = optarg;
		else if (c == 'm')
			message = optarg;
		else if (c == 't')
			ret = args_timeout(rsm, optarg, &timeout);
		else if (c != 'a')
			return RSM_USAGE;
		else if (!word_find(oprequest_actions, optarg, &action))
			return usage(rsm, "no action: %s; use submit, wait, read, begin, satisfy "
				     "or refuse", optarg);
		acted |= c == 'a';
	}
	if (!ret && !acted)
		ret = usage(rsm, "no action is named, use --action");
	if (!ret && action != OPREQ_SUBMIT && !request)
		ret = usage(rsm, "no request is named, use --request");
	if (!ret)
		ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	if (!ret && action == OPREQ_SUBMIT)
		return submit(rsm, message);
	if (!ret)
		ret = resolve(rsm, NTMS_OPREQUEST, request, &id);
	if (ret)
		return ret;
	switch (action) {
	case OPREQ_WAIT:
		return done(rsm, NTMS_OPREQUEST, &id,
			    WaitForNtmsOperatorRequest(rsm->session, &id, timeout), "satisfied");
	case OPREQ_READ:
	case OPREQ_BEGIN:
		return done(rsm, NTMS_OPREQUEST, &id,
			    ntms_acknowledge_oprequest(rsm->session, &id, action == OPREQ_BEGIN),
			    action == OPREQ_BEGIN ? "in progress" : "read");
	case OPREQ_REFUSE:
		return done(rsm, NTMS_OPREQUEST, &id,
			    CancelNtmsOperatorRequest(rsm->session, &id), "refused");
	}
	return done(rsm, NTMS_OPREQUEST, &id, SatisfyNtmsOperatorRequest(rsm->session, &id),
		    "satisfied");
}

#define REQUEST_OPTION	{ "request", required_argument, NULL, 'r' }

const struct verb verb_cancel = {
	.name = "cancel",
	.help = "cancel a library request",
	.usage =
	"  -r, --request=ID            the request\n",
	.shorts = "r:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){ REQUEST_OPTION, RSM_COMMON },
	.run = cancel,
};

const struct verb verb_order = {
	.name = "order",
	.help = "tell or change when a library request is executed",
	.usage =
	"  -r, --request=ID            the request\n"
	"  -n, --to=N                  its new place among requests of its kind, from 1;\n"
	"                              first, last\n",
	.shorts = "r:n:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		REQUEST_OPTION, { "to", required_argument, NULL, 'n' }, RSM_COMMON
	},
	.run = order,
};

const struct verb verb_purge = {
	.name = "purge",
	.help = "delete finished requests",
	.usage =
	"  -t, --type=TYPE             librequest, the default, or oprequest\n"
	"  -r, --request=ID            this one only\n",
	.shorts = "t:r:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "type", required_argument, NULL, 't' }, REQUEST_OPTION, RSM_COMMON
	},
	.run = purge,
};

const struct verb verb_oprequest = {
	.name = "oprequest",
	.help = "answer a request to an operator, or make one",
	.usage =
	"  -r, --request=ID            the request, see rsm view -t oprequest\n"
	"  -a, --action=ACTION         satisfy: what was asked for is done; refuse;\n"
	"                              read, begin: it is being worked on;\n"
	"                              submit: ask, prints the request; wait for the answer\n"
	"  -m, --message=TEXT          (submit) the question\n"
	"  -t, --timeout=TIME          (wait) ms, or with suffix s or m; inf, the default\n",
	.shorts = "r:a:m:t:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		REQUEST_OPTION,
		{ "action", required_argument, NULL, 'a' },
		{ "message", required_argument, NULL, 'm' },
		{ "timeout", required_argument, NULL, 't' },
		RSM_COMMON
	},
	.run = oprequest,
};
