/* Writes down what a terminal was sent and what it showed at some moments, for
 * tests/nightly/second_terminal.js, which compares another terminal with it. Part of term. */
#ifndef TESTS_SUPPORT_TERM_RECORD_H
#define TESTS_SUPPORT_TERM_RECORD_H

#include "tests/support/term.h"

/* NULL unless $CALLBROWSER_TEST_RECORD names a directory. */
struct term_record *term_record_new(const struct term *t);
/* What is on the screen now, and the new size. Both do nothing without a record. */
void term_record_screen(struct term_record *r, const struct term *t);
void term_record_size(struct term_record *r, const struct term *t);
/* Writes a file of that directory; r may be NULL. */
void term_record_free(struct term_record *r, const struct term *t);

#endif
