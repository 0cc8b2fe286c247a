/* Memory allocation that never fails: these functions return no NULL, the program ends instead. The
 * caller bounds sizes that come from outside before it asks for memory. The caller frees the
 * result. */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

void *xmalloc(size_t bytes);
void *xcalloc(size_t count, size_t bytes);
/* Room for count members of the given size; overflow ends the program. */
void *xreallocarray(void *old, size_t count, size_t bytes);
/* Makes room for one more member after the first `count`, and returns the array. It doubles the
 * memory when count is a power of two, so every member has to be added through it, one by one. */
void *xgrow(void *array, size_t count, size_t bytes);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t bytes);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Overwrites memory in a way that no compiler removes. NULL is fine with a count of 0. */
void wipe_bytes(void *bytes, size_t count);
/* Overwrites a string, which must be writable. s may be NULL. */
void wipe_secret(const char *s);
/* Overwrites a string, then frees it. s may be NULL. */
void free_secret(char *s);

/* Ends the program with exit code 1 and the sentence on standard error. Calls the hook first, so
 * that it restores the terminal. */
_Noreturn void die(const char *sentence);
void die_set_hook(void (*restore_terminal)(void));

#endif
