/* When a watched call is asked for again. All its times are counted from the last answer, so slow
 * answers never pile up. UI thread. */
#include "ui/feature/watch.h"

#include "text/time.h"
#include "ui/shell/app_state.h"
#include "ui/term/screen.h"

#include <limits.h>

enum { SLOWEST_MS = 60000, SLOWER_MAX = 16 };

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Doubled as often as things went wrong, up to a minute. */
static int64_t pause_ms(const struct app *a, const struct watch *w)
{
    int64_t ms = 1000LL * config_number(a->config, OPT_watch_s), most = larger(ms, SLOWEST_MS);
    for (int i = 0; i < w->slower && ms < most; i++)
        ms *= 2;
    return ms < most ? ms : most;
}

static void plan(const struct app *a, struct tab *t)
{
    int64_t not_before_ms = larger(t->watch.not_before_ms, t->retry_at_ms);
    t->watch.due_ms = larger(t->watch.answered_ms + pause_ms(a, &t->watch), not_before_ms);
}

static void slow_down(const struct app *a, struct tab *t, const char *why)
{
    if (t->watch.slower < SLOWER_MAX)
        t->watch.slower++;
    t->watch.why = why;
    plan(a, t);
}

void watch_toggle(struct app *a)
{
    struct tab *t = app_tab(a);
    if (watch_stop(a, t)) {
        app_say(a, ROLE_DIM, "no longer watched");
    } else if (!t->call) {
        app_say(a, ROLE_WARN, "no call is open here");
    } else if (!t->call->live) {
        app_say(a, ROLE_WARN, "the call has ended: nothing to watch");
    } else {
        t->watch.on = true;
        t->watch.slower = 0;
        t->watch.why = NULL;
        plan(a, t);
    }
}

bool watch_stop(struct app *a, struct tab *t)
{
    if (!t->watch.on)
        return false;
    t->watch.on = false;
    if (t->job)
        fetch_cancel(a->fetcher, t->job);
    t->job = 0;
    return true;
}

/* Nobody is asked for a passphrase by a watch. */
static void ask_again(struct app *a, struct tab *t)
{
    if (keyring_runs_command(a->keyring, t->provider)) {
        t->watch.on = false;
        app_say_of(a, t, ROLE_WARN, "no longer watched: the key is needed again");
        return;
    }
    app_fetch(a, t);
    t->watch.on = t->job != 0;
}

void watch_work(struct app *a)
{
    int64_t now_ms = time_now_ms();
    for (size_t i = 0; i < a->tab_count; i++) {
        struct tab *t = a->tabs[i];
        if (t->watch.on && !t->job && t->watch.due_ms <= now_ms)
            ask_again(a, t);
    }
}

int watch_tick_ms(const struct app *a)
{
    int64_t now_ms = time_now_ms(), nearest_ms = INT_MAX;
    for (size_t i = 0; i < a->tab_count; i++) {
        const struct tab *t = a->tabs[i];
        if (!t->watch.on || t->job)
            continue;
        int64_t left_ms = larger(t->watch.due_ms - now_ms, 0);
        if (t == app_tab(a) && left_ms > 0)
            left_ms = (left_ms - 1) % 1000 + 1;
        if (left_ms < nearest_ms)
            nearest_ms = left_ms;
    }
    return nearest_ms < INT_MAX ? (int)nearest_ms : -1;
}

/* A provider that is asked too often means all who ask, also one whose answer is under way. */
static void hold_all(struct app *a, const struct provider *p, int64_t until_ms)
{
    for (size_t i = 0; i < a->tab_count; i++) {
        struct watch *w = &a->tabs[i]->watch;
        if (a->tabs[i]->provider != p)
            continue;
        w->not_before_ms = larger(w->not_before_ms, until_ms);
        w->due_ms = larger(w->due_ms, until_ms);
    }
}

static const char *why_slower(enum kind kind)
{
    switch (kind) {
    case KIND_RATE_LIMITED:
        return "rate limited";
    case KIND_NETWORK:
        return "no connection";
    case KIND_PROVIDER:
        return "the provider failed";
    default:
        return NULL;
    }
}

bool watch_survives(struct app *a, struct tab *t, const struct failure *f)
{
    const char *why = why_slower(f->kind);
    t->watch.answered_ms = time_now_ms();
    if (f->retry_after_s > 0)
        hold_all(a, t->provider, t->watch.answered_ms + f->retry_after_s * 1000LL);
    if (!t->watch.on)
        return false;
    if (!why) {
        t->watch.on = false;
        app_say_of(a, t, ROLE_BAD, "no longer watched: %s", f->message);
        return false;
    }
    slow_down(a, t, why);
    return true;
}

/* A transcript has a request of its own with some providers. */
bool watch_passes_over(struct app *a, struct tab *t, const struct call *c)
{
    if (!t->watch.on || !c->turns_error || c->turn_count >= t->call->turn_count)
        return false;
    t->watch.answered_ms = time_now_ms();
    slow_down(a, t, "the transcript did not come");
    return true;
}

static void tell_end(struct app *a, struct tab *t)
{
    t->watch.ended = true;
    screen_beep();
    app_say_of(a, t, ROLE_GOOD, "the call has ended");
}

/* One who was asked too often is asked less often for a while still. */
void watch_took_call(struct app *a, struct tab *t)
{
    t->watch.answered_ms = time_now_ms();
    if (!t->watch.on)
        return;
    if (!t->call->live) {
        t->watch.on = false;
        tell_end(a, t);
        return;
    }
    t->watch.slower = t->watch.slower ? t->watch.slower - 1 : 0;
    if (!t->watch.slower)
        t->watch.why = NULL;
    plan(a, t);
}

void watch_put(const struct tab *t, struct line *out)
{
    int64_t left_ms = t->watch.due_ms - time_now_ms();
    if (t->job || left_ms <= 0)
        line_puts(out, ROLE_STATUS, "watching, asked again now");
    else
        line_printf(out, ROLE_STATUS, "watching, asked again in %d s",
                    (int)((left_ms + 999) / 1000));
    if (t->watch.why)
        line_printf(out, ROLE_WARN, " (%s)", t->watch.why);
}
