/* Which turns a filter leaves. A filter belongs to its tab; UI thread. */
#include "ui/filter.h"

#include "base/alloc.h"
#include "ui/view_transcript.h"

#include <stdlib.h>

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

void filter_again(struct filter *f, struct call *c)
{
    struct search_source source = {view_transcript_text, c, c->turn_count};
    filter_stop(f);
    f->too_complex = 0;
    if (f->pattern)
        f->scan = search_new(f->pattern, &source, 0, SEARCH_ITEMS);
}

static void show(struct pane *turns, const char *filter, size_t *kept, size_t count)
{
    struct pane_numbers before = pane_numbers(turns);
    view_transcript_filter(turns->view, filter, kept, count);
    pane_renumber(turns, &before);
}

void filter_set(struct filter *f, struct pattern *pattern, size_t around, struct pane *turns,
                struct call *c)
{
    struct pattern *old = f->pattern;
    f->pattern = pattern_hold(pattern);
    pattern_free(old);
    f->around = around;
    filter_again(f, c);
    if (!pattern)
        show(turns, NULL, NULL, 0);
}

/* The turns that match and those around them, in order; yours. */
static size_t *kept_turns(const struct filter *f, size_t turns, size_t *count)
{
    size_t *kept = xcalloc(turns, sizeof *kept), next = 0;
    *count = 0;
    for (size_t i = 0; i < turns; i++) {
        size_t matches;
        search_of_item(f->scan, i, &matches);
        if (!matches)
            continue;
        size_t end = f->around < turns - i ? i + f->around + 1 : turns;
        size_t begin = i > f->around ? i - f->around : 0;
        for (next = begin > next ? begin : next; next < end; next++)
            kept[(*count)++] = next;
    }
    return kept;
}

bool filter_run(struct filter *f, struct pane *turns, const struct call *c, int budget_ms)
{
    size_t count;
    if (!f->scan)
        return false;
    if (search_run(f->scan, budget_ms))
        return true;
    size_t *kept = kept_turns(f, c->turn_count, &count);
    show(turns, pattern_text(f->pattern), kept, count);
    f->too_complex = search_too_complex(f->scan);
    filter_stop(f);
    return false;
}
