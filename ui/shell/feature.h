/* What a feature hands to the shell: one table at the end of its file, listed in
 * ui/feature/feature.def. The shell walks the list, in its order, and knows no feature by name.
 * Every hook is optional. UI thread. */
#ifndef UI_SHELL_FEATURE_H
#define UI_SHELL_FEATURE_H

#include "base/buf.h"
#include "keys/keymap.h"
#include "ui/view/line.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct answer;
struct app;
struct call;
struct failure;
struct tab;

/* Where on the status line a feature writes. */
enum status_slot {
    STATUS_ALWAYS, /* in front of everything, such as the place in a recording */
    STATUS_BEFORE, /* in front of what follows, such as the count of matches */
    STATUS_FIRST,  /* the main text: only the first feature that has one writes it */
    STATUS_SECOND, /* likewise, when no feature has a text in STATUS_FIRST */
    STATUS_AFTER   /* at the end, such as the count of masked numbers */
};

struct status {
    enum status_slot slot;
    struct line *out;
    int begin;    /* a text that begins to the right of this column needs a separator */
    bool always;  /* something was written in STATUS_ALWAYS */
    bool counted; /* something was written in STATUS_BEFORE */
    int id_cols;  /* the call's ID gets at most so many columns */
};

/* Where a text with the ID of a call comes from. */
enum text_source { TEXT_NAMED /* command line */, TEXT_TYPED, TEXT_PASTED };

struct feature {
    size_t state_bytes; /* the feature's own state; it begins as zeroes */
    size_t tab_bytes;   /* its state for each tab; likewise */

    void (*init)(struct app *a); /* called once, after the screen was opened */
    /* Called once, after the named calls were asked for and before a key is read. */
    void (*begun)(struct app *a);
    void (*screen_closed)(struct app *a); /* called once, to finish what must not be lost */
    /* The loop is about to stand still: the program is stopped, as by Ctrl-Z, or another one gets
     * the terminal. */
    void (*suspend)(struct app *a);
    void (*done)(struct app *a); /* frees what the state holds; no tab or overlay exists by then */
    void (*tab_done)(struct app *a, struct tab *t); /* frees what a tab's state holds */

    /* Returns the milliseconds until something on the screen changes by itself; -1 when nothing
     * does; 0 when the feature has more work to do. */
    int (*tick_ms)(const struct app *a);
    /* Works for a few milliseconds at most, or brings lists up to date. Called once in each turn of
     * the loop, before the frame is drawn. */
    void (*work)(struct app *a);
    /* Adds descriptors to wait for, at most `room`; returns how many. `work` takes what they bring,
     * and sets a->frame.urgent if that is to be drawn. */
    size_t (*poll)(const struct app *a, struct pollfd *fds, size_t room);
    /* Handles an answer of the fetch thread; the caller frees it. True when no other feature may
     * have it. */
    bool (*on_answer)(struct app *a, struct answer *answer);

    /* Opens lists, or updates those that show something else now. Called after each key and each
     * answer, before anything reads a list that borrows from a call that was replaced. */
    void (*settle)(struct app *a);
    /* Esc and Ctrl-C: undoes or stops one thing. False when there was nothing to undo or stop. */
    bool (*cancel)(struct app *a);
    bool (*stop)(struct app *a);
    /* Handles a text that may name a call. True when no other feature may have it. */
    bool (*open_text)(struct app *a, enum text_source source, const char *text, size_t bytes);

    /* Writes into the slot s->slot, or nothing. */
    void (*status)(const struct app *a, struct status *s);
    /* Returns the actions to offer on the status line, ending with ACT_NONE, or NULL. */
    const enum action *(*hints)(const struct app *a);
    /* Returns the word for what an action does here; NULL: that of the table of actions. */
    const char *(*hint)(const struct app *a, enum action action);
    /* True for an action of this feature that would do nothing now and must not be offered. */
    bool (*is_idle)(const struct app *a, enum action action);
    /* Returns one character for the tab's label, or NULL. */
    const char *(*tab_mark)(const struct app *a, const struct tab *t);

    void (*tab_shown)(struct app *a, struct tab *t);  /* the tab has come to the front */
    void (*tab_left)(struct app *a, struct tab *t);   /* another tab comes to the front */
    void (*tab_closed)(struct app *a, struct tab *t); /* stops what runs for the tab */
    /* Appends what would be lost if this tab (NULL: all tabs) were closed, as a clause. */
    void (*losses)(const struct app *a, const struct tab *t, struct buf *out);

    /* Called with the answer to a tab's request. The first two return true when the tab has to keep
     * what it shows. */
    bool (*ignores_failure)(struct app *a, struct tab *t, const struct failure *f);
    bool (*ignores_call)(struct app *a, struct tab *t, const struct call *c);
    void (*call_replaced)(struct app *a, struct tab *t); /* the old call is still there */
    void (*call_complete)(struct app *a, struct tab *t); /* the tab shows a complete call */
};

typedef void action_handler(struct app *a);

/* All that ui/feature hands to the shell. */
struct app_parts {
    const struct feature *const *features; /* NULL ends the list */
    action_handler *const *handlers;       /* one for each action */
};

/* Loops over the features; *f is one of them. */
/* NOLINTNEXTLINE(bugprone-macro-parentheses): f becomes the name of a variable. */
#define FEATURE_EACH(a, f) for (const struct feature *const *f = (a)->parts->features; *f; f++)
/* Calls a hook that returns nothing, in each feature that has it. */
#define FEATURE_CALL(a, hook, ...)                                                                 \
    do {                                                                                           \
        FEATURE_EACH (a, each)                                                                     \
            if ((*each)->hook)                                                                     \
                (*each)->hook(__VA_ARGS__);                                                        \
    } while (0)

/* The states of all features begin as zeroes; before they are freed, `done` and `tab_done` are
 * called. */
void feature_states_init(struct app *a);
void feature_states_done(struct app *a);
void feature_tab_init(struct app *a, struct tab *t);
void feature_tab_done(struct app *a, struct tab *t);

void feature_settle(struct app *a);
/* Hands an answer to the features, and settles; the caller frees it. */
void feature_answer(struct app *a, struct answer *answer);

/* Return the state of a feature that is listed; borrowed. */
void *feature_state(const struct app *a, const struct feature *f);
void *feature_tab_state(const struct app *a, const struct tab *t, const struct feature *f);

#endif
