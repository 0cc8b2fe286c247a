/* A file that was written under another name gets its own. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include <stdbool.h>

/* Renames; one that stands there is replaced only if so told. 0 or the errno: EEXIST when there is
 * one. Nothing but what a signal handler may call. */
int file_place(const char *from, const char *to, bool replace);

#endif
