/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rpc.h - identifiers as text */
#include "objbase.h"
