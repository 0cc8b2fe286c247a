/* A filter on a transcript: only the turns that match are shown, and so many around each. It stays
 * when the call is fetched again. Found in slices of time, shown when all is found. */
#ifndef UI_VIEW_FILTER_H
#define UI_VIEW_FILTER_H

#include "call/call.h"
#include "call/search.h"
#include "ui/view/pane.h"

struct filter {
    struct pattern *pattern; /* held; NULL: there is none */
    size_t around;           /* turns before and after */
    struct search *scan;     /* while it runs, on a call's turns */
    size_t too_complex;      /* turns that could not be told */
};

/* In place of the one before; pattern NULL: all turns are shown again, at once. */
void filter_set(struct filter *f, struct pattern *pattern, size_t around, struct pane *turns,
                struct call *c);
/* The call is about to go. */
void filter_stop(struct filter *f);
/* Another call is there, and a view of all its turns. */
void filter_again(struct filter *f, struct call *c);
/* Goes on; true when there is more to do. At the end the pane shows what was found. */
bool filter_run(struct filter *f, struct pane *turns, const struct call *c, int budget_ms);
void filter_done(struct filter *f);

#endif
