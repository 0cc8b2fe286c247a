/* The file is read at the start, and written with each call that is asked for. A line waits while
 * another program has the lock. A file that cannot be used causes one message and nothing else. */
#include "ui/feature/id_history.h"

#include "base/alloc.h"
#include "cli/output.h"
#include "config/history.h"
#include "os/signals.h"
#include "text/time.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/say.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

extern const struct feature id_history_feature;

enum { RETRY_MS = 20, CLOSING_MS = 1000 };

struct id_history {
    char *path;     /* NULL: nothing is written */
    char **waiting; /* lines to be written, oldest first */
    size_t count;
};

static struct id_history *state_of(const struct app *a)
{
    return feature_state(a, &id_history_feature);
}

static size_t max_lines(const struct app *a)
{
    return (size_t)config_number(a->settings->config, OPT_history);
}

static void give_up(struct app *a, const struct err *e)
{
    struct id_history *s = state_of(a);
    say(a, ROLE_WARN, "no history: %s", e->text);
    free(s->path);
    s->path = NULL;
    while (s->count)
        free(s->waiting[--s->count]);
}

static void drop_first(struct id_history *s)
{
    free(s->waiting[0]);
    s->count--;
    memmove(s->waiting, s->waiting + 1, s->count * sizeof *s->waiting);
}

/* Writes what waits, until there is nothing left or another program has the lock. */
static void work(struct app *a)
{
    struct id_history *s = state_of(a);
    struct err e;
    while (s->count) {
        enum history_state state = history_write(s->path, s->waiting[0], max_lines(a), &e);
        if (state == HISTORY_BUSY)
            return;
        if (state == HISTORY_FAILED)
            give_up(a, &e);
        else
            drop_first(s);
    }
}

static int tick_ms(const struct app *a)
{
    return state_of(a)->count ? RETRY_MS : -1;
}

/* Waits for the lock for a second, or until a signal comes. */
static void screen_closed(struct app *a)
{
    int64_t deadline = time_now_ms() + CLOSING_MS;
    struct pollfd signal = {.fd = signals_fd(), .events = POLLIN};
    work(a);
    while (state_of(a)->count && time_now_ms() < deadline && poll(&signal, 1, RETRY_MS) == 0)
        work(a);
    if (state_of(a)->count)
        output_say("the history lacks the last calls: another program has locked it");
}

static void init(struct app *a)
{
    struct history h;
    struct err e;
    state_of(a)->path = history_path();
    if (!state_of(a)->path || max_lines(a) == 0)
        return;
    if (!history_read(&h, state_of(a)->path, max_lines(a), &e)) {
        give_up(a, &e);
        return;
    }
    prompt_recall(&a->id_pane->prompt, h.lines, h.count);
    history_done(&h);
}

void id_history_add(struct app *a, const struct provider *p, const char *id)
{
    struct id_history *s = state_of(a);
    if (max_lines(a) == 0)
        return;
    char *line = xasprintf("%s:%s", p->name, id);
    a->id_pane->prompt.history_max = max_lines(a);
    prompt_remember(&a->id_pane->prompt, line);
    if (s->path) {
        s->waiting = xgrow(s->waiting, s->count, sizeof *s->waiting);
        s->waiting[s->count++] = xstrdup(line);
    }
    free(line);
    work(a);
}

static void done(struct app *a)
{
    struct id_history *s = state_of(a);
    while (s->count)
        drop_first(s);
    free(s->waiting);
    free(s->path);
}

const struct feature id_history_feature = {
    .state_bytes = sizeof(struct id_history),
    .init = init,
    .done = done,
    .work = work,
    .tick_ms = tick_ms,
    .screen_closed = screen_closed,
};
