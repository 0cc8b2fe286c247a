/* The list opens with the focus of the provider pane. Typing selects a provider by the first
 * letters of its name. */
#include "ui/feature/provider_list.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/cols.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/view/view_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

extern const struct feature provider_list_feature;
static const struct overlay_ops overlay;

enum { TYPED_BYTES = 32 };

/* The first letters of a name. */
static char *typed(const struct app *a)
{
    return feature_state(a, &provider_list_feature);
}

/* The titles are in a column as wide as the widest one. */
static void add_providers(struct view *v, const struct provider *const *list, size_t count)
{
    int cols = 0;
    for (size_t i = 0; i < count; i++)
        cols = int_max(cols, cols_of(list[i]->title, strlen(list[i]->title)));
    for (size_t i = 0; i < count; i++) {
        const struct provider *p = list[i];
        char *host = provider_host(p);
        const char *state = p->broken ? "(disabled)" : provider_has_key(p) ? "" : "(no key)";
        int pad = cols - cols_of(p->title, strlen(p->title));
        char *text = xasprintf("%s%*s  %s%s%s", p->title, pad, "", host, *state ? "  " : "", state);
        view_lines_add(v, ROLE_KEY, p->name, *state ? ROLE_DIM : ROLE_TEXT, text);
        free(text);
        free(host);
    }
}

static struct view *view_of(const struct app *a)
{
    const struct provider_set *all = a->settings->providers;
    const struct provider **enabled = xcalloc(all->count, sizeof *enabled);
    struct view *v = view_lines_new();
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->list[i].enabled)
            enabled[count++] = &all->list[i];
    view_lines_add(v, ROLE_KEY, "auto", ROLE_TEXT, "detected from the form of the ID");
    view_lines_add(v, ROLE_KEY, "any", ROLE_TEXT, "all providers that have a key, at once");
    add_providers(v, enabled, count);
    free(enabled);
    return v;
}

struct view *provider_list_of(struct app *a, const struct provider *const *list, size_t count)
{
    struct view *v = view_lines_new();
    typed(a)[0] = '\0';
    if (count > 1)
        view_lines_add(v, ROLE_KEY, "any", ROLE_TEXT, "asks all of them");
    add_providers(v, list, count);
    return v;
}

/* Selects the first provider whose name begins with what was typed. False when no name does. */
static bool select_typed(struct app *a)
{
    struct pane *list = overlay_pane(a);
    for (size_t i = 0; *typed(a) && i < pane_items(list); i++) {
        if (strncasecmp(view_lines_label(list->view, i), typed(a), strlen(typed(a))) == 0) {
            pane_goto(list, i);
            return true;
        }
    }
    return false;
}

/* A letter that does not continue any name starts a new one. */
bool provider_list_key(struct app *a, int key)
{
    char *text = typed(a);
    size_t n = strlen(text);
    if (key >= 0x7f || !(isalnum(key) || key == '-'))
        return false;
    if (n + 1 < TYPED_BYTES) {
        text[n] = (char)key;
        text[n + 1] = '\0';
    }
    if (select_typed(a))
        return true;
    text[0] = (char)key;
    text[1] = '\0';
    if (select_typed(a))
        return true;
    text[0] = '\0';
    say(a, ROLE_DIM, "no provider begins with '%c'; the arrow keys move", key);
    return true;
}

static void settle(struct app *a)
{
    if (overlay_is_open(a) || a->tab->focus != PANE_PROVIDER)
        return;
    overlay_show(a, &overlay, view_of(a));
    typed(a)[0] = '\0';
    struct pane *list = overlay_pane(a);
    const char *name = a->id_pane->chosen ? a->id_pane->chosen->name : "";
    for (size_t i = 0; i < pane_items(list); i++)
        if (strcmp(view_lines_label(list->view, i), name) == 0)
            pane_goto(list, i);
}

static void enter(struct app *a)
{
    const struct pane *list = overlay_pane(a);
    const char *name = view_lines_label(list->view, list->cursor.item);
    a->id_pane->chosen = provider_find(a->settings->providers, name);
    focus_set(a, PANE_ID);
}

static void cancel(struct app *a)
{
    focus_set(a, a->tab->id ? a->tab->back : PANE_ID);
}

static const struct overlay_ops overlay = {
    .name = "Providers",
    .is_pane = true,
    .enter = enter,
    .key = provider_list_key,
    .cancel = cancel,
};

const struct feature provider_list_feature = {
    .state_bytes = TYPED_BYTES,
    .settle = settle,
};
