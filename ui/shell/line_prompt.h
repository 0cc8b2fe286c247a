/* A line that is typed on the status line for an action: the name of a file, a command. It keeps
 * what was typed before as its history. UI thread. */
#ifndef UI_SHELL_LINE_PROMPT_H
#define UI_SHELL_LINE_PROMPT_H

struct app;

/* Opens it with a text to begin with. The labels are borrowed: `brief` is shown where `label` has
 * no room. `accepted` gets a text that is not empty. */
void line_prompt_open(struct app *a, const char *label, const char *brief, const char *text,
                      void (*accepted)(struct app *a, const char *text));

void line_prompt_init(struct app *a);
void line_prompt_done(struct app *a);

#endif
