/* Which two calls are compared, and the keys there. The list owns all it shows; it is made anew
 * when one of the two was fetched again. UI thread. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "ui/view/view_compare.h"

#include <stdint.h>
#include <stdlib.h>

static size_t index_of(const struct app *a, const struct tab *t)
{
    size_t i = 0;
    while (i < a->tab_count && a->tabs[i] != t)
        i++;
    return i;
}

/* The one that was in front before, else the next one with a call; NULL: there is none. */
static struct tab *other_tab(const struct app *a)
{
    if (a->visited && a->visited->call)
        return a->visited;
    for (size_t i = 1; i < a->tab_count; i++) {
        struct tab *t = a->tabs[(a->current + i) % a->tab_count];
        if (t->call)
            return t;
    }
    return NULL;
}

static struct view *view_of(const struct app *a)
{
    struct comparison c;
    struct compare_head head;
    const struct tab *tabs[] = {app_tab(a), a->compared.other};
    char *names[2];
    compare_calls(&c, tabs[0]->call, tabs[1]->call);
    for (int i = 0; i < 2; i++) {
        names[i] = xasprintf("%s %s", tabs[i]->call->title, tabs[i]->id);
        head.name[i] = names[i];
        head.number[i] = index_of(a, tabs[i]) + 1;
    }
    struct view *v = view_compare_new(&c, &head);
    free(names[0]);
    free(names[1]);
    return v;
}

static void note_shown(struct app *a)
{
    a->compared.shown[0] = app_tab(a)->shown;
    a->compared.shown[1] = a->compared.other->shown;
}

static void show(struct app *a, struct tab *other)
{
    a->compared.other = other;
    note_shown(a);
    app_show_overlay(a, OVERLAY_COMPARED, view_of(a));
}

void compare_toggle(struct app *a, long count)
{
    struct tab *other = NULL;
    if (a->overlay == OVERLAY_COMPARED && count < 1) {
        app_close_overlay(a);
        return;
    }
    if (count < 1)
        other = other_tab(a);
    else if ((size_t)count <= a->tab_count)
        other = a->tabs[count - 1];
    if (!app_tab(a)->call)
        app_say(a, ROLE_WARN, "no call is open here");
    else if (!other || other == app_tab(a) || !other->call)
        app_say(a, ROLE_WARN, count < 1 ? "no other call is open" : "tab %ld shows no other call",
                count);
    else
        show(a, other);
}

void compare_renew(struct app *a)
{
    const struct compared_tabs *c = &a->compared;
    struct pane *list = app_overlay_list(a, OVERLAY_COMPARED);
    if (!list)
        return;
    if (c->shown[0] == app_tab(a)->shown && c->shown[1] == c->other->shown)
        return;
    note_shown(a);
    pane_set_view(list, view_of(a));
}

void compare_step(struct app *a, long steps)
{
    int step = steps < 0 ? -1 : 1;
    size_t item = a->list.cursor.item, next;
    for (; steps && (next = view_compare_next(a->list.view, item, step)) != item; steps -= step)
        item = next;
    pane_goto(&a->list, item);
}

void compare_take(struct app *a)
{
    size_t turn = view_compare_turn(a->list.view, a->list.cursor.item);
    if (turn == SIZE_MAX) {
        app_say(a, ROLE_DIM, "only the turn that differs can be gone to");
        return;
    }
    app_tab(a)->raw_shown = false;
    app_focus(a, PANE_TURNS);
    pane_goto_number(&app_tab(a)->panes[PANE_TURNS], turn);
}
