/* Finds programs without running them. */
#ifndef CONFIG_PROGRAM_H
#define CONFIG_PROGRAM_H

/* The path of the program that running `name` would start: found in PATH, unless the name has a
 * '/'. The caller frees it. NULL if there is no such program that may be run. */
char *program_find(const char *name);

#endif
