/* A filter on a transcript: only turns that match, or do not match, are shown, with a number of
 * turns around each. A filter is kept when the call is fetched again. It searches in slices of
 * time, and the pane changes when all turns are searched. UI thread. */
#ifndef UI_VIEW_FILTER_H
#define UI_VIEW_FILTER_H

#include "call/call.h"
#include "call/search.h"
#include "ui/view/pane.h"

struct filter {
    struct pattern *pattern; /* holds a reference; NULL: no filter is set */
    bool inverted;           /* the turns that do not match are the ones that are shown */
    size_t around;           /* turns shown before and after each match */
    struct search *scan;     /* in the turns of a call; NULL when it is finished */
    size_t too_complex;      /* turns on which the pattern took too long */
};

/* Replaces the filter by one with these pattern, `inverted` and `around`; of the pattern it holds a
 * reference. Without a pattern all turns are shown again at once. */
void filter_set(struct filter *f, const struct filter *by, struct pane *turns, struct call *c);
/* Stops searching; call it before the call is freed. */
void filter_stop(struct filter *f);
/* Starts again for another call, whose turns the pane shows unfiltered. */
void filter_restart(struct filter *f, struct call *c);
/* Continues for about budget_ms milliseconds; returns true if there is more to do. At the end the
 * pane shows the turns that were found. */
bool filter_run(struct filter *f, struct pane *turns, const struct call *c, int budget_ms);
void filter_done(struct filter *f);

#endif
