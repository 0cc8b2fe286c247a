#include "ui/feature/recording_fetch.h"

#include "base/alloc.h"
#include "fetch/download_rules.h"
#include "fetch/fetch.h"
#include "provider/request.h"
#include "text/time.h"
#include "text/url.h"
#include "ui/feature/link_open.h"
#include "ui/feature/offline.h"
#include "ui/feature/provider_key.h"
#include "ui/feature/recording_kept.h"
#include "ui/shell/app.h"
#include "ui/shell/hints.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>

static bool find_url(const struct tab *t, const struct link_target *target,
                     struct recording_source *out, struct err *e)
{
    bool by_key = target->recording && target->recording->by_key;
    char *url = by_key ? NULL : xstrdup(target->url);
    struct failure *f = by_key ? request_recording_url(t->provider, t->id, &url) : NULL;
    bool found = f ? err_set(e, "%s", f->message) : url_may_open(url, e);
    failure_free(f);
    if (found)
        *out = (struct recording_source){url, target->recording, by_key};
    else
        free(url);
    return found;
}

void recording_fetch_ask(struct app *a, const struct recording_words *words,
                         const struct link_target *target, struct recording_source *s,
                         void (*resume)(struct app *a))
{
    struct recording_source found;
    struct err e;
    if (!find_url(a->tab, target, &found, &e)) {
        say(a, ROLE_BAD, "%s: %s", words->not_done, e.text);
        return;
    }
    recording_fetch_source_done(s);
    *s = found;
    if (recording_kept_find(a, a->tab, s->url))
        resume(a);
    else if (!offline_refuses(a))
        link_open_ask_if_expired(a, s->url, words->verb, resume);
}

void recording_fetch_source_done(struct recording_source *s)
{
    free(s->url);
    *s = (struct recording_source){0};
}

/* Removes what was fetched. */
static void end_job(struct app *a, struct recording_fetch *f)
{
    if (f->job)
        fetch_cancel(a->fetcher, f->job);
    *f = (struct recording_fetch){.url = f->url};
}

void recording_fetch_prepare(struct app *a, struct recording_fetch *f,
                             const struct recording_source *s)
{
    char *last = f->url;
    bool same = !f->job || strcmp(last, s->url) == 0 || download_rules_same_place(last, s->url);
    f->url = xstrdup(s->url);
    if (!same)
        end_job(a, f);
    free(last);
}

/* The key is looked up only for a link of the provider itself, as that may run a command. */
static bool key_for_link(struct app *a, const struct recording_words *words, const struct tab *t,
                         const char *url, char **key)
{
    struct err e;
    char *base = request_base_url(t->provider, t->id);
    bool home = base && url_same_origin(base, url);
    free(base);
    *key = home ? provider_key_get(a, t->provider, &e) : NULL;
    if (home && !*key)
        say(a, ROLE_BAD, "%s: %s", words->not_done, e.text);
    return !home || *key;
}

bool recording_fetch_start(struct app *a, const struct recording_words *words, const struct tab *t,
                           struct recording_fetch *f, const struct recording_source *s,
                           struct fetch_order *order)
{
    if (!key_for_link(a, words, t, s->url, &order->key)) {
        fetch_order_done(order);
        return false;
    }
    order->provider = t->provider;
    order->recording = s->recording;
    order->by_key = s->by_key;
    order->id = xstrdup(t->id);
    order->url = xstrdup(s->url);
    if (f->job)
        fetch_download_again(a->fetcher, f->job, order);
    else
        f->job = fetch_download(a->fetcher, order);
    f->running = true;
    return true;
}

bool recording_fetch_copy(struct app *a, const struct recording_words *words,
                          struct recording_fetch *f, const struct fetch_recording *kept,
                          struct fetch_order *order)
{
    struct err e;
    struct fetch_recording *again = fetch_recording_copy(kept, &e);
    if (!again) {
        say(a, ROLE_BAD, "%s: %s", words->not_done, e.text);
        fetch_order_done(order);
        return false;
    }
    end_job(a, f);
    f->job = fetch_copy(a->fetcher, again, order);
    f->running = true;
    return true;
}

bool recording_fetch_stop(struct app *a, const struct recording_fetch *f)
{
    if (f->running)
        fetch_download_stop(a->fetcher, f->job);
    return f->running;
}

void recording_fetch_drop(struct app *a, struct recording_fetch *f)
{
    end_job(a, f);
    free(f->url);
    f->url = NULL;
}

bool recording_fetch_took(struct recording_fetch *f, const struct answer *answer)
{
    f->bytes = answer->bytes;
    f->total = answer->total;
    f->per_s = answer->bytes_per_s;
    f->running = answer->type == ANSWER_PROGRESS;
    if (!f->running && !answer->can_resume)
        f->job = 0;
    return !f->running;
}

void recording_fetch_say_failed(struct app *a, const struct recording_words *words,
                                const struct tab *t, const struct answer *answer)
{
    const struct failure *f = answer->failure;
    bool stopped =
        f->kind == KIND_OTHER && !answer->http_status && strcmp(f->message, "stopped") == 0;
    char *key = hints_key(a, words->action);
    struct buf text = {0};
    if (stopped || answer->can_resume)
        buf_printf(&text, "%s %s", words->noun, stopped ? "stopped" : "interrupted");
    else
        buf_puts(&text, words->not_done);
    if (answer->can_resume) {
        buf_puts(&text, " at ");
        recording_fetch_put_part(&text, answer->bytes, answer->total);
        buf_printf(&text, ", %s resumes", key);
    }
    if (!stopped)
        buf_printf(&text, ": %s", f->message);
    if (f->hint)
        buf_printf(&text, "; %s", f->hint);
    say_of(a, t, stopped ? ROLE_WARN : ROLE_BAD, "%s", buf_str(&text));
    free(key);
    buf_done(&text);
}

void recording_fetch_put_part(struct buf *out, uint64_t bytes, uint64_t total)
{
    const double mib = 1024.0 * 1024;
    bool small = (double)(total ? total : bytes) < mib;
    double unit = small ? 1024 : mib;
    buf_printf(out, "%.1f", (double)bytes / unit);
    if (total)
        buf_printf(out, " of %.1f", (double)total / unit);
    buf_puts(out, small ? " KiB" : " MiB");
}

static void put_time_left(struct buf *out, double s)
{
    char text[TIME_TEXT_BYTES];
    if (s >= 86400)
        return;
    time_duration_text(s, text);
    buf_printf(out, ", %s left", text);
}

/* Appends all of it, or nothing where there is no room. */
static void put_piece(struct line *out, struct buf *piece)
{
    if (out->cols + (int)piece->len + 1 < screen_cols())
        line_puts(out, ROLE_STATUS, buf_str(piece));
    buf_clear(piece);
}

void recording_fetch_put_progress(const struct recording_words *words,
                                  const struct recording_fetch *f, struct line *out)
{
    struct buf text = {0};
    buf_puts(&text, words->running);
    if (f->bytes) {
        buf_putc(&text, ' ');
        recording_fetch_put_part(&text, f->bytes, f->total);
    }
    put_piece(out, &text);
    if (f->bytes && f->per_s >= 1) {
        buf_puts(&text, ", ");
        recording_fetch_put_part(&text, (uint64_t)f->per_s, 0);
        buf_puts(&text, "/s");
        put_piece(out, &text);
        if (f->total > f->bytes)
            put_time_left(&text, (double)(f->total - f->bytes) / f->per_s);
        put_piece(out, &text);
    }
    buf_done(&text);
}
