/* What is wrong in the user's configuration: collected while reading, shown afterwards. */
#ifndef CONFIG_PROBLEMS_H
#define CONFIG_PROBLEMS_H

#include <stddef.h>

struct problem {
    char *file;
    int line; /* 0: the file as a whole */
    char *text;
};

struct problems {
    struct problem *list;
    size_t count;
};

void problems_add(struct problems *p, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* "file:line: text", yours. */
char *problem_text(const struct problem *p);
void problems_done(struct problems *p);

/* The name of `names` (ends with NULL) nearest to a mistyped word, or NULL when none is near:
 * at most two letters off, by edit distance. */
const char *nearest_name(const char *word, const char *const names[]);

#endif
