/* Shows the kept copy of a call when the user asks for it, or its provider cannot be reached. */
#include "ui/feature/kept_copy.h"

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

static void look(struct app *a, struct tab *t)
{
    drop(a, t);
    *of_tab(a, t) = (struct copy){fetch_kept_open(a->fetcher, t->provider, t->id), t->renamed};
}

void kept_copy_open(struct app *a, struct tab *t)
{
    look(a, t);
    t->job = of_tab(a, t)->job;
    t->since_ms = time_now_ms();
    t->bytes = 0;
    t->http_status = 0;
}

/* A call that is shown already stays. */
static void unreachable(struct app *a, const struct answer *answer)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        if (t->job == answer->job && !t->call)
            look(a, t);
    }
}

/* `why`: what is said of the provider. */
static void show(struct app *a, struct tab *t, struct answer *answer, const char *why)
{
    struct buf age = {0};
    enum role role = t->failure ? ROLE_WARN : ROLE_DIM;
    FEATURE_CALL(a, call_replaced, a, t);
    tab_take_call(t, answer->call, &a->style);
    answer->call = NULL;
    kept_age_put(&age, answer->kept_us, time_wall_us());
    say_of(a, t, role, "%s; %s%s", buf_str(&age), t->provider->name, why);
    buf_done(&age);
}

/* The user asked for the copy. */
static void opened(struct app *a, struct tab *t, struct answer *answer)
{
    t->job = 0;
    if (answer->call) {
        show(a, t, answer, " was not asked");
        return;
    }
    tab_take_failure(t, answer->failure, NULL);
    answer->failure = NULL;
}

/* Nothing is said if there is no copy. */
static void found(struct app *a, struct tab *t, struct answer *answer)
{
    if (answer->call && !t->call && !t->job && t->renamed == of_tab(a, t)->renamed)
        show(a, t, answer, " cannot be reached");
}

static void take(struct app *a, struct answer *answer)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        struct copy *c = of_tab(a, t);
        if (c->job != answer->job)
            continue;
        c->job = 0;
        if (t->job == answer->job)
            opened(a, t, answer);
        else
            found(a, t, answer);
        return;
    }
}

static bool on_answer(struct app *a, struct answer *answer)
{
    if (answer->type == ANSWER_FAILURE && answer->failure->kind == KIND_NETWORK)
        unreachable(a, answer);
    if (answer->type != ANSWER_KEPT_CALL)
        return false;
    take(a, answer);
    return true;
}

const struct feature kept_copy_feature = {
    .tab_bytes = sizeof(struct copy),
    .on_answer = on_answer,
    .tab_closed = drop,
};
