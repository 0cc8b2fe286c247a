/* From a text (typed, pasted, named on the command line) to a fetch. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "provider/detect.h"
#include "provider/request.h"
#include "text/utf8.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>

enum { REFUSED_MAX_BYTES = 40 };

static const char no_provider[] = "no provider is known by this ID: choose one first";

static void open_tab(struct app *a)
{
    a->tabs = xreallocarray(a->tabs, a->tab_count + 1, sizeof *a->tabs);
    a->tabs[a->tab_count++] = tab_new();
    app_switch_tab(a, a->tab_count - 1);
}

/* One to use for another call: the one in front if it shows none, else a new one. */
static struct tab *fresh_tab(struct app *a)
{
    if (!tab_is_free(app_tab(a)))
        open_tab(a);
    return app_tab(a);
}

/* Whoever knows the call of an ID that was asked of all. */
static bool is_shown(const struct tab *t, const struct provider *p, const char *id)
{
    return p == &provider_any ? t->id && t->call && strcmp(t->id, id) == 0 : tab_is(t, p, id);
}

/* The tab that shows the call already; else their count. */
static size_t find_tab(const struct app *a, const struct provider *p, const char *id)
{
    size_t i = 0;
    while (i < a->tab_count && !is_shown(a->tabs[i], p, id))
        i++;
    return i;
}

/* That one, else one to use for it. */
static struct tab *tab_for(struct app *a, const struct provider *p, const char *id)
{
    size_t i = find_tab(a, p, id);
    if (i == a->tab_count)
        return fresh_tab(a);
    app_switch_tab(a, i);
    return a->tabs[i];
}

void app_ask_call(struct app *a, const struct provider *p, const char *id)
{
    char *line = xasprintf("%s:%s", p->name, id);
    if (p != &provider_any) /* remembered with who knows it */
        app_remember(a, line);
    free(line);
    prompt_set(&a->id_prompt, "");
    struct tab *t = tab_for(a, p, id);
    bool known = p == &provider_any && t->call; /* who has it is asked again */
    tab_name(t, known ? t->provider : p, id);
    tab_focus(t, PANE_CALL);
    t->follows = true;
    app_fetch(a, t);
}

char *app_key_of(struct app *a, const struct provider *p, struct err *e)
{
    bool leave = keyring_runs_command(a->keyring, p);
    if (leave)
        screen_leave();
    char *key = keyring_get(a->keyring, p, e);
    if (!key)
        keyring_forget(a->keyring, p); /* asking again looks again */
    if (leave)
        screen_return();
    return key;
}

void app_fetch(struct app *a, struct tab *t)
{
    struct err e;
    if (!t->provider)
        return;
    if (t->job)
        fetch_cancel(a->fetcher, t->job);
    app_any_stop(a, t);
    t->job = 0;
    t->cancelled = false;
    t->watch.ended = false;
    if (t->provider == &provider_any) {
        app_any_fetch(a, t);
        return;
    }
    struct failure *unusable = request_unusable(t->provider);
    if (unusable) {
        tab_take_failure(t, unusable);
        return;
    }
    char *key = app_key_of(a, t->provider, &e);
    if (!key) {
        tab_take_failure(t, failure_new(KIND_AUTH, 0, "%s", e.text));
        return;
    }
    t->job = fetch_submit(a->fetcher, t->provider, t->id, key);
    t->since_ms = time_now_ms();
    t->bytes = 0;
    t->http_status = 0;
    if (t == app_tab(a))
        fetch_prefer(a->fetcher, t->job);
}

void app_stop_fetch(struct app *a, struct tab *t)
{
    if (!t->job)
        return;
    fetch_cancel(a->fetcher, t->job);
    app_any_stop(a, t);
    tab_cancel(t);
    app_say(a, ROLE_WARN, "cancelled");
}

/* The question comes when nothing else lies on top: several may be opened at once. */
static void ask_which(struct app *a, const char *id)
{
    a->asked = xreallocarray(a->asked, a->asked_count + 1, sizeof *a->asked);
    a->asked[a->asked_count++] = xstrdup(id);
}

void app_ask_drop(struct app *a)
{
    if (!a->asked_count)
        return;
    free(a->asked[0]);
    a->asked_count--;
    memmove(a->asked, a->asked + 1, a->asked_count * sizeof *a->asked);
}

void app_ask_keep(struct app *a)
{
    char **asked = a->asked;
    size_t count = a->asked_count;
    a->asked = NULL;
    a->asked_count = 0;
    app_close_overlays(a);
    a->asked = asked;
    a->asked_count = count;
}

/* Others may be known than when the ID was entered. One alone is asked about too: nothing is sent
 * without a key, and the tab in front stays so. */
void app_ask_next(struct app *a)
{
    struct detected d;
    detect(a->providers, a->chosen, a->asked[0], strlen(a->asked[0]), &d);
    if (d.id && d.candidate_count) {
        app_show_overlay(a, OVERLAY_ASK, page_candidates(d.candidates, d.candidate_count));
    } else {
        app_say(a, ROLE_WARN, "%s", d.hint ? d.hint : no_provider);
        app_ask_drop(a);
    }
    detect_done(&d);
}

void app_ask_answered(struct app *a, const char *provider_name)
{
    const struct provider *p = provider_find(a->providers, provider_name);
    char *id = xstrdup(a->asked[0]);
    app_close_overlay(a);
    if (p)
        app_ask_call(a, p, id);
    free(id);
}

/* When the text names no call, the status line says why. */
static void ask_detected(struct app *a, const struct detected *d)
{
    if (d->id && d->candidate_count == 1)
        app_ask_call(a, d->candidates[0], d->id);
    else if (d->id && d->candidate_count > 1)
        ask_which(a, d->id);
    else
        app_say(a, ROLE_WARN, "%s", d->hint ? d->hint : no_provider);
}

/* A tab with a page that says why not. */
static void show_refused(struct app *a, const char *text, const struct detected *d)
{
    struct buf id = {.max = REFUSED_MAX_BYTES};
    struct tab *t = fresh_tab(a);
    buf_add(&id, text, utf8_prefix_bytes(text, strlen(text), REFUSED_MAX_BYTES));
    tab_name(t, NULL, buf_str(&id));
    tab_focus(t, PANE_CALL);
    tab_take_failure(t, failure_new(KIND_USAGE, 0, "%s", d->hint ? d->hint : no_provider));
    buf_done(&id);
}

void app_ask_named(struct app *a, const char *text)
{
    struct detected d;
    detect(a->providers, a->chosen, text, strlen(text), &d);
    bool is_open =
        d.id && d.candidate_count == 1 && find_tab(a, d.candidates[0], d.id) < a->tab_count;
    if (app_tab(a)->id && !is_open)
        open_tab(a);
    if (d.id && d.candidate_count)
        ask_detected(a, &d);
    else
        show_refused(a, text, &d);
    detect_done(&d);
}

/* The only one of a longer text; Enter fetches it. */
static void offer_one(struct app *a, const struct pasted_call *one)
{
    char *line = xasprintf("%s:%s", one->provider->name, one->id);
    prompt_set(&a->id_prompt, line);
    app_say(a, ROLE_DIM, "found in the text, nothing was sent yet");
    free(line);
}

/* Calls in what is no single one. */
static void find_several(struct app *a, const struct detected *d, const char *text, size_t bytes,
                         struct pasted_calls *found)
{
    *found = (struct pasted_calls){0};
    if (d->several)
        pasted_calls_find(found, a->providers, a->chosen, text, bytes);
}

void app_ask_text(struct app *a, const char *text, size_t bytes)
{
    struct detected d;
    struct pasted_calls found;
    detect(a->providers, a->chosen, text, bytes, &d);
    find_several(a, &d, text, bytes, &found);
    if (found.count > 1)
        app_several_show(a, &found);
    else if (found.count)
        app_ask_call(a, found.list[0].provider, found.list[0].id);
    else
        ask_detected(a, &d);
    pasted_calls_done(&found);
    detect_done(&d);
}

static void put_pasted(struct app *a, const struct detected *d, const char *text, size_t bytes)
{
    if (d->id && d->named && d->candidate_count == 1) {
        prompt_insert(&a->id_prompt, d->candidates[0]->name, strlen(d->candidates[0]->name));
        prompt_insert(&a->id_prompt, ":", 1);
    }
    if (d->id)
        prompt_insert(&a->id_prompt, d->id, strlen(d->id));
    else
        prompt_insert(&a->id_prompt, text, bytes);
    if (d->certain && d->id && d->candidate_count > 0)
        ask_detected(a, d);
    else
        app_say(a, ROLE_WARN, "%s", d->hint ? d->hint : "pasted, nothing was sent yet");
}

void app_ask_pasted(struct app *a, const char *text, size_t bytes)
{
    struct detected d;
    struct pasted_calls found;
    detect(a->providers, a->chosen, text, bytes, &d);
    find_several(a, &d, text, bytes, &found);
    app_focus(a, PANE_ID);
    prompt_set(&a->id_prompt, "");
    if (found.count > 1)
        app_several_show(a, &found);
    else if (found.count)
        offer_one(a, &found.list[0]);
    else
        put_pasted(a, &d, text, bytes);
    a->pasted = *prompt_text(&a->id_prompt);
    pasted_calls_done(&found);
    detect_done(&d);
}
