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
    const char *name;                    /* its title, */
    char *(*title)(const struct app *a); /* or else this one, which the caller frees */
    bool fills;                          /* it covers all panes, however few rows it has */
    bool searchable;                     /* by `/` */
    bool is_pane;                        /* it belongs to a pane: `q` closes the tab instead */
    enum action_group help_section;      /* where the help opens */
    const enum action *hints;            /* ends with ACT_NONE; NULL: Enter and Esc */
    const char *item;                    /* what copying an item is called; NULL: "row" */
    void (*enter)(struct app *a);        /* Enter; may be NULL, like all below */
    bool (*key)(struct app *a, int key); /* before the table of actions; false: not used */
    void (*step_speaker)(struct app *a, long steps);      /* } and {; down is positive */
    void (*step_spot)(struct app *a, long steps);         /* e and E */
    void (*draw)(struct app *a, const struct rect *body); /* instead of the titled list */
    void (*cancel)(struct app *a);                        /* Esc; NULL: closes it */
    void (*closed)(struct app *a);                        /* drops what it was about */
};

void overlay_init(struct app *a);
void overlay_done(struct app *a);

/* Opens it over what is there, or shows another view where it is open already, closing what lies
 * above it. The view is taken. */
void overlay_show(struct app *a, const struct overlay_ops *ops, struct view *view);
/* Closes the top one; the one below it is shown again, as it was. */
void overlay_close(struct app *a);
void overlay_close_all(struct app *a);

bool overlay_is_open(const struct app *a);
/* The table of the top one; NULL: none is open. */
const struct overlay_ops *overlay_top(const struct app *a);
/* The list of the top one; an empty pane when none is open. */
struct pane *overlay_pane(const struct app *a);
/* The list of this one, on top or below; NULL: it is not open. */
struct pane *overlay_find(const struct app *a, const struct overlay_ops *ops);

#endif
