/* What takes keys: a stack of modes. A key goes to the top one first, and down until one uses it;
 * the last one is the table of actions. Some modes are pushed for as long as something is typed;
 * others are always on the stack and take part while `is_on` says so. UI thread. */
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
    MODE_PASS, /* the key is for the mode below */
    MODE_SPLIT /* Alt and a key mean nothing together: Esc comes first, then the key */
};

struct mode_ops {
    bool (*is_on)(const struct app *a); /* NULL: as long as it is pushed */
    enum mode_result (*key)(struct app *a, int key);
    /* False: the text is for the mode below. NULL: likewise; but see is_brief and draw. */
    bool (*paste)(struct app *a, const char *text, size_t bytes);
    bool is_brief; /* waits for a single key: the mouse or a paste ends it */
    bool is_deaf;  /* ignores the mouse and pastes */
    /* Draws the whole status row; the message there then stays for later. The mouse is ignored. */
    void (*draw)(const struct app *a, const struct rect *row);
    /* Or writes the left part of the status row. */
    void (*status)(const struct app *a, struct line *out);
    /* The actions that the status line offers, ending with ACT_NONE; NULL: those of the mode below.
     */
    const enum action *(*hints)(const struct app *a);
    void (*more_hints)(const struct app *a, struct line *out); /* after those; may be NULL */
    enum action_group (*help_section)(const struct app *a);    /* NULL: that of the mode below */
};

enum { MODES_MAX = 16 };

struct modes {
    const struct mode_ops *stack[MODES_MAX];
    size_t count;
    struct key_state typed; /* a count or the beginning of a sequence of the table of actions */
};

void mode_init(struct app *a);
void mode_done(struct app *a);

void mode_push(struct app *a, const struct mode_ops *mode);
void mode_pop(struct app *a, const struct mode_ops *mode); /* nothing when it is not pushed */
bool mode_is_pushed(const struct app *a, const struct mode_ops *mode);

/* The modes that are on, from the top: begin with *at = a->modes->count; NULL after the last. */
const struct mode_ops *mode_next(const struct app *a, size_t *at);
const struct mode_ops *mode_top(const struct app *a);

#endif
