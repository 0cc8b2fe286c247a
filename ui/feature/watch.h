/* Watching: a call in progress that is fetched again and again until it ends. Each tab has a watch
 * of its own. UI thread. */
#ifndef UI_FEATURE_WATCH_H
#define UI_FEATURE_WATCH_H

#include "ui/view/line.h"

#include <stdbool.h>
#include <stdint.h>

struct app;
struct call;
struct failure;
struct tab;

struct watch {
    bool on;
    bool ended;            /* and so did the call; until the tab is left or fetched again */
    int64_t answered_ms;   /* when the last answer came, watched or not */
    int64_t due_ms;        /* when the next one is asked for */
    int64_t not_before_ms; /* as the provider asked, of this call or another */
    int slower;            /* how often the time between two was doubled */
    const char *why;       /* it is slower; NULL: it is not */
};

/* The action: begins or ends; on a call that has ended it says so. */
void watch_toggle(struct app *a);
/* Nothing is asked for any more, and what is asked for is not waited for. False: it was off. */
bool watch_stop(struct app *a, struct tab *t);

/* Asks for what is due, in any tab. */
void watch_work(struct app *a);
/* Until something is due, or the countdown in front moves; -1: never. */
int watch_tick_ms(const struct app *a);

/* A failure that a watch survives: the tab is left as it is. Else the watch is over. */
bool watch_survives(struct app *a, struct tab *t, const struct failure *f);
/* A call whose transcript did not come, where one is shown: it is not taken. */
bool watch_passes_over(struct app *a, struct tab *t, const struct call *c);
/* The tab has taken a whole call. */
void watch_took_call(struct app *a, struct tab *t);

/* "watching, asked again in 4 s" */
void watch_put(const struct tab *t, struct line *out);

#endif
