/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rpcdce.h - identifiers as text */
#include "objbase.h"
