/* Problems in the user's configuration: collected while it is read, and shown later. */
#ifndef CONFIG_PROBLEMS_H
#define CONFIG_PROBLEMS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct problem {
    char *file;
    int line;      /* 0: the problem concerns the file, not one line */
    char *section; /* the section of the line ("provider ringyo"), or NULL */
    char *text;    /* clean */
};

struct problems {
    struct problem *list;
    size_t count;
};

/* `section` may be NULL. */
void problems_add(struct problems *p, const char *file, int line, const char *section,
                  const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The first problem of a section, or NULL. A provider whose section has one is disabled. */
const struct problem *problems_find(const struct problems *p, const char *section);
/* Sorts by file and line. */
void problems_sort(struct problems *p);
/* "file:line: text", clean. The caller frees it. */
char *problems_text(const struct problem *p);
void problems_done(struct problems *p);

/* The name that the user may have meant, from a list that ends with NULL: the one with the smallest
 * edit distance, at most two and less than half of the word, or else the only one that begins with
 * the word. NULL if there is none. */
const char *problems_nearest_name(const char *word, const char *const names[]);
/* Sets e to "unknown option 'heigth' (did you mean 'height'?)" and returns false. `near` may be
 * NULL; a long word is cut. */
bool problems_unknown(struct err *e, const char *what, const char *word, const char *near);

#endif
