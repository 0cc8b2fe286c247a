/* The ticket note: a template in Markdown, filled with what is known of a call. */
#ifndef PRINT_NOTE_H
#define PRINT_NOTE_H

#include "base/buf.h"
#include "base/err.h"
#include "call/call.h"

#include <stdbool.h>
#include <stddef.h>

enum { NOTE_TEMPLATE_MAX_BYTES = 64 * 1024 };

/* Every {name} in a template is one there is; else false, and e says which is not. */
bool note_check(const char *template, struct err *e);
/* Appends the note; what a provider sent is escaped, so that it stays text. A line all of whose
 * names have nothing to say is left out. `template` NULL: the built-in one. {turns} are these
 * turns, quoted (NULL: the first `count`); gap_s is the limit of hot spots. */
void note_print(struct buf *out, const struct call *c, const char *template, int gap_s,
                const size_t *turns, size_t count);

#endif
