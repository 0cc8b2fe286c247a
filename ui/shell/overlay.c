/* Lists on top of the panes, and of each other: one that is opened over another gives it back when
 * it closes, with its place. UI thread. */
#include "ui/shell/app_state.h"

#include "ui/view/view_lines.h"

#include <assert.h>
#include <string.h>

static void lay_aside(struct app *a)
{
    assert(a->below_count < OVERLAY_COUNT);
    a->below[a->below_count++] = (struct layer){a->overlay, a->list};
    a->list = (struct pane){0};
}

static void take_back(struct app *a)
{
    struct layer l = {OVERLAY_NONE, {0}};
    if (a->below_count)
        l = a->below[--a->below_count];
    a->overlay = l.overlay;
    a->list = l.list;
}

struct pane *app_overlay_list(struct app *a, enum overlay overlay)
{
    if (a->overlay == overlay)
        return &a->list;
    for (size_t i = 0; i < a->below_count; i++)
        if (a->below[i].overlay == overlay)
            return &a->below[i].list;
    return NULL;
}

void app_show_overlay(struct app *a, enum overlay overlay, struct view *view)
{
    if (app_overlay_list(a, overlay))
        while (a->overlay != overlay)
            app_close_overlay(a);
    else if (a->overlay != OVERLAY_NONE)
        lay_aside(a);
    pane_set_view(&a->list, view);
    a->overlay = overlay;
    a->typed[0] = '\0';
}

void app_close_overlay(struct app *a)
{
    if (a->overlay == OVERLAY_ASK)
        app_ask_drop(a);
    if (a->overlay == OVERLAY_SEVERAL)
        app_several_drop(a);
    pane_done(&a->list);
    take_back(a);
}

void app_close_overlays(struct app *a)
{
    while (a->overlay != OVERLAY_NONE)
        app_close_overlay(a);
}

static void show_providers(struct app *a)
{
    app_show_overlay(a, OVERLAY_PROVIDERS, page_providers(a));
    const char *name = a->chosen ? a->chosen->name : "";
    for (size_t i = 0; i < pane_items(&a->list); i++)
        if (strcmp(view_lines_label(a->list.view, i), name) == 0)
            pane_goto(&a->list, i);
}

void app_settle_overlay(struct app *a)
{
    while (a->overlay == OVERLAY_NONE && a->asked_count)
        app_ask_next(a);
    if (a->overlay == OVERLAY_NONE && app_tab(a)->focus == PANE_PROVIDER)
        show_providers(a);
}
