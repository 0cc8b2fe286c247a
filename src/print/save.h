/* A file written whole or not at all. */
#ifndef PRINT_SAVE_H
#define PRINT_SAVE_H

#include <stdbool.h>
#include <stddef.h>

struct saving {
    const char *path;   /* the final name */
    const char *beside; /* in the same directory: where it is written first */
    const char *bytes;
    size_t count;
    bool replace; /* what has the final name */
};

/* 0, or the errno that says why not; nothing is left behind then. Mode 0600. Calls nothing that may
 * not be called between fork and exec. */
int save_write(const struct saving *s);

#endif
