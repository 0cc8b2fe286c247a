/* Output: data go to standard output or to the files of --out, messages to standard error. */
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

/* The directory of --out, with one file for each call. A file is written under a temporary name and
 * then replaces the old one, so it is always complete.
 *
 * Returns false, with e set, if there is no such directory or it is not writable. */
bool output_dir_check(const char *dir, struct err *e);

enum output_dir_state {
    OUTPUT_DIR_WRITTEN,
    OUTPUT_DIR_NAME, /* this file cannot be written, but others may be */
    OUTPUT_DIR_FULL  /* probably no file can be written any more */
};

/* Writes a file with mode 0600. Sets e unless it returns OUTPUT_DIR_WRITTEN. */
enum output_dir_state output_dir_write(const char *dir, const char *name, const struct buf *b,
                                       struct err *e);

#endif
