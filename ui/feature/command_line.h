/* The command line on the status line: its state is part of the app's; UI thread. */
#ifndef UI_FEATURE_COMMAND_LINE_H
#define UI_FEATURE_COMMAND_LINE_H

#include "ui/prompt/command.h"
#include "ui/prompt/completion.h"
#include "ui/view/layout.h"

struct command_line {
    bool open;
    struct prompt prompt;
    struct completion completion;
};

struct app;

void command_line_open(struct app *a);
void command_line_begin(struct app *a, enum command_word word); /* typed already */
void command_line_key(struct app *a, int key);                  /* while it is open */
void command_line_paste(struct app *a, const char *text, size_t bytes);
void command_line_draw(const struct app *a, const struct rect *r);
void command_line_done(struct command_line *l);

/* command_run.c: what a line does */
void command_run(struct app *a, const char *text);
/* The messages, as a list; the count means nothing. */
void command_show_messages(struct app *a);

#endif
