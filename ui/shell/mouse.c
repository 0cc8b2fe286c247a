/* Finds what is under the mouse in the layout of the last frame. */
#include "ui/shell/mouse.h"

#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/focus.h"
#include "ui/shell/hints.h"
#include "ui/shell/jump.h"
#include "ui/shell/overlay.h"
#include "ui/shell/tabs.h"
#include "ui/term/screen.h"

enum { WHEEL_ROWS = 3 };

static bool is_inside(const struct rect *r, int y, int x)
{
    return y >= r->y && y < r->y + r->rows && x >= r->x && x < r->x + r->cols;
}

/* The row of the pane's title belongs to it. */
static bool is_over(const struct pane *p, int y, int x)
{
    return p->rows > 0 && is_inside(&(struct rect){p->y - 1, p->x, p->rows + 1, p->cols}, y, x);
}

/* The pane reaches from its title, which may be all that is shown of it, to its last row. */
static bool is_over_pane(const struct layout *l, int id, int y, int x)
{
    const struct rect *body = &l->body[id];
    struct rect all = l->title[id].rows > 0 ? l->title[id] : *body;
    if (body->rows > 0)
        all.rows = body->y + body->rows - all.y;
    return is_inside(&all, y, x);
}

/* Returns the topmost pane at this place, or NULL. *id gets the pane that has the focus after a
 * click there. */
static struct pane *pane_under(struct app *a, int y, int x, enum pane_id *id)
{
    struct tab *t = a->tab;
    struct pane *single = overlay_is_open(a) ? overlay_pane(a)
                          : t->raw_shown     ? &t->raw
                          : tab_is_list(t)   ? &t->list
                          : !t->call         ? &t->page
                                             : NULL;
    *id = t->focus >= PANE_CALL || overlay_is_open(a) ? t->focus : PANE_CALL;
    if (single)
        return is_over(single, y, x) ? single : NULL;
    for (int i = PANE_CALL; i < PANE_COUNT; i++)
        if (is_over_pane(&a->frame.layout, i, y, x)) {
            *id = (enum pane_id)i;
            return &t->panes[i];
        }
    return NULL;
}

static bool click_tab(struct app *a, const struct screen_mouse *m)
{
    if (!is_inside(&a->frame.layout.tabs, m->y, m->x))
        return false;
    for (size_t i = 0; i < a->tabs->count; i++) {
        const struct tab *t = a->tabs->list[i];
        if (t->label_cols && m->x >= t->label_x && m->x < t->label_x + t->label_cols) {
            tabs_switch(a, i);
            return true;
        }
    }
    return true;
}

/* The provider and the ID have one row each. */
static bool click_top(struct app *a, const struct screen_mouse *m)
{
    for (int i = PANE_PROVIDER; i <= PANE_ID; i++)
        if (is_inside(&a->frame.layout.body[i], m->y, m->x)) {
            focus_set(a, (enum pane_id)i);
            return true;
        }
    return false;
}

static bool click_timeline(struct app *a, const struct screen_mouse *m)
{
    const struct rect *r = &a->frame.layout.timeline;
    const struct timeline *tl = &a->tab->timeline;
    int col = m->x - r->x - VIEW_GUTTER;
    if (!focus_sees_panes(a) || !tl->list || !is_inside(r, m->y, m->x) || col < 0 ||
        col >= tl->cols)
        return false;
    jump_to_turn(a, timeline_turn_at(tl, col));
    return true;
}

static void click(struct app *a, const struct screen_mouse *m)
{
    enum pane_id id;
    if (click_tab(a, m) || click_top(a, m) || click_timeline(a, m))
        return;
    struct pane *p = pane_under(a, m->y, m->x, &id);
    if (!p)
        return;
    tab_focus(a->tab, id);
    if (pane_goto_row(p, m->y - p->y) && m->act == SCREEN_MOUSE_DOUBLE)
        action_run(a, ACT_ENTER, 0);
}

enum action mouse_act(struct app *a)
{
    struct screen_mouse m = screen_mouse();
    enum action hint = hints_find(a, m.y, m.x);
    if (m.act == SCREEN_MOUSE_UP || m.act == SCREEN_MOUSE_DOWN) {
        enum pane_id id;
        struct pane *p = pane_under(a, m.y, m.x, &id);
        if (p)
            pane_scroll(p, m.act == SCREEN_MOUSE_UP ? -WHEEL_ROWS : WHEEL_ROWS);
        return ACT_NONE;
    }
    if (hint == ACT_NONE)
        click(a, &m);
    return m.act == SCREEN_MOUSE_DOUBLE ? ACT_NONE : hint;
}
