/* Whether a program is there, without running it. */
#ifndef CONFIG_PROGRAM_H
#define CONFIG_PROGRAM_H

/* The path that running `name` would take: through PATH, unless there is a '/' in it. Yours; NULL
 * when there is none that may be run. */
char *program_find(const char *name);

#endif
