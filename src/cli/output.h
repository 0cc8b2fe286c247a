/* Standard output and standard error: data to the one, sentences to the other. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buf.h"
#include "base/err.h"
#include "cli/table.h"

#include <stdbool.h>

/* Writes all of it. False with e set ("cannot write to standard output: No space left on device").
 * A reader that went away ends the program by SIGPIPE. */
bool output_write(const struct buf *b, struct err *e);
/* The same, then gives the exit code: 0, or 1 after saying why on standard error. b is emptied. */
int output_end(struct buf *b);
/* The same for a table: columns on a terminal, else tabs. t is emptied. */
int output_table(struct table *t);
/* "callbrowser: SENTENCE" on standard error. */
void output_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
