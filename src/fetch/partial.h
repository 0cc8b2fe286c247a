/* A file on its way: written under a hidden name in the directory where it will stand, mode 0600,
 * and given its own name when it is whole. The worker's thread. */
#ifndef FETCH_PARTIAL_H
#define FETCH_PARTIAL_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct partial {
    char *dir, *path; /* NULL: there is none */
    int fd;
    uint64_t bytes, started; /* started: so far the disk was told to write it */
};

/* Makes it, and the directory where that is missing in one that is there. e says why not. */
bool partial_open(struct partial *p, const char *dir, struct err *e);
bool partial_write(struct partial *p, const char *bytes, size_t n, struct err *e);
/* So many bytes more will find room, as far as the file system knows. */
bool partial_has_room(const struct partial *p, uint64_t bytes, struct err *e);
bool partial_restart(struct partial *p, struct err *e); /* empty again */
/* Gives it the name, or where one stands that is not to be replaced, `name-2.ending` and so on.
 * *path gets where it is now, yours; there is no partial any more. On failure it is still there. */
bool partial_place(struct partial *p, const char *name, const char *ending, bool replace,
                   char **path, struct err *e);
/* Removes the file; fine when there is none. */
void partial_drop(struct partial *p);

#endif
