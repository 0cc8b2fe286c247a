/* One call on the screen, or the lack of one: what was asked, how the fetch stands, and the panes
 * with their places. */
#ifndef UI_SHELL_TAB_H
#define UI_SHELL_TAB_H

#include "call/call.h"
#include "call/failure.h"
#include "call/masked.h"
#include "call/spots.h"
#include "fetch/any.h"
#include "provider/provider.h"
#include "ui/feature/marks.h"
#include "ui/feature/watch.h"
#include "ui/view/filter.h"
#include "ui/view/pane.h"
#include "ui/view/timeline.h"
#include "ui/view/view_transcript.h"

#include <stdint.h>

/* Of the call's recording, or of another link; begun, stopped and told of by ui/download.c. */
struct download_state {
    unsigned job; /* 0: none */
    bool running; /* else it can go on */
    bool replace; /* the file that stands there */
    char *url;    /* as it was asked for last */
    uint64_t bytes, total;
    double per_s; /* bytes */
};

struct tab {
    const struct provider *provider; /* NULL: nothing was asked yet */
    char *id;
    unsigned job; /* the running fetch; 0: none */
    bool cancelled;
    struct any *any;     /* when all providers were asked; NULL: one was */
    int64_t since_ms;    /* when the fetch began */
    int64_t retry_at_ms; /* not before then, as the provider asked; 0: whenever */
    uint64_t bytes;
    int http_status; /* of the last answer */
    unsigned shown;  /* how many calls, or forms of one, were shown so far */
    double seconds;
    struct download_state download;
    struct call *call;             /* what is shown, also while it is fetched again */
    struct call *real;             /* as it came, when `call` is masked; else NULL */
    struct mask_count masked;      /* in `call` */
    struct spots spots;            /* in `call`; its views borrow them */
    struct failure *failure;       /* of the last fetch */
    struct pane panes[PANE_COUNT]; /* PANE_CALL, PANE_PEOPLE and PANE_TURNS */
    struct pane raw;               /* the call as JSON; no view: never asked for */
    struct pane page;              /* instead of them while there is no call */
    struct filter filter;          /* of the transcript */
    struct marks marks;            /* in it */
    struct watch watch;            /* fetches it again until it has ended */
    struct timeline timeline;      /* above it */
    enum pane_id focus;
    int label_x, label_cols; /* of its name in the line of tabs, 0: not there */
    enum pane_id back;       /* the pane that had it before the ID or the provider */
    bool raw_shown;          /* `raw` instead of the three panes */
    bool follows;            /* the focus goes to what arrives, as the user has not moved it */
};

struct tab *tab_new(void);
void tab_free(struct tab *t);

void tab_focus(struct tab *t, enum pane_id pane);
/* Out of the ID or provider pane, to where the focus was before. */
void tab_focus_back(struct tab *t);

/* Asks for nothing yet: only takes the names. */
void tab_name(struct tab *t, const struct provider *p, const char *id);
bool tab_is(const struct tab *t, const struct provider *p, const char *id);
/* Has nothing worth keeping: empty, failed or cancelled, and not loading. */
bool tab_is_free(const struct tab *t);

/* A call with its transcript, not one that waits for it. */
bool tab_has_whole_call(const struct tab *t);
/* The call is taken; places are kept when one was there, and one at the end of a live transcript
 * stays at its end. */
void tab_take_call(struct tab *t, struct call *c, const struct transcript_style *style);
/* Masks what is shown, or no longer, as the style says. */
void tab_mask(struct tab *t, const struct transcript_style *style);
/* Hot spots by another gap_s. */
void tab_renew_spots(struct tab *t, const struct transcript_style *style);
/* The facts are written anew, as times are in another zone. */
void tab_renew_times(struct tab *t);
/* The link as it came for one that is shown; borrowed. */
const char *tab_real_link(const struct tab *t, const char *shown);
/* What a provider said of its call, as it may be shown; yours. */
char *tab_said(const struct tab *t, const char *said, bool mask);
void tab_take_failure(struct tab *t, struct failure *f);
/* The fetch was stopped: what did not come by now does not come. */
void tab_cancel(struct tab *t);

/* The call as JSON instead of its panes, and back; there is a call. */
void tab_toggle_raw(struct tab *t, const bool *wrap);

/* The pane that moves: the page, or the one in focus. */
struct pane *tab_pane(struct tab *t);
/* How it stands, in a character: `*` loading, `!` failed, `-` cancelled, `~` watched, `.` ended
 * while it was watched, `+` live; or "". */
const char *tab_state_mark(const struct tab *t);

#endif
