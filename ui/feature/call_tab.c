/* Chooses a tab for a call. */
#include "ui/feature/call_tab.h"

#include "ui/feature/ask_all.h"
#include "ui/feature/fetch_call.h"
#include "ui/feature/id_history.h"
#include "ui/feature/kept_copy.h"
#include "ui/shell/app.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/tabs.h"

#include <string.h>

void call_tab_add(struct app *a)
{
    tabs_switch(a, tabs_index(a, tabs_add(a)));
}

struct tab *call_tab_free(struct app *a)
{
    if (!tab_is_free(a->tab))
        call_tab_add(a);
    return a->tab;
}

/* Returns the index of the tab that shows the call, or the count of tabs. An ID that was asked of
 * all providers is shown by any tab that has its call. */
static size_t find(const struct app *a, const struct provider *p, const char *id)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        const struct tab *t = a->tabs->list[i];
        if (p == &provider_any ? t->id && t->call && strcmp(t->id, id) == 0 : tab_is(t, p, id))
            return i;
    }
    return a->tabs->count;
}

/* The tab that shows the call, or else a free one. */
static struct tab *tab_to_front(struct app *a, const struct provider *p, const char *id)
{
    if (p != &provider_any) /* else it is added with the provider that knows it */
        id_history_add(a, p, id);
    prompt_set(&a->id_pane->prompt, "");
    size_t i = find(a, p, id);
    if (i < a->tabs->count)
        tabs_switch(a, i);
    else
        call_tab_free(a);
    struct tab *t = a->tab;
    bool known = p == &provider_any && t->call; /* its provider is asked again */
    tab_name(t, known ? t->provider : p, id);
    tab_focus(t, PANE_CALL);
    t->follows = true;
    return t;
}

static void open_tab(struct app *a, const struct provider *p, const char *id,
                     const struct provider *const *list, size_t count)
{
    struct tab *t = tab_to_front(a, p, id);
    ask_all_choose(a, t, list, count);
    fetch_call_begin(a, t);
}

void call_tab_open_kept(struct app *a, const struct provider *p, const char *id)
{
    struct tab *t = tab_to_front(a, p, id);
    if (!t->call && !t->job)
        kept_copy_open(a, t);
}

void call_tab_open(struct app *a, const struct provider *p, const char *id)
{
    open_tab(a, p, id, NULL, 0);
}

void call_tab_ask(struct app *a, const struct provider *const *list, size_t count, const char *id)
{
    open_tab(a, &provider_any, id, list, count);
}

bool call_tab_is_open(const struct app *a, const struct provider *p, const char *id)
{
    return find(a, p, id) < a->tabs->count;
}

const char *call_tab_why_not(const struct detected *d)
{
    return d->hint ? d->hint : "no provider is known for this ID: choose one first";
}
