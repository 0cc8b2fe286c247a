/* Downloads, as many at once as there are tabs: what is asked before one begins, how it stands, and
 * what its answers say. The fetch thread does the rest. UI thread. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "fetch/download_rules.h"
#include "print/file_name.h"
#include "provider/request.h"
#include "text/url.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct tab *tab_of_download(const struct app *a, unsigned job)
{
    for (size_t i = 0; i < a->tab_count; i++)
        if (a->tabs[i]->download.job == job)
            return a->tabs[i];
    return NULL;
}

size_t app_downloads(const struct app *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->tab_count; i++)
        n += a->tabs[i]->download.running;
    return n;
}

/* The ID, and of a second recording its number. */
static char *file_name(const struct tab *t, const char *url)
{
    const struct call *c = t->real ? t->real : t->call;
    struct buf name = {0};
    file_name_put_id(&name, t->id);
    for (size_t i = 1; c && i < c->recording_count; i++)
        if (c->recordings[i].url && strcmp(c->recordings[i].url, url) == 0)
            buf_printf(&name, "-%zu", i + 1);
    return buf_take(&name);
}

/* Only for a link that may get it: looking for a key may run a command. */
static bool key_for_link(struct app *a, const struct tab *t, const char *url, char **key)
{
    struct err e;
    char *base = request_base_url(t->provider, t->id);
    bool home = base && url_same_origin(base, url);
    free(base);
    *key = home ? app_key_of(a, t->provider, &e) : NULL;
    if (home && !*key)
        app_say(a, ROLE_BAD, "not downloaded: %s", e.text);
    return !home || *key;
}

/* Goes on with what is there of the same file, else begins. */
static void start(struct app *a, bool replace)
{
    struct tab *t = app_tab(a);
    struct download_state *d = &t->download;
    struct download_order order = {.provider = t->provider, .replace = replace};
    if (!key_for_link(a, t, a->download_url, &order.key))
        return;
    order.id = xstrdup(t->id);
    order.url = xstrdup(a->download_url);
    order.dir = paths_expand(config_text(a->config, OPT_download_dir));
    order.name = file_name(t, a->download_url);
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

/* As people write it: the home directory is a ~. */
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
    app_question(a, start_replacing, "'%s' exists: replace it?", shown);
    free(shown);
}

/* Where the link does not say the file's ending there is nothing to ask: it gets a name that is
 * free. */
static void check_place(struct app *a)
{
    struct stat st;
    char *dir = paths_expand(config_text(a->config, OPT_download_dir));
    char *name = file_name(app_tab(a), a->download_url);
    char *ending = download_rules_ending_of_url(a->download_url);
    char *path = xasprintf("%s/%s%s", dir, name, ending);
    if (!*ending || lstat(path, &st) < 0)
        start(a, false);
    else if (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
        ask_to_replace(a, path);
    else
        app_say(a, ROLE_BAD, "not downloaded: '%s' is no regular file", path);
    free(path);
    free(ending);
    free(name);
    free(dir);
}

static void go_on(struct app *a)
{
    struct download_state *d = &app_tab(a)->download;
    if (d->job && strcmp(d->url, a->download_url) != 0 &&
        !download_rules_same_place(d->url, a->download_url))
        app_end_download(a, app_tab(a));
    free(d->url);
    d->url = xstrdup(a->download_url);
    if (d->job)
        start(a, d->replace);
    else
        check_place(a);
}

void app_download(struct app *a)
{
    const struct tab *t = app_tab(a);
    struct err e;
    if (t->download.running) {
        app_say(a, ROLE_WARN, "a download of this call is running");
        return;
    }
    const char *url = app_link_here(a);
    if (!url)
        return;
    if (!url_may_open(url, &e)) {
        app_say(a, ROLE_BAD, "not downloaded: %s", e.text);
        return;
    }
    char *copy = xstrdup(url);
    free(a->download_url);
    a->download_url = copy;
    app_ask_if_over(a, url, "download", go_on);
}

bool app_stop_download(struct app *a, struct tab *t)
{
    if (!t->download.running)
        return false;
    fetch_download_stop(a->fetcher, t->download.job);
    return true;
}

void app_end_download(struct app *a, struct tab *t)
{
    if (t->download.job)
        fetch_cancel(a->fetcher, t->download.job);
    free(t->download.url);
    t->download = (struct download_state){0};
}

/* "12.4 MiB" */
static void put_size(struct buf *out, uint64_t bytes)
{
    if (bytes < 1024 * 1024)
        buf_printf(out, "%.1f KiB", (double)bytes / 1024);
    else
        buf_printf(out, "%.1f MiB", (double)bytes / 1024 / 1024);
}

/* "12.4 of 50.0 MiB" */
static void put_part(struct buf *out, uint64_t bytes, uint64_t total)
{
    if (!total) {
        put_size(out, bytes);
    } else if (total < 1024 * 1024) {
        buf_printf(out, "%.1f of %.1f KiB", (double)bytes / 1024, (double)total / 1024);
    } else {
        buf_printf(out, "%.1f of %.1f MiB", (double)bytes / 1024 / 1024,
                   (double)total / 1024 / 1024);
    }
}

static void put_time_left(struct buf *out, double s)
{
    char text[TIME_TEXT_BYTES];
    if (s >= 86400)
        return;
    time_duration_text(s, text);
    buf_printf(out, ", %s left", text);
}

/* Whole or not at all. */
static void put_piece(struct line *out, struct buf *piece)
{
    if (out->cols + (int)piece->len + 1 < screen_cols())
        line_puts(out, ROLE_STATUS, buf_str(piece));
    buf_clear(piece);
}

void app_put_download(const struct tab *t, struct line *out)
{
    const struct download_state *d = &t->download;
    struct buf text = {0};
    buf_puts(&text, "downloading");
    if (d->bytes) {
        buf_putc(&text, ' ');
        put_part(&text, d->bytes, d->total);
    }
    put_piece(out, &text);
    if (d->bytes && d->per_s >= 1) {
        buf_puts(&text, ", ");
        put_size(&text, (uint64_t)d->per_s);
        buf_puts(&text, "/s");
        put_piece(out, &text);
        if (d->total > d->bytes)
            put_time_left(&text, (double)(d->total - d->bytes) / d->per_s);
        put_piece(out, &text);
    }
    buf_done(&text);
}

void app_put_other_downloads(const struct app *a, struct line *out)
{
    size_t n = app_downloads(a) - app_tab(a)->download.running;
    if (n)
        line_printf(out, ROLE_STATUS, "%s%zu download%s%s", out->cols ? "  " : "", n,
                    n == 1 ? "" : "s", n == 1 ? " in another tab" : " in other tabs");
}

static void say_saved(struct app *a, const struct tab *t, const struct answer *answer)
{
    struct buf text = {0};
    char *path = short_path(answer->path);
    put_size(&text, answer->bytes);
    app_say_of(a, t, ROLE_GOOD, "saved '%s', %s in %.1f s", path, buf_str(&text), answer->seconds);
    free(path);
    buf_done(&text);
}

static void say_failed(struct app *a, const struct tab *t, const struct answer *answer)
{
    struct buf text = {0}, key = {0};
    bool stopped = answer->failure->kind == KIND_OTHER && !answer->http_status &&
                   strcmp(answer->failure->message, "stopped") == 0;
    keymap_key_label(a->keymap, ACT_DOWNLOAD, &key);
    buf_puts(&text, stopped             ? "download stopped"
                    : answer->can_go_on ? "download broken off"
                                        : "not downloaded");
    if (answer->can_go_on) {
        buf_puts(&text, " at ");
        put_part(&text, answer->bytes, answer->total);
        buf_printf(&text, ", %s goes on", key.len ? buf_str(&key) : "download");
    }
    if (!stopped)
        buf_printf(&text, ": %s", answer->failure->message);
    app_say_of(a, t, stopped ? ROLE_WARN : ROLE_BAD, "%s", buf_str(&text));
    buf_done(&text);
    buf_done(&key);
}

bool app_take_download(struct app *a, const struct answer *answer)
{
    struct tab *t = tab_of_download(a, answer->job);
    if (!t)
        return false;
    struct download_state *d = &t->download;
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
    if (!answer->can_go_on)
        d->job = 0;
    return true;
}
