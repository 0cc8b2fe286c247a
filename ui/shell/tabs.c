/* The line of tabs: which one is in front, the keys that change that, and the end of one or of all.
 * UI thread. */
#include "ui/shell/app_state.h"

#include <string.h>

void app_switch_tab(struct app *a, size_t index)
{
    app_close_overlays(a);
    if (app_tab(a)->id)
        tab_focus_back(app_tab(a));
    if (index != a->current) {
        a->visited = app_tab(a);
        a->visited->watch.ended = false;
    }
    a->current = index;
    if (app_tab(a)->job)
        fetch_prefer(a->fetcher, app_tab(a)->job);
}

static void close_tab(struct app *a)
{
    struct tab *t = app_tab(a);
    if (t->job)
        fetch_cancel(a->fetcher, t->job);
    app_end_download(a, t);
    app_any_stop(a, t);
    if (a->tab_count == 1) {
        a->quit = true;
        return;
    }
    if (a->visited == t)
        a->visited = NULL;
    tab_free(t);
    a->tab_count--;
    memmove(a->tabs + a->current, a->tabs + a->current + 1,
            (a->tab_count - a->current) * sizeof *a->tabs);
    if (a->current == a->tab_count)
        a->current--;
    app_switch_tab(a, a->current);
}

void tabs_close(struct app *a)
{
    if (app_tab(a)->download.running)
        app_question(a, close_tab, "a download is running, it would be lost: close this call?");
    else
        close_tab(a);
}

static void quit(struct app *a)
{
    a->quit = true;
}

void tabs_quit(struct app *a)
{
    size_t n = app_downloads(a);
    if (n == 1)
        app_question(a, quit, "a download is running, it would be lost: quit?");
    else if (n)
        app_question(a, quit, "%zu downloads are running, they would be lost: quit?", n);
    else
        quit(a);
}

/* To the right, round the end. */
static void step_tabs(struct app *a, size_t step)
{
    if (a->tab_count == 1)
        app_say(a, ROLE_DIM, "no other call is open");
    else
        app_switch_tab(a, (a->current + step) % a->tab_count);
}

void tabs_previous(struct app *a, long count)
{
    step_tabs(a, a->tab_count - (size_t)(count > 0 ? count : 1) % a->tab_count);
}

void tabs_next(struct app *a, long count)
{
    step_tabs(a, (size_t)(count > 0 ? count : 1) % a->tab_count);
}

void tabs_go(struct app *a, long count)
{
    if (count < 1)
        app_say(a, ROLE_WARN, "which tab? :tab NUMBER");
    else if ((size_t)count > a->tab_count)
        app_say(a, ROLE_WARN, "there is no tab %ld", count);
    else
        app_switch_tab(a, (size_t)count - 1);
}
