/* What a word that is typed may become: words, each with a sentence, and the one that is tried.
 * The list owns its texts; UI thread. */
#ifndef UI_PROMPT_COMPLETION_H
#define UI_PROMPT_COMPLETION_H

#include "ui/prompt/prompt.h"

#include <stdbool.h>
#include <stddef.h>

struct candidate {
    char *word, *sentence;
};

struct completion {
    struct candidate *list; /* NULL: nothing is being completed */
    size_t count;
    size_t begin; /* of the word in the prompt's text */
    size_t at;    /* the one that stands in the prompt; count: none */
};

/* Both are copied; sentence may be NULL. */
void completion_add(struct completion *c, const char *word, const char *sentence);
/* The same if the word begins with what is typed. */
void completion_offer(struct completion *c, const char *word, const char *sentence,
                      const char *typed);
void completion_done(struct completion *c);

/* One Tab: as far as all candidates agree, then one after the other. `fill` is asked for them when
 * there are none yet; it gets what stands before the cursor and sets begin. False: there is nothing
 * to complete. */
typedef void completion_fill(struct completion *c, const char *text, const void *arg);
bool completion_step(struct completion *c, struct prompt *p, completion_fill *fill,
                     const void *arg);
/* The candidates above row `y`, the one that is tried marked. */
void completion_draw(const struct completion *c, int y, int cols);

#endif
