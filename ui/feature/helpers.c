/* Keeps a list of running programs and of files that are being saved. */
#include "ui/feature/helpers.h"

#include "base/alloc.h"
#include "cli/output.h"
#include "config/paths.h"
#include "text/time.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

extern const struct feature helpers_feature;

enum { SAVING_MAX_MS = 1000 };

static struct helper *list_of(const struct app *a)
{
    return feature_state(a, &helpers_feature);
}

struct helper *helpers_free_slot(struct app *a)
{
    for (int i = 0; i < HELPERS_MAX; i++)
        if (!list_of(a)[i].name)
            return &list_of(a)[i];
    return NULL;
}

void helpers_keep(struct helper *h, const char *name, char *success)
{
    h->name = xstrdup(name);
    h->success = success;
}

static void release(struct helper *h)
{
    process_done(&h->process);
    free(h->name);
    free(h->success);
    *h = (struct helper){0};
}

void helpers_save(struct app *a, const char *path, struct buf *text, bool replace, char *done)
{
    struct helper *h = helpers_free_slot(a);
    struct err e = {"too many programs are still running"};
    h = h && (h->saver = file_saver_start(path, text, replace, &e)) ? h : NULL;
    buf_done(text);
    if (!h) {
        say(a, ROLE_BAD, "not saved: %s", e.text);
        free(done);
        return;
    }
    char *shown = paths_shown(path);
    helpers_keep(h, shown, done);
    say(a, ROLE_DIM, "saving '%s'", shown);
    free(shown);
}

static void check_program(struct app *a, struct helper *h)
{
    int status;
    if (!process_ended(&h->process, &status))
        return;
    int code = process_code(status);
    if (code > 128)
        say(a, ROLE_BAD, "%s was ended by signal %d", h->name, code - 128);
    else if (code)
        say(a, ROLE_BAD, "%s failed (exit code %d)", h->name, code);
    else if (h->success)
        say(a, ROLE_GOOD, "%s", h->success);
    release(h);
}

static void check_file(struct app *a, struct helper *h)
{
    int why;
    if (!file_saver_ended(h->saver, &why))
        return;
    a->frame.urgent = true;
    if (why)
        say(a, ROLE_BAD, "not saved: '%s': %s", h->name, strerror(why));
    else
        say(a, ROLE_GOOD, "%s", h->success);
    release(h);
}

static void work(struct app *a)
{
    for (int i = 0; i < HELPERS_MAX; i++) {
        struct helper *h = &list_of(a)[i];
        if (h->saver)
            check_file(a, h);
        else if (h->name)
            check_program(a, h);
    }
}

/* The end of a program is reported by a signal instead. */
static size_t poll_fds(const struct app *a, struct pollfd *fds, size_t room)
{
    size_t n = 0;
    for (int i = 0; i < HELPERS_MAX && n < room; i++) {
        const struct helper *h = &list_of(a)[i];
        if (h->saver)
            fds[n++] = (struct pollfd){.fd = file_saver_fd(h->saver), .events = POLLIN};
    }
    return n;
}

/* Files get one second to be saved; a message names each that was not. */
static void screen_closed(struct app *a)
{
    int64_t deadline = time_now_ms() + SAVING_MAX_MS;
    for (int i = 0; i < HELPERS_MAX; i++) {
        struct helper *h = &list_of(a)[i];
        int64_t left = deadline - time_now_ms();
        int why = ETIMEDOUT;
        if (!h->saver)
            continue;
        file_saver_wait(h->saver, left > 0 ? (int)left : 0);
        bool ended = file_saver_ended(h->saver, &why);
        if (ended)
            h->saver = NULL;
        if (why)
            output_say("not saved: '%s': %s", h->name,
                       ended ? strerror(why) : "the disk is not responding");
    }
}

static void done(struct app *a)
{
    for (int i = 0; i < HELPERS_MAX; i++)
        release(&list_of(a)[i]);
}

const struct feature helpers_feature = {
    .state_bytes = HELPERS_MAX * sizeof(struct helper),
    .done = done,
    .work = work,
    .poll = poll_fds,
    .screen_closed = screen_closed,
};
