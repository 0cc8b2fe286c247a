/* The file is read at the start, and written with each call that is asked for. A file that cannot
 * be used causes one message and nothing else. */
#include "ui/feature/id_history.h"

#include "base/alloc.h"
#include "config/history.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/say.h"

#include <stdlib.h>

extern const struct feature id_history_feature;

struct id_history {
    char *path; /* NULL: nothing is written */
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
    say(a, ROLE_WARN, "no history: %s", e->text);
    free(state_of(a)->path);
    state_of(a)->path = NULL;
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
    struct err e;
    if (max_lines(a) == 0)
        return;
    char *line = xasprintf("%s:%s", p->name, id);
    a->id_pane->prompt.history_max = max_lines(a);
    prompt_remember(&a->id_pane->prompt, line);
    if (state_of(a)->path && !history_write(state_of(a)->path, line, max_lines(a), &e))
        give_up(a, &e);
    free(line);
}

static void done(struct app *a)
{
    free(state_of(a)->path);
}

const struct feature id_history_feature = {
    .state_bytes = sizeof(struct id_history),
    .init = init,
    .done = done,
};
