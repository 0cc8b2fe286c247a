/* The ticket note: a Markdown template filled in for one call. */
#ifndef PRINT_NOTE_H
#define PRINT_NOTE_H

#include "base/buf.h"
#include "base/err.h"
#include "call/spots.h"

#include <stdbool.h>
#include <stddef.h>

enum { NOTE_TEMPLATE_MAX_BYTES = 64 * 1024 };

/* Returns false, with e naming it, if the template has an unknown {name}. */
bool note_check(const char *template, struct err *e);
/* Appends the note. Text from a provider is escaped, so that it stays text. A line is left out if
 * all its names are empty. `template` may be NULL for the built-in one. {turns} quotes the given
 * turns (NULL: the first `count`). The limits are those of hot spots. */
void note_print(struct buf *out, const struct call *c, const char *template,
                const struct spot_limits *limits, const size_t *turns, size_t count);

#endif
