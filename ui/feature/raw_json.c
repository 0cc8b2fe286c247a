/* The call as the provider's JSON instead of its panes, and what is copied from it. UI thread. */
#include "base/alloc.h"
#include "ui/feature/export_clipboard.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/overlay.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"

#include <stdlib.h>

static void toggle(struct app *a)
{
    struct tab *t = a->tab;
    overlay_close_all(a);
    tab_toggle_raw(t, &a->style.wrap);
    if (t->raw_shown && t->focus < PANE_CALL)
        focus_set(a, PANE_CALL);
}

void raw_json_toggle(struct app *a)
{
    struct tab *t = a->tab;
    if (tab_is_list(t)) {
        focus_call(a);
        return;
    }
    if (!tab_documents(t)) {
        say(a, ROLE_WARN,
            t->job       ? "the answer has not come yet"
            : t->failure ? "there was no answer"
                         : "no call is open here");
        return;
    }
    if (a->style.mask && !t->raw_shown)
        question_ask(a, toggle, "the %s is not masked: show it?", t->call ? "JSON" : "answer");
    else
        toggle(a);
}

static char *call_op(char *(*op)(const struct view *, size_t), const struct pane *p)
{
    return op && pane_items(p) ? op(p->view, p->cursor.item) : NULL;
}

static void copy_pointer(struct app *a, const struct pane *p, const char *text)
{
    const char *in = p->view->ops->document(p->view, p->cursor.item);
    char *what = xasprintf("JSON Pointer%s%s", in ? " in " : "", in ? in : "");
    export_clipboard(a, what, text);
    free(what);
}

void raw_json_copy_pointer(struct app *a)
{
    const struct pane *p = focus_pane(a);
    char *text = p->view ? call_op(p->view->ops->pointer, p) : NULL;
    if (!p->view || !p->view->ops->pointer)
        say(a, ROLE_WARN, "pointers can be copied only in the JSON");
    else if (text && !*text)
        say(a, ROLE_WARN, "the pointer of the whole document is empty");
    else
        copy_pointer(a, p, text);
    free(text);
}

void raw_json_copy_value(struct app *a)
{
    const struct pane *p = focus_pane(a);
    char *text = p->view ? call_op(p->view->ops->value, p) : NULL;
    if (text && !*text)
        say(a, ROLE_WARN, "the value is an empty text");
    else if (!text)
        say(a, ROLE_WARN, "nothing to copy: no value, or one too large");
    else
        export_clipboard(a, "value", text);
    free(text);
}

static bool cancel(struct app *a)
{
    bool was_shown = a->tab->raw_shown;
    a->tab->raw_shown = false;
    return was_shown;
}

static bool is_growing(const struct tab *t)
{
    return t->raw_shown && t->raw.view && t->raw.view->has_more;
}

static void work(struct app *a)
{
    struct view *v = a->tab->raw.view;
    if (is_growing(a->tab))
        v->ops->more(v);
}

static int tick_ms(const struct app *a)
{
    return is_growing(a->tab) ? 0 : -1;
}

const struct feature raw_json_feature = {
    .work = work,
    .tick_ms = tick_ms,
    .cancel = cancel,
};
