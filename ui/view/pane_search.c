/* A search borrows the pane's view, so it has to end before the view does. UI thread. */
#include "ui/view/pane_search.h"

#include "base/sorted.h"

bool pane_can_search(const struct pane *p)
{
    return p->view && p->view->ops->text;
}

static void put_text(void *view, size_t text, struct buf *out)
{
    struct view *v = view;
    v->ops->text(v, text, out);
}

size_t pane_texts(const struct pane *p)
{
    return p->view && p->view->ops->texts ? p->view->ops->texts(p->view) : pane_items(p);
}

static size_t text_of(const struct pane *p, size_t item)
{
    bool own = item < pane_items(p) && p->view->ops->text_of;
    return own ? p->view->ops->text_of(p->view, item) : item;
}

static size_t item_of(const struct pane *p, size_t text)
{
    bool own = text < pane_texts(p) && p->view->ops->item_of;
    return own ? p->view->ops->item_of(p->view, text) : text;
}

/* All items of the view are needed, also those that a long one would add later. */
void pane_search(struct pane *p, struct pattern *pattern)
{
    struct search *old = p->search;
    p->search = NULL;
    if (pattern && pane_can_search(p)) {
        struct search_source source = {put_text, p->view, pane_texts(p), NULL};
        p->search = search_new(pattern, &source, text_of(p, p->cursor.item), SEARCH_ALL);
    }
    search_free(old);
}

void pane_search_restart(struct pane *p)
{
    if (!p->search)
        return;
    struct pattern *pattern = pattern_hold(search_pattern(p->search));
    pane_search(p, pattern);
    pattern_free(pattern);
}

const struct pattern *pane_pattern(const struct pane *p)
{
    return p->search ? search_pattern(p->search) : NULL;
}

bool pane_search_run(struct pane *p, int budget_ms)
{
    return p->search && search_run(p->search, budget_ms);
}

/* The row of an item that shows a byte of its text. */
static int row_of(const struct pane *p, size_t item, size_t offset)
{
    return p->view->ops->row_of ? p->view->ops->row_of(p->view, item, offset) : 0;
}

bool pane_on_match(const struct pane *p)
{
    const struct match *m = &p->here;
    return p->has_here && pane_can_search(p) && p->cursor.item < pane_items(p) &&
           m->item == text_of(p, p->cursor.item) &&
           row_of(p, p->cursor.item, m->offset) == p->cursor.row;
}

void pane_searched_text(const struct pane *p, size_t text, struct buf *out)
{
    if (pane_can_search(p) && text < pane_texts(p))
        put_text(p->view, text, out);
}

enum search_answer pane_find(const struct pane *p, enum search_from from, struct match *out)
{
    const struct search *s = p->search;
    if (!s || !pane_items(p))
        return SEARCH_NONE;
    size_t text = text_of(p, p->cursor.item);
    const struct view_ops *ops = p->view->ops;
    size_t at = ops->offset_of ? ops->offset_of(p->view, p->cursor.item, p->cursor.row) : 0;
    if (pane_on_match(p))
        at = p->here.offset;
    switch (from) {
    case SEARCH_HERE:
        return search_next(s, text, at, out);
    case SEARCH_AFTER:
        return search_next(s, text, at + pane_on_match(p), out);
    case SEARCH_BEFORE:
        return search_previous(s, text, at, out);
    case SEARCH_FIRST:
        return search_next(s, 0, 0, out);
    case SEARCH_LAST:
        return search_previous(s, pane_texts(p), 0, out);
    }
    return SEARCH_NONE;
}

void pane_goto_match(struct pane *p, const struct match *m)
{
    struct view *v = p->view;
    if (m->item >= pane_texts(p))
        return;
    size_t top = text_of(p, p->top.item);
    if (v->ops->reveal)
        v->ops->reveal(v, m->item, m->offset, m->bytes);
    p->top.item = item_of(p, top);
    size_t item = item_of(p, m->item);
    struct place place = {item, row_of(p, item, m->offset)};
    p->here = *m;
    p->has_here = true;
    pane_goto_place(p, place);
}

struct outline_folds *pane_folds(const struct pane *p)
{
    return p->view && p->view->ops->folds ? p->view->ops->folds(p->view) : NULL;
}

void pane_set_folds(struct pane *p, const struct outline_folds *folds)
{
    if (folds && p->view && p->view->ops->set_folds)
        p->view->ops->set_folds(p->view, folds);
}

size_t pane_match_number(const struct pane *p)
{
    return p->search && pane_on_match(p) ? search_number(p->search, p->here.item, p->here.offset)
                                         : 0;
}

/* The matches of one item, for the colours of its rows. */
struct painting {
    const struct match *list;
    size_t count;
    const struct match *here; /* or NULL */
};

/* The character after an empty match shows where it is. */
static size_t end_of(const struct match *m)
{
    return (size_t)m->offset + (m->bytes ? m->bytes : 1);
}

static bool ends_by(const void *match, const void *offset)
{
    return end_of(match) <= *(const size_t *)offset;
}

static enum role role_at(const void *arg, size_t from, size_t bytes, enum role own)
{
    const struct painting *p = arg;
    size_t at = sorted_before(p->list, p->count, sizeof *p->list, ends_by, &from);
    const struct match *m = at < p->count ? &p->list[at] : NULL; /* the first that ends later */
    if (!m || m->offset >= from + bytes)
        return own;
    return p->here && p->here->offset == m->offset ? ROLE_MATCH_HERE : ROLE_MATCH;
}

void pane_paint_matches(const struct pane *p, size_t item, struct line *line)
{
    struct painting painting = {0};
    if (!p->search)
        return;
    size_t text = text_of(p, item);
    painting.list = search_of_item(p->search, text, &painting.count);
    if (!painting.count)
        return;
    painting.here = text == p->here.item && pane_on_match(p) ? &p->here : NULL;
    line_recolour(line, role_at, &painting);
}
