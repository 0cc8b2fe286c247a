/* A small file, read whole: configuration, key files. */
#ifndef CONFIG_FILE_TEXT_H
#define CONFIG_FILE_TEXT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct file_text {
    char *data; /* a NUL behind it */
    size_t bytes;
    unsigned mode; /* permission bits, of the open descriptor */
};

/* Never waits: what is no regular file, or has more than max bytes, is refused. */
bool file_text_read(struct file_text *f, const char *path, size_t max, struct err *e);
/* Takes what comes out of a pipe as well: waits for it while somebody holds its other end, a minute
 * between two pieces at most. */
bool file_text_read_pipe(struct file_text *f, const char *path, size_t max, struct err *e);
/* Overwrites before freeing: there may be keys in it. */
void file_text_done(struct file_text *f);

#endif
