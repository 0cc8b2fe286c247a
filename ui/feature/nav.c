/* Moves in a transcript from speaker to speaker and from hot spot to hot spot; turns that a filter
 * hides are skipped. In a list the same keys do what the list says. UI thread. */
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/focus.h"
#include "ui/shell/jump.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"

#include <string.h>

static size_t turn_of(const struct pane *p, size_t item)
{
    size_t all;
    return pane_number_of(p, item, &all);
}

static void go_to(struct app *a, struct pane *p, size_t item)
{
    focus_set(a, PANE_TURNS);
    pane_goto(p, item);
}

/* Tool calls, and what the agent was told, are not turns of a speaker. */
static bool is_other_speaker(const struct tab *t, const struct pane *p, size_t from, size_t to)
{
    const struct turn *turn = call_turn(t->call, turn_of(p, to));
    return turn->class != SPEAKER_TOOL && turn->class != SPEAKER_SYSTEM &&
           !call_same_speaker(call_turn(t->call, turn_of(p, from)), turn);
}

/* *item becomes the next item of another speaker. False when there is no such item. */
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

/* A filter may hide some. */
static void say_none(struct app *a, const char *what, int step)
{
    say(a, ROLE_WARN, "no %s %s this turn%s", what, step > 0 ? "after" : "before",
        a->tab->filter.pattern ? " that the filter shows" : "");
}

static void go_speakers(struct app *a, int step)
{
    long times = action_times(a);
    const struct overlay_ops *list = overlay_top(a);
    if (list && list->step_speaker) {
        list->step_speaker(a, step * times);
        return;
    }
    struct pane *p = focus_transcript(a);
    if (!p)
        return;
    size_t item = p->cursor.item;
    bool found = step_speaker(a->tab, p, step, &item);
    while (found && --times > 0 && step_speaker(a->tab, p, step, &item))
        ;
    go_to(a, p, item);
    if (!found)
        say_none(a, "other speaker", step);
}

void nav_next_speaker(struct app *a)
{
    go_speakers(a, 1);
}

void nav_previous_speaker(struct app *a)
{
    go_speakers(a, -1);
}

/* *item becomes the item of the next hot spot. NULL when there is no further one. */
static const struct spot *step_spot(const struct tab *t, const struct pane *p, int step,
                                    size_t *item)
{
    const struct spots *s = &t->spots;
    size_t from = turn_of(p, *item);
    size_t k = step > 0 ? spots_before(s, from + 1) : spots_before(s, from) - 1;
    for (; k < s->count; k += (size_t)step) { /* below 0 it is larger than the count */
        size_t at = pane_item_at(p, s->list[k].turn);
        if (at < pane_items(p) && turn_of(p, at) == s->list[k].turn) {
            *item = at;
            return &s->list[k];
        }
    }
    return NULL;
}

static void say_no_spot(struct app *a, int step)
{
    const struct tab *t = a->tab;
    if (t->finding)
        say(a, ROLE_DIM, "hot spots are still being looked for");
    else if (t->call && t->call->turn_count && !call_has_times(t->call) && !t->spots.count)
        say(a, ROLE_DIM, "the turns have no times, and nothing failed");
    else if (!t->spots.count)
        say(a, ROLE_DIM, "this call has no hot spots");
    else
        say_none(a, "hot spot", step);
}

static void go_spots(struct app *a, int step)
{
    long times = action_times(a);
    const struct overlay_ops *list = overlay_top(a);
    struct buf text = {0};
    if (list && list->step_spot) {
        list->step_spot(a, step * times);
        return;
    }
    struct pane *p = focus_transcript(a);
    if (!p)
        return;
    size_t item = p->cursor.item;
    const struct spot *spot = step_spot(a->tab, p, step, &item), *next;
    while (spot && --times > 0 && (next = step_spot(a->tab, p, step, &item)))
        spot = next;
    if (!spot) {
        say_no_spot(a, step);
        return;
    }
    jump_from(a, p);
    go_to(a, p, item);
    spots_put(&text, spot);
    say(a, ROLE_WARN, "%s", buf_str(&text));
    buf_done(&text);
}

void nav_next_spot(struct app *a)
{
    go_spots(a, 1);
}

void nav_previous_spot(struct app *a)
{
    go_spots(a, -1);
}
