/* Running a line of the command line. UI thread. */
#ifndef UI_FEATURE_COMMAND_RUN_H
#define UI_FEATURE_COMMAND_RUN_H

struct app;

void command_run(struct app *a, const char *text);

/* The handlers of all words, by their rows in ui/prompt/command.def. rest is what follows the word.
 */
#define COMMAND(member, name, follows, sentence, handler)                                          \
    void handler(struct app *a, const char *rest);
#include "ui/prompt/command.def"
#undef COMMAND

#endif
