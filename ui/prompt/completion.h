/* Completing a word: the candidates, each with a sentence, and the one that is being tried. The
 * list owns its texts. UI thread. */
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
    size_t at;    /* the candidate in the prompt; count: no candidate is */
};

/* Adds a candidate. Both texts are copied; sentence may be NULL. */
void completion_add(struct completion *c, const char *word, const char *sentence);
/* Adds it if the word begins with what was typed. */
void completion_offer(struct completion *c, const char *word, const char *sentence,
                      const char *typed);
void completion_done(struct completion *c);

/* Handles one Tab: completes as far as all candidates agree, then tries one after the other. `fill`
 * adds the candidates at the first Tab; it gets the text before the cursor and sets `begin`.
 * Returns false if there is nothing to complete. */
typedef void completion_fill(struct completion *c, const char *text, const void *arg);
bool completion_step(struct completion *c, struct prompt *p, completion_fill *fill,
                     const void *arg);
/* Draws the candidates above row y; the one that is being tried is marked. */
void completion_draw(const struct completion *c, int y, int cols);

#endif
