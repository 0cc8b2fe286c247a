/* Opens the call that a text names: one typed, pasted or named on the command line. */
#include "provider/detect.h"

#include "base/alloc.h"
#include "provider/pasted.h"
#include "text/utf8.h"
#include "ui/feature/ask_which.h"
#include "ui/feature/call_tab.h"
#include "ui/feature/multi_paste.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/say.h"

#include <stdlib.h>
#include <string.h>

enum { REFUSED_MAX_BYTES = 40 };

/* Without the network, an ID alone may be that of any provider's kept call. */
static bool may_be_kept(const struct app *a, const struct detected *d)
{
    const struct provider *chosen = a->id_pane->chosen;
    return a->request->offline && d->id && !d->refusal && !d->named &&
           (!chosen || chosen == &provider_any);
}

/* A text that names no call gets a message that says why. */
static void ask_detected(struct app *a, const struct detected *d)
{
    if (may_be_kept(a, d))
        call_tab_open(a, &provider_any, d->id);
    else if (d->id && d->candidate_count == 1)
        call_tab_open(a, d->candidates[0], d->id);
    else if (d->id && d->candidate_count > 1)
        ask_which_add(a, d->id);
    else
        say(a, ROLE_WARN, "%s", call_tab_why_not(d));
}

/* Opens a tab whose page says why the call cannot be requested. */
static void show_refused(struct app *a, const char *text, const struct detected *d)
{
    struct buf id = {.max = REFUSED_MAX_BYTES};
    struct tab *t = call_tab_free(a);
    buf_add(&id, text, utf8_prefix_bytes(text, strlen(text), REFUSED_MAX_BYTES));
    tab_name(t, NULL, buf_str(&id));
    tab_focus(t, PANE_CALL);
    tab_take_failure(t, failure_new(KIND_USAGE, 0, "%s", call_tab_why_not(d)), NULL);
    buf_done(&id);
}

/* Each ID of the command line gets a tab, even one that cannot be requested. */
static void open_named(struct app *a, const char *text)
{
    struct detected d;
    detect(a->settings->providers, a->id_pane->chosen, text, strlen(text), &d);
    bool is_open = d.id && d.candidate_count == 1 && call_tab_is_open(a, d.candidates[0], d.id);
    if (a->tab->id && !is_open)
        call_tab_add(a);
    if (may_be_kept(a, &d) || (d.id && d.candidate_count && !d.is_guess))
        ask_detected(a, &d);
    else
        show_refused(a, text, &d);
    detect_done(&d);
}

/* Puts the only call of a longer text into the ID pane, where Enter fetches it. */
static void offer_one(struct app *a, const struct pasted_call *one)
{
    char *line = xasprintf("%s:%s", one->provider->name, one->id);
    prompt_set(&a->id_pane->prompt, line);
    say(a, ROLE_DIM, "found in the text; nothing has been sent yet");
    free(line);
}

static void put_pasted(struct app *a, const struct detected *d, const char *text, size_t bytes)
{
    prompt_set(&a->id_pane->prompt, "");
    if (d->id && (d->named || d->is_guess) && d->candidate_count == 1) {
        prompt_insert(&a->id_pane->prompt, d->candidates[0]->name, strlen(d->candidates[0]->name));
        prompt_insert(&a->id_pane->prompt, ":", 1);
    }
    if (d->id)
        prompt_insert(&a->id_pane->prompt, d->id, strlen(d->id));
    else
        prompt_insert(&a->id_pane->prompt, text, bytes);
    if (d->certain && d->id && d->candidate_count > 0)
        ask_detected(a, d);
    else
        say(a, ROLE_WARN, "%s", d->hint ? d->hint : "pasted; nothing has been sent yet");
}

/* A text of more than one ID may hold several calls. Of a pasted text nothing is sent before the
 * user agrees. */
static void open_entered(struct app *a, bool pasted, const char *text, size_t bytes)
{
    struct detected d;
    struct pasted_calls found = {0};
    detect(a->settings->providers, a->id_pane->chosen, text, bytes, &d);
    if (d.several)
        pasted_calls_find(&found, a->settings->providers, a->id_pane->chosen, text, bytes);
    if (pasted) {
        focus_set(a, PANE_ID);
        prompt_set(&a->id_pane->prompt, "");
    }
    if (found.count > 1)
        multi_paste_show(a, &found);
    else if (found.count && !pasted && !found.list[0].is_guess)
        call_tab_open(a, found.list[0].provider, found.list[0].id);
    else if (found.count)
        offer_one(a, &found.list[0]);
    else if (pasted || d.is_guess)
        put_pasted(a, &d, text, bytes);
    else
        ask_detected(a, &d);
    if (pasted)
        a->id_pane->pasted = *prompt_text(&a->id_pane->prompt);
    pasted_calls_done(&found);
    detect_done(&d);
}

static bool open_text(struct app *a, enum text_source source, const char *text, size_t bytes)
{
    if (source == TEXT_NAMED)
        open_named(a, text);
    else
        open_entered(a, source == TEXT_PASTED, text, bytes);
    return true;
}

const struct feature open_call_feature = {
    .open_text = open_text,
};
