/* Reads the right-hand side of a description's row: `POINTER [UNIT] | POINTER [UNIT]`. */
#ifndef PROVIDER_SOURCES_H
#define PROVIDER_SOURCES_H

#include "base/arena.h"
#include "base/err.h"
#include "provider/provider.h"

#include <stdbool.h>

enum { POINTER_MAX_PARTS = 32, POINTER_MAX_DIGITS = 6, POINTER_MAX_BYTES = 512, SOURCES_MAX = 16 };

/* An empty text is an empty list, which finds nothing. The arena owns the strings. False with e
 * set if the text cannot be read. */
bool sources_parse(struct arena *a, const char *text, struct sources *out, struct err *e);
/* Whether it is a JSON Pointer (RFC 6901, with ~2 for `|` and ~3 for a blank) within the bounds
 * above, or "." for the value itself. */
bool sources_check_pointer(const char *pointer, struct err *e);
/* "ms" for UNIT_MS; "" for UNIT_NONE; static. */
const char *sources_unit_name(enum unit unit);

#endif
