/* Lists on top of the panes, and of each other. Each is described by a table at the end of the file
 * that opens it; the shell draws it, searches it and moves in it without knowing which one it is.
 * UI thread. */
#ifndef UI_SHELL_OVERLAY_H
#define UI_SHELL_OVERLAY_H

#include "keys/keymap.h"
#include "ui/view/pane.h"

#include <stdbool.h>

struct app;

struct overlay_ops {
    const char *name;                    /* the title */
    char *(*title)(const struct app *a); /* returns another title, which the caller frees */
    bool fills;                          /* it covers all panes even with few rows */
    bool searchable;                     /* the action search works in it */
    bool is_pane;                        /* it belongs to a pane: the action close closes the tab */
    enum action_group help_section;      /* the section where the help opens */
    const enum action *hints;            /* ends with ACT_NONE; NULL: Enter and Esc */
    const char *enters;                  /* what Enter does, as a hint; NULL: "select" */
    const char *item;                    /* what copying an item is called; NULL: "row" */
    void (*enter)(struct app *a);        /* Enter; like all functions, it may be NULL */
    bool (*key)(struct app *a, int key); /* false when it has no use for the key */
    void (*step_speaker)(struct app *a, long steps);      /* } and {; positive is down */
    void (*step_spot)(struct app *a, long steps);         /* e and E */
    void (*draw)(struct app *a, const struct rect *body); /* draws more than the list */
    void (*cancel)(struct app *a);                        /* Esc; NULL: it is closed */
    void (*closed)(struct app *a);                        /* it was closed */
};

void overlay_init(struct app *a);
void overlay_done(struct app *a);

/* Opens the overlay on top, or, when it is open already, replaces its view and closes those above
 * it. The view is taken. */
void overlay_show(struct app *a, const struct overlay_ops *ops, struct view *view);
/* Closes the top overlay; the one below is shown again with its cursor. */
void overlay_close(struct app *a);
void overlay_close_all(struct app *a);

bool overlay_is_open(const struct app *a);
/* Returns the table of the top overlay, or NULL. */
const struct overlay_ops *overlay_top(const struct app *a);
/* Returns the list of the top overlay, or an empty pane when no overlay is open. */
struct pane *overlay_pane(const struct app *a);
/* Returns the list of this overlay, on top or below; NULL when it is not open. */
struct pane *overlay_find(const struct app *a, const struct overlay_ops *ops);

#endif
