/* What is wrong in the user's configuration: collected while reading, shown afterwards. */
#ifndef CONFIG_PROBLEMS_H
#define CONFIG_PROBLEMS_H

#include <stddef.h>

struct problem {
    char *file;
    int line;      /* 0: the file as a whole */
    char *section; /* "provider ringyo": the section the line stands in; or NULL */
    char *text;
};

struct problems {
    struct problem *list;
    size_t count;
};

void problems_add(struct problems *p, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void problems_add_in(struct problems *p, const char *file, int line, const char *section,
                     const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The first problem of a section, or NULL: a provider with one is switched off. */
const struct problem *problems_find(const struct problems *p, const char *section);
/* By file and line: they are found in the order of what looks for them. */
void problems_sort(struct problems *p);
/* "file:line: text", yours. */
char *problems_text(const struct problem *p);
void problems_done(struct problems *p);

/* The name of `names` (ends with NULL) nearest to a mistyped word, or NULL when none is near: at
 * most two steps (a letter more, less, other, or two swapped) and less than half of the word, in
 * any case; else the only one that begins with it. */
const char *problems_nearest_name(const char *word, const char *const names[]);

#endif
