/* Output: data go to standard output, messages to standard error. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buf.h"
#include "base/err.h"
#include "cli/table.h"

#include <stdbool.h>

/* Writes b to standard output. Returns false, with e set, if that fails. If the reader has gone,
 * SIGPIPE ends the program. */
bool output_write(const struct buf *b, struct err *e);
/* Writes and frees b. Returns the exit code: 0, or 1 after a message on standard error. */
int output_end(struct buf *b);
/* The same for a table: in columns on a terminal, with tabs otherwise. */
int output_table(struct table *t);
/* Writes "callbrowser: SENTENCE" to standard error, cleaned. */
void output_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
