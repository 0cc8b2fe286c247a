/* The command line on the status line. UI thread. */
#ifndef UI_FEATURE_COMMAND_LINE_H
#define UI_FEATURE_COMMAND_LINE_H

#include "ui/prompt/command.h"

struct app;

/* Opens it with a word of a command typed already. */
void command_line_begin(struct app *a, enum command_word word);

#endif
