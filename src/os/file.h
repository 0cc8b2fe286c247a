/* Files that are written completely or not at all: without a name, or under a hidden one in the
 * same directory, mode 0600, and then placed where they belong. These functions return 0 or an
 * errno. Any thread. */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* Calls write() until all bytes are written. */
int file_write_all(int fd, const char *bytes, size_t count);

/* Writes the file and waits until the disk has it. Without `replace`, EEXIST when the path exists.
 * A symbolic link is replaced, not followed. On failure no new file is left. */
int file_save(const char *path, const char *bytes, size_t count, bool replace);
/* Replaces the file without waiting for the disk. */
int file_replace(const char *path, const char *bytes, size_t count);
/* The same with that time of modification, if the file system takes it. */
int file_replace_dated(const char *path, const char *bytes, size_t count,
                       const struct timespec *modified);

/* The steps of file_save, for a file that is written bit by bit. */

/* A new file in the directory of `path`. It has no name if the system can do that (*name is NULL),
 * else a hidden one: only then a process that is killed leaves a file. file_drop frees it. */
int file_open_beside(const char *path, int *fd, char **name);
/* A new file in the directory that keeps no name, for reading and writing: nobody else can open it,
 * and nothing is left of it once it is closed, however the process ends. */
int file_open_nameless(const char *dir, int *fd);
/* Waits until the disk has the file: a full disk may say so only now. */
int file_sync(int fd);
/* Gives the file its name; without `replace`, EEXIST when `to` exists. */
int file_place(int fd, const char *name, const char *to, bool replace);
/* Closes the file (fd may be -1), and removes and frees the name that it still has (or NULL). */
void file_drop(int fd, char *name);
/* Removes what processes that do not run any more left in the directory: hidden files of ours, of
 * this user, and a day old. */
void file_sweep(const char *dir, time_t now);
/* The same for a directory that only this machine writes: what is of no running process goes at
 * once, and so does what is a day old. */
void file_sweep_at_once(const char *dir, time_t now);
/* Makes the directories above the file, mode 0700; existing ones are left as they are. A failure
 * shows when the file is written. */
void file_make_directories(const char *path);

#endif
