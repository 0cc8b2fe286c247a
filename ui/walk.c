/* Walks over what the transcript shows: turns that a filter left out are passed over. UI thread. */
#include "ui/walk.h"

#include "ui/app_state.h"

#include <string.h>

/* The transcript, when it can be seen and has turns; else a word on why not, and NULL. */
static struct pane *transcript(struct app *a)
{
    struct tab *t = app_tab(a);
    if (a->overlay == OVERLAY_NONE && t->call && !t->raw_shown && t->call->turn_count)
        return &t->panes[PANE_TURNS];
    app_say(a, ROLE_WARN, "no transcript is shown here");
    return NULL;
}

static size_t turn_of(const struct pane *p, size_t item)
{
    size_t all;
    return p->view->ops->number ? p->view->ops->number(p->view, item, &all) : item;
}

static void go_to(struct app *a, struct pane *p, size_t item)
{
    app_focus(a, PANE_TURNS);
    pane_goto(p, item);
}

static bool same_speaker(const struct turn *a, const struct turn *b)
{
    const char *one = a->speaker ? a->speaker : "", *other = b->speaker ? b->speaker : "";
    return a->class == b->class && strcmp(one, other) == 0;
}

/* A tool is called, it does not speak. */
static bool is_other_speaker(const struct tab *t, const struct pane *p, size_t from, size_t to)
{
    const struct turn *turn = &t->call->turns[turn_of(p, to)];
    return turn->class != SPEAKER_TOOL && !same_speaker(&t->call->turns[turn_of(p, from)], turn);
}

/* *item becomes the next one of another speaker; false: there is none. */
static bool step_speaker(const struct tab *t, const struct pane *p, int step, size_t *item)
{
    for (size_t to = *item + (size_t)step; to < pane_items(p); to += (size_t)step) {
        if (is_other_speaker(t, p, *item, to)) {
            *item = to;
            return true;
        }
    }
    return false;
}

static void walk_speakers(struct app *a, int step, long count)
{
    struct pane *p = transcript(a);
    size_t item = p ? p->cursor.item : 0;
    bool found = p && step_speaker(app_tab(a), p, step, &item);
    if (!p)
        return;
    for (; found && count > 1 && step_speaker(app_tab(a), p, step, &item); count--)
        ;
    go_to(a, p, item);
    if (!found)
        app_say(a, ROLE_WARN, "no other speaker %s", step > 0 ? "after this" : "before this");
}

void walk_next_speaker(struct app *a, long count)
{
    walk_speakers(a, 1, count);
}

void walk_previous_speaker(struct app *a, long count)
{
    walk_speakers(a, -1, count);
}
