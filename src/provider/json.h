/* JSON text to a tree of values, within bounds. Runs on one thread at a time (cJSON). */
#ifndef PROVIDER_JSON_H
#define PROVIDER_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "call/value.h"

enum { JSON_MAX_DEPTH = 64, JSON_MAX_VALUES = 2000000 };

/* The tree, the arena's; NULL with e set ("not JSON at byte 17", "more than 64 levels deep").
 * Lone surrogates, \u0000 and malformed UTF-8 become U+FFFD; a number that a double cannot hold
 * becomes a string of its digits; of equal names the first wins look-ups and all are kept. */
struct value *json_parse(struct arena *a, const char *bytes, size_t n, struct err *e);

/* Of cJSON: appends the version that the program was compiled with, and the one that runs. */
void json_version(struct buf *compiled, struct buf *running);

#endif
