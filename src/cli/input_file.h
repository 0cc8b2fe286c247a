/* Files that the command line names, and standard input. One thread. */
#ifndef CLI_INPUT_FILE_H
#define CLI_INPUT_FILE_H

#include "base/err.h"
#include "config/file_text.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads a regular file or a pipe, or standard input if the path is `-`, of at most max bytes.
 * Returns false, with e set, for a larger one. Free the text with file_text_done. */
bool input_file_read(struct file_text *f, const char *path, size_t max, struct err *e);

#endif
