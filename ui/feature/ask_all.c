/* One ID asked of all providers at once: the tab that asks becomes the one of the first that knows
 * the call; who else knows it gets a tab of its own. What the others answered stands in the
 * messages, or on the tab's page when nobody knows. UI thread. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "ui/view/view_lines.h"

#include <stdlib.h>
#include <string.h>

static struct failure *key_of(void *app, const struct provider *p, char **key)
{
    struct err e;
    *key = app_key_of(app, p, &e);
    return *key ? NULL : failure_new(KIND_AUTH, 0, "%s", e.text);
}

void app_any_stop(struct app *a, struct tab *t)
{
    any_cancel(t->any, a->fetcher);
}

static void remember(struct app *a, const struct provider *p, const char *id)
{
    char *line = xasprintf("%s:%s", p->name, id);
    app_remember(a, line);
    free(line);
}

/* Nobody was asked, or the last answer is here. */
static void take_none(struct app *a, struct tab *t)
{
    struct failure *f = any_failure(t->any);
    t->job = 0;
    t->seconds = (double)(time_now_ms() - t->since_ms) / 1000;
    remember(a, &provider_any, t->id);
    tab_take_failure(t, f);
}

static void go_on(struct app *a, struct tab *t)
{
    const struct any_one *open = any_first_open(t->any);
    if (open)
        t->job = open->job;
    else
        take_none(a, t);
}

void app_any_fetch(struct app *a, struct tab *t)
{
    any_free(t->any);
    t->any = any_ask(a->fetcher, a->providers, t->id, key_of, a);
    t->since_ms = time_now_ms();
    t->bytes = 0;
    t->http_status = 0;
    go_on(a, t);
}

static struct tab *tab_beside(struct app *a)
{
    struct tab *t = tab_new();
    a->tabs = xreallocarray(a->tabs, a->tab_count + 1, sizeof *a->tabs);
    a->tabs[a->tab_count++] = t;
    tab_focus(t, PANE_CALL);
    t->follows = true;
    return t;
}

/* The tab for the call that `one` knows. */
static struct tab *known(struct app *a, struct tab *asking, struct any_one *one)
{
    bool first = asking->provider == &provider_any;
    struct tab *t = first ? asking : tab_beside(a);
    if (!first)
        app_say(a, ROLE_GOOD, "%s knows this ID too: tab %zu", one->provider->name, a->tab_count);
    t->since_ms = asking->since_ms;
    tab_name(t, one->provider, asking->id);
    t->job = any_give(asking->any, one);
    remember(a, one->provider, t->id);
    return t;
}

static void failed(struct app *a, struct tab *t, struct any_one *one, struct answer *answer)
{
    any_take(t->any, one, answer);
    if (one->failure->kind == KIND_AUTH)
        keyring_forget(a->keyring, one->provider);
    char *line = xasprintf("%s:%s: %s", one->provider->name, t->id, one->failure->message);
    app_note(a, ROLE_DIM, t->id, line);
    free(line);
    if (t->provider == &provider_any)
        go_on(a, t);
}

bool app_any_answer(struct app *a, struct answer *answer, struct tab **out)
{
    struct any_one *one = NULL;
    struct tab *t = NULL;
    for (size_t i = 0; i < a->tab_count && !one; i++)
        if ((one = any_find(a->tabs[i]->any, answer->job)))
            t = a->tabs[i];
    *out = NULL;
    if (!one)
        return false;
    if (answer->type == ANSWER_FAILURE)
        failed(a, t, one, answer);
    else if (answer->type != ANSWER_PROGRESS)
        *out = known(a, t, one);
    return true;
}

static void add_answer(struct view *v, const struct app *a, const struct tab *t,
                       const struct any_one *one)
{
    if (!one->failure) {
        view_lines_add(v, ROLE_LABEL, one->provider->title, ROLE_DIM, "asked");
        return;
    }
    char *said = tab_said(t, one->failure->message, a->style.mask);
    view_lines_add(v, ROLE_LABEL, one->provider->title,
                   one->failure->kind == KIND_NOT_FOUND ? ROLE_TEXT : ROLE_WARN, said);
    free(said);
}

void app_any_add_answers(struct view *v, const struct app *a, const struct tab *t)
{
    for (size_t i = 0; i < t->any->count; i++)
        add_answer(v, a, t, &t->any->list[i]);
}
