/* Copies parts of the call in front. UI thread. */
#include "base/alloc.h"
#include "cli/args.h"
#include "print/note.h"
#include "print/print.h"
#include "provider/request.h"
#include "ui/feature/export_clipboard.h"
#include "ui/feature/list_selected.h"
#include "ui/feature/selection.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/overlay.h"
#include "ui/shell/question.h"

#include <stdlib.h>

void copy_call_id(struct app *a)
{
    if (tab_is_list(a->tab) && !overlay_is_open(a))
        list_selected_copy_id(a);
    else
        export_clipboard(a, "call ID", a->tab->id);
}

extern const struct feature copy_call_feature;

/* What was copied last: an item of a view, and how often in a row. */
struct copy_call {
    const struct view *view; /* for comparing only */
    size_t item;
    unsigned times;
};

static const char *name_of_item(const struct app *a)
{
    if (overlay_is_open(a))
        return overlay_top(a)->item ? overlay_top(a)->item : "row";
    return a->tab->raw_shown ? "row" : "field";
}

/* How often this item was copied just before. */
static unsigned times_before(const struct app *a, const struct pane *p)
{
    struct copy_call *s = feature_state(a, &copy_call_feature);
    bool again = s->view == p->view && s->item == p->cursor.item;
    *s = (struct copy_call){p->view, p->cursor.item, again ? s->times + 1 : 0};
    return s->times;
}

/* Copies the turn, field or row at the cursor; while turns or calls are selected, those. */
void copy_call_selected(struct app *a)
{
    const struct pane *p = focus_pane(a);
    if ((focus_sees_panes(a) && a->tab->focus == PANE_TURNS) ||
        (tab_is_list(a->tab) && !overlay_is_open(a))) {
        selection_copy_turns(a);
        return;
    }
    const struct view_ops *ops = pane_items(p) ? p->view->ops : NULL;
    const char *name = name_of_item(a);
    char *text = NULL;
    if (ops && ops->copy_again)
        text = ops->copy_again(p->view, p->cursor.item, times_before(a, p), &name);
    else if (ops && ops->copy)
        text = ops->copy(p->view, p->cursor.item);
    export_clipboard(a, name, text);
    free(text);
}

void copy_call_transcript(struct app *a)
{
    struct buf text = {0};
    if (a->tab->call)
        print_turns(&text, a->tab->call, NULL, a->tab->call->turn_count);
    export_clipboard(a, "transcript", buf_str(&text));
    buf_done(&text);
}

static void copy_raw(struct app *a)
{
    const struct call *c = focus_documents(a);
    struct buf text = {0};
    if (!c)
        return;
    print_answer(&text, c);
    if (text.len)
        text.data[--text.len] = '\0';
    const char *what = c->document_count > 1 ? "JSON without the turns" : "JSON";
    export_clipboard(a, c == a->tab->call ? what : "answer", buf_str(&text));
    buf_done(&text);
}

/* The JSON is never masked, so that the user is asked first. */
void copy_call_raw(struct app *a)
{
    if (a->style.mask && tab_documents(a->tab))
        question_ask(a, copy_raw, "the %s is not masked: copy it?",
                     a->tab->call ? "JSON" : "answer");
    else
        copy_raw(a);
}

/* The URL of the request, which never holds a key; NULL if no request can be made. The caller frees
 * it. */
static char *url_of(const struct tab *t)
{
    struct request r;
    if (!t->provider || t->provider == &provider_any)
        return NULL;
    struct failure *f = request_call(t->provider, t->id, "KEY", &r);
    char *url = f ? NULL : xstrdup(r.url);
    if (!f)
        request_done(&r);
    failure_free(f);
    return url;
}

/* A report for the provider's support on the failure that the tab shows. */
static void copy_report(struct app *a)
{
    const struct tab *t = a->tab;
    const struct failure *f = t->failure;
    struct buf text = {0};
    char *url = url_of(t), *message = tab_masked_text(t, f->message, a->style.mask),
         *code = f->code ? tab_masked_text(t, f->code, a->style.mask) : NULL;
    print_report(&text,
                 &(struct failure_report){.failure = f,
                                          .provider = t->provider ? t->provider->title : NULL,
                                          .id = t->id,
                                          .url = url,
                                          .code = code,
                                          .message = message,
                                          .program = "callbrowser " CALLBROWSER_VERSION,
                                          .at = {.us = t->failed_us, .known = true}});
    export_clipboard(a, "error report", buf_str(&text));
    free(url);
    free(message);
    free(code);
    buf_done(&text);
}

/* Copies the note with the turn at the cursor, or with the selected ones, or a report where there
 * is no call. */
void copy_call_note(struct app *a)
{
    struct buf text = {0};
    size_t n;
    if (!a->tab->call && a->tab->failure) {
        copy_report(a);
        return;
    }
    const struct call *c = focus_call(a);
    if (!c)
        return;
    size_t *turns = selection_list(a->tab, &n);
    note_print(&text, c, a->settings->note, &a->style.limits, turns, n);
    export_clipboard(a, "ticket note", buf_str(&text));
    free(turns);
    buf_done(&text);
}

static bool is_idle(const struct app *a, enum action action)
{
    const struct tab *t = a->tab;
    return action == ACT_COPY_SELECTED && t->call && t->focus == PANE_TURNS && !t->call->turn_count;
}

const struct feature copy_call_feature = {
    .state_bytes = sizeof(struct copy_call),
    .is_idle = is_idle,
};
