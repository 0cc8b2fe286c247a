/* Shows the kept copy of a call when its provider cannot be reached. UI thread. */
#include "keep/kept_age.h"
#include "text/time.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

extern const struct feature kept_copy_feature;

/* A tab's copy. */
struct copy {
    unsigned job;     /* that opens it; 0: none */
    unsigned renamed; /* the call it is of, as the tab counts them */
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

/* A call that is shown already stays. */
static void unreachable(struct app *a, const struct answer *answer)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        if (t->job != answer->job || t->call)
            continue;
        drop(a, t);
        *of_tab(a, t) = (struct copy){fetch_kept_open(a->fetcher, t->provider, t->id), t->renamed};
    }
}

static void show(struct app *a, struct tab *t, struct answer *answer)
{
    struct buf age = {0};
    FEATURE_CALL(a, call_replaced, a, t);
    tab_take_call(t, answer->call, &a->style);
    answer->call = NULL;
    kept_age_put(&age, answer->kept_us, time_wall_us());
    say_of(a, t, ROLE_WARN, "%s; %s cannot be reached", buf_str(&age), t->provider->name);
    buf_done(&age);
}

/* Nothing is said if there is no copy. */
static void opened(struct app *a, struct answer *answer)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        struct copy *c = of_tab(a, t);
        if (c->job != answer->job)
            continue;
        c->job = 0;
        if (answer->call && !t->call && !t->job && t->renamed == c->renamed)
            show(a, t, answer);
        return;
    }
}

static bool on_answer(struct app *a, struct answer *answer)
{
    if (answer->type == ANSWER_FAILURE && answer->failure->kind == KIND_NETWORK)
        unreachable(a, answer);
    if (answer->type != ANSWER_KEPT_CALL)
        return false;
    opened(a, answer);
    return true;
}

const struct feature kept_copy_feature = {
    .tab_bytes = sizeof(struct copy),
    .on_answer = on_answer,
    .tab_closed = drop,
};
