/* Saves a file on its own thread, because a disk or a network file system may block it for any
 * length of time. Only file_saver_wait waits. */
#ifndef OS_FILE_SAVER_H
#define OS_FILE_SAVER_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

struct file_saver;

/* Starts saving as file_save does; the text is taken in any case. NULL with e set when there is no
 * thread. */
struct file_saver *file_saver_start(const char *path, struct buf *text, bool replace,
                                    struct err *e);
/* A descriptor that is readable when it has ended. */
int file_saver_fd(const struct file_saver *s);
/* True when it has ended: *why is 0 or an errno, and s is freed. */
bool file_saver_ended(struct file_saver *s, int *why);
/* Waits until it has ended, at most max_ms milliseconds. */
void file_saver_wait(const struct file_saver *s, int max_ms);

#endif
