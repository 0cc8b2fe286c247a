/* Which keys do what: the action table, its default keys, the user's [keys], and the reading of
 * sequences and counts. */
#ifndef KEYS_KEYMAP_H
#define KEYS_KEYMAP_H

#include "base/buf.h"
#include "config/ini.h"
#include "config/problems.h"

#include <stdbool.h>

enum action {
#define ACTION(member, name, keys, group, sentence, hint) ACT_##member,
#include "keys/action.def"
    ACTION_COUNT,
    ACT_NONE = -1,
    ACT_MORE = -2 /* a sequence or a count has begun */
};

enum key_context { KEYS_MAIN, KEYS_VISUAL, KEYS_PROMPT, KEYS_CONTEXTS };

/* The sections of the table; the actions of one follow one another. */
enum action_group {
#define GROUP(member, context, title) GROUP_##member,
#include "keys/action.def"
    GROUP_COUNT
};
extern const char *const action_group_titles[GROUP_COUNT];

struct action_row {
    const char *name, *keys, *sentence, *hint;
    enum action_group group;
    enum key_context context;
};
extern const struct action_row actions[ACTION_COUNT];
/* Whether a group begins with it. */
bool keymap_begins_group(int action);

enum { KEY_SEQUENCE_MAX = 8 };

struct keymap;

/* The defaults with the [keys] section of doc (may be NULL) laid over them. Problems: unknown keys
 * and actions, two actions on one key (both named; the user's wins, of two the first), a sequence
 * hidden by its own beginning. */
struct keymap *keymap_new(const struct ini_doc *doc, struct problems *problems);
void keymap_free(struct keymap *k);

/* What was typed so far in one place where keys are read. */
struct key_state {
    int pending[KEY_SEQUENCE_MAX];
    int pending_count;
    long count; /* 0: none typed */
};

/* Feeds one key. Returns an action (its count is left in *count, 0 when none was typed), ACT_MORE,
 * or ACT_NONE (no binding; the state is empty again). Only KEYS_MAIN has counts. Alt and a digit,
 * where they are bound, have the digit as their count; an unbound Alt-x comes back as ACT_NONE: the
 * caller feeds Esc and x instead. */
int keymap_feed(const struct keymap *k, enum key_context context, struct key_state *state, int key,
                long *count);
/* Adds a problem for each key of the user's that this terminal cannot send. */
void keymap_check_terminal(const struct keymap *k, bool (*can_send)(int key),
                           struct problems *problems);

/* The line of the user's file that set the action's keys; 0: they are the defaults. */
int keymap_line(const struct keymap *k, enum action a);

/* The first key of an action for people ("Ctrl-D"), appended; nothing when unbound. */
void keymap_key_label(const struct keymap *k, enum action a, struct buf *out);
/* All keys of an action, blanks between, appended: for people ("Alt-1..Alt-9" where three or more
 * follow one another), and as [keys] writes them. */
void keymap_keys_label(const struct keymap *k, enum action a, struct buf *out);
void keymap_keys_text(const struct keymap *k, enum action a, struct buf *out);

#endif
