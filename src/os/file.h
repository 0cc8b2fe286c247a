/* Files that are written completely or not at all: under a hidden name in the same directory first,
 * mode 0600, and then renamed. These functions return 0 or an errno. Any thread. */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Calls write() until all bytes are written. */
int file_write_all(int fd, const char *bytes, size_t count);

/* Writes the file and waits until the disk has it. Without `replace`, EEXIST when the path exists.
 * A symbolic link is replaced, not followed. On failure no new file is left. */
int file_save(const char *path, const char *bytes, size_t count, bool replace);
/* Replaces the file without waiting for the disk. */
int file_replace(const char *path, const char *bytes, size_t count);

/* The steps of file_save, for a file that is written bit by bit. */

/* A new file with a hidden name in the directory of `path`; *name is owned by the caller. */
int file_open_beside(const char *path, int *fd, char **name);
/* Waits until the disk has the file, and closes it: a full disk may say so only now. */
int file_sync_and_close(int fd);
/* Renames; without `replace`, EEXIST when `to` exists. */
int file_rename(const char *from, const char *to, bool replace);

#endif
