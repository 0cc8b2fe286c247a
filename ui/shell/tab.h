/* A tab: one call on the screen, or the lack of one. It holds what was asked for, the state of its
 * fetch, and the panes with their cursors; `states` holds what features know about it. */
#ifndef UI_SHELL_TAB_H
#define UI_SHELL_TAB_H

#include "call/call.h"
#include "call/failure.h"
#include "call/masked.h"
#include "call/spots.h"
#include "fetch/any.h"
#include "keep/kept_age.h"
#include "provider/provider.h"
#include "ui/view/filter.h"
#include "ui/view/pane.h"
#include "ui/view/timeline.h"
#include "ui/view/view_transcript.h"

#include <stdint.h>

struct tab {
    void **states;                   /* of the features (feature.h) */
    const struct provider *provider; /* NULL: nothing was asked for yet */
    char *id;
    unsigned renamed; /* how often the tab was given another ID */
    unsigned job;     /* the running fetch; 0: there is none */
    bool quiet;       /* fetches are part of watching and do not show their progress */
    bool cancelled;
    struct any *any;     /* when all providers were asked; NULL: one was */
    int64_t since_ms;    /* when the fetch began */
    int64_t retry_at_ms; /* the earliest time for the next one, set by the provider; 0: any time */
    uint64_t bytes;
    int http_status; /* of the last answer */
    unsigned shown;  /* how often the views of the call and its participants were made */
    double seconds;
    struct call *call;        /* what is shown, also while it is fetched again */
    struct call *real;        /* the unmasked call when `call` is masked; else NULL */
    struct call *masked_copy; /* while the call is shown unmasked; NULL: it was never masked */
    struct kept_age kept;     /* of `call`, if that is a kept copy */
    struct mask_count masked; /* in the masked copy, as far as it is masked */
    struct transcript_extent extent; /* of `call` */
    struct spots spots;              /* in `call`; its views borrow them */
    struct spots_search *finding;    /* those by other limits; NULL: the limits are the same */
    struct failure *failure;         /* of the last fetch */
    struct call *offered;            /* the kept copy of a call that failed to come; or NULL */
    struct kept_age offered_age;
    struct call *answered;         /* the answer, or answers, with it, as a document; or NULL */
    int64_t failed_us;             /* when that was, as time_wall_us() */
    struct pane panes[PANE_COUNT]; /* from PANE_CALL on */
    struct pane raw;               /* the call as JSON; no view until it was asked for */
    struct pane page;              /* shown instead of the panes while there is no call */
    struct pane list;         /* a list of calls instead of a call; without a view: there is none */
    char *list_name;          /* its name in the line of tabs, clean */
    struct filter filter;     /* of the transcript */
    struct timeline timeline; /* the row above the transcript */
    size_t jumped_from;       /* 1 + the turn before the last jump; 0: there was none */
    enum pane_id focus;
    enum pane_id back;       /* the pane that had the focus before the ID or the provider */
    int label_x, label_cols; /* of its name in the line of tabs; 0: it is not drawn */
    bool raw_shown;          /* `raw` is shown instead of the panes or the page */
    bool follows;            /* the focus moves to what arrives, as the user has not moved it */
};

struct tab *tab_new(void);
void tab_free(struct tab *t); /* the features' states are freed already */

void tab_focus(struct tab *t, enum pane_id pane);
/* Out of the ID or provider pane, to the pane that had the focus before. */
void tab_focus_back(struct tab *t);

/* Sets whose call the tab is for; asks for nothing yet. */
void tab_name(struct tab *t, const struct provider *p, const char *id);
bool tab_is(const struct tab *t, const struct provider *p, const char *id);
/* It shows a list of calls. */
bool tab_is_list(const struct tab *t);
/* Has nothing worth keeping: empty, failed or cancelled, and not loading. */
bool tab_is_free(const struct tab *t);

/* The call unmasked, as its links are opened; NULL without a call. */
const struct call *tab_real_call(const struct tab *t);
/* It shows a call whose transcript is not still loading. */
bool tab_has_complete_call(const struct tab *t);
/* The call is taken. The cursors stay where they were when a call was shown before; a cursor at the
 * end of a live transcript stays at its end. */
void tab_take_call(struct tab *t, struct call *c, const struct transcript_style *style);
/* The same for a kept copy of that age. */
void tab_take_kept(struct tab *t, struct call *c, struct kept_age age,
                   const struct transcript_style *style);
/* The page of the failure offers this kept copy, which is taken, until the failure goes. NULL: it
 * offers none any more. */
void tab_offer_kept(struct tab *t, struct call *c, struct kept_age age);
/* Masks what is shown, or shows it unmasked, as the style says. Of a long call the turns that are
 * seen are masked at once. */
void tab_mask(struct tab *t, const struct transcript_style *style);
/* Not all turns of what is shown are masked yet. */
bool tab_is_masking(const struct tab *t);
/* Masks more turns, for about so long; true if there are more. */
bool tab_mask_more(struct tab *t, int budget_ms);
/* Finds the hot spots again, as the style's limits changed; those of a long call later. */
void tab_renew_spots(struct tab *t, const struct transcript_style *style);
/* Looks for more of them, for about so long; true if that is not done. */
bool tab_find_more_spots(struct tab *t, int budget_ms);
/* Writes the facts again, as the time zone changed. */
void tab_renew_times(struct tab *t);
/* A text of the provider about the tab's call, masked if `mask` says so; the caller frees it. */
char *tab_masked_text(const struct tab *t, const char *text, bool mask);
/* Both are taken: the failure, and what was answered instead of a call (NULL: nothing). */
void tab_take_failure(struct tab *t, struct failure *f, struct call *answered);
/* Gives what was answered to the caller, who frees it; it is not shown any more. */
struct call *tab_give_answered(struct tab *t);
/* Where no provider that was asked knows the call: the others that have a key. `out` has room for
 * as many as the set has, or is NULL. Returns how many there are. */
size_t tab_others(const struct tab *t, const struct provider_set *set, const struct provider **out);
/* The fetch was stopped, and what is missing will not come. */
void tab_cancel(struct tab *t);

/* What the JSON view shows: the call, or else what was answered instead; NULL: there is neither. */
const struct call *tab_documents(const struct tab *t);
/* Shows the documents instead of the panes or the page, and back. There are documents. */
void tab_toggle_raw(struct tab *t, const bool *wrap);

/* The pane that keys move in: the page, the list, the JSON, or the pane in focus. */
struct pane *tab_pane(struct tab *t);

#endif
