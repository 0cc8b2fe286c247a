/* Searching all open calls at once: a list of those with matches. The work is done in slices
 * between keys while the list is open, also for calls that arrive meanwhile. UI thread. */
#ifndef UI_FEATURE_SEARCH_ALL_H
#define UI_FEATURE_SEARCH_ALL_H

#include "call/pattern.h"
#include "call/search.h"
#include "ui/shell/feature.h"

#include <stdbool.h>
#include <stddef.h>

enum { SEARCH_ALL_PANES = 2 }; /* searched before the turns: the call's, the participants' */

struct app;
struct tab;

/* The matches in one call. */
struct call_matches {
    struct tab *tab;   /* borrowed: no tab is closed while the list is open */
    unsigned searched; /* what the tab showed when it was searched; 0: it was not yet */
    size_t count, too_complex;
    char *first; /* the text around the first match; NULL: there is none yet */
};

struct search_all {
    struct pattern *pattern;    /* NULL: nothing was searched for yet */
    struct call_matches *calls; /* of all tabs, in their order */
    size_t count, at;           /* at: the one that is being searched */
    size_t loading;             /* what the list says about calls that are still loading */
    unsigned listed;            /* what the tabs showed when the list was made */
    struct search *search;      /* in the call `at`; NULL: it has not begun */
    unsigned shown;             /* what its tab showed then */
    size_t items[SEARCH_ALL_PANES];
};

extern const struct feature search_all_feature;
/* For tests. */
struct search_all *search_all_state(const struct app *a);

#endif
