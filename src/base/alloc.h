/* Memory that is there or the program ends: these never return NULL. Sizes that come from outside
 * are bounded by the caller before they reach this file. */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

void *xmalloc(size_t bytes);
void *xcalloc(size_t count, size_t bytes);
/* Room for count members of the given size; overflow ends the program. */
void *xreallocarray(void *old, size_t count, size_t bytes);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t bytes);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Overwrites, in a way no compiler removes; the memory is ours and not read-only. s may be NULL. */
void wipe_secret(const char *s);
/* Overwrites, then frees. s may be NULL. */
void free_secret(char *s);

/* Ends the program with exit code 1 and the sentence on standard error, after the hook has put
 * the terminal back. */
_Noreturn void die(const char *sentence);
void die_set_hook(void (*restore_terminal)(void));

#endif
