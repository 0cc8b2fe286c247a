/* The right-hand sides of a description: `POINTER [UNIT] | POINTER [UNIT]`. */
#ifndef PROVIDER_SOURCES_H
#define PROVIDER_SOURCES_H

#include "base/arena.h"
#include "base/err.h"
#include "provider/provider.h"

#include <stdbool.h>

enum { POINTER_MAX_PARTS = 32, POINTER_MAX_DIGITS = 6, POINTER_MAX_BYTES = 512, SOURCES_MAX = 16 };

/* "" is a list without members: the thing is not looked for. The strings are the arena's. */
bool sources_parse(struct arena *a, const char *text, struct sources *out, struct err *e);
/* A JSON Pointer, or "." for the value itself. */
bool sources_check_pointer(const char *pointer, struct err *e);
/* "ms" for UNIT_MS; "" for UNIT_NONE; static. */
const char *sources_unit_name(enum unit unit);

#endif
