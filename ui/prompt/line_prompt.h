/* A line that is typed on the status line for an action: a file's name, a command. UI thread. */
#ifndef UI_PROMPT_LINE_PROMPT_H
#define UI_PROMPT_LINE_PROMPT_H

#include "ui/prompt/prompt.h"

#include <stdbool.h>

struct app;

struct line_prompt {
    struct prompt prompt;
    const char *label;                                 /* before it; NULL: no line is open */
    const char *brief;                                 /* in its place where it has no room */
    void (*accepted)(struct app *a, const char *text); /* text is not empty */
};

/* Opens it with a text to begin with; the labels are borrowed. */
void line_prompt_open(struct app *a, const char *label, const char *brief, const char *text,
                      void (*accepted)(struct app *a, const char *text));
bool line_prompt_is_open(const struct app *a);
void line_prompt_key(struct app *a, int key);
/* Returns the column of the cursor. */
int line_prompt_put(const struct app *a, struct line *out, int cols);

#endif
