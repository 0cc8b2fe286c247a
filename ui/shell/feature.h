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
    STATUS_BEFORE, /* in front of everything: how a search stands */
    STATUS_FIRST,  /* one text: the first feature that writes here, */
    STATUS_SECOND, /* or else the first one that writes here */
    STATUS_AFTER   /* at the end: what is easily forgotten */
};

struct status {
    enum status_slot slot;
    struct line *out;
    int begin;    /* the column where the text begins, after STATUS_BEFORE */
    bool counted; /* something was written in STATUS_BEFORE */
    int id_cols;  /* at most so many columns for the call's ID */
};

/* Where a text with the ID of a call comes from. */
enum text_source { TEXT_NAMED /* command line */, TEXT_TYPED, TEXT_PASTED };

struct feature {
    const char *name;
    size_t state_bytes; /* the feature's own state; it begins as zeroes */
    size_t tab_bytes;   /* its state for each tab; likewise */

    void (*init)(struct app *a);          /* the screen is open */
    void (*screen_closed)(struct app *a); /* the last moment to finish something */
    void (*done)(struct app *a);          /* frees what the state holds */
    void (*tab_done)(struct app *a, struct tab *t);

    /* Milliseconds until something on the screen changes by itself; -1: never, 0: the feature
     * still has work to do. */
    int (*tick_ms)(const struct app *a);
    /* Called once per turn of the loop, before the frame is drawn: a few milliseconds of work, or
     * showing again what has changed. */
    void (*work)(struct app *a);
    /* Adds descriptors to wait for, at most `room`; returns how many. */
    size_t (*poll)(const struct app *a, struct pollfd *fds, size_t room);
    /* An answer of the fetch thread, which stays the caller's. True: no other feature gets it. */
    bool (*on_answer)(struct app *a, struct answer *answer);

    /* Called after each key, before the next one: shows again what the key has changed. */
    void (*after_key)(struct app *a);
    /* Esc and Ctrl-C: undoes or stops one thing. False: there was nothing to undo or stop. */
    bool (*cancel)(struct app *a);
    bool (*stop)(struct app *a);
    /* A text that may name a call. True: no other feature gets it. */
    bool (*open_text)(struct app *a, enum text_source source, const char *text, size_t bytes);

    void (*status)(const struct app *a, struct status *s);
    /* The actions that the status line offers now, ending with ACT_NONE; NULL: no opinion. */
    const enum action *(*hints)(const struct app *a);
    /* True for an action of this feature that would do nothing now, so that it is not offered. */
    bool (*is_idle)(const struct app *a, enum action action);
    /* One character for the tab's label; NULL: no opinion. */
    const char *(*tab_mark)(const struct app *a, const struct tab *t);

    void (*tab_shown)(struct app *a, struct tab *t); /* it has come to the front */
    void (*tab_left)(struct app *a, struct tab *t);  /* another one came to the front */
    void (*tab_closed)(struct app *a, struct tab *t);
    /* Appends what would be lost if this tab (NULL: all tabs) were closed, as a clause. */
    void (*losses)(const struct app *a, const struct tab *t, struct buf *out);

    /* The answer to a tab's request. The first two return true when the tab keeps what it shows. */
    bool (*ignores_failure)(struct app *a, struct tab *t, const struct failure *f);
    bool (*ignores_call)(struct app *a, struct tab *t, const struct call *c);
    void (*call_replaced)(struct app *a, struct tab *t); /* before: the old call is still there */
    void (*call_complete)(struct app *a, struct tab *t); /* after: the tab shows a complete call */
};

/* The handler of an action. count: the number typed before the key; 0: none was typed. */
typedef void action_handler(struct app *a, long count);

/* All that ui/feature hands to the shell. */
struct app_parts {
    const struct feature *const *features; /* NULL ends the list */
    action_handler *const *handlers;       /* one for each action */
};

#define FEATURE_EACH(a, f) for (const struct feature *const *f = (a)->parts->features; *f; f++)

void feature_states_init(struct app *a);
/* Calls each `done` first. */
void feature_states_done(struct app *a);
void feature_tab_init(struct app *a, struct tab *t);
void feature_tab_done(struct app *a, struct tab *t);

/* The state of a listed feature; borrowed. */
void *feature_state(const struct app *a, const struct feature *f);
void *feature_tab_state(const struct app *a, const struct tab *t, const struct feature *f);

#endif
