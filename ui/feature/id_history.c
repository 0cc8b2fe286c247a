/* The history of the ID pane: recalled at the start, kept in its file with each call that is asked
 * for. A file that cannot be used is a note, and nothing else. UI thread; the file is small. */
#include "config/history.h"

#include "base/alloc.h"
#include "ui/shell/app_state.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_MAX = 100 };

static size_t kept(const struct app *a)
{
    return (size_t)config_number(a->config, OPT_history);
}

void app_recall(struct app *a)
{
    struct history h;
    struct err e;
    a->history_path = history_path();
    if (!a->history_path || kept(a) == 0)
        return;
    if (!history_read(&h, a->history_path, kept(a), &e)) {
        app_say(a, ROLE_WARN, "no history: %s", e.text);
        free(a->history_path);
        a->history_path = NULL;
        return;
    }
    prompt_recall(&a->id_prompt, h.lines, h.count);
    history_done(&h);
}

/* What cannot be written is said once. */
void app_remember(struct app *a, const char *line)
{
    struct err e;
    if (kept(a) == 0)
        return;
    a->id_prompt.history_max = kept(a);
    prompt_remember(&a->id_prompt, line);
    if (!a->history_path || history_write(a->history_path, line, kept(a), &e))
        return;
    app_say(a, ROLE_WARN, "no history: %s", e.text);
    free(a->history_path);
    a->history_path = NULL;
}

/* By the whole line, or by the ID alone. */
static bool begins_with(const char *line, const char *text)
{
    const char *id = strchr(line, ':');
    size_t n = strlen(text);
    return strncmp(line, text, n) == 0 || (id && strncmp(id + 1, text, n) == 0);
}

static void offer_provider(struct completion *c, const struct provider *p, const char *text)
{
    char *word = xasprintf("%s:", p->name);
    if (strcmp(word, text) != 0)
        completion_offer(c, word, p->title, text);
    free(word);
}

/* Known calls, the newest first, and providers. */
void app_fill_id(struct completion *c, const char *text, const void *app)
{
    const struct app *a = app;
    const struct prompt *p = &a->id_prompt;
    if (!*text)
        return;
    for (size_t i = p->history_count; i > 0 && c->count < CANDIDATES_MAX; i--)
        if (begins_with(p->history[i - 1], text))
            completion_add(c, p->history[i - 1], NULL);
    for (size_t i = 0; i < a->providers->count; i++)
        if (a->providers->list[i].enabled)
            offer_provider(c, &a->providers->list[i], text);
    offer_provider(c, &provider_any, text);
}
