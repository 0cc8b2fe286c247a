/* Downloads of recordings into files, at most one in each tab: the file's name, whether it may be
 * replaced, and the message when it is saved. ui/feature/recording_fetch.h and the fetch thread do
 * the rest. UI thread. */
#include "base/alloc.h"
#include "config/paths.h"
#include "fetch/download_rules.h"
#include "text/file_name.h"
#include "text/utf8.h"
#include "ui/feature/link_list.h"
#include "ui/feature/recording_fetch.h"
#include "ui/feature/recording_kept.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME_MAX_BYTES = 60 };

extern const struct feature downloads_feature;

static const struct recording_words words = {
    .verb = "download",
    .noun = "download",
    .not_done = "not downloaded",
    .running = "downloading",
    .action = ACT_DOWNLOAD,
};

/* A tab's download. */
struct download {
    struct recording_fetch fetch;
    bool replace; /* the file that exists */
};

/* The download that is asked about. */
struct asked {
    struct recording_source source;
    char *name; /* of the file, without its ending */
};

static struct asked *asked_of(const struct app *a)
{
    return feature_state(a, &downloads_feature);
}

static struct download *of_tab(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &downloads_feature);
}

static size_t count_running(const struct app *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->tabs->count; i++)
        n += of_tab(a, a->tabs->list[i])->fetch.running;
    return n;
}

/* The name is the ID, with a number for every recording after the first, or the beginning of the
 * name that the provider gave to a link. */
static char *file_name(const struct tab *t, const struct link_target *target)
{
    struct buf name = {0};
    size_t recording =
        target->recording ? (size_t)(target->recording - tab_real_call(t)->recordings) : 0;
    file_name_put_id(&name, t->id);
    if (recording > 0)
        buf_printf(&name, "-%zu", recording + 1);
    if (target->name) {
        size_t n = utf8_prefix_bytes(target->name, strlen(target->name), NAME_MAX_BYTES);
        char *cut = xstrndup(target->name, n);
        buf_putc(&name, '-');
        file_name_put_id(&name, cut);
        free(cut);
    }
    return buf_take(&name);
}

/* Copies the recording if it was fetched already, to be played. Otherwise resumes an incomplete
 * file, or begins. */
static void start(struct app *a, bool replace)
{
    struct tab *t = a->tab;
    struct download *d = of_tab(a, t);
    const struct asked *asked = asked_of(a);
    struct fetch_order order = {
        .dir = paths_expand(config_text(a->settings->config, OPT_download_dir)),
        .name = xstrdup(asked->name),
        .replace = replace,
    };
    const struct fetch_recording *kept = recording_kept_find(a, t, asked->source.url);
    bool started = kept ? recording_fetch_copy(a, &words, &d->fetch, kept, &order)
                        : recording_fetch_start(a, &words, t, &d->fetch, &asked->source, &order);
    if (started)
        d->replace = replace;
}

static void start_replacing(struct app *a)
{
    start(a, true);
}

/* When the link does not tell the ending of the file, there is nothing to ask: the file gets a name
 * that is free. */
static void check_place(struct app *a)
{
    const struct asked *asked = asked_of(a);
    const struct recording_source *source = &asked->source;
    struct stat st;
    char *dir = paths_expand(config_text(a->settings->config, OPT_download_dir));
    char *ending = source->by_key ? xstrdup("") : download_rules_ending_of_url(source->url);
    char *path = xasprintf("%s/%s%s", dir, asked->name, ending), *shown = paths_shown(path);
    if (!*ending || lstat(path, &st) < 0)
        start(a, false);
    else if (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
        question_ask(a, start_replacing, "'%s' exists: replace it?", shown);
    else
        say(a, ROLE_BAD, "not downloaded: '%s' is not a regular file", path);
    free(shown);
    free(path);
    free(ending);
    free(dir);
}

static void resume(struct app *a)
{
    struct download *d = of_tab(a, a->tab);
    recording_fetch_prepare(a, &d->fetch, &asked_of(a)->source);
    if (d->fetch.job)
        start(a, d->replace);
    else
        check_place(a);
}

void downloads_begin(struct app *a)
{
    const struct tab *t = a->tab;
    struct asked *asked = asked_of(a);
    struct link_target target;
    if (of_tab(a, t)->fetch.running) {
        say(a, ROLE_WARN, "a download of this call is running");
    } else if (link_list_target(a, NULL, &target)) {
        free(asked->name);
        asked->name = file_name(t, &target);
        recording_fetch_ask(a, &words, &target, &asked->source, resume);
    }
}

/* Stops the download, which can be resumed. */
static bool stop(struct app *a)
{
    return recording_fetch_stop(a, &of_tab(a, a->tab)->fetch);
}

static void status(const struct app *a, struct status *s)
{
    const struct recording_fetch *f = &of_tab(a, a->tab)->fetch;
    size_t others = s->slot == STATUS_AFTER ? count_running(a) - f->running : 0;
    if (s->slot == STATUS_FIRST && f->running)
        recording_fetch_put_progress(&words, f, s->out);
    if (others)
        line_printf(s->out, ROLE_STATUS, "%s%zu download%s", s->out->cols ? "  " : "", others,
                    others == 1 ? " in another tab" : "s in other tabs");
}

static void say_saved(struct app *a, const struct tab *t, const struct answer *answer)
{
    struct buf text = {0};
    char *path = paths_shown(answer->path);
    recording_fetch_put_part(&text, answer->bytes, 0);
    say_of(a, t, ROLE_GOOD, "saved '%s', %s in %.1f s", path, buf_str(&text), answer->seconds);
    free(path);
    buf_done(&text);
}

static bool on_answer(struct app *a, struct answer *answer)
{
    struct tab *t = NULL;
    for (size_t i = 0; i < a->tabs->count && !t; i++)
        if (of_tab(a, a->tabs->list[i])->fetch.job == answer->job)
            t = a->tabs->list[i];
    if (!t)
        return false;
    if (!recording_fetch_took(&of_tab(a, t)->fetch, answer))
        return true;
    if (answer->type == ANSWER_SAVED)
        say_saved(a, t, answer);
    else
        recording_fetch_say_failed(a, &words, t, answer);
    return true;
}

static const enum action *hints(const struct app *a)
{
    static const enum action running[] = {ACT_STOP, ACT_HELP, ACT_NONE};
    return of_tab(a, a->tab)->fetch.running ? running : NULL;
}

static void losses(const struct app *a, const struct tab *t, struct buf *out)
{
    size_t n = t ? of_tab(a, t)->fetch.running : count_running(a);
    if (n == 1)
        buf_puts(out, "a download is running and would be lost");
    else if (n)
        buf_printf(out, "%zu downloads are running and would be lost", n);
}

static void drop(struct app *a, struct tab *t)
{
    recording_fetch_drop(a, &of_tab(a, t)->fetch);
}

static void tab_done(struct app *a, struct tab *t)
{
    free(of_tab(a, t)->fetch.url);
}

static void done(struct app *a)
{
    recording_fetch_source_done(&asked_of(a)->source);
    free(asked_of(a)->name);
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
