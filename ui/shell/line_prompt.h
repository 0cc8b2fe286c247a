/* A line that is typed on the status line for an action: the name of a file, a command. It keeps
 * what was typed before as its history. UI thread. */
#ifndef UI_SHELL_LINE_PROMPT_H
#define UI_SHELL_LINE_PROMPT_H

#include "ui/prompt/prompt.h"
#include "ui/view/layout.h"

struct app;

/* Opens it with a text to begin with. The labels are borrowed: `brief` is shown where `label` has
 * no room. `accepted` gets a text that is not empty. */
void line_prompt_open(struct app *a, const char *label, const char *brief, const char *text,
                      void (*accepted)(struct app *a, const char *text));

/* Draws a prompt on the status row: its label, what is typed, on the right a remark, which may be
 * NULL, and the key that leaves the prompt. Without room for all, that key is dropped first, then
 * the remark, or with `keep` it is cut to half of the row. */
void line_prompt_draw(const struct app *a, const struct rect *r, const char *label,
                      const struct prompt *p, const struct line *remark, bool keep);

void line_prompt_init(struct app *a);
void line_prompt_done(struct app *a);

#endif
