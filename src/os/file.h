/* A file that was written under another name gets its own. */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <stdbool.h>

/* Renames; one that stands there is replaced only if so told. 0 or the errno: EEXIST when there is
 * one. Nothing but what a signal handler may call. */
int file_rename(const char *from, const char *to, bool replace);

#endif
