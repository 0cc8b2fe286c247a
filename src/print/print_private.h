/* Shared by the files of this directory only. */
#ifndef PRINT_PRINT_PRIVATE_H
#define PRINT_PRINT_PRIVATE_H

#include "base/buf.h"
#include "call/failure.h"

/* The ID as a failure names it: a refused one is cut to 40 characters. The caller frees it. */
char *print_failed_id(const char *id, enum kind kind);

#endif
