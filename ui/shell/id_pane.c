/* The keys of the ID pane, its completion and its hints. */
#include "ui/shell/id_pane.h"

#include "base/alloc.h"
#include "provider/provider.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/hints.h"
#include "ui/shell/overlay.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_MAX = 100 };

void id_pane_done(struct app *a)
{
    prompt_done(&a->id_pane->prompt);
    completion_done(&a->id_pane->completion);
    free(a->id_pane);
}

void id_pane_leave(struct app *a)
{
    prompt_set(&a->id_pane->prompt, "");
    focus_set(a, a->tab->back);
}

static const char *typed(const struct app *a)
{
    return prompt_text(&a->id_pane->prompt);
}

bool id_pane_paste(struct app *a, const char *text, size_t bytes)
{
    if (a->tab->focus != PANE_ID || !*typed(a) || a->id_pane->pasted)
        return false;
    prompt_insert(&a->id_pane->prompt, text, bytes);
    return true;
}

/* Either the complete line or the ID alone begins with the text. */
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

/* Offers known calls, the newest first, then providers. */
static void fill(struct completion *c, const char *text, const void *app)
{
    const struct app *a = app;
    const struct prompt *p = &a->id_pane->prompt;
    const struct provider_set *providers = a->settings->providers;
    if (!*text)
        return;
    for (size_t i = p->history_count; i > 0 && c->count < CANDIDATES_MAX; i--)
        if (begins_with(p->history[i - 1], text))
            completion_add(c, p->history[i - 1], NULL);
    for (size_t i = 0; i < providers->count; i++)
        if (providers->list[i].enabled)
            offer_provider(c, &providers->list[i], text);
    offer_provider(c, &provider_any, text);
}

static void accept(struct app *a)
{
    char *text = xstrdup(typed(a)); /* opening it may empty the pane */
    if (!*text && a->tab->id)
        id_pane_leave(a);
    FEATURE_EACH (a, f)
        if (*text && (*f)->open_text && (*f)->open_text(a, TEXT_TYPED, text, strlen(text)))
            break;
    free(text);
}

/* Where there is nothing to complete, the key that completes goes to the next pane. */
static enum mode_result key_pressed(struct app *a, int key)
{
    enum prompt_result result = prompt_key(&a->id_pane->prompt, a->keymap, key);
    if (result != PROMPT_COMPLETE)
        completion_done(&a->id_pane->completion);
    switch (result) {
    case PROMPT_ACCEPTED:
        accept(a);
        break;
    case PROMPT_CANCELLED:
        id_pane_leave(a);
        break;
    case PROMPT_ENDED:
        tabs_quit(a);
        break;
    case PROMPT_IGNORED:
        return MODE_PASS;
    case PROMPT_EDITED:
        a->id_pane->pasted = false;
        break;
    case PROMPT_COMPLETE:
        if (!completion_step(&a->id_pane->completion, &a->id_pane->prompt, fill, a))
            focus_next(a);
        break;
    case PROMPT_SCOPE:
        break;
    }
    return MODE_USED;
}

static bool is_on(const struct app *a)
{
    return a->tab->focus == PANE_ID && !overlay_is_open(a);
}

static const enum action *hints(const struct app *a)
{
    static const enum action typing[] = {ACT_PROMPT_CANCEL, ACT_PROMPT_ACCEPT, ACT_NONE};
    static const enum action empty[] = {ACT_PROMPT_CANCEL, ACT_NONE};
    return *typed(a) ? typing : empty;
}

/* On an empty line Ctrl-D quits; elsewhere it deletes. */
static void more_hints(const struct app *a, struct line *out)
{
    struct key_state state = {0};
    long count;
    if (!*typed(a) &&
        keymap_feed(a->keymap, KEYS_PROMPT, &state, 'd' & 0x1f, &count) == ACT_PROMPT_DELETE)
        hints_put_key(out, "Ctrl-D", "quit");
}

static enum action_group help_section(const struct app *a)
{
    (void)a;
    return GROUP_TYPING;
}

const struct mode_ops id_pane_mode = {
    .is_on = is_on,
    .key = key_pressed,
    .hints = hints,
    .more_hints = more_hints,
    .help_section = help_section,
};
