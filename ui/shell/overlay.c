/* The stack of overlays; its first entry is an empty pane that means that nothing is open. */
#include "ui/shell/overlay.h"

#include "base/alloc.h"
#include "ui/shell/app.h"

#include <assert.h>
#include <stdlib.h>

enum { OVERLAYS_MAX = 16 }; /* each is open at most once */

struct overlays {
    struct {
        const struct overlay_ops *ops;
        struct pane list;
    } stack[1 + OVERLAYS_MAX];
    size_t top;
};

void overlay_init(struct app *a)
{
    a->overlays = xcalloc(1, sizeof *a->overlays);
}

void overlay_done(struct app *a)
{
    overlay_close_all(a);
    free(a->overlays);
}

bool overlay_is_open(const struct app *a)
{
    return a->overlays->top > 0;
}

const struct overlay_ops *overlay_top(const struct app *a)
{
    return a->overlays->stack[a->overlays->top].ops;
}

struct pane *overlay_pane(const struct app *a)
{
    return &a->overlays->stack[a->overlays->top].list;
}

struct pane *overlay_find(const struct app *a, const struct overlay_ops *ops)
{
    for (size_t i = 1; i <= a->overlays->top; i++)
        if (a->overlays->stack[i].ops == ops)
            return &a->overlays->stack[i].list;
    return NULL;
}

void overlay_show(struct app *a, const struct overlay_ops *ops, struct view *view)
{
    if (overlay_find(a, ops)) {
        while (overlay_top(a) != ops)
            overlay_close(a);
    } else {
        assert(a->overlays->top < OVERLAYS_MAX);
        a->overlays->stack[++a->overlays->top].ops = ops;
        *overlay_pane(a) = (struct pane){0};
    }
    pane_set_view(overlay_pane(a), view);
}

void overlay_close(struct app *a)
{
    const struct overlay_ops *ops = overlay_top(a);
    if (!ops)
        return;
    pane_done(overlay_pane(a));
    a->overlays->top--;
    if (ops->closed)
        ops->closed(a);
}

void overlay_close_all(struct app *a)
{
    while (overlay_is_open(a))
        overlay_close(a);
}
