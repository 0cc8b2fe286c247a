/* Searching all open calls at once: a list of those with matches, each of which can be gone to. The
 * work is done in slices between keys, while the list is seen, also for calls that come meanwhile.
 * UI thread. */
#ifndef UI_FEATURE_SEARCH_ALL_H
#define UI_FEATURE_SEARCH_ALL_H

#include "call/pattern.h"
#include "call/search.h"

#include <stdbool.h>
#include <stddef.h>

enum { SEARCH_ALL_PANES = 2 }; /* searched before the turns: the call's, the participants' */

struct app;
struct tab;

/* One call's share. */
struct call_hits {
    struct tab *tab;   /* borrowed: no tab goes while the list is seen */
    unsigned searched; /* what the tab showed then; 0: nothing, as that what is not here yet */
    size_t count, too_complex;
    char *first; /* what stands around the first one; NULL: nothing was found yet */
};

struct search_all {
    struct pattern *pattern; /* NULL: nothing was searched for yet */
    struct call_hits *calls; /* of all tabs, in their order */
    size_t count, at;        /* at: the one that is searched */
    size_t loading;          /* as the list says */
    struct search *search;   /* in it; NULL: not begun */
    unsigned shown;          /* what its tab showed then */
    size_t items[SEARCH_ALL_PANES];
};

/* Searches for a regular expression; an empty one: for what was searched for last. */
void search_all_open(struct app *a, const char *text);
/* Goes on for a few milliseconds. */
void search_all_work(struct app *a);
bool search_all_is_busy(const struct app *a);
/* The list, on top or below, when calls are shown in another form: nothing stands there of the form
 * before. */
void search_all_renew(struct app *a);
/* To the first match in the call that is selected, where the search goes on. */
void search_all_take(struct app *a);
void search_all_done(struct search_all *s);

#endif
