/* Gets a line from the standard output of another program. */
#ifndef CONFIG_PROGRAM_LINE_H
#define CONFIG_PROGRAM_LINE_H

#include "base/err.h"

/* Runs argv[0], which is looked up in PATH, and returns the first line that it prints, without the
 * line end; the caller frees it. No other copy of it is left in memory. NULL with e set: it cannot
 * be run ("cannot run WHAT: ..."), failed, was interrupted, printed nothing or too much, or was
 * still running after limit_ms. It is killed then, with its process group.
 *
 * The program has the terminal as its standard input and is in its foreground, as under a shell, if
 * this program is; else it reads /dev/null. It inherits standard error, the environment, and no
 * other descriptor. Waits; not for a program with a screen. */
char *program_line(const char *what, char **argv, int limit_ms, struct err *e);

#endif
