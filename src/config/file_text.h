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

/* Reads a regular file of at most max bytes. Never waits: false with e set for another kind of
 * file, or a larger one. */
bool file_text_read(struct file_text *f, const char *path, size_t max, struct err *e);
/* Reads a pipe as well: waits while a writer has it open, at most a minute between two pieces. */
bool file_text_read_pipe(struct file_text *f, const char *path, size_t max, struct err *e);
/* Overwrites the text, which may contain keys, and frees it. */
void file_text_done(struct file_text *f);

#endif
