/* Downloads of recordings into files, at most one in each tab: what is asked before one begins, its
 * progress, and the messages about its end. The fetch thread does the rest. UI thread. */
#include "base/alloc.h"
#include "config/paths.h"
#include "fetch/download_rules.h"
#include "fetch/fetch.h"
#include "print/file_name.h"
#include "provider/request.h"
#include "text/time.h"
#include "text/url.h"
#include "text/utf8.h"
#include "ui/feature/link_list.h"
#include "ui/feature/link_open.h"
#include "ui/feature/provider_key.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/hints.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME_MAX_BYTES = 60 };

extern const struct feature downloads_feature;

/* A tab's download. */
struct download {
    unsigned job; /* 0: there is no download */
    bool running; /* else it can be resumed */
    bool replace; /* the file that exists */
    char *url;    /* the link that was asked for last */
    uint64_t bytes, total;
    double per_s; /* bytes */
};

/* The download that is asked about. */
struct asked {
    char *url, *name; /* name: of the file, without its ending */
    bool recording;   /* else another link */
    bool by_key;      /* the URL is that of the provider's recording.path */
};

static struct asked *asked_of(const struct app *a)
{
    return feature_state(a, &downloads_feature);
}

static void asked_done(struct asked *s)
{
    free(s->url);
    free(s->name);
    *s = (struct asked){0};
}

static struct download *of_tab(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &downloads_feature);
}

static struct tab *tab_of_download(const struct app *a, unsigned job)
{
    for (size_t i = 0; i < a->tabs->count; i++)
        if (of_tab(a, a->tabs->list[i])->job == job)
            return a->tabs->list[i];
    return NULL;
}

static size_t count_running(const struct app *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->tabs->count; i++)
        n += of_tab(a, a->tabs->list[i])->running;
    return n;
}

/* The beginning of the name that the provider gave to a link. */
static void put_link_name(struct buf *out, const char *name)
{
    char *cut = xstrndup(name, utf8_prefix_bytes(name, strlen(name), NAME_MAX_BYTES));
    buf_putc(out, '-');
    file_name_put_id(out, cut);
    free(cut);
}

/* The name is the ID, with a number for every recording after the first, or the name of a link that
 * the provider gave. */
static char *file_name(const struct tab *t, const struct link_target *target)
{
    struct buf name = {0};
    size_t recording =
        target->recording ? (size_t)(target->recording - tab_real_call(t)->recordings) : 0;
    file_name_put_id(&name, t->id);
    if (recording > 0)
        buf_printf(&name, "-%zu", recording + 1);
    if (target->name)
        put_link_name(&name, target->name);
    return buf_take(&name);
}

/* A recording behind the provider's key is fetched from there, also when there is a link to it. */
static struct failure *ask_about(struct app *a, const struct link_target *target)
{
    struct asked *asked = asked_of(a);
    const struct tab *t = a->tab;
    bool recording = target->recording, by_key = recording && target->recording->by_key;
    char *url = by_key ? NULL : xstrdup(target->url);
    struct failure *f = by_key ? request_recording_url(t->provider, t->id, &url) : NULL;
    if (f)
        return f;
    asked_done(asked);
    *asked = (struct asked){url, file_name(t, target), recording, by_key};
    return NULL;
}

/* The key is looked up only for a link of the provider itself, as that may run a command. */
static bool key_for_link(struct app *a, const struct tab *t, const char *url, char **key)
{
    struct err e;
    char *base = request_base_url(t->provider, t->id);
    bool home = base && url_same_origin(base, url);
    free(base);
    *key = home ? provider_key_get(a, t->provider, &e) : NULL;
    if (home && !*key)
        say(a, ROLE_BAD, "not downloaded: %s", e.text);
    return !home || *key;
}

/* Resumes an incomplete file, or begins. */
static void start(struct app *a, bool replace)
{
    struct tab *t = a->tab;
    struct download *d = of_tab(a, t);
    const struct asked *asked = asked_of(a);
    struct fetch_order order = {.provider = t->provider,
                                .replace = replace,
                                .recording = asked->recording,
                                .by_key = asked->by_key};
    if (!key_for_link(a, t, asked->url, &order.key))
        return;
    order.id = xstrdup(t->id);
    order.url = xstrdup(asked->url);
    order.dir = paths_expand(config_text(a->settings->config, OPT_download_dir));
    order.name = xstrdup(asked->name);
    if (d->job)
        fetch_download_again(a->fetcher, d->job, &order);
    else
        d->job = fetch_download(a->fetcher, &order);
    d->running = true;
    d->replace = replace;
}

static void start_replacing(struct app *a)
{
    start(a, true);
}

/* Writes the home directory as ~. */
static char *short_path(const char *path)
{
    const char *home = getenv("HOME");
    size_t n = home ? strlen(home) : 0;
    bool inside = n > 1 && strncmp(path, home, n) == 0 && path[n] == '/';
    return inside ? xasprintf("~%s", path + n) : xstrdup(path);
}

static void ask_to_replace(struct app *a, const char *path)
{
    char *shown = short_path(path);
    question_ask(a, start_replacing, "'%s' exists: replace it?", shown);
    free(shown);
}

/* When the link does not tell the ending of the file, there is nothing to ask: the file gets a name
 * that is free. */
static void check_place(struct app *a)
{
    const struct asked *asked = asked_of(a);
    struct stat st;
    char *dir = paths_expand(config_text(a->settings->config, OPT_download_dir));
    char *ending = asked->by_key ? xstrdup("") : download_rules_ending_of_url(asked->url);
    char *path = xasprintf("%s/%s%s", dir, asked->name, ending);
    if (!*ending || lstat(path, &st) < 0)
        start(a, false);
    else if (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
        ask_to_replace(a, path);
    else
        say(a, ROLE_BAD, "not downloaded: '%s' is not a regular file", path);
    free(path);
    free(ending);
    free(dir);
}

/* Removes what was downloaded so far. */
static void drop(struct app *a, struct tab *t)
{
    struct download *d = of_tab(a, t);
    if (d->job)
        fetch_cancel(a->fetcher, d->job);
    free(d->url);
    *d = (struct download){0};
}

static void resume(struct app *a)
{
    struct download *d = of_tab(a, a->tab);
    const char *url = asked_of(a)->url;
    if (d->job && strcmp(d->url, url) != 0 && !download_rules_same_place(d->url, url))
        drop(a, a->tab);
    free(d->url);
    d->url = xstrdup(url);
    if (d->job)
        start(a, d->replace);
    else
        check_place(a);
}

void downloads_begin(struct app *a)
{
    const struct tab *t = a->tab;
    struct err e;
    if (of_tab(a, t)->running) {
        say(a, ROLE_WARN, "a download of this call is running");
        return;
    }
    struct link_target target;
    if (!link_list_target(a, &target))
        return;
    struct failure *f = ask_about(a, &target);
    if (f)
        say(a, ROLE_BAD, "not downloaded: %s", f->message);
    else if (!url_may_open(asked_of(a)->url, &e))
        say(a, ROLE_BAD, "not downloaded: %s", e.text);
    else
        link_open_ask_if_expired(a, asked_of(a)->url, "download", resume);
    failure_free(f);
}

/* Stops the download, which can be resumed. */
static bool stop(struct app *a)
{
    const struct download *d = of_tab(a, a->tab);
    if (d->running)
        fetch_download_stop(a->fetcher, d->job);
    return d->running;
}

/* "12.4 MiB", or "12.4 of 50.0 MiB" when the total is known. */
static void put_part(struct buf *out, uint64_t bytes, uint64_t total)
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

static void put_progress(const struct download *d, struct line *out)
{
    struct buf text = {0};
    buf_puts(&text, "downloading");
    if (d->bytes) {
        buf_putc(&text, ' ');
        put_part(&text, d->bytes, d->total);
    }
    put_piece(out, &text);
    if (d->bytes && d->per_s >= 1) {
        buf_puts(&text, ", ");
        put_part(&text, (uint64_t)d->per_s, 0);
        buf_puts(&text, "/s");
        put_piece(out, &text);
        if (d->total > d->bytes)
            put_time_left(&text, (double)(d->total - d->bytes) / d->per_s);
        put_piece(out, &text);
    }
    buf_done(&text);
}

static void put_others(const struct app *a, struct line *out)
{
    size_t n = count_running(a) - of_tab(a, a->tab)->running;
    if (n)
        line_printf(out, ROLE_STATUS, "%s%zu download%s%s", out->cols ? "  " : "", n,
                    n == 1 ? "" : "s", n == 1 ? " in another tab" : " in other tabs");
}

static void status(const struct app *a, struct status *s)
{
    const struct download *d = of_tab(a, a->tab);
    if (s->slot == STATUS_FIRST && d->running)
        put_progress(d, s->out);
    else if (s->slot == STATUS_AFTER)
        put_others(a, s->out);
}

static void say_saved(struct app *a, const struct tab *t, const struct answer *answer)
{
    struct buf text = {0};
    char *path = short_path(answer->path);
    put_part(&text, answer->bytes, 0);
    say_of(a, t, ROLE_GOOD, "saved '%s', %s in %.1f s", path, buf_str(&text), answer->seconds);
    free(path);
    buf_done(&text);
}

static void say_failed(struct app *a, const struct tab *t, const struct answer *answer)
{
    struct buf text = {0};
    char *key = hints_key(a, ACT_DOWNLOAD);
    bool stopped = answer->failure->kind == KIND_OTHER && !answer->http_status &&
                   strcmp(answer->failure->message, "stopped") == 0;
    buf_puts(&text, stopped              ? "download stopped"
                    : answer->can_resume ? "download interrupted"
                                         : "not downloaded");
    if (answer->can_resume) {
        buf_puts(&text, " at ");
        put_part(&text, answer->bytes, answer->total);
        buf_printf(&text, ", %s resumes", key);
    }
    if (!stopped)
        buf_printf(&text, ": %s", answer->failure->message);
    if (answer->failure->hint)
        buf_printf(&text, "; %s", answer->failure->hint);
    say_of(a, t, stopped ? ROLE_WARN : ROLE_BAD, "%s", buf_str(&text));
    buf_done(&text);
    free(key);
}

static bool on_answer(struct app *a, struct answer *answer)
{
    struct tab *t = tab_of_download(a, answer->job);
    if (!t)
        return false;
    struct download *d = of_tab(a, t);
    d->bytes = answer->bytes;
    d->total = answer->total;
    d->per_s = answer->bytes_per_s;
    if (answer->type == ANSWER_PROGRESS)
        return true;
    if (answer->type == ANSWER_SAVED)
        say_saved(a, t, answer);
    else
        say_failed(a, t, answer);
    d->running = false;
    if (!answer->can_resume)
        d->job = 0;
    return true;
}

static const enum action *hints(const struct app *a)
{
    static const enum action running[] = {ACT_STOP, ACT_HELP, ACT_NONE};
    return of_tab(a, a->tab)->running ? running : NULL;
}

static void losses(const struct app *a, const struct tab *t, struct buf *out)
{
    size_t n = t ? of_tab(a, t)->running : count_running(a);
    if (n == 1)
        buf_puts(out, "a download is running and would be lost");
    else if (n)
        buf_printf(out, "%zu downloads are running and would be lost", n);
}

static void tab_done(struct app *a, struct tab *t)
{
    free(of_tab(a, t)->url);
}

static void done(struct app *a)
{
    asked_done(asked_of(a));
}

const struct feature downloads_feature = {
    .state_bytes = sizeof(struct asked),
    .tab_bytes = sizeof(struct download),
    .done = done,
    .tab_done = tab_done,
    .on_answer = on_answer,
    .cancel = stop,
    .stop = stop,
    .status = status,
    .hints = hints,
    .tab_closed = drop,
    .losses = losses,
};
