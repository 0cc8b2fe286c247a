/* The command line on the status line. UI thread. */
#ifndef UI_FEATURE_COMMAND_LINE_H
#define UI_FEATURE_COMMAND_LINE_H

#include "ui/prompt/command.h"

struct app;

/* Opens it with a word of a command typed already. */
void command_line_begin(struct app *a, enum command_word word);

/* The handlers of all words, by their rows in ui/prompt/command.def. rest is what follows the word.
 */
#define COMMAND(member, name, follows, sentence, handler, fill)                                    \
    void handler(struct app *a, const char *rest);
#include "ui/prompt/command.def"
#undef COMMAND

#endif
