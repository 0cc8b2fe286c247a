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
enum history_state { HISTORY_DONE, HISTORY_BUSY, HISTORY_FAILED };

/* Appends a line under a lock, drops older copies of it, and keeps the newest `max` lines; the file
 * is replaced only if lines have to go. The file gets mode 0600, and new directories 0700. A
 * symbolic link to a regular file of this user is followed and stays. Never waits: BUSY, with e
 * set, means that another program has the lock for a moment. FAILED, with e set: the file cannot be
 * read or written. */
enum history_state history_write(const char *path, const char *line, size_t max, struct err *e);
/* Empties the file; does not create one. Waits while another program has the lock. */
bool history_forget(const char *path, struct err *e);
void history_done(struct history *h);

#endif
