/* Shared by the files of this directory only. */
#ifndef PRINT_PRINT_PRIVATE_H
#define PRINT_PRINT_PRIVATE_H

#include "base/buf.h"
#include "call/facts.h"
#include "call/failure.h"

/* The ID as a failure names it: a refused one is cut to 40 characters. The caller frees it. */
char *print_failed_id(const char *id, enum kind kind);

/* A label from outside: sanitised, cut with ".." at max_cols; yours. */
char *facts_label(const char *s, int max_cols);
/* Adds a row; the three strings are the list's from then on. */
void facts_take(struct facts *f, char *label, char *value, char *name);

#endif
