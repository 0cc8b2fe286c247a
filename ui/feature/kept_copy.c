/* Where a call failed to come, its kept copy is looked for: it is shown at once if the provider
 * cannot be reached, else the page offers it. */
#include "ui/feature/kept_copy.h"

#include "base/alloc.h"
#include "keep/kept_age.h"
#include "text/time.h"
#include "ui/feature/id_history.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/hints.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <stdlib.h>
#include <string.h>

extern const struct feature kept_copy_feature;

/* A tab's copy. */
struct copy {
    unsigned job;                    /* that opens it; 0: none */
    unsigned renamed;                /* the call it is of, as the tab counts them */
    int64_t failed_us;               /* the failure that it was looked for after; 0: none */
    const struct provider *provider; /* of the copy that the page offers */
    char *unsaid;                    /* for when the tab comes to the front; NULL: nothing */
    enum role unsaid_role;
};

static struct copy *of_tab(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &kept_copy_feature);
}

static void drop(struct app *a, struct tab *t)
{
    struct copy *c = of_tab(a, t);
    if (c->job)
        fetch_cancel(a->fetcher, c->job);
    c->job = 0;
}

static bool is_failed(const struct tab *t)
{
    return t->failure && !t->call && !t->job && t->provider;
}

unsigned kept_copy_fetch(struct app *a, const struct provider *p, const char *id)
{
    return p == &provider_any ? fetch_kept_find(a->fetcher, a->settings->providers, id)
                              : fetch_kept_open(a->fetcher, p, id);
}

static void look(struct app *a, struct tab *t)
{
    struct copy *c = of_tab(a, t);
    drop(a, t);
    c->renamed = t->renamed;
    c->job = kept_copy_fetch(a, t->provider, t->id);
}

void kept_copy_open(struct app *a, struct tab *t)
{
    look(a, t);
    t->job = of_tab(a, t)->job;
    t->since_ms = time_now_ms();
    t->bytes = 0;
    t->http_status = 0;
}

static void show(struct app *a, struct tab *t, struct call *c, struct kept_age age)
{
    FEATURE_CALL(a, call_replaced, a, t);
    tab_take_kept(t, c, age, &a->style);
}

/* What a tab in the background shows is not said over the call in front. */
static void say_in_front(struct app *a, const struct tab *t, enum role role, const char *text)
{
    struct copy *c = of_tab(a, t);
    free(c->unsaid);
    c->unsaid = t == a->tab ? NULL : xstrdup(text);
    c->unsaid_role = role;
    if (t == a->tab)
        say_of(a, t, role, "%s", text);
}

/* `next` (taken) is what follows on that. */
static void say_kept(struct app *a, const struct tab *t, enum role role, char *next)
{
    struct buf text = {0};
    kept_age_put(&text, &t->kept, time_wall_us());
    buf_printf(&text, "; %s", next);
    say_in_front(a, t, role, buf_str(&text));
    buf_done(&text);
    free(next);
}

static void tab_shown(struct app *a, struct tab *t)
{
    struct copy *c = of_tab(a, t);
    if (c->unsaid)
        say_of(a, t, c->unsaid_role, "%s", c->unsaid);
    free(c->unsaid);
    c->unsaid = NULL;
}

/* An ID alone has become that of a provider's call. */
static void name_found(struct app *a, struct tab *t, const struct provider *p)
{
    const struct provider *now = p ? provider_find(a->settings->providers, p->name) : NULL;
    if (!now || now == t->provider)
        return;
    tab_name(t, now, t->id);
    id_history_add(a, now, t->id);
}

static struct call *take_call(struct answer *answer)
{
    struct call *c = answer->call;
    answer->call = NULL;
    return c;
}

/* The user asked for the copy. */
static void opened(struct app *a, struct tab *t, struct answer *answer)
{
    t->job = 0;
    name_found(a, t, answer->provider);
    if (answer->call) {
        show(a, t, take_call(answer), answer->kept);
        say_kept(a, t, ROLE_DIM,
                 a->request->offline ? xstrdup("nothing was sent")
                                     : xasprintf("%s was not asked", t->provider->name));
        return;
    }
    if (a->request->offline)
        failure_hinted(answer->failure, xstrdup("nothing was sent: --offline asks no provider"));
    tab_take_failure(t, answer->failure, NULL);
    answer->failure = NULL;
}

/* Nothing is said if there is no copy. */
static void found(struct app *a, struct tab *t, struct answer *answer)
{
    if (!is_failed(t) || t->renamed != of_tab(a, t)->renamed)
        return;
    if (!answer->call) {
        if (answer->failure && answer->failure->cause == CAUSE_KEPT_UNREADABLE)
            say_in_front(a, t, ROLE_WARN, answer->failure->message);
        return;
    }
    if (t->failure->kind != KIND_NETWORK) {
        of_tab(a, t)->provider = answer->provider;
        tab_offer_kept(t, take_call(answer), answer->kept);
        return;
    }
    name_found(a, t, answer->provider);
    show(a, t, take_call(answer), answer->kept);
    bool was_lost = t->http_status; /* a status came before that */
    say_kept(a, t, ROLE_WARN,
             was_lost ? xasprintf("the connection to %s was lost", t->provider->name)
                      : xasprintf("%s cannot be reached", t->provider->name));
}

static bool on_answer(struct app *a, struct answer *answer)
{
    bool own = false;
    if (answer->type != ANSWER_KEPT_CALL)
        return false;
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        if (of_tab(a, t)->job != answer->job)
            continue;
        own = true;
        of_tab(a, t)->job = 0;
        if (t->job == answer->job)
            opened(a, t, answer);
        else
            found(a, t, answer);
    }
    return own;
}

/* Looks once for each failure. A copy that the user asked for is not looked for again. */
static void work(struct app *a)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        if (!is_failed(t) || of_tab(a, t)->failed_us == t->failed_us)
            continue;
        of_tab(a, t)->failed_us = t->failed_us;
        if (!failure_is_of_copy(t->failure))
            look(a, t);
    }
}

bool kept_copy_is_offered(const struct app *a)
{
    const struct tab *t = a->tab;
    return is_failed(t) && t->offered && !t->raw_shown && t->focus >= PANE_CALL;
}

void kept_copy_show_offered(struct app *a)
{
    struct tab *t = a->tab;
    struct call *c = t->offered;
    t->offered = NULL;
    name_found(a, t, of_tab(a, t)->provider);
    show(a, t, c, t->offered_age);
    char *key = hints_key(a, ACT_REFETCH);
    say_kept(a, t, ROLE_DIM, xasprintf("%s asks %s again", key, t->provider->name));
    free(key);
}

void kept_copy_offer_no_more(struct app *a, const struct provider *p, const char *id)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        if (t->offered && strcmp(of_tab(a, t)->provider->name, p->name) == 0 &&
            strcmp(t->id, id) == 0)
            tab_offer_kept(t, NULL, (struct kept_age){0});
    }
}

static bool is_idle(const struct app *a, enum action action)
{
    return action == ACT_ENTER && a->tab->offered && !kept_copy_is_offered(a) &&
           !overlay_is_open(a);
}

static const char *hint(const struct app *a, enum action action)
{
    bool offered = action == ACT_ENTER && kept_copy_is_offered(a) && !overlay_is_open(a);
    return offered ? "kept copy" : NULL;
}

static void tab_done(struct app *a, struct tab *t)
{
    free(of_tab(a, t)->unsaid);
}

static int tick_ms(const struct app *a)
{
    return a->tab->kept.first_us ? kept_age_left_ms(&a->tab->kept, time_wall_us()) : -1;
}

const struct feature kept_copy_feature = {
    .tab_bytes = sizeof(struct copy),
    .tick_ms = tick_ms,
    .work = work,
    .on_answer = on_answer,
    .hint = hint,
    .is_idle = is_idle,
    .tab_shown = tab_shown,
    .tab_closed = drop,
    .tab_done = tab_done,
};
