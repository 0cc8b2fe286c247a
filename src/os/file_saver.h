/* Saves a file on a thread of its own, since a disk or a network file system may make it wait for
 * as long as it likes. The other functions never wait, file_saver_wait aside. */
#ifndef OS_FILE_SAVER_H
#define OS_FILE_SAVER_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

struct file_saver;

/* Starts saving as file_save does; the text is taken. NULL with e set when there is no thread. */
struct file_saver *file_saver_start(const char *path, struct buf *text, bool replace,
                                    struct err *e);
/* Readable when it has ended. */
int file_saver_fd(const struct file_saver *s);
/* True when it has ended: *why is 0 or an errno, and s is freed. */
bool file_saver_ended(struct file_saver *s, int *why);
/* Waits until it has ended, but no longer than that. */
void file_saver_wait(const struct file_saver *s, int max_ms);

#endif
