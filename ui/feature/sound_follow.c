/* A filter and another answer move the cursor, too: then the number of items differs, or what the
 * tab shows, and the cursor is put on the turn again. */
#include "ui/feature/sound_follow.h"

#include "ui/shell/tab.h"

static void keep_cursor(struct sound_follow *f, const struct tab *t)
{
    const struct pane *p = &t->panes[PANE_TURNS];
    size_t all;
    f->number = pane_number(p, &all);
    f->items = pane_items(p);
    f->row = p->cursor.row;
    f->shown = t->shown;
}

void sound_follow_begin(struct sound_follow *f, const struct tab *t)
{
    *f = (struct sound_follow){.on = true};
    keep_cursor(f, t);
}

void sound_follow_check(struct sound_follow *f, const struct tab *t, bool is_searching)
{
    struct sound_follow before = *f;
    f->held = is_searching;
    if (f->held)
        return;
    keep_cursor(f, t);
    if (f->shown != before.shown || f->items != before.items)
        f->turn = 0;
    else if (f->number != before.number || f->row != before.row)
        f->on = false;
    if (t->panes[PANE_TURNS].selecting) /* what is selected must not change with the sound */
        f->on = false;
}

void sound_follow_to(struct sound_follow *f, struct tab *t, size_t turn)
{
    struct pane *p = &t->panes[PANE_TURNS];
    size_t all, item = pane_item_at(p, turn);
    if (!f->on || f->held || f->turn == turn + 1 || pane_number_of(p, item, &all) != turn)
        return;
    pane_goto(p, item);
    f->turn = turn + 1;
    keep_cursor(f, t);
}
