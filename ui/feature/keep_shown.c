/* The worker holds what it received of a call until the call has been in front, or its tab is
 * closed. */
#include "ui/feature/keep_shown.h"

#include "config/config.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <string.h>

extern const struct feature keep_shown_feature;

/* A tab's call. */
struct held {
    unsigned job;     /* that is held; 0: none */
    unsigned keeping; /* the job whose call is being kept; 0: none */
    bool forgotten;   /* the call is not kept again */
    unsigned renamed; /* which call that is, as the tab counts them */
};

static struct held *of_tab(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &keep_shown_feature);
}

/* A key or another file may have changed the option. */
static void follow_option(struct app *a)
{
    int archive = config_number(a->settings->config, OPT_archive);
    fetch_archive(a->fetcher, (enum fetch_archive)archive);
}

static void drop(struct app *a, struct tab *t)
{
    struct held *h = of_tab(a, t);
    if (h->job)
        fetch_cancel(a->fetcher, h->job);
    h->job = 0;
}

/* The descriptions may have been read again meanwhile: then they are others of the same name. */
static bool is_of(const struct tab *t, const struct provider *p, const char *id)
{
    return t->provider && t->id && strcmp(t->provider->name, p->name) == 0 &&
           strcmp(t->id, id) == 0;
}

void keep_shown_no_more(struct app *a, const struct provider *p, const char *id)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        if (!is_of(t, p, id))
            continue;
        drop(a, t);
        of_tab(a, t)->forgotten = true;
        of_tab(a, t)->renamed = t->renamed;
    }
}

bool keep_shown_is_keeping(const struct app *a, const struct provider *p, const char *id)
{
    for (size_t i = 0; i < a->tabs->count; i++)
        if (is_of(a->tabs->list[i], p, id) && of_tab(a, a->tabs->list[i])->keeping)
            return true;
    return false;
}

/* A call that was forgotten is held again when the user asks for it, but not when it comes by
 * itself, as one that is watched does. */
static void hold(struct app *a, const struct answer *answer)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        struct held *h = of_tab(a, t);
        if (t->job != answer->job)
            continue;
        drop(a, t);
        h->job = answer->job;
        if (h->forgotten && h->renamed == t->renamed && t->quiet)
            drop(a, t);
        else
            h->forgotten = false;
        return;
    }
}

/* What is said may also be of a call whose tab was closed. */
static bool on_answer(struct app *a, struct answer *answer)
{
    if (answer->type == ANSWER_CALL)
        hold(a, answer);
    if (answer->type != ANSWER_KEPT && answer->type != ANSWER_PURGED)
        return false;
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct held *h = of_tab(a, a->tabs->list[i]);
        if (answer->type == ANSWER_KEPT && h->keeping == answer->job)
            h->keeping = 0;
    }
    if (answer->note && *answer->note)
        say(a, ROLE_WARN, "%s", answer->note);
    if (answer->failure)
        say(a, ROLE_WARN, "%s", answer->failure->message);
    return true;
}

/* With archive = no, no answer comes. */
static void work(struct app *a)
{
    struct held *h = of_tab(a, a->tab);
    if (!h->job || !tab_has_complete_call(a->tab))
        return;
    fetch_keep(a->fetcher, h->job);
    h->keeping = config_number(a->settings->config, OPT_archive) ? h->job : 0;
    h->job = 0;
}

const struct feature keep_shown_feature = {
    .tab_bytes = sizeof(struct held),
    .init = follow_option,
    .work = work,
    .on_answer = on_answer,
    .settle = follow_option,
    .tab_closed = drop,
};
