/* A command is a turn, a moment, an action, or a word with its own handler (ui/prompt/command.def).
 */
#include "ui/feature/command_run.h"

#include "base/alloc.h"
#include "text/time.h"
#include "ui/prompt/command.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/jump.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void (*const handlers[COMMAND_WORDS])(struct app *a, const char *rest) = {
#define COMMAND(member, name, follows, sentence, handler) [COMMAND_##member] = (handler),
#include "ui/prompt/command.def"
#undef COMMAND
};

/* Outside of lists and JSON, numbers are turns, whatever pane has the focus. */
static struct pane *addressed_pane(struct app *a)
{
    struct tab *t = a->tab;
    if (overlay_is_open(a))
        return overlay_pane(a);
    if (t->call && t->raw_shown)
        return &t->raw;
    if (!t->call || !t->call->turn_count)
        return NULL;
    return &t->panes[PANE_TURNS];
}

static void go_to_turn(struct app *a, long number)
{
    struct pane *p = addressed_pane(a);
    if (!p) {
        say(a, ROLE_WARN, "there are no turns here");
        return;
    }
    jump_to_number(a, p, (size_t)number - 1);
}

/* Returns the last turn that had begun by then, or else the first one with a time; turn_count when
 * no turn has a time. */
static size_t turn_at(const struct call *c, double seconds)
{
    size_t best = c->turn_count;
    for (size_t i = 0; i < c->turn_count; i++) {
        double start = c->turns[i].start_s;
        if (isnan(start))
            continue;
        bool is_first = best == c->turn_count;
        if (is_first || (start <= seconds &&
                         (start > c->turns[best].start_s || c->turns[best].start_s > seconds)))
            best = i;
    }
    return best;
}

static void go_to_moment(struct app *a, double seconds)
{
    struct tab *t = a->tab;
    size_t turn = t->call ? turn_at(t->call, seconds) : 0;
    if (!t->call || !t->call->turn_count) {
        say(a, ROLE_WARN, "there are no turns here");
    } else if (turn == t->call->turn_count) {
        say(a, ROLE_WARN, "the turns have no times");
    } else {
        t->raw_shown = false;
        jump_to_turn(a, turn);
        if (seconds > call_length_s(t->call) && !a->said->text)
            say(a, ROLE_WARN, "the call had ended by then; this is the last turn");
    }
}

void command_run(struct app *a, const char *text)
{
    struct command c;
    struct err e;
    size_t n = strlen(text);
    while (n && text[n - 1] == ' ')
        n--;
    char *line = xstrndup(text, n);
    if (!command_parse(&c, line, &e))
        say(a, ROLE_BAD, "%s", e.text);
    else if (c.kind == COMMAND_TURN)
        go_to_turn(a, c.count);
    else if (c.kind == COMMAND_MOMENT)
        go_to_moment(a, c.seconds);
    else if (c.kind == COMMAND_ACTION)
        action_run(a, c.action, c.count);
    else if (c.kind == COMMAND_WORD)
        handlers[c.word](a, c.rest);
    free(line);
}
