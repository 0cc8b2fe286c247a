/* Text out of the program, and the programs that take it, or links. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "cli/output.h"
#include "text/clean.h"
#include "text/time.h"
#include "ui/feature/clipboard.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SAVING_MAX_MS = 1000 };

struct helper *helper_free_place(struct app *a)
{
    for (int i = 0; i < CHILDREN_MAX; i++)
        if (!a->helpers[i].name)
            return &a->helpers[i];
    return NULL;
}

void helper_keep(struct helper *h, const char *name, char *success)
{
    h->name = xstrdup(name);
    h->success = success;
}

void helper_release(struct helper *h)
{
    process_done(&h->process);
    free(h->name);
    free(h->success);
    *h = (struct helper){0};
}

/* "link, 52 characters" */
static char *describe(const char *what, const char *text)
{
    size_t chars = 0;
    for (const char *s = text; *s; s++)
        chars += ((unsigned char)*s & 0xc0) != 0x80;
    return xasprintf("copied %s, %zu character%s", what, chars, chars == 1 ? "" : "s");
}

void app_copy_as(struct app *a, const char *done, const char *text)
{
    struct helper *h = helper_free_place(a);
    const char *way = NULL;
    struct err e;
    if (!h) {
        app_say(a, ROLE_BAD, "too many programs are still running");
        return;
    }
    if (!clipboard_copy(&h->process, a->config, text, strlen(text), &way, &e)) {
        app_say(a, ROLE_BAD, "%s", e.text);
    } else if (h->process.pid) {
        helper_keep(h, way, xasprintf("%s (%s)", done, way));
        app_say(a, ROLE_DIM, "copying by %s", way);
    } else {
        app_say(a, ROLE_GOOD, "%s (%s)", done, way);
    }
}

void app_copy(struct app *a, const char *what, const char *text)
{
    if (!text || !*text) {
        app_say(a, ROLE_WARN, "nothing to copy: no %s", what);
        return;
    }
    char *clean = clean_dup(text, CLEAN_LINES);
    char *done = describe(what, clean);
    app_copy_as(a, done, clean);
    free(done);
    free(clean);
}

char *app_shown_link(const struct app *a, const char *url)
{
    char *clean = clean_dup(url, 0);
    if (a->style.mask)
        mask_text(clean, strlen(clean), app_tab(a)->id, NULL);
    return clean;
}

void app_save_text(struct app *a, const char *path, struct buf *text, bool replace, char *done)
{
    struct helper *h = helper_free_place(a);
    struct err e = {"too many programs are still running"};
    h = h && (h->saver = file_saver_start(path, text, replace, &e)) ? h : NULL;
    buf_done(text);
    if (!h) {
        app_say(a, ROLE_BAD, "not saved: %s", e.text);
        free(done);
        return;
    }
    helper_keep(h, path, done);
    app_say(a, ROLE_DIM, "saving '%s'", path);
}

static void say_ended(struct app *a, const struct helper *h, int code)
{
    if (code > 128)
        app_say(a, ROLE_BAD, "%s was ended by signal %d", h->name, code - 128);
    else if (code)
        app_say(a, ROLE_BAD, "%s failed (exit code %d)", h->name, code);
    else if (h->success)
        app_say(a, ROLE_GOOD, "%s", h->success);
}

static void check_program(struct app *a, struct helper *h)
{
    int status;
    if (!process_ended(&h->process, &status))
        return;
    say_ended(a, h, process_code(status));
    helper_release(h);
}

static void check_file(struct app *a, struct helper *h)
{
    int why;
    if (!file_saver_ended(h->saver, &why))
        return;
    if (why)
        app_say(a, ROLE_BAD, "not saved: '%s': %s", h->name, strerror(why));
    else
        app_say(a, ROLE_GOOD, "%s", h->success);
    helper_release(h);
}

void app_check_helpers(struct app *a)
{
    for (int i = 0; i < CHILDREN_MAX; i++) {
        struct helper *h = &a->helpers[i];
        if (h->saver)
            check_file(a, h);
        else if (h->name)
            check_program(a, h);
    }
}

static void finish_saving(struct helper *h, int max_ms)
{
    int why = ETIMEDOUT;
    file_saver_wait(h->saver, max_ms);
    bool ended = file_saver_ended(h->saver, &why);
    if (ended)
        h->saver = NULL;
    if (why)
        output_say("not saved: '%s': %s", h->name,
                   ended ? strerror(why) : "the disk does not answer");
}

void app_finish_saving(struct app *a)
{
    int64_t deadline = time_now_ms() + SAVING_MAX_MS;
    for (int i = 0; i < CHILDREN_MAX; i++) {
        int64_t left = deadline - time_now_ms();
        if (a->helpers[i].saver)
            finish_saving(&a->helpers[i], left > 0 ? (int)left : 0);
    }
}

static void say_masked(struct app *a)
{
    const struct tab *t = app_tab(a);
    char *what = mask_count_text(&t->masked);
    if (!a->style.mask)
        app_say(a, ROLE_WARN, "nothing is masked any more");
    else if (t->call)
        app_say(a, ROLE_GOOD, "masked: %s", what);
    else
        app_say(a, ROLE_GOOD, "calls are masked");
    free(what);
}

void app_toggle_mask(struct app *a)
{
    a->style.mask = !a->style.mask;
    for (size_t i = 0; i < a->tab_count; i++)
        tab_mask(a->tabs[i], &a->style);
    app_renew_links(a, NULL);
    app_renew_messages(a);
    search_all_renew(a);
    compare_renew(a);
    say_masked(a);
}
