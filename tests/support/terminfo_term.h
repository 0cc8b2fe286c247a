/* A terminal that knows what its terminfo entry says and nothing else, fed with what a program
 * wrote for it. It shows whether the program keeps to the entry, of whatever kind the terminal is.
 * Each capability is expanded with all parameters that can occur, so that terminfo's language of
 * parameters does not have to be read backwards. */
#ifndef TESTS_SUPPORT_TERMINFO_TERM_H
#define TESTS_SUPPORT_TERMINFO_TERM_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct terminfo_term;

/* NULL if there is no entry of this name. The locale has to be one of UTF-8. */
struct terminfo_term *terminfo_term_new(const char *name, int rows, int cols);
void terminfo_term_free(struct terminfo_term *t);
void terminfo_term_feed(struct terminfo_term *t, const char *bytes, size_t n);
/* Whether the entry can move the cursor. */
bool terminfo_term_can_move(const struct terminfo_term *t);
/* Adds all rows without blanks at their ends, each with a line end. */
void terminfo_term_text(const struct terminfo_term *t, struct buf *out);
/* What is not as at the beginning, or NULL. */
const char *terminfo_term_unrestored(const struct terminfo_term *t);
/* Control characters and sequences that the entry does not have, each once and separated by blanks.
 * Borrowed. */
const char *terminfo_term_unknown(const struct terminfo_term *t);

#endif
