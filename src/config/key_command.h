/* Gets a key from the standard output of a command. */
#ifndef CONFIG_KEY_COMMAND_H
#define CONFIG_KEY_COMMAND_H

#include "base/err.h"

/* Runs the command and returns the first line that it prints, without the line end; the caller
 * frees it with free_secret. NULL with e set: the command cannot be run, failed, was interrupted,
 * printed nothing or too much, or was still running after limit_ms. It is killed then, with its
 * process group.
 *
 * The command has the terminal as its standard input and is in its foreground, as under a shell,
 * if this program is; else it reads /dev/null. It inherits standard error and no other descriptor.
 * Call key_env_hide first: the command inherits the environment. */
char *key_command_line(const char *command, int limit_ms, struct err *e);

#endif
