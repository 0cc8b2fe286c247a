/* Gets a key from the standard output of a command. */
#ifndef CONFIG_KEY_COMMAND_H
#define CONFIG_KEY_COMMAND_H

#include "base/err.h"

/* Runs the command (program_line.h) and returns the first line that it prints; the caller frees it
 * with free_secret. Call key_env_hide first: the command inherits the environment. */
char *key_command_line(const char *command, int limit_ms, struct err *e);

#endif
