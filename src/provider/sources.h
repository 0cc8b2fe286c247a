/* Reads the right-hand side of a description's row: `POINTER [UNIT] | POINTER [UNIT]`. Instead of a
 * unit there can be words, such as `yes:WORDS no:WORDS`. */
#ifndef PROVIDER_SOURCES_H
#define PROVIDER_SOURCES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "provider/provider.h"

#include <stdbool.h>

enum { POINTER_MAX_PARTS = 32, POINTER_MAX_DIGITS = 6, POINTER_MAX_BYTES = 512, SOURCES_MAX = 16 };

/* What a row may contain: a set of units, and whether a pointer may have `*` for every element. */
struct accepted {
    unsigned units; /* SOURCES_UNIT(...) of each */
    bool every;
};
#define SOURCES_UNIT(unit) (1U << (unit))

/* An empty text is an empty list, which finds nothing. The arena owns the strings. False with e
 * set if the text cannot be read. */
bool sources_parse(struct arena *a, const char *text, struct accepted accepted, struct sources *out,
                   struct err *e);
/* Whether it is a JSON Pointer (RFC 6901, with ~2 for `|` and ~3 for a blank, and -1 for the last
 * element of a list) within the bounds above, or "." for the value itself; without `*`. */
bool sources_check_pointer(const char *pointer, struct err *e);
/* Whether a pointer has `*` as one of its parts. */
bool sources_has_every(const char *pointer);
/* Appends the pointer with its unit or words, as a description has it. */
void sources_put(struct buf *out, const struct source *source);

#endif
