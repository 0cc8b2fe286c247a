/* Reads small files completely: the configuration, key files. */
#ifndef CONFIG_FILE_TEXT_H
#define CONFIG_FILE_TEXT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct file_text {
    char *data; /* ended by a NUL */
    size_t bytes;
    unsigned mode; /* permission bits of the open file */
};

/* Reads a regular file, or one of the type `also` (S_IFIFO; 0: no other), of at most max bytes.
 * Never waits, except for the writer of a pipe: at most a minute for each piece. Returns false,
 * with e set, for a larger file or one of another kind. */
bool file_text_read(struct file_text *f, const char *path, size_t max, mode_t also, struct err *e);
/* Overwrites the text, which may contain keys, and frees it. */
void file_text_done(struct file_text *f);

#endif
