/* The stack of modes, which handle keys. A key goes to the top mode first, and down until a mode
 * uses it; the lowest mode is the table of actions. Some modes are pushed while something is typed;
 * others are always on the stack and handle keys while `is_on` says so. UI thread. */
#ifndef UI_SHELL_MODE_H
#define UI_SHELL_MODE_H

#include "keys/keymap.h"
#include "ui/view/layout.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

struct app;

enum mode_result {
    MODE_USED,
    MODE_PASS, /* the key is for the mode below; the stack has not changed */
    MODE_SPLIT /* Alt and a key mean nothing together: Esc comes first, then the key */
};

struct mode_ops {
    bool (*is_on)(const struct app *a); /* NULL: while it is pushed */
    enum mode_result (*key)(struct app *a, int key);
    /* False, or NULL here, when the text is for the mode below. */
    bool (*paste)(struct app *a, const char *text, size_t bytes);
    bool is_brief; /* it waits for one key, and the mouse or a paste ends it */
    bool is_deaf;  /* it ignores the mouse and pastes */
    /* Draws the status row. The last message is kept meanwhile, and the mouse is ignored. */
    void (*draw)(const struct app *a, const struct rect *row);
    /* Or else writes the left part of the status row. */
    void (*status)(const struct app *a, struct line *out);
    /* The actions that the status line offers, ending with ACT_NONE; NULL: those of the mode below.
     */
    const enum action *(*hints)(const struct app *a);
    void (*more_hints)(const struct app *a, struct line *out); /* after those */
    enum action_group (*help_section)(const struct app *a);    /* NULL: that of the mode below */
};

enum { MODES_MAX = 16 };

struct modes {
    const struct mode_ops *stack[MODES_MAX];
    size_t count;
    struct key_state typed; /* a count or the beginning of a sequence of the table of actions */
};

void mode_push(struct app *a, const struct mode_ops *mode);
void mode_pop(struct app *a, const struct mode_ops *mode); /* nothing when it is not pushed */
bool mode_is_pushed(const struct app *a, const struct mode_ops *mode);

/* The modes that are on, from the top: begin with *at = a->modes->count; NULL after the last. */
const struct mode_ops *mode_next(const struct app *a, size_t *at);
const struct mode_ops *mode_top(const struct app *a);
/* For `hints`: only that Esc cancels. */
const enum action *mode_hints_cancel(const struct app *a);

#endif
