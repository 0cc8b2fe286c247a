/* The actions on JSON and on what folds. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"

#include <stdlib.h>

static void toggle(struct app *a)
{
    struct tab *t = app_tab(a);
    app_close_overlays(a);
    tab_toggle_raw(t, &a->style.wrap);
    if (t->raw_shown && t->focus < PANE_CALL)
        app_focus(a, PANE_CALL);
}

void app_toggle_raw(struct app *a)
{
    struct tab *t = app_tab(a);
    if (!t->call) {
        app_say(a, ROLE_WARN,
                t->failure ? "the answer of a failed fetch is not kept" : "no call is open here");
        return;
    }
    if (t->real && !t->raw_shown)
        app_question(a, toggle, "the JSON is not masked: show it?");
    else
        toggle(a);
}

void app_fold(struct app *a, struct pane *p, enum fold how)
{
    if (!pane_fold(p, how))
        app_say(a, ROLE_WARN, "nothing folds here");
}

static char *call_op(char *(*op)(const struct view *, size_t), const struct pane *p)
{
    return op && pane_items(p) ? op(p->view, p->cursor.item) : NULL;
}

static void copy_pointer(struct app *a, const struct pane *p, const char *text)
{
    const char *in = p->view->ops->document(p->view, p->cursor.item);
    char *what = xasprintf("JSON Pointer%s%s", in ? " in " : "", in ? in : "");
    app_copy(a, what, text);
    free(what);
}

void app_copy_pointer(struct app *a, const struct pane *p)
{
    char *text = p->view ? call_op(p->view->ops->pointer, p) : NULL;
    if (!p->view || !p->view->ops->pointer)
        app_say(a, ROLE_WARN, "pointers are copied in the JSON");
    else if (text && !*text)
        app_say(a, ROLE_WARN, "the pointer of a whole document is empty");
    else
        copy_pointer(a, p, text);
    free(text);
}

void app_copy_value(struct app *a, const struct pane *p)
{
    char *text = p->view ? call_op(p->view->ops->value, p) : NULL;
    if (text && !*text)
        app_say(a, ROLE_WARN, "the value is an empty text");
    else if (!text)
        app_say(a, ROLE_WARN, "nothing to copy: no value, or one too large");
    else
        app_copy(a, "value", text);
    free(text);
}
