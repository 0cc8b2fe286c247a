/* Saves and restores cursors and folds. */
#include "ui/feature/find_origin.h"

#include "ui/shell/app.h"
#include "ui/shell/tab.h"
#include "ui/view/pane_search.h"

struct pane *find_origin_pane(const struct app *a, int id)
{
    struct tab *t = a->tab;
    if (id == FIND_LIST && tab_is_list(t) && !overlay_is_open(a))
        return &t->list;
    return id == FIND_LIST ? overlay_pane(a) : id == FIND_RAW ? &t->raw : &t->panes[id];
}

/* The pane of entry i; all entries are the same pane where one covers the others. */
static struct pane *pane_at(const struct app *a, int i)
{
    bool list = overlay_is_open(a) || tab_is_list(a->tab), raw = a->tab->raw_shown;
    return find_origin_pane(a, list ? FIND_LIST : raw ? FIND_RAW : i);
}

void find_origin_save(struct find_origin *o, const struct app *a)
{
    find_origin_done(o);
    o->focus = a->tab->focus;
    o->overlay = overlay_top(a);
    o->raw = a->tab->raw_shown;
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        const struct pane *p = pane_at(a, i);
        o->top[i] = p->top;
        o->cursor[i] = p->cursor;
        o->here[i] = p->here;
        o->has_here[i] = p->has_here;
        o->folds[i] = pane_folds(p);
    }
}

bool find_origin_is_valid(const struct find_origin *o, const struct app *a)
{
    return o->overlay == overlay_top(a) && o->raw == a->tab->raw_shown;
}

void find_origin_restore(const struct find_origin *o, struct app *a, bool with_match)
{
    a->tab->focus = o->focus;
    for (int i = PANE_CALL; i < PANE_COUNT; i++) {
        struct pane *p = pane_at(a, i);
        pane_set_folds(p, o->folds[i]);
        p->top = o->top[i];
        p->cursor = o->cursor[i];
        p->here = o->here[i];
        p->has_here = with_match && o->has_here[i];
        pane_refresh(p);
    }
}

void find_origin_done(struct find_origin *o)
{
    for (int i = 0; i < PANE_COUNT; i++) {
        outline_folds_free(o->folds[i]);
        o->folds[i] = NULL;
    }
}
