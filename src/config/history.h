/* The history file: which calls were asked for, "PROVIDER:ID" a line, oldest first, nothing else.
 * Any thread; several programs may use one file. */
#ifndef CONFIG_HISTORY_H
#define CONFIG_HISTORY_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct history {
    char **lines; /* no two alike */
    size_t count;
};

/* Where it is: $XDG_STATE_HOME/callbrowser/history, a relative one is ignored, else
 * ~/.local/state; yours, NULL without any home. */
char *history_path(void);
/* The newest `max` lines that can be used; none when there is no such file. False with e set when
 * it cannot be read. */
bool history_read(struct history *h, const char *path, size_t max, struct err *e);
/* Puts a line at the end of what is in the file by now, at most `max` in all: written beside and
 * renamed, mode 0600, its directory made. A file that cannot be read is not replaced. */
bool history_write(const char *path, const char *line, size_t max, struct err *e);
/* Empties the file; one that is not there stays away. */
bool history_forget(const char *path, struct err *e);
void history_done(struct history *h);

#endif
