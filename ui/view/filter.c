#include "ui/view/filter.h"

#include "base/alloc.h"
#include "ui/view/view_transcript.h"

void filter_stop(struct filter *f)
{
    search_free(f->scan);
    f->scan = NULL;
}

void filter_done(struct filter *f)
{
    filter_stop(f);
    pattern_free(f->pattern);
    *f = (struct filter){0};
}

void filter_restart(struct filter *f, struct call *c)
{
    struct search_source source = {view_transcript_text, c, c->turn_count, NULL};
    filter_stop(f);
    f->too_complex = 0;
    if (f->pattern)
        f->scan = search_new(f->pattern, &source, 0, SEARCH_ITEMS);
}

static void show(struct pane *turns, struct filtered left)
{
    struct pane_numbers before = pane_numbers(turns);
    left.here = before.cursor;
    view_transcript_filter(turns->view, &left);
    pane_renumber(turns, &before);
}

void filter_set(struct filter *f, const struct filter *by, struct pane *turns, struct call *c)
{
    struct pattern *old = f->pattern;
    f->pattern = pattern_hold(by->pattern);
    pattern_free(old);
    f->inverted = by->inverted;
    f->around = by->around;
    filter_restart(f, c);
    if (!f->pattern)
        show(turns, (struct filtered){0});
}

/* The turns that match and those around them, in order; the caller frees the list. */
static struct filtered left_turns(const struct filter *f, size_t turns)
{
    struct filtered left = {.text = pattern_text(f->pattern), .inverted = f->inverted};
    size_t next = 0;
    left.turns = xcalloc(turns, sizeof *left.turns);
    for (size_t i = 0; i < turns; i++) {
        size_t matches;
        search_of_item(f->scan, i, &matches);
        if ((matches == 0) != f->inverted)
            continue;
        size_t end = f->around < turns - i ? i + f->around + 1 : turns;
        size_t begin = i > f->around ? i - f->around : 0;
        for (next = begin > next ? begin : next; next < end; next++)
            left.turns[left.count++] = next;
        left.matches++;
    }
    return left;
}

bool filter_run(struct filter *f, struct pane *turns, const struct call *c, int budget_ms)
{
    if (!f->scan)
        return false;
    if (search_run(f->scan, budget_ms))
        return true;
    show(turns, left_turns(f, c->turn_count));
    f->too_complex = search_too_complex(f->scan);
    filter_stop(f);
    return false;
}
