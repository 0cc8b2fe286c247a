/* A line that is typed: a shell's line editor over clusters, with a history. */
#ifndef UI_PROMPT_PROMPT_H
#define UI_PROMPT_PROMPT_H

#include "base/buf.h"
#include "keys/keymap.h"
#include "ui/view/line.h"

#include <stdbool.h>

enum { PROMPT_MAX_BYTES = 4096, PROMPT_HISTORY_MAX = 1000 };

struct prompt {
    struct buf text; /* UTF-8 */
    size_t at;       /* the cursor, a byte offset at a cluster's start */
    char **history;  /* oldest first; the prompt's own */
    size_t history_count, history_at;
    size_t history_max; /* 0: PROMPT_HISTORY_MAX */
    char *draft;        /* what was typed before the history was entered */
    bool searching;     /* Ctrl-R: what is typed is looked for in the history */
    bool found;
    struct buf wanted;
    struct key_state keys;
};

enum prompt_result {
    PROMPT_IGNORED, /* not a key of the prompt: the caller may use it */
    PROMPT_EDITED,
    PROMPT_ACCEPTED,
    PROMPT_CANCELLED,
    PROMPT_COMPLETE,
    PROMPT_SCOPE, /* another scope is wanted: Ctrl-G */
    PROMPT_ENDED  /* Ctrl-D on an empty line */
};

void prompt_init(struct prompt *p);
void prompt_done(struct prompt *p);
void prompt_set(struct prompt *p, const char *text);
const char *prompt_text(const struct prompt *p);
/* Lines of an earlier run, oldest first, no two alike; they are copied. */
void prompt_recall(struct prompt *p, char *const *lines, size_t count);
/* At the end of the history, once. */
void prompt_remember(struct prompt *p, const char *text);

/* One key. Printable characters are inserted. */
enum prompt_result prompt_key(struct prompt *p, const struct keymap *k, int key);
/* Inserts at the cursor, sanitised, line ends as blanks, up to PROMPT_MAX_BYTES in all. */
void prompt_insert(struct prompt *p, const char *s, size_t bytes);
/* The part of the text that fits cols, scrolled so that the cursor is seen; returns its column. */
int prompt_draw(const struct prompt *p, struct line *out, int cols);

#endif
