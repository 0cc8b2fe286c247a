/* The calls found in a longer text, offered as a list: each can be marked or not, and Enter fetches
 * the marked ones, a tab each. Nothing is sent before. UI thread. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "ui/view/view_lines.h"

#include <stdlib.h>
#include <string.h>

static size_t marked(const struct app *a)
{
    size_t count = 0;
    for (size_t i = 0; i < a->several.count; i++)
        count += !a->left_out[i];
    return count;
}

/* The providers' names stand in a column as wide as the widest. */
static struct view *list_view(const struct app *a)
{
    struct view *v = view_lines_new();
    int cols = 0;
    for (size_t i = 0; i < a->several.count; i++) {
        int own = (int)strlen(a->several.list[i].provider->name);
        cols = own > cols ? own : cols;
    }
    for (size_t i = 0; i < a->several.count; i++) {
        const struct pasted_call *one = &a->several.list[i];
        char *text = xasprintf("%-*s  %s", cols, one->provider->name, one->id);
        view_lines_add(v, ROLE_KEY, a->left_out[i] ? "[ ]" : "[x]",
                       a->left_out[i] ? ROLE_DIM : ROLE_TEXT, text);
        free(text);
    }
    return v;
}

void app_several_show(struct app *a, struct pasted_calls *found)
{
    app_close_overlays(a);
    a->several = *found;
    *found = (struct pasted_calls){0};
    memset(a->left_out, 0, sizeof a->left_out);
    app_show_overlay(a, OVERLAY_SEVERAL, list_view(a));
    if (a->several.more)
        app_say(a, ROLE_WARN, "the first %d of the text; Space marks, Enter fetches",
                PASTED_CALLS_MAX);
    else
        app_say(a, ROLE_DIM, "Space marks, Enter fetches what is marked");
}

char *app_several_title(const struct app *a)
{
    return xasprintf("Fetch %zu of %zu calls (Space marks)", marked(a), a->several.count);
}

bool app_several_key(struct app *a, int key)
{
    if (a->overlay != OVERLAY_SEVERAL || key != ' ')
        return false;
    size_t item = a->list.cursor.item;
    a->left_out[item] = !a->left_out[item];
    pane_set_view(&a->list, list_view(a));
    pane_move(&a->list, 1);
    return true;
}

void app_several_drop(struct app *a)
{
    pasted_calls_done(&a->several);
}

/* The first of them in front. */
void app_several_take(struct app *a)
{
    struct pasted_calls all = a->several;
    a->several = (struct pasted_calls){0};
    bool left_out[PASTED_CALLS_MAX];
    memcpy(left_out, a->left_out, sizeof left_out);
    app_close_overlay(a);
    const struct tab *first = NULL;
    for (size_t i = 0; i < all.count; i++) {
        if (left_out[i])
            continue;
        app_ask_call(a, all.list[i].provider, all.list[i].id);
        first = first ? first : app_tab(a);
    }
    for (size_t i = 0; first && i < a->tab_count; i++)
        if (a->tabs[i] == first)
            app_switch_tab(a, i);
    if (!first)
        app_say(a, ROLE_WARN, "none was marked, nothing was sent");
    pasted_calls_done(&all);
}
