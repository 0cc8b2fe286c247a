/* Marks: letters for turns of a transcript, or for calls of a list. They belong to a tab and stay
 * when the call is fetched again. A mode waits for the letter. UI thread. */
#include "keys/key.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/jump.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/view/view_list.h"

#include <string.h>

enum { MARKS = 2 * 26 };

extern const struct feature marks_feature;
static const struct mode_ops mode;

/* A tab's marks. */
struct marks {
    unsigned renamed;                        /* the call they belong to, as the tab counts them */
    size_t turns[MARKS];                     /* 1 + the turn; 0: not set */
    struct view_list_place calls[MARKS + 1]; /* of a list; the last one is before the jump */
    bool going; /* the letter is that of the mark to go to, else of one to set */
};

/* Another call begins without marks. */
static struct marks *marks_here(const struct app *a)
{
    struct marks *m = feature_tab_state(a, a->tab, &marks_feature);
    if (m->renamed != a->tab->renamed)
        *m = (struct marks){.renamed = a->tab->renamed};
    return m;
}

/* MARKS: where the last jump began; -1: neither that nor a letter. */
static int index_of(int key)
{
    if (key == '\'' || key == '`')
        return MARKS;
    if (key >= 'a' && key <= 'z')
        return key - 'a';
    return key >= 'A' && key <= 'Z' ? key - 'A' + 26 : -1;
}

static char letter_of(int index)
{
    return (char)(index < 26 ? 'a' + index : 'A' + index - 26);
}

static bool sees_list(const struct app *a)
{
    return tab_is_list(a->tab) && !overlay_is_open(a);
}

static void ask(struct app *a, bool going)
{
    if (!sees_list(a) && !focus_transcript(a))
        return;
    marks_here(a)->going = going;
    mode_push(a, &mode);
}

void marks_set(struct app *a)
{
    ask(a, false);
}

void marks_go(struct app *a)
{
    ask(a, true);
}

static void set_call(struct app *a, int index)
{
    const struct pane *p = &a->tab->list;
    if (!view_list_row(p->view, p->cursor.item)) {
        say(a, ROLE_WARN, "no call in this row");
        return;
    }
    view_list_keep(p->view, p->cursor.item, &marks_here(a)->calls[index]);
    say(a, ROLE_DIM, "this call is mark %c", letter_of(index));
}

static void go_to_call(struct app *a, int index)
{
    struct pane *p = &a->tab->list;
    struct view_list_place *marked = &marks_here(a)->calls[index], here = {0};
    size_t item = marked->id ? view_list_find(p->view, marked) : 0;
    const struct list_row *r = marked->id ? view_list_row(p->view, item) : NULL;
    if (!marked->id) {
        say(a, ROLE_WARN, index == MARKS ? "no jump has been made yet" : "this mark is not set");
    } else if (!r || strcmp(r->id, marked->id) != 0) {
        say(a, ROLE_WARN, "the filter hides that call");
    } else {
        view_list_keep(p->view, p->cursor.item, &here);
        pane_goto(p, item);
        view_list_forget(&marks_here(a)->calls[MARKS]);
        marks_here(a)->calls[MARKS] = here;
    }
}

static void set_turn(struct app *a, int index)
{
    size_t all, turn = pane_number(&a->tab->panes[PANE_TURNS], &all);
    marks_here(a)->turns[index] = turn + 1;
    say(a, ROLE_DIM, "turn %zu is mark %c", turn + 1, letter_of(index));
}

static void go_to_turn(struct app *a, int index)
{
    size_t turn = index == MARKS ? a->tab->jumped_from : marks_here(a)->turns[index];
    if (!turn && index == MARKS)
        say(a, ROLE_WARN, "no jump has been made yet");
    else if (!turn)
        say(a, ROLE_WARN, "mark %c is not set", letter_of(index));
    else if (focus_transcript(a))
        jump_to_turn(a, turn - 1);
}

/* Alt and a key is Esc, which ends the mode, followed by the key. */
static enum mode_result letter_pressed(struct app *a, int key)
{
    if (key >= K_ALT)
        return MODE_SPLIT;
    mode_pop(a, &mode);
    if (key == K_ESC || key == ('c' & 0x1f))
        return MODE_USED;
    int index = index_of(key);
    bool going = marks_here(a)->going;
    if (index < 0 || (index == MARKS && !going))
        say(a, ROLE_WARN, "marks are letters");
    else if (sees_list(a))
        (going ? go_to_call : set_call)(a, index);
    else
        (going ? go_to_turn : set_turn)(a, index);
    return MODE_USED;
}

static void put_mark(struct line *out, char letter, size_t turn)
{
    char name[] = {letter, '\0'};
    line_puts(out, ROLE_STATUS, "  ");
    line_puts(out, ROLE_KEY, name);
    line_printf(out, ROLE_STATUS, " %zu", turn);
}

static void status(const struct app *a, struct line *out)
{
    const struct marks *m = marks_here(a);
    line_puts(out, ROLE_PROMPT,
              m->going       ? "go to mark"
              : sees_list(a) ? "mark this call with a letter"
                             : "mark this turn with a letter");
    for (int i = 0; m->going && i < MARKS; i++)
        if (m->calls[i].id)
            line_printf(out, ROLE_KEY, "  %c", letter_of(i));
    if (!m->going)
        return;
    if (a->tab->jumped_from)
        put_mark(out, '\'', a->tab->jumped_from);
    for (int i = 0; i < MARKS; i++)
        if (m->turns[i])
            put_mark(out, letter_of(i), m->turns[i]);
}

static const struct mode_ops mode = {
    .key = letter_pressed,
    .is_brief = true,
    .status = status,
    .hints = mode_hints_cancel,
};

static void tab_done(struct app *a, struct tab *t)
{
    struct marks *m = feature_tab_state(a, t, &marks_feature);
    for (int i = 0; i <= MARKS; i++)
        view_list_forget(&m->calls[i]);
}

const struct feature marks_feature = {
    .tab_done = tab_done,
    .tab_bytes = sizeof(struct marks),
};
