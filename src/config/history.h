/* The history file: the calls that the user requested, one "PROVIDER:ID" in each line, oldest
 * first. Any thread may use it, and so may several running programs. */
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
/* Reads the newest `max` usable lines. A file that does not exist has no lines. Returns false, with
 * e set, if the file cannot be read. Free the lines with history_done. */
bool history_read(struct history *h, const char *path, size_t max, struct err *e);
/* Adds a line at the end of the current file, drops older copies of it, and keeps the newest `max`
 * lines. The file is replaced by a new one with mode 0600; its directories are created. Returns
 * false, with e set, if the file cannot be read or replaced. */
bool history_write(const char *path, const char *line, size_t max, struct err *e);
/* Empties the file; does not create one. */
bool history_forget(const char *path, struct err *e);
void history_done(struct history *h);

#endif
