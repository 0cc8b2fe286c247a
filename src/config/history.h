/* The history file: the calls that were asked for, one "PROVIDER:ID" per line, oldest first,
 * nothing else. Any thread; several programs may use one file. */
#ifndef CONFIG_HISTORY_H
#define CONFIG_HISTORY_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct history {
    char **lines; /* all different */
    size_t count;
};

/* The path of the file: $XDG_STATE_HOME/callbrowser/history, unless that is relative, else
 * ~/.local/state/callbrowser/history (XDG Base Directory Specification). The caller frees it. NULL
 * without a home directory. */
char *history_path(void);
/* Reads the newest `max` usable lines; without a file there are none. False with e set when the
 * file cannot be read. */
bool history_read(struct history *h, const char *path, size_t max, struct err *e);
/* Appends a line to what is in the file now, and keeps at most `max` lines. The file is replaced,
 * mode 0600, and its directories are made. A file that cannot be read is not replaced. */
bool history_write(const char *path, const char *line, size_t max, struct err *e);
/* Empties the file; does not create one. */
bool history_forget(const char *path, struct err *e);
void history_done(struct history *h);

#endif
