/* Places and the search are kept while the view or its items change. UI thread. */
#include "ui/view/pane.h"

#include "base/alloc.h"
#include "ui/term/screen.h"
#include "ui/view/pane_search.h"

#include <stdlib.h>
#include <string.h>

struct pane_numbers pane_numbers(const struct pane *p)
{
    size_t all;
    return (struct pane_numbers){
        pane_number_of(p, p->top.item, &all), pane_number_of(p, p->cursor.item, &all),
        pane_number_of(p, p->here.item, &all), pane_number_of(p, p->anchor, &all)};
}

/* The place of a number; in the same row if the item is still shown. */
static struct place place_at(const struct pane *p, size_t number, int row)
{
    size_t all, item = pane_item_at(p, number);
    return (struct place){item, pane_number_of(p, item, &all) == number ? row : 0};
}

void pane_renumber(struct pane *p, const struct pane_numbers *before)
{
    size_t all;
    p->top = place_at(p, before->top, p->top.row);
    p->cursor = place_at(p, before->cursor, p->cursor.row);
    p->here.item = (uint32_t)pane_item_at(p, before->here);
    p->anchor = pane_item_at(p, before->anchor);
    p->has_here = p->has_here && pane_number_of(p, p->here.item, &all) == before->here;
    pane_refresh(p);
    pane_search_restart(p);
}

/* The search borrows the view, so it ends before the view does and starts again with the new one.
 */
void pane_set_view(struct pane *p, struct view *view)
{
    struct pattern *pattern = p->search ? pattern_hold(search_pattern(p->search)) : NULL;
    struct pane_numbers before = pane_numbers(p);
    pane_search(p, NULL);
    view_free(p->view);
    p->view = view;
    if (view && p->cols > 0)
        view->ops->layout(view, p->cols);
    pane_renumber(p, &before);
    pane_search(p, pattern);
    pattern_free(pattern);
}

void pane_done(struct pane *p)
{
    pane_search(p, NULL);
    view_free(p->view);
    free(p->drawn.places);
    free(p->sent.places);
    *p = (struct pane){0};
}

/* If the cursor is on a match, it moves to the row where the match is afterwards. */
void pane_layout(struct pane *p)
{
    struct buf before = {0}, after = {0};
    struct view *v = p->view;
    bool on_match = pane_on_match(p);
    if (on_match)
        pane_searched_text(p, p->here.item, &before);
    v->ops->layout(v, p->cols);
    if (on_match)
        pane_searched_text(p, p->here.item, &after);
    if (on_match && before.len == after.len &&
        memcmp(buf_str(&before), buf_str(&after), before.len) == 0)
        pane_goto_match(p, &p->here);
    else
        p->has_here = false;
    pane_refresh(p);
    if (v->ops->items_by_width)
        pane_search_restart(p);
    buf_done(&before);
    buf_done(&after);
}

void pane_resize(struct pane *p, int rows, int cols)
{
    if (p->rows == rows && p->cols == cols)
        return;
    bool other_width = p->cols != cols;
    p->rows = rows;
    p->cols = cols;
    if (p->view && other_width && cols > 0)
        pane_layout(p);
    else
        pane_refresh(p);
}

/* What folding changes: the number of items, or else of rows in the cursor's item. */
static long below_cursor(const struct pane *p)
{
    if (!p->view->ops->items_stay)
        return (long)pane_items(p);
    return pane_items(p) ? pane_item_rows(p, p->cursor.item, p->rows + 1) : 0;
}

bool pane_fold(struct pane *p, enum fold how)
{
    int row = pane_cursor_row(p);
    size_t item = p->cursor.item;
    if (!p->view || !p->view->ops->fold)
        return false;
    long below = below_cursor(p);
    if (!p->view->ops->fold(p->view, how, &item))
        return false;
    p->has_here = p->has_here && p->view->ops->items_stay;
    pane_goto_item_in_row(p, item, row);
    if (row >= 0 && below_cursor(p) > below)
        pane_show_below(p, below_cursor(p) - below);
    if (!p->view->ops->items_stay)
        pane_search_restart(p);
    return true;
}

void pane_set_view_at(struct pane *p, struct view *view, size_t item)
{
    int row = pane_cursor_row(p);
    pane_set_view(p, view);
    pane_goto_item_in_row(p, item, row);
}

static void draw_row(struct pane *p, const struct rect *r, int row, struct place at, bool mark,
                     struct line *line)
{
    size_t first, last;
    pane_selected(p, &first, &last);
    bool selected = p->selecting && first <= at.item && at.item <= last;
    line_clear(line);
    p->view->ops->row(p->view, at.item, at.row, line);
    if (selected)
        line_fill(line, ROLE_SELECTED, r->cols);
    pane_paint_matches(p, at.item, line);
    line_draw(line, r->y + row, r->x, r->cols);
    if (selected)
        screen_put(r->y + row, r->x, ROLE_SELECTED, "V", 1, 1);
    if (mark && at.item == p->cursor.item && at.row == p->cursor.row)
        screen_put(r->y + row, r->x + pane_cursor_col(p), ROLE_MARK, ">", 1, 1);
}

/* By how many rows the place that `shown` shows in row 0 is further down in `other`; 0 if it is not
 * there. */
static int rows_down(const struct place *shown, const struct place *other, int rows)
{
    for (int row = 0; row < rows; row++)
        if (shown->item == other[row].item && shown->row == other[row].row)
            return row;
    return 0;
}

/* Tells the screen by how many rows the pane has scrolled since a frame was sent; the window, and
 * its places, are taken. */
static void note_scrolled(struct pane *p, const struct pane_window *now, int cols)
{
    if (!screen_is_held()) {
        free(p->sent.places);
        p->sent = p->drawn;
        p->drawn.places = NULL;
    }
    const struct pane_window *sent = &p->sent;
    bool same_place = sent->y == now->y && sent->x == now->x && sent->rows == now->rows;
    int n = same_place ? rows_down(now->places, sent->places, now->rows) : 0;
    if (same_place && n == 0)
        n = -rows_down(sent->places, now->places, now->rows);
    screen_scrolled(now->y, now->x, now->rows, cols, n);
    free(p->drawn.places);
    p->drawn = *now;
}

void pane_draw(struct pane *p, const struct rect *r, bool mark)
{
    p->y = r->y;
    p->x = r->x;
    if (pane_items(p) == 0 || r->rows < 1)
        return;
    struct line line = {0};
    struct place at = p->top;
    struct pane_window now = {xcalloc((size_t)r->rows, sizeof *now.places), 0, r->y, r->x};
    do {
        draw_row(p, r, now.rows, at, mark, &line);
        now.places[now.rows++] = at;
    } while (now.rows < r->rows && pane_place_next(p, &at));
    note_scrolled(p, &now, r->cols);
    line_done(&line);
}
