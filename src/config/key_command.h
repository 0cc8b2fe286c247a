/* A key from a command's standard output. */
#ifndef CONFIG_KEY_COMMAND_H
#define CONFIG_KEY_COMMAND_H

#include "base/err.h"

/* The first line that the command prints, without its line end, yours (free_secret). NULL with e
 * set: it cannot be run, failed, was interrupted, printed nothing or too much, or was still running
 * after limit_ms, and then it and its process group are killed.
 *
 * The command has the terminal as its standard input and is in its foreground, as under a shell,
 * when this program is; else it reads /dev/null. It inherits standard error, no other descriptor
 * and no key of the environment. */
char *key_command_line(const char *command, int limit_ms, struct err *e);

#endif
