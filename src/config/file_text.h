/* Reads small files completely: the configuration, key files. */
#ifndef CONFIG_FILE_TEXT_H
#define CONFIG_FILE_TEXT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct file_text {
    char *data; /* ended by a NUL */
    size_t bytes;
    unsigned mode; /* permission bits of the open file */
};

/* Reads a regular file of at most max bytes; never waits. Returns false, with e set, for a larger
 * file or one of another kind. */
bool file_text_read(struct file_text *f, const char *path, size_t max, struct err *e);
/* The same, but the file may also be a pipe. Waits while a writer has it open, at most a minute for
 * each piece. */
bool file_text_read_pipe(struct file_text *f, const char *path, size_t max, struct err *e);
/* Overwrites the text, which may contain keys, and frees it. */
void file_text_done(struct file_text *f);

#endif
