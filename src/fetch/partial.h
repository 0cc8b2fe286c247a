/* A file that is being downloaded: it has no name, or a hidden one in its directory, until it is
 * complete (os/file.h). Belongs to one thread. */
#ifndef FETCH_PARTIAL_H
#define FETCH_PARTIAL_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct partial {
    char *dir;  /* NULL: no file is open */
    char *path; /* NULL: it has no name */
    int fd;
    uint64_t bytes;
    uint64_t started; /* bytes that the disk has begun to write */
};

/* Creates the file, and the directory if only that is missing. False with e set. */
bool partial_open(struct partial *p, const char *dir, struct err *e);
/* Creates a file in $TMPDIR, or /tmp, that never gets a name. False with e set. */
bool partial_open_nameless(struct partial *p, struct err *e);
bool partial_write(struct partial *p, const char *bytes, size_t n, struct err *e);
/* False with e set if the file system says that so many more bytes do not fit. */
bool partial_has_room(const struct partial *p, uint64_t bytes, struct err *e);
/* Empties the file. */
bool partial_restart(struct partial *p, struct err *e);
/* Gives the file its name and closes it; without `replace`, `name-2.ending` and so on if there is
 * such a file. *path is owned by the caller. On success p is empty, on failure the file is kept. */
bool partial_place(struct partial *p, const char *name, const char *ending, bool replace,
                   char **path, struct err *e);
/* Hands over the descriptor, at the file's start; p is empty then. */
int partial_take(struct partial *p);
/* Removes the file. Does nothing when no file is open. */
void partial_drop(struct partial *p);

#endif
