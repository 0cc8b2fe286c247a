/* A line editor with a history, as in a shell; the cursor moves by grapheme clusters. A prompt owns
 * its text and its history, and begins as {0}. UI thread. */
#ifndef UI_PROMPT_PROMPT_H
#define UI_PROMPT_PROMPT_H

#include "base/buf.h"
#include "keys/keymap.h"
#include "ui/view/line.h"

#include <stdbool.h>

enum { PROMPT_MAX_BYTES = 4096, PROMPT_HISTORY_MAX = 1000 };

struct prompt {
    struct buf text; /* UTF-8 */
    size_t at;       /* the cursor, the byte offset of a cluster */
    char **history;  /* oldest first; owned */
    size_t history_count, history_at;
    size_t history_max; /* 0: PROMPT_HISTORY_MAX */
    char *draft;        /* the line that was typed before an older one was shown; owned */
    bool searching;     /* Ctrl-R: the history is searched for `query` */
    bool found;         /* a line of the history contains `query` */
    struct buf query;
    struct key_state keys;
};

enum prompt_result {
    PROMPT_IGNORED, /* the prompt does not use this key, so the caller may */
    PROMPT_EDITED,
    PROMPT_ACCEPTED,
    PROMPT_CANCELLED,
    PROMPT_COMPLETE,
    PROMPT_SCOPE, /* Ctrl-G: search in another scope */
    PROMPT_ENDED  /* Ctrl-D on an empty line */
};

void prompt_done(struct prompt *p);
void prompt_set(struct prompt *p, const char *text);
const char *prompt_text(const struct prompt *p);
/* Adds lines of an earlier run to the history, oldest first and without duplicates; copies them. */
void prompt_recall(struct prompt *p, char *const *lines, size_t count);
/* Adds a line at the end of the history and drops an older copy of it. */
void prompt_remember(struct prompt *p, const char *text);

/* Handles one key. Printable characters are inserted. */
enum prompt_result prompt_key(struct prompt *p, const struct keymap *k, int key);
/* Inserts text at the cursor, cleaned and with blanks for line ends; the line never has more than
 * PROMPT_MAX_BYTES. */
void prompt_insert(struct prompt *p, const char *s, size_t bytes);
/* Writes the part of the text that fits into cols, scrolled so that the cursor is in it, with marks
 * where it is cut unless cols are few, and returns the cursor's column. */
int prompt_draw(const struct prompt *p, struct line *out, int cols);

#endif
