// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * lasterror.c - what a thread is told about its last failure
 *
 * The last error is what GetLastError returns: the two calls that return a
 * handle set it.  The result is the outcome of every call, with the text that
 * the module gave for it.
 */
#include "lasterror.h"
#include "text.h"

static _Thread_local struct {
	DWORD last_error;
	DWORD result;
	char text[256];
} self;

/**
 * GetLastError() - tell why the thread got no handle
 *
 * Return: the code that OpenNtmsSession, OpenNtmsNotification or SetLastError
 * left last in this thread, ERROR_SUCCESS at first.
 */
DWORD GetLastError(void)
{
	return self.last_error;
}

/**
 * SetLastError() - set what GetLastError returns in this thread
 * @dwErrCode:	the code
 */
void SetLastError(DWORD dwErrCode)
{
	self.last_error = dwErrCode;
}

/**
 * ntms_result() - record the outcome of a call
 * @code:	what the call returns
 * @text:	why, from the module; NULL if there is no more to say than @code
 *
 * Return: @code, for use in a return statement.
 */
DWORD ntms_result(DWORD code, const char *text)
{
	self.result = code;
	ntms_text_put(NTMS_UTF8, text ? text : "", self.text, sizeof(self.text));
	return code;
}

/**
 * ntms_last_error_text() - tell why the last call of this thread failed
 *
 * Return: a sentence about the outcome of the last call, from the module if it
 * gave one.  It is valid until the next call of this thread.
 */
const char *ntms_last_error_text(void)
{
	return self.text[0] ? self.text : ntms_strerror(self.result);
}
