/* What the mouse did, by what was drawn under it. All of it can be done with keys. UI thread. */
#include "ui/shell/app_state.h"
#include "ui/term/screen.h"

enum { WHEEL_ROWS = 3 };

static bool is_inside(const struct rect *r, int y, int x)
{
    return y >= r->y && y < r->y + r->rows && x >= r->x && x < r->x + r->cols;
}

/* The row of its title counts. */
static bool is_over(const struct pane *p, int y, int x)
{
    return p->rows > 0 && is_inside(&(struct rect){p->y - 1, p->x, p->rows + 1, p->cols}, y, x);
}

/* From its title on, with what stands between that and its rows. */
static bool is_over_pane(const struct layout *l, int id, int y, int x)
{
    struct rect all = l->body[id];
    if (all.rows > 0 && l->title[id].rows > 0) {
        all.rows += all.y - l->title[id].y;
        all.y = l->title[id].y;
    }
    return is_inside(&all, y, x);
}

/* What lies on top is asked first, and what it hides is not. *id gets the pane that
 * has the focus then. */
static struct pane *pane_under(struct app *a, int y, int x, enum pane_id *id)
{
    struct tab *t = app_tab(a);
    struct pane *whole = a->overlay != OVERLAY_NONE ? &a->list
                         : !t->call                 ? &t->page
                         : t->raw_shown             ? &t->raw
                                                    : NULL;
    *id = t->focus >= PANE_CALL || a->overlay != OVERLAY_NONE ? t->focus : PANE_CALL;
    if (whole)
        return is_over(whole, y, x) ? whole : NULL;
    for (int i = PANE_CALL; i < PANE_COUNT; i++)
        if (is_over_pane(&a->layout, i, y, x)) {
            *id = (enum pane_id)i;
            return &t->panes[i];
        }
    return NULL;
}

static void scroll(struct app *a, const struct screen_mouse *m)
{
    enum pane_id id;
    struct pane *p = pane_under(a, m->y, m->x, &id);
    if (p)
        pane_scroll(p, m->act == SCREEN_MOUSE_UP ? -WHEEL_ROWS : WHEEL_ROWS);
}

static bool click_tab(struct app *a, const struct screen_mouse *m)
{
    if (!is_inside(&a->layout.tabs, m->y, m->x))
        return false;
    for (size_t i = 0; i < a->tab_count; i++) {
        const struct tab *t = a->tabs[i];
        if (t->label_cols && m->x >= t->label_x && m->x < t->label_x + t->label_cols) {
            app_switch_tab(a, i);
            return true;
        }
    }
    return true;
}

/* The two panes above, which are one row each. */
static bool click_top(struct app *a, const struct screen_mouse *m)
{
    for (int i = PANE_PROVIDER; i <= PANE_ID; i++)
        if (is_inside(&a->layout.body[i], m->y, m->x)) {
            app_focus(a, (enum pane_id)i);
            return true;
        }
    return false;
}

static void click(struct app *a, const struct screen_mouse *m)
{
    enum pane_id id;
    if (click_tab(a, m) || click_top(a, m))
        return;
    struct pane *p = pane_under(a, m->y, m->x, &id);
    if (!p)
        return;
    tab_focus(app_tab(a), id);
    if (pane_goto_row(p, m->y - p->y) && m->act == SCREEN_MOUSE_DOUBLE)
        app_act(a, ACT_ENTER, 0);
}

void app_mouse(struct app *a)
{
    struct screen_mouse m = screen_mouse();
    if (a->command.open || line_prompt_is_open(a) || a->find.line != FIND_NONE)
        return;
    if (m.act == SCREEN_MOUSE_UP || m.act == SCREEN_MOUSE_DOWN)
        scroll(a, &m);
    else
        click(a, &m);
}
