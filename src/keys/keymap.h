/* The table of actions, their default keys and the user's [keys]; reading key sequences and counts.
 */
#ifndef KEYS_KEYMAP_H
#define KEYS_KEYMAP_H

#include "base/buf.h"
#include "config/ini.h"
#include "config/problems.h"

#include <stdbool.h>

enum action {
#define ACTION(member, name, keys, group, sentence, hint, handler) ACT_##member,
#include "keys/action.def"
    ACTION_COUNT,
    ACT_NONE = -1,
    ACT_MORE = -2 /* more keys are needed to complete a sequence or a count */
};

enum key_context { KEYS_MAIN, KEYS_VISUAL, KEYS_PROMPT };

/* The sections of the table, each a run of consecutive actions. */
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
/* Returns true for the first action of a group. */
bool keymap_begins_group(int action);

enum { KEY_SEQUENCE_MAX = 8 };

struct keymap;

/* Makes the keymap from the defaults and the section [keys] of doc (may be NULL), which replaces
 * the default keys of the actions that it sets. Reported as problems: unknown keys and actions; two
 * actions on one key, both of which are named (the user's wins, the first of two of the user's); a
 * sequence that cannot be reached because its beginning is bound. Freed by keymap_free. */
struct keymap *keymap_new(const struct ini_doc *doc, struct problems *problems);
void keymap_free(struct keymap *k);

/* The incomplete sequence and count at one place where keys are read; begins as {0}. */
struct key_state {
    int pending[KEY_SEQUENCE_MAX];
    int pending_count;
    long count; /* 0: no count was typed */
};

/* Feeds one key. Returns an action (with its count in *count, 0 when none was typed), ACT_MORE, or
 * ACT_NONE when nothing is bound; the state is reset unless more keys are needed. Only KEYS_MAIN
 * has counts. A bound Alt and digit has the digit as its count. For an unbound Alt-x the caller
 * feeds Esc and x instead. */
int keymap_feed(const struct keymap *k, enum key_context context, struct key_state *state, int key,
                long *count);
/* An action whose sequence begins with the keys typed so far: the first after `before` (ACT_NONE:
 * of all) in the order of the table, or ACT_NONE. Appends the keys that are missing, as people read
 * them. */
int keymap_following(const struct keymap *k, enum key_context context,
                     const struct key_state *typed, int before, struct buf *missing);
/* Adds a problem for each key in the user's file that this terminal cannot send. */
void keymap_check_terminal(const struct keymap *k, bool (*can_send)(int key),
                           struct problems *problems);

/* The line of the user's file that set the keys of an action; 0: the action has its defaults. */
int keymap_line(const struct keymap *k, enum action a);

/* Copies the keys of an action's first binding into `keys`, which has KEY_SEQUENCE_MAX places;
 * returns how many there are, 0 for an action that is unbound. */
int keymap_first_keys(const struct keymap *k, enum action a, int *keys);
/* The first key of an action as people read it ("Ctrl-D"), borrowed; "" when it is unbound. */
const char *keymap_key_label(struct keymap *k, enum action a);
/* Append all keys of an action, separated by blanks: as people read them ("Alt-1..Alt-9" for three
 * or more consecutive keys), and as they are written in [keys]. */
void keymap_keys_label(const struct keymap *k, enum action a, struct buf *out);
void keymap_keys_text(const struct keymap *k, enum action a, struct buf *out);

#endif
