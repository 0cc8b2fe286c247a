/* The answers of providers that do not know the call go into the messages, or onto the tab's page
 * when no provider knows it. */
#include "ui/feature/ask_all.h"

#include "base/alloc.h"
#include "fetch/any.h"
#include "provider/keyring.h"
#include "text/time.h"
#include "ui/feature/id_history.h"
#include "ui/feature/offline.h"
#include "ui/feature/provider_key.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <stdlib.h>

extern const struct feature ask_all_feature;

/* A tab's providers to ask, when not all are to be. */
struct chosen {
    const struct provider **list;
    size_t count; /* 0: all that have a key */
};

void ask_all_stop(struct app *a, struct tab *t)
{
    any_cancel(t->any, a->fetcher);
}

/* Gives up when no provider could be asked, or the last one has answered. */
static void wait_for_next(struct app *a, struct tab *t)
{
    const struct any_one *open = any_first_open(t->any);
    t->job = open ? open->job : 0;
    if (open)
        return;
    t->seconds = (double)(time_now_ms() - t->since_ms) / 1000;
    id_history_add(a, &provider_any, t->id);
    tab_take_failure(t, any_failure(t->any), any_answered(t->any, t->id));
}

void ask_all_choose(struct app *a, struct tab *t, const struct provider *const *list, size_t count)
{
    struct chosen *c = feature_tab_state(a, t, &ask_all_feature);
    free(c->list);
    c->list = xcalloc(count, sizeof *c->list);
    c->count = count;
    for (size_t i = 0; i < count; i++)
        c->list[i] = list[i];
}

/* The providers to ask, in *count places; the caller frees the list. One whose description was read
 * again is asked by the new one. */
static const struct provider **providers_to_ask(const struct app *a, const struct tab *t,
                                                size_t *count)
{
    const struct provider_set *set = a->settings->providers;
    const struct chosen *c = feature_tab_state(a, t, &ask_all_feature);
    const struct provider **list = xcalloc(set->count + c->count, sizeof *list), *now;
    *count = c->count;
    for (size_t i = 0; i < c->count; i++)
        list[i] = (now = provider_find(set, c->list[i]->name)) ? now : c->list[i];
    if (!c->count)
        *count = any_others(set, NULL, list);
    return list;
}

/* `asked` have answered already; what they answered is moved, and it is freed. It may be NULL. */
static void begin(struct app *a, struct tab *t, struct any *asked)
{
    size_t count;
    const struct provider **list = providers_to_ask(a, t, &count);
    any_free(t->any);
    t->any = any_ask(a->fetcher, list, count, t->id, provider_key_for, a);
    for (size_t i = 0; asked && i < asked->count; i++)
        any_told(t->any, &asked->list[i]);
    any_free(asked);
    t->since_ms = time_now_ms();
    t->bytes = 0;
    t->http_status = 0;
    wait_for_next(a, t);
    free(list);
}

void ask_all_begin(struct app *a, struct tab *t)
{
    begin(a, t, NULL);
}

/* Those that do not know the tab's call, with their answers, which the tab forgets. */
static struct any *take_asked(struct app *a, struct tab *t)
{
    struct any *asked = t->any;
    t->any = NULL;
    if (t->provider != &provider_any) {
        any_free(asked);
        asked = any_ask(a->fetcher, NULL, 0, t->id, provider_key_for, a);
        any_told(asked, &(struct any_one){.provider = t->provider,
                                          .failure = t->failure,
                                          .answered = tab_give_answered(t)});
        t->failure = NULL;
    }
    return asked;
}

/* When the call is fetched again, the others are asked too, and those that were asked first. */
static void choose_asked(struct app *a, struct tab *t)
{
    const struct provider **list = xcalloc(t->any->count, sizeof *list);
    for (size_t i = 0; i < t->any->count; i++)
        list[i] = t->any->list[i].provider;
    ask_all_choose(a, t, list, t->any->count);
    free(list);
}

void ask_all_others(struct app *a)
{
    struct tab *t = a->tab;
    if (offline_refuses(a))
        return;
    const struct provider_set *set = a->settings->providers;
    const struct provider **others = xcalloc(set->count, sizeof *others);
    size_t n = tab_others(t, set, others);
    if (n) {
        struct any *asked = take_asked(a, t);
        tab_name(t, &provider_any, t->id);
        ask_all_choose(a, t, others, n);
        begin(a, t, asked);
        choose_asked(a, t);
    } else {
        say(a, ROLE_WARN, "there is no other provider to ask here");
    }
    free(others);
}

static bool is_idle(const struct app *a, enum action action)
{
    return action == ACT_ASK_OTHERS && !tab_others(a->tab, a->settings->providers, NULL);
}

/* The tab for the call that `one` knows: the one that asks, or else one beside it. */
static void known(struct app *a, struct tab *asking, struct any_one *one)
{
    struct tab *t = asking;
    if (asking->provider != &provider_any) {
        t = tabs_add(a);
        tab_focus(t, PANE_CALL);
        t->follows = true;
        say(a, ROLE_GOOD, "%s knows this ID too: tab %zu", one->provider->name, a->tabs->count);
    }
    t->since_ms = asking->since_ms;
    tab_name(t, one->provider, asking->id);
    t->job = any_give(asking->any, one);
    id_history_add(a, one->provider, t->id);
}

static void failed(struct app *a, struct tab *t, struct any_one *one, struct answer *answer)
{
    any_take(t->any, one, answer);
    one->answered = answer->call;
    answer->call = NULL;
    if (one->failure->kind == KIND_AUTH)
        keyring_forget(a->keyring, one->provider);
    char *line = xasprintf("%s:%s: %s", one->provider->name, t->id, one->failure->message);
    say_quietly(a, ROLE_DIM, t->id, line);
    free(line);
    if (t->provider == &provider_any)
        wait_for_next(a, t);
}

/* An answer with the call goes to the provider's own tab from then on. */
static bool on_answer(struct app *a, struct answer *answer)
{
    struct any_one *one = NULL;
    struct tab *t = NULL;
    for (size_t i = 0; i < a->tabs->count && !one; i++)
        if ((one = any_find(a->tabs->list[i]->any, answer->job)))
            t = a->tabs->list[i];
    if (!one)
        return false;
    if (answer->type == ANSWER_FAILURE)
        failed(a, t, one, answer);
    else if (answer->type != ANSWER_PROGRESS)
        known(a, t, one);
    return answer->type == ANSWER_FAILURE || answer->type == ANSWER_PROGRESS;
}

static void tab_done(struct app *a, struct tab *t)
{
    free(((struct chosen *)feature_tab_state(a, t, &ask_all_feature))->list);
}

const struct feature ask_all_feature = {
    .tab_bytes = sizeof(struct chosen),
    .tab_done = tab_done,
    .is_idle = is_idle,
    .on_answer = on_answer,
    .tab_closed = ask_all_stop,
};
