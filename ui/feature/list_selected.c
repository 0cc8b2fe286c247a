/* What keys do with the calls that are selected in a list, or else with the one at the cursor. */
#include "ui/feature/list_selected.h"

#include "base/alloc.h"
#include "ui/feature/call_tab.h"
#include "ui/feature/export_clipboard.h"
#include "ui/feature/find.h"
#include "ui/feature/list_tab.h"
#include "ui/shell/app.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/view/view_list.h"

#include <stdlib.h>

/* Each call is a tab and a request. */
enum { ASK_ABOVE = 20, OPENED_MAX = 100 };

static size_t selected_calls(const struct pane *p)
{
    size_t first, last, count = 0;
    pane_selected(p, &first, &last);
    for (size_t i = first; i <= last; i++)
        count += view_list_row(p->view, i) != NULL;
    return count;
}

/* The first one comes to the front. A row has the name of its provider, as the configuration may
 * have been read again. */
static void open_selected(struct app *a)
{
    struct tab *list = a->tab, *front = NULL;
    bool kept = list_tab_is_kept(a);
    struct pattern *expression = list_tab_expression(a);
    struct pane *p = &list->list;
    size_t first, last;
    pane_selected(p, &first, &last);
    p->selecting = false;
    for (size_t i = first; i <= last; i++) {
        const struct list_row *r = view_list_row(p->view, i);
        const struct provider *of = r ? provider_find(a->settings->providers, r->provider) : NULL;
        if (!of)
            continue;
        tabs_switch(a, tabs_index(a, list));
        if (kept)
            call_tab_open_kept(a, of, r->id);
        else
            call_tab_open(a, of, r->id);
        front = front ? front : a->tab;
    }
    if (!front) {
        say(a, ROLE_WARN, "not opened: the provider is no longer in the configuration");
        return;
    }
    tabs_switch(a, tabs_index(a, front));
    if (expression)
        find_when_it_comes(a, expression);
}

void list_selected_enter(struct app *a)
{
    struct pane *p = &a->tab->list;
    const struct provider *more = view_list_more(p->view, p->cursor.item);
    size_t count = selected_calls(p);
    if (more && !p->selecting)
        list_tab_more(a, more);
    else if (!count)
        say(a, ROLE_DIM, "no call in this row");
    else if (count > OPENED_MAX)
        say(a, ROLE_WARN, "%zu calls are selected; at most %d are opened at once", count,
            OPENED_MAX);
    else if (count > ASK_ABOVE)
        question_ask(a, open_selected, "open %zu calls?", count);
    else
        open_selected(a);
}

size_t list_selected_put(const struct app *a, struct buf *out)
{
    const struct pane *p = &a->tab->list;
    size_t first, last, count = 0;
    pane_selected(p, &first, &last);
    for (size_t i = first; i <= last; i++) {
        char *text = p->view->ops->copy(p->view, i);
        if (text)
            buf_printf(out, "%s%s", count++ ? "\n" : "", text);
        free(text);
    }
    return count;
}

void list_selected_copy_id(struct app *a)
{
    struct pane *p = &a->tab->list;
    size_t first, last, count = 0;
    struct buf ids = {0};
    bool mixed = call_list_is_mixed(list_tab_calls(a)); /* IDs of several look alike */
    pane_selected(p, &first, &last);
    for (size_t i = first; i <= last; i++) {
        const struct list_row *r = view_list_row(p->view, i);
        if (r)
            buf_printf(&ids, "%s%s%s%s", count++ ? "\n" : "", mixed ? r->provider : "",
                       mixed ? ":" : "", r->id);
    }
    char *what = count > 1 ? xasprintf("%zu call IDs", count) : xstrdup("call ID");
    export_clipboard(a, what, buf_str(&ids));
    p->selecting = p->selecting && !count;
    free(what);
    buf_done(&ids);
}
