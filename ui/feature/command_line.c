/* The prompt of the command line, and running what was typed: a turn, a moment, an action, or a
 * word with its own handler (ui/prompt/command.def). */
#include "ui/feature/command_line.h"

#include "base/alloc.h"
#include "keys/key.h"
#include "ui/feature/list_prompt.h"
#include "ui/feature/list_tab.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/jump.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/shell/tabs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

extern const struct feature command_line_feature;
static const struct mode_ops mode;

struct command_line {
    struct prompt prompt;
    struct completion completion;
};

static struct command_line *state_of(const struct app *a)
{
    return feature_state(a, &command_line_feature);
}

void command_line_open(struct app *a)
{
    prompt_set(&state_of(a)->prompt, "");
    mode_push(a, &mode);
}

void command_line_begin(struct app *a, enum command_word word)
{
    struct buf text = {0};
    buf_printf(&text, "%s%s", command_words[word].name, *command_words[word].follows ? " " : "");
    command_line_open(a);
    prompt_set(&state_of(a)->prompt, buf_str(&text));
    buf_done(&text);
}

static void close_line(struct app *a)
{
    completion_done(&state_of(a)->completion);
    mode_pop(a, &mode);
}

static void (*const handlers[COMMAND_WORDS])(struct app *a, const char *rest) = {
#define COMMAND(member, name, follows, sentence, handler, fill) [COMMAND_##member] = (handler),
#include "ui/prompt/command.def"
#undef COMMAND
};

/* Outside of lists and JSON, numbers are turns, whatever pane has the focus. */
static struct pane *addressed_pane(struct app *a)
{
    struct tab *t = a->tab;
    if (overlay_is_open(a))
        return overlay_pane(a);
    if (t->raw_shown)
        return &t->raw;
    if (tab_is_list(t))
        return &t->list;
    if (!t->call || !t->call->turn_count)
        return NULL;
    return &t->panes[PANE_TURNS];
}

static void go_to_turn(struct app *a, long number)
{
    struct pane *p = addressed_pane(a);
    if (p)
        jump_to_number(a, p, (size_t)number - 1);
    else
        say(a, ROLE_WARN, "there are no turns here");
}

/* Returns the last turn that had begun by then, or else the first one with a time; turn_count when
 * no turn has a time. */
static size_t turn_at(const struct call *c, double seconds)
{
    size_t best = c->turn_count;
    for (size_t i = 0; i < c->turn_count; i++) {
        double start = call_turn(c, i)->start_s;
        if (isnan(start))
            continue;
        bool is_first = best == c->turn_count;
        if (is_first || (start <= seconds && (start > call_turn(c, best)->start_s ||
                                              call_turn(c, best)->start_s > seconds)))
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

static void run(struct app *a, const char *text)
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

/* What users of vi expect. */

void command_line_close(struct app *a, const char *rest)
{
    (void)rest;
    action_run(a, ACT_CLOSE, 0);
}

void command_line_close_now(struct app *a, const char *rest)
{
    (void)rest;
    tabs_close_now(a);
}

void command_line_help(struct app *a, const char *rest)
{
    (void)rest;
    action_run(a, ACT_HELP, 0);
}

/* The line is closed first, as a command may open another prompt. */
static void accept(struct app *a)
{
    struct command_line *l = state_of(a);
    char *text = xstrdup(prompt_text(&l->prompt));
    prompt_remember(&l->prompt, text);
    close_line(a);
    run(a, text);
    free(text);
}

/* Backspace on an empty line leaves it, as in vi. */
static void edited(struct app *a, bool was_empty)
{
    struct command_line *l = state_of(a);
    completion_done(&l->completion);
    if (was_empty && !*prompt_text(&l->prompt) && l->prompt.history_at == l->prompt.history_count)
        close_line(a);
}

static void complete(struct app *a, struct command_line *l)
{
    const struct command_fillers fillers = {
        .of =
            {
#define COMMAND(member, name, follows, sentence, handler, fill) [COMMAND_##member] = (fill),
#include "ui/prompt/command.def"
#undef COMMAND
            },
        .owner = a,
    };
    completion_step(&l->completion, &l->prompt, command_fill, &fillers);
}

static enum mode_result key_pressed(struct app *a, int key)
{
    struct command_line *l = state_of(a);
    bool was_empty = !*prompt_text(&l->prompt);
    enum prompt_result result = action_prompt_key(a, &l->prompt, key);
    if (result == PROMPT_ACCEPTED)
        accept(a);
    else if (result == PROMPT_CANCELLED)
        close_line(a);
    else if (result == PROMPT_COMPLETE)
        complete(a, l);
    else if (result == PROMPT_EDITED)
        edited(a, was_empty && key == K_BACKSPACE);
    return MODE_USED;
}

static bool paste(struct app *a, const char *text, size_t bytes)
{
    prompt_insert(&state_of(a)->prompt, text, bytes);
    completion_done(&state_of(a)->completion);
    return true;
}

static void draw(const struct app *a, const struct rect *r)
{
    const struct prompt *typed = &state_of(a)->prompt;
    const char *key = keymap_key_label(a->keymap, ACT_PROMPT_COMPLETE);
    struct line remark = {0};
    if (*key && !*prompt_text(typed))
        line_printf(&remark, ROLE_DIM, "%s lists commands", key);
    completion_draw(&state_of(a)->completion, r->y, r->cols);
    line_prompt_draw(a, r, " :", typed, remark.cols ? &remark : NULL, false);
    line_done(&remark);
}

static const struct mode_ops mode = {
    .key = key_pressed,
    .paste = paste,
    .draw = draw,
};

static void done(struct app *a)
{
    completion_done(&state_of(a)->completion);
    prompt_done(&state_of(a)->prompt);
}

const struct feature command_line_feature = {
    .state_bytes = sizeof(struct command_line),
    .done = done,
};
