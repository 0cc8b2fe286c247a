/* Watching: a call in progress is fetched again and again until it ends. Each tab has its own
 * watch, whose times are counted from the last answer, so that slow answers never pile up. UI
 * thread. */
#include "call/facts.h"
#include "call/failure.h"
#include "provider/keyring.h"
#include "text/time.h"
#include "ui/feature/fetch_call.h"
#include "ui/feature/offline.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/term/screen.h"

#include <limits.h>

enum { SLOWEST_MS = 60000, SLOWER_MAX = 16 };

extern const struct feature watch_feature;

/* A tab's watch. */
struct watch {
    bool on;
    bool ended;            /* with the call, while it was on; until the tab is left or fetched */
    int64_t answered_ms;   /* when the last answer came, watched or not */
    int64_t due_ms;        /* when the next one is asked for */
    int64_t not_before_ms; /* set by the provider, for this call or another one */
    int slower;            /* how often the interval was doubled */
    const char *why;       /* the reason for that; NULL: it is not longer */
    int running_s;         /* how long the call had been going on when that was shown last */
};

static struct watch *of_tab(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &watch_feature);
}

static void set_on(const struct app *a, struct tab *t, bool on)
{
    of_tab(a, t)->on = t->quiet = on;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The interval is doubled with each failure, up to a minute. */
static void plan(const struct app *a, const struct tab *t)
{
    struct watch *w = of_tab(a, t);
    int64_t ms = 1000LL * config_number(a->settings->config, OPT_watch_s),
            most = larger(ms, SLOWEST_MS);
    for (int i = 0; i < w->slower && ms < most; i++)
        ms *= 2;
    w->due_ms = w->answered_ms + (ms < most ? ms : most);
    w->due_ms = larger(w->due_ms, larger(w->not_before_ms, t->retry_at_ms));
}

static void slow_down(const struct app *a, const struct tab *t, const char *why)
{
    struct watch *w = of_tab(a, t);
    if (w->slower < SLOWER_MAX)
        w->slower++;
    w->why = why;
    plan(a, t);
}

/* Cancels a fetch that runs. */
static bool stop(struct app *a)
{
    struct tab *t = a->tab;
    if (!of_tab(a, t)->on)
        return false;
    set_on(a, t, false);
    if (t->job)
        fetch_cancel(a->fetcher, t->job);
    t->job = 0;
    say(a, ROLE_DIM, "no longer watching");
    return true;
}

void watch_toggle(struct app *a)
{
    struct tab *t = a->tab;
    if (stop(a))
        return;
    if (!focus_call(a) || offline_refuses(a))
        return;
    if (!t->call->live) {
        say(a, ROLE_WARN, "the call has ended: nothing to watch");
    } else {
        set_on(a, t, true);
        of_tab(a, t)->slower = 0;
        of_tab(a, t)->why = NULL;
        plan(a, t);
    }
}

/* A watch never asks the user for a passphrase. */
static void ask_again(struct app *a, struct tab *t)
{
    if (keyring_runs_command(a->keyring, t->provider)) {
        set_on(a, t, false);
        say_of(a, t, ROLE_WARN, "no longer watching: the key is needed again");
        return;
    }
    fetch_call_begin(a, t);
    set_on(a, t, t->job != 0);
}

/* Shows how long the call in front has been going on, once in a second. */
static void renew_running(struct app *a)
{
    struct watch *w = of_tab(a, a->tab);
    int now_s = a->tab->call ? facts_running_s(a->tab->call) : -1;
    if (now_s >= 0 && now_s != w->running_s)
        tab_renew_times(a->tab);
    w->running_s = now_s;
}

/* Fetches what is due, in any tab. */
static void work(struct app *a)
{
    renew_running(a);
    int64_t now_ms = time_now_ms();
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        if (t->job)
            of_tab(a, t)->ended = false;
        if (of_tab(a, t)->on && !t->job && of_tab(a, t)->due_ms <= now_ms)
            ask_again(a, t);
    }
}

/* Milliseconds until a fetch is due, or until the countdown in front or the call's age changes. */
static int tick_ms(const struct app *a)
{
    int64_t now_ms = time_now_ms(), nearest_ms = INT_MAX;
    const struct call *c = a->tab->call;
    if (c && facts_running_s(c) >= 0)
        nearest_ms = 1000 - (time_wall_us() - c->started.us) / 1000 % 1000;
    for (size_t i = 0; i < a->tabs->count; i++) {
        const struct tab *t = a->tabs->list[i];
        if (!of_tab(a, t)->on || t->job)
            continue;
        int64_t left_ms = larger(of_tab(a, t)->due_ms - now_ms, 0);
        if (t == a->tab && left_ms > 0)
            left_ms = (left_ms - 1) % 1000 + 1;
        if (left_ms < nearest_ms)
            nearest_ms = left_ms;
    }
    return nearest_ms < INT_MAX ? (int)nearest_ms : -1;
}

/* A provider that limits the rate slows down all watches of its calls, even one that waits for an
 * answer. */
static void hold_all(struct app *a, const struct provider *p, int64_t until_ms)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct watch *w = of_tab(a, a->tabs->list[i]);
        if (a->tabs->list[i]->provider != p)
            continue;
        w->not_before_ms = larger(w->not_before_ms, until_ms);
        w->due_ms = larger(w->due_ms, until_ms);
    }
}

/* A watch continues after failures that are likely to be temporary. */
static bool ignores_failure(struct app *a, struct tab *t, const struct failure *f)
{
    const char *why = f->kind == KIND_RATE_LIMITED ? "rate limited"
                      : f->kind == KIND_NETWORK    ? "no connection"
                      : f->kind == KIND_PROVIDER   ? "the provider failed"
                                                   : NULL;
    struct watch *w = of_tab(a, t);
    w->answered_ms = time_now_ms();
    if (f->retry_after_s > 0)
        hold_all(a, t->provider, w->answered_ms + f->retry_after_s * 1000LL);
    if (!w->on)
        return false;
    if (!why) {
        set_on(a, t, false);
        say_of(a, t, ROLE_BAD, "no longer watching: %s", f->message);
        return false;
    }
    slow_down(a, t, why);
    return true;
}

/* With some providers the transcript is a request of its own, which may fail: then the tab keeps
 * its turns. */
static bool ignores_call(struct app *a, struct tab *t, const struct call *c)
{
    if (!of_tab(a, t)->on || !c->turns_error || c->turn_count >= t->call->turn_count)
        return false;
    of_tab(a, t)->answered_ms = time_now_ms();
    slow_down(a, t, "the transcript is missing");
    return true;
}

/* After a rate limit the interval becomes shorter step by step. */
static void call_complete(struct app *a, struct tab *t)
{
    struct watch *w = of_tab(a, t);
    w->answered_ms = time_now_ms();
    if (!w->on)
        return;
    if (!t->call->live) {
        set_on(a, t, false);
        w->ended = true;
        screen_beep();
        say_of(a, t, ROLE_GOOD, "the call has ended");
        return;
    }
    if (w->slower)
        w->slower--;
    if (!w->slower)
        w->why = NULL;
    plan(a, t);
}

static void put_countdown(const struct app *a, const struct tab *t, struct line *out)
{
    const struct watch *w = of_tab(a, t);
    int64_t left_ms = w->due_ms - time_now_ms();
    if (t->job || left_ms <= 0)
        line_puts(out, ROLE_STATUS, "watching, refreshing now");
    else
        line_printf(out, ROLE_STATUS, "watching, next refresh in %d s",
                    (int)((left_ms + 999) / 1000));
    if (w->why)
        line_printf(out, ROLE_WARN, " (%s)", w->why);
}

/* A failure or a cancelled fetch is more recent than the end of the call. */
static bool has_ended(const struct app *a, const struct tab *t)
{
    return of_tab(a, t)->ended && !t->job && !t->failure && !t->cancelled;
}

static void status(const struct app *a, struct status *s)
{
    if (s->slot != STATUS_SECOND)
        return;
    if (of_tab(a, a->tab)->on)
        put_countdown(a, a->tab, s->out);
    else if (has_ended(a, a->tab) && !s->counted)
        line_puts(s->out, ROLE_GOOD, "the call has ended");
}

static const char *tab_mark(const struct app *a, const struct tab *t)
{
    if (of_tab(a, t)->on)
        return "~";
    return has_ended(a, t) ? "." : NULL;
}

static bool is_idle(const struct app *a, enum action action)
{
    const struct tab *t = a->tab;
    return action == ACT_WATCH && !of_tab(a, t)->on && (!t->call || !t->call->live);
}

static const char *hint(const struct app *a, enum action action)
{
    return action == ACT_WATCH && of_tab(a, a->tab)->on ? "stop watching" : NULL;
}

static void tab_left(struct app *a, struct tab *t)
{
    of_tab(a, t)->ended = false;
}

const struct feature watch_feature = {
    .tab_bytes = sizeof(struct watch),
    .tick_ms = tick_ms,
    .work = work,
    .stop = stop,
    .status = status,
    .is_idle = is_idle,
    .hint = hint,
    .tab_mark = tab_mark,
    .tab_left = tab_left,
    .ignores_failure = ignores_failure,
    .ignores_call = ignores_call,
    .call_complete = call_complete,
};
