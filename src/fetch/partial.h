/* A file that is being downloaded: it has a hidden name in its directory, mode 0600, until it is
 * complete. Belongs to the worker. */
#ifndef FETCH_PARTIAL_H
#define FETCH_PARTIAL_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct partial {
    char *dir, *path; /* NULL: no file is open */
    int fd;
    uint64_t bytes;
    uint64_t started; /* so many of them the disk was told to write */
};

/* Creates the file, and the directory if only that is missing. False with e set. */
bool partial_open(struct partial *p, const char *dir, struct err *e);
bool partial_write(struct partial *p, const char *bytes, size_t n, struct err *e);
/* Whether so many more bytes fit, as far as the file system knows. */
bool partial_has_room(const struct partial *p, uint64_t bytes, struct err *e);
/* Empties the file. */
bool partial_restart(struct partial *p, struct err *e);
/* Gives the file its name; if that is taken and not to be replaced, `name-2.ending` and so on.
 * *path is where it is now, owned by the caller; p is empty then. On failure the file is kept. */
bool partial_place(struct partial *p, const char *name, const char *ending, bool replace,
                   char **path, struct err *e);
/* Removes the file. Does nothing when no file is open. */
void partial_drop(struct partial *p);

#endif
