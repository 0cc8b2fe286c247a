/* Each kind of column has its own character, so that colour is not needed. UI thread. */
#include "ui/view/timeline_row.h"

enum { AGENT = 1 << SPEAKER_AGENT, PERSON = 1 << SPEAKER_PERSON, BOTH = AGENT | PERSON };

/* Agents are above, people below; a thin line means that the end of a turn is not given. A column
 * has the first look whose bits it has. */
static const struct look {
    unsigned heard, last; /* the column needs to have all these bits */
    enum role role;
    const char *text, *ascii;
} looks[] = {
    {BOTH, 0, ROLE_DIM, "\xe2\x96\x88", "#"},
    {AGENT, 0, ROLE_AGENT, "\xe2\x96\x80", "A"},
    {PERSON, 0, ROLE_PERSON, "\xe2\x96\x84", "P"},
    {1 << SPEAKER_TOOL, 0, ROLE_TOOL, "\xe2\x94\xbc", "T"},
    {1 << SPEAKER_OTHER, 0, ROLE_OTHER, "\xe2\x94\x80", "O"},
    {0, AGENT, ROLE_AGENT, "\xe2\x96\x94", "a"},
    {0, PERSON, ROLE_PERSON, "\xe2\x96\x81", "p"},
    {0, 1 << SPEAKER_TOOL, ROLE_TOOL, "\xc2\xb7", "t"},
    {0, 1 << SPEAKER_OTHER, ROLE_OTHER, "\xc2\xb7", "o"},
    {0, 0, ROLE_TEXT, " ", " "},
};

static const struct look *look_of(const struct timeline_col *c)
{
    const struct look *l = looks;
    while ((c->heard & l->heard) != l->heard || (c->last & l->last) != l->last)
        l++;
    return l;
}

/* The columns of the turns that the pane shows, up to where the next turn begins. */
struct window {
    int begin, end;
};

static struct window window_of(const struct timeline *tl, const struct pane *p)
{
    size_t all, last = pane_number_of(p, pane_last_item(p), &all);
    int end = last + 1 < all ? timeline_col_of(tl, last + 1) - 1 : tl->cols - 1;
    int begin = timeline_col_of(tl, pane_number_of(p, p->top.item, &all));
    return (struct window){begin, end > begin ? end : begin};
}

static const char *window_mark(const struct window *w, int col)
{
    if (col == w->begin)
        return w->begin == w->end ? "|" : "[";
    return col == w->end ? "]" : NULL;
}

/* Returns true if a match is known in a turn that begins in the column. */
static bool has_match(const struct timeline *tl, const struct pane *p, int col)
{
    size_t first = tl->list[col].first, end = timeline_col_end(tl, col), all;
    struct match m;
    if (!p->search || first >= end)
        return false;
    if (search_next(p->search, pane_item_at(p, first), 0, &m) != SEARCH_FOUND)
        return false;
    size_t turn = pane_number_of(p, m.item, &all);
    return first <= turn && turn < end;
}

static void put_col(const struct timeline *tl, const struct pane *p, int col, bool ascii,
                    struct line *out)
{
    const struct look *look = look_of(&tl->list[col]);
    if (has_match(tl, p, col))
        line_puts(out, ROLE_MATCH, "/");
    else if (tl->list[col].spot)
        line_puts(out, ROLE_WARN, "!");
    else
        line_puts(out, look->role, ascii ? look->ascii : look->text);
}

void timeline_row_put(const struct timeline *tl, struct pane *turns, bool ascii, struct line *out)
{
    struct window w = {-1, -1};
    if (!pane_fits(turns))
        w = window_of(tl, turns);
    for (int col = 0; col < tl->cols; col++) {
        const char *mark = window_mark(&w, col);
        if (mark)
            line_puts(out, ROLE_MARK, mark);
        else
            put_col(tl, turns, col, ascii, out);
    }
}
