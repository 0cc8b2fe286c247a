/* Opens, switches and closes tabs. */
#include "ui/shell/tabs.h"

#include "base/alloc.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/overlay.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"

#include <stdlib.h>
#include <string.h>

struct tab *tabs_add(struct app *a)
{
    struct tabs *s = a->tabs;
    struct tab *t = tab_new();
    feature_tab_init(a, t);
    s->list = xgrow(s->list, s->count, sizeof *s->list);
    s->list[s->count++] = t;
    return t;
}

void tabs_init(struct app *a)
{
    a->tabs = xcalloc(1, sizeof *a->tabs);
    a->tab = tabs_add(a);
}

static void free_tab(struct app *a, struct tab *t)
{
    feature_tab_done(a, t);
    tab_free(t);
}

void tabs_done(struct app *a)
{
    for (size_t i = 0; i < a->tabs->count; i++)
        free_tab(a, a->tabs->list[i]);
    free(a->tabs->list);
    free(a->tabs);
}

size_t tabs_index(const struct app *a, const struct tab *t)
{
    size_t i = 0;
    while (i < a->tabs->count && a->tabs->list[i] != t)
        i++;
    return i;
}

static void bring_to_front(struct app *a, size_t index)
{
    a->tabs->current = index;
    a->tab = a->tabs->list[index];
    FEATURE_CALL(a, tab_shown, a, a->tab);
}

void tabs_switch(struct app *a, size_t index)
{
    overlay_close_all(a);
    if (a->tab->id || tab_is_list(a->tab))
        tab_focus_back(a->tab);
    if (index != a->tabs->current) {
        a->tabs->previous = a->tab;
        FEATURE_CALL(a, tab_left, a, a->tab);
    }
    bring_to_front(a, index);
}

void tabs_close_now(struct app *a)
{
    struct tabs *s = a->tabs;
    struct tab *t = a->tab;
    overlay_close_all(a);
    FEATURE_CALL(a, tab_closed, a, t);
    if (s->count == 1) {
        a->quit = true;
        return;
    }
    s->count--;
    memmove(s->list + s->current, s->list + s->current + 1,
            (s->count - s->current) * sizeof *s->list);
    bring_to_front(a, s->current < s->count ? s->current : s->count - 1);
    if (s->previous == a->tab) /* it is never the tab in front, and so never the closed one */
        s->previous = NULL;
    if (a->tab->id || tab_is_list(a->tab))
        tab_focus_back(a->tab);
    free_tab(a, t);
}

/* Closes this tab, or all tabs (NULL); asks before, if something would be lost. */
static void close_tabs(struct app *a, const struct tab *t, void (*now)(struct app *a),
                       const char *what)
{
    struct buf losses = {0};
    FEATURE_EACH (a, f)
        if ((*f)->losses && !losses.len)
            (*f)->losses(a, t, &losses);
    if (losses.len)
        question_ask(a, now, "%s: %s?", buf_str(&losses), what);
    else
        now(a);
    buf_done(&losses);
}

void tabs_close(struct app *a)
{
    if (overlay_is_open(a) && !overlay_top(a)->is_pane) {
        overlay_close(a);
        return;
    }
    if (a->tab->raw_shown) {
        a->tab->raw_shown = false;
        return;
    }
    close_tabs(a, a->tab, tabs_close_now, "close this call");
}

static void quit(struct app *a)
{
    a->quit = true;
}

void tabs_quit(struct app *a)
{
    close_tabs(a, NULL, quit, "quit");
}

/* Moves to the right; the first tab comes after the last. */
static void step_tabs(struct app *a, size_t step)
{
    if (a->tabs->count == 1)
        say(a, ROLE_DIM, "no other call is open");
    else
        tabs_switch(a, (a->tabs->current + step) % a->tabs->count);
}

void tabs_previous(struct app *a)
{
    step_tabs(a, a->tabs->count - (size_t)action_times(a) % a->tabs->count);
}

void tabs_next(struct app *a)
{
    step_tabs(a, (size_t)action_times(a) % a->tabs->count);
}

void tabs_go(struct app *a)
{
    if (a->count < 1)
        say(a, ROLE_WARN, "which tab? :tab NUMBER");
    else if ((size_t)a->count > a->tabs->count)
        say(a, ROLE_WARN, "there is no tab %ld", a->count);
    else
        tabs_switch(a, (size_t)a->count - 1);
}

const char *tabs_mark(const struct app *a, const struct tab *t)
{
    const char *mark = NULL;
    FEATURE_EACH (a, f)
        if (!mark && (*f)->tab_mark)
            mark = (*f)->tab_mark(a, t);
    if (mark)
        return mark;
    if (t->job)
        return "*";
    if (t->failure)
        return "!";
    if (t->cancelled)
        return "-";
    if (t->call && t->call->turns_error)
        return "!";
    return t->call && t->call->live ? "+" : "";
}
