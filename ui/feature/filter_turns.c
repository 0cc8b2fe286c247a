/* The filter itself belongs to the tab (ui/view/filter.h); it stays when the call is fetched again.
 */
#include "ui/feature/filter_turns.h"

#include "base/alloc.h"
#include "call/pattern.h"
#include "ui/feature/list_tab.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/jump.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"

#include <stdlib.h>

enum { SLICE_MS = 4, AT_ONCE_MS = 40 };

extern const struct feature filter_turns_feature;
static const struct mode_ops mode;

struct filter_turns {
    struct prompt prompt;
    size_t around; /* turns before and after each match */
};

static struct filter_turns *state_of(const struct app *a)
{
    return feature_state(a, &filter_turns_feature);
}

bool filter_turns_show_all(struct app *a)
{
    struct tab *t = a->tab;
    if (!t->filter.pattern || !t->call)
        return false;
    filter_set(&t->filter, &(struct filter){0}, &t->panes[PANE_TURNS], t->call);
    say(a, ROLE_DIM, "all turns are shown");
    return true;
}

/* The count is how many turns around each match are shown, too. */
void filter_turns_open(struct app *a)
{
    struct filter_turns *s = state_of(a);
    if (tab_is_list(a->tab) && !overlay_is_open(a)) {
        line_prompt_open(a, "show only calls that match, !x: all but x:", "&", "", list_tab_filter);
        return;
    }
    if (!focus_sees_panes(a) || !a->tab->call->turn_count) {
        say(a, ROLE_WARN, "nothing to filter here");
        return;
    }
    s->around = a->count > 0 ? (size_t)a->count : 0;
    prompt_set(&s->prompt, "");
    mode_push(a, &mode);
}

/* A `!` in front asks for the turns that do not match; `\!` is the sign itself. */
static void accept(struct app *a)
{
    struct filter_turns *s = state_of(a);
    struct tab *t = a->tab;
    struct pane *turns = &t->panes[PANE_TURNS];
    const char *text = prompt_text(&s->prompt);
    struct filter f = {.inverted = *text == '!', .around = s->around};
    const char *expression = text + f.inverted;
    struct err e;
    f.pattern = *expression ? pattern_new(expression, &e) : NULL;
    prompt_remember(&s->prompt, text);
    mode_pop(a, &mode);
    if (f.pattern) {
        jump_from(a, turns);
        filter_set(&t->filter, &f, turns, t->call);
        filter_run(&t->filter, turns, t->call, AT_ONCE_MS);
        focus_set(a, PANE_TURNS);
    } else if (*expression) {
        say(a, ROLE_BAD, "/%s/ %s", expression, e.text);
    } else if (filter_turns_show_all(a)) {
        focus_set(a, PANE_TURNS);
    }
    pattern_free(f.pattern);
}

static enum mode_result key_pressed(struct app *a, int key)
{
    enum prompt_result result = action_prompt_key(a, &state_of(a)->prompt, key);
    if (result == PROMPT_ACCEPTED)
        accept(a);
    else if (result == PROMPT_CANCELLED)
        mode_pop(a, &mode);
    return MODE_USED;
}

static bool paste(struct app *a, const char *text, size_t bytes)
{
    prompt_insert(&state_of(a)->prompt, text, bytes);
    return true;
}

static void draw(const struct app *a, const struct rect *r)
{
    const struct filter_turns *s = state_of(a);
    struct line remark = {0};
    char *label = s->around ? xasprintf(" %zu&", s->around) : xstrdup(" &");
    if (!*prompt_text(&s->prompt))
        line_puts(&remark, ROLE_DIM, "empty: all turns; !x: all but x");
    line_prompt_draw(a, r, label, &s->prompt, &remark, false);
    line_done(&remark);
    free(label);
}

static const struct mode_ops mode = {
    .key = key_pressed,
    .paste = paste,
    .draw = draw,
};

static void work(struct app *a)
{
    struct tab *t = a->tab;
    if (t->call)
        filter_run(&t->filter, &t->panes[PANE_TURNS], t->call, SLICE_MS);
}

static int tick_ms(const struct app *a)
{
    return a->tab->filter.scan ? 0 : -1;
}

/* Says which key shows all turns again, unless it has something else to end before. */
static void put_way_out(const struct app *a, struct status *s)
{
    const struct filter *f = &a->tab->filter;
    const char *key = keymap_key_label(a->keymap, ACT_CANCEL);
    bool searching = s->counted && !f->scan && !f->too_complex;
    if (*key && f->pattern && !searching && !a->frame.zoom && !a->tab->raw_shown)
        line_printf(s->out, ROLE_DIM, "%s%s ends the filter", s->out->cols > s->begin ? ", " : "",
                    key);
}

static void status(const struct app *a, struct status *s)
{
    const struct filter *f = &a->tab->filter;
    if (s->slot == STATUS_AFTER)
        put_way_out(a, s);
    if (s->slot != STATUS_BEFORE || !(f->scan || f->too_complex))
        return;
    if (s->out->cols > s->begin)
        line_puts(s->out, ROLE_DIM, ", ");
    if (f->scan)
        line_puts(s->out, ROLE_DIM, "filtering");
    else
        line_printf(s->out, ROLE_WARN, "the filter is too complex in %zu turn%s", f->too_complex,
                    f->too_complex > 1 ? "s" : "");
}

/* These are offered where the filter hides all turns. */
static const enum action *hints(const struct app *a)
{
    static const enum action empty[] = {ACT_FILTER, ACT_CANCEL, ACT_HELP, ACT_NONE};
    const struct tab *t = a->tab;
    bool is_empty = t->call && t->filter.pattern && t->focus == PANE_TURNS && !t->raw_shown &&
                    !view_transcript_has_turns(t->panes[PANE_TURNS].view);
    return is_empty ? empty : NULL;
}

static void done(struct app *a)
{
    prompt_done(&state_of(a)->prompt);
}

const struct feature filter_turns_feature = {
    .state_bytes = sizeof(struct filter_turns),
    .done = done,
    .tick_ms = tick_ms,
    .work = work,
    .cancel = filter_turns_show_all,
    .status = status,
    .hints = hints,
};
