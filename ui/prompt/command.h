/* The language of the command line: `:12`, `:1:23`, `:83s`, `:ACTION COUNT`, `:set OPTION VALUE`,
 * `:theme NAME`. All names come from the tables of actions, options, commands and themes. */
#ifndef UI_PROMPT_COMMAND_H
#define UI_PROMPT_COMMAND_H

#include "base/err.h"
#include "ui/prompt/completion.h"

#include <stdbool.h>

enum command_kind { COMMAND_NOTHING, COMMAND_TURN, COMMAND_MOMENT, COMMAND_ACTION, COMMAND_WORD };

enum command_word {
#define COMMAND(member, name, follows, sentence, handler, fill) COMMAND_##member,
#include "ui/prompt/command.def"
#undef COMMAND
    COMMAND_WORDS
};

extern const struct command_row {
    const char *name, *follows, *sentence;
} command_words[COMMAND_WORDS];

struct command {
    enum command_kind kind;
    long count;     /* TURN, from 1; ACTION: 0 when none was typed */
    double seconds; /* MOMENT, from the call's start */
    enum action action;
    enum command_word word;
    const char *rest; /* WORD: what follows it; borrowed from the parsed text */
};

/* The text has no blanks at its end. False with e set for an unknown word (the error names a
 * similar one), or when an action is followed by something that is not a count. */
bool command_parse(struct command *out, const char *text, struct err *e);

/* Offers completions of what follows a word; it sets c->begin, counted in `rest`. */
typedef void command_filler(struct completion *c, const char *rest, const void *owner);
command_filler command_fill_nothing, command_fill_set, command_fill_theme;

struct command_fillers {
    command_filler *of[COMMAND_WORDS];
    const void *owner; /* what they are called with */
};
/* For completion_step, with the fillers: offers completions of the last word. */
void command_fill(struct completion *c, const char *text, const void *fillers);

#endif
