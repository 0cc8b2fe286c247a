/* Sends the request for a tab, and hands the answer to the tab. */
#include "ui/feature/fetch_call.h"

#include "fetch/fetch.h"
#include "provider/keyring.h"
#include "provider/request.h"
#include "text/time.h"
#include "ui/feature/ask_all.h"
#include "ui/feature/kept_copy.h"
#include "ui/feature/provider_key.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <stdlib.h>

void fetch_call_begin(struct app *a, struct tab *t)
{
    char *key = NULL;
    if (!t->provider)
        return;
    if (t->job)
        fetch_cancel(a->fetcher, t->job);
    ask_all_stop(a, t);
    t->job = 0;
    t->cancelled = false;
    if (a->request->offline) {
        kept_copy_open(a, t);
        return;
    }
    if (t->provider == &provider_any) {
        ask_all_begin(a, t);
        return;
    }
    struct failure *unusable = request_unusable(t->provider);
    if (!unusable)
        unusable = provider_key_for(a, t->provider, &key);
    if (unusable) {
        tab_take_failure(t, unusable, NULL);
        return;
    }
    t->job = fetch_submit(a->fetcher, t->provider, t->id, key);
    t->since_ms = time_now_ms();
    t->bytes = 0;
    t->http_status = 0;
    if (t == a->tab)
        fetch_prefer(a->fetcher, t->job);
}

static bool stop(struct app *a)
{
    struct tab *t = a->tab;
    if (!t->job)
        return false;
    fetch_cancel(a->fetcher, t->job);
    ask_all_stop(a, t);
    tab_cancel(t);
    say(a, ROLE_WARN, "cancelled");
    return true;
}

/* Esc does not end a watch. */
static bool cancel(struct app *a)
{
    return !a->tab->quiet && stop(a);
}

static void take_failure(struct app *a, struct tab *t, struct answer *answer)
{
    bool ignored = false;
    if (answer->failure->kind == KIND_AUTH)
        keyring_forget(a->keyring, t->provider); /* so that fetching again looks for another key */
    say_quietly_of(a, t, ROLE_BAD, answer->failure->message);
    FEATURE_EACH (a, f)
        if ((*f)->ignores_failure)
            ignored = (*f)->ignores_failure(a, t, answer->failure) || ignored;
    if (ignored)
        return;
    tab_take_failure(t, answer->failure, answer->call);
    answer->failure = NULL;
    answer->call = NULL;
}

static void take_call(struct app *a, struct tab *t, struct answer *answer)
{
    FEATURE_EACH (a, f)
        if ((*f)->ignores_call && (*f)->ignores_call(a, t, answer->call))
            return;
    FEATURE_CALL(a, call_replaced, a, t);
    tab_take_call(t, answer->call, &a->style);
    answer->call = NULL;
    FEATURE_EACH (a, f)
        if (answer->type == ANSWER_CALL && (*f)->call_complete)
            (*f)->call_complete(a, t);
}

static bool on_answer(struct app *a, struct answer *answer)
{
    struct tab *t = NULL;
    for (size_t i = 0; i < a->tabs->count && !t; i++)
        if (a->tabs->list[i]->job == answer->job)
            t = a->tabs->list[i];
    if (!t)
        return false;
    t->bytes = answer->bytes;
    if (answer->type == ANSWER_PROGRESS)
        return true;
    if (answer->type == ANSWER_PARTIAL && tab_has_complete_call(t))
        return true; /* the tab shows more than this */
    if (answer->type != ANSWER_PARTIAL)
        t->job = 0;
    t->http_status = answer->http_status;
    t->seconds = answer->seconds;
    if (answer->type == ANSWER_FAILURE)
        take_failure(a, t, answer);
    else
        take_call(a, t, answer);
    return true;
}

static void put_bytes(struct line *out, uint64_t bytes)
{
    if (bytes < 1024)
        line_printf(out, ROLE_STATUS, ", %d bytes", (int)bytes);
    else if (bytes < 1024 * 1024)
        line_printf(out, ROLE_STATUS, ", %.1f KiB", (double)bytes / 1024);
    else
        line_printf(out, ROLE_STATUS, ", %.1f MiB", (double)bytes / 1024 / 1024);
}

/* The numbers change together, once per frame. */
static void put_progress(const struct app *a, const struct tab *t, struct line *out)
{
    int64_t frames = (a->frame.drawn_ms - t->since_ms) / FRAME_MS;
    line_printf(out, ROLE_STATUS, "%s %.1f s", t->provider->name,
                (double)(frames * FRAME_MS) / 1000);
    if (t->provider == &provider_any && t->any) {
        line_printf(out, ROLE_STATUS, ", %zu of %zu answered", t->any->count - t->any->open,
                    t->any->count);
        return;
    }
    put_bytes(out, t->bytes);
    if (t->call && t->call->turns_loading)
        line_puts(out, ROLE_STATUS, ", transcript loading");
}

static void put_outcome(const struct tab *t, int id_cols, struct line *out)
{
    if (t->failure && t->call) {
        char *text = tab_masked_text(t, t->failure->message, t->real != NULL);
        line_printf(out, ROLE_BAD, "fetching again failed: %s", text);
        free(text);
    } else if (t->cancelled && t->call) {
        line_puts(out, ROLE_WARN,
                  t->call->turns_loading ? "cancelled: the transcript was not fetched"
                                         : "cancelled: the previous answer is shown");
    } else if (t->kept.first_us) { /* the call did not come with the last answer */
        line_puts(out, ROLE_STATUS, "kept copy");
        if (t->http_status)
            line_printf(out, ROLE_STATUS, "; %s answered %d", t->provider->name, t->http_status);
    } else if (t->provider && t->http_status) {
        line_printf(out, ROLE_STATUS, "%s ", t->provider->name);
        line_put_end(out, ROLE_STATUS, t->id, id_cols); /* without room, no blank after it either */
        line_printf(out, ROLE_STATUS, "%s%d in %.2f s", id_cols ? " " : "", t->http_status,
                    t->seconds);
    } else if (t->provider) {
        line_puts(out, ROLE_STATUS, t->provider->name);
    }
}

static void status(const struct app *a, struct status *s)
{
    const struct tab *t = a->tab;
    if (s->slot != STATUS_SECOND)
        return;
    if (t->job)
        put_progress(a, t, s->out);
    else if (!(s->always || s->counted) || t->failure || t->cancelled)
        put_outcome(t, s->id_cols, s->out);
}

static const enum action *hints(const struct app *a)
{
    static const enum action loading[] = {ACT_STOP, ACT_ID_PANE, ACT_HELP, ACT_NONE};
    return a->tab->job && !a->tab->quiet ? loading : NULL;
}

static void tab_shown(struct app *a, struct tab *t)
{
    if (t->job)
        fetch_prefer(a->fetcher, t->job);
}

static void tab_closed(struct app *a, struct tab *t)
{
    if (t->job)
        fetch_cancel(a->fetcher, t->job);
}

const struct feature fetch_call_feature = {
    .on_answer = on_answer,
    .cancel = cancel,
    .stop = stop,
    .status = status,
    .hints = hints,
    .tab_shown = tab_shown,
    .tab_closed = tab_closed,
};
