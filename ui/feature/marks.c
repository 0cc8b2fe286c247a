/* Marks: letters for turns of a transcript. They belong to a call's tab and stay when the call is
 * fetched again. A mode waits for the letter. UI thread. */
#include "keys/key.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/jump.h"
#include "ui/shell/mode.h"
#include "ui/shell/say.h"

enum { MARKS = 2 * 26 };

extern const struct feature marks_feature;
static const struct mode_ops mode;

/* A tab's marks. */
struct marks {
    unsigned renamed;    /* the call they belong to, as the tab counts them */
    size_t turns[MARKS]; /* 1 + the turn; 0: not set */
    bool going;          /* the letter is that of the mark to go to, else of one to set */
};

/* Another call begins without marks. */
static struct marks *marks_here(const struct app *a)
{
    struct marks *m = feature_tab_state(a, a->tab, &marks_feature);
    if (m->renamed != a->tab->renamed)
        *m = (struct marks){.renamed = a->tab->renamed};
    return m;
}

/* -1: not a letter. */
static int index_of(int key)
{
    if (key >= 'a' && key <= 'z')
        return key - 'a';
    return key >= 'A' && key <= 'Z' ? key - 'A' + 26 : -1;
}

static char letter_of(int index)
{
    return (char)(index < 26 ? 'a' + index : 'A' + index - 26);
}

static void ask(struct app *a, bool going)
{
    if (!focus_transcript(a))
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

static void set(struct app *a, int key)
{
    int index = index_of(key);
    size_t all, turn = pane_number(&a->tab->panes[PANE_TURNS], &all);
    if (index < 0) {
        say(a, ROLE_WARN, "marks are letters");
        return;
    }
    marks_here(a)->turns[index] = turn + 1;
    say(a, ROLE_DIM, "turn %zu is mark %c", turn + 1, letter_of(index));
}

static void go(struct app *a, int key)
{
    int index = index_of(key);
    bool back = key == '\'' || key == '`';
    size_t turn = back ? a->tab->jumped_from : index >= 0 ? marks_here(a)->turns[index] : 0;
    if (turn) {
        if (focus_transcript(a))
            jump_to_turn(a, turn - 1);
    } else if (back) {
        say(a, ROLE_WARN, "no jump has been made yet");
    } else if (index >= 0) {
        say(a, ROLE_WARN, "mark %c is not set", key);
    } else {
        say(a, ROLE_WARN, "marks are letters");
    }
}

/* Alt and a key is Esc, which ends the mode, followed by the key. */
static enum mode_result letter_pressed(struct app *a, int key)
{
    if (key >= K_ALT)
        return MODE_SPLIT;
    mode_pop(a, &mode);
    if (key != K_ESC && key != ('c' & 0x1f))
        (marks_here(a)->going ? go : set)(a, key);
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
    line_puts(out, ROLE_PROMPT, m->going ? "go to mark" : "mark this turn with a letter");
    if (!m->going)
        return;
    if (a->tab->jumped_from)
        put_mark(out, '\'', a->tab->jumped_from);
    for (int i = 0; i < MARKS; i++)
        if (m->turns[i])
            put_mark(out, letter_of(i), m->turns[i]);
}

static const enum action *hints(const struct app *a)
{
    static const enum action list[] = {ACT_CANCEL, ACT_NONE};
    (void)a;
    return list;
}

static const struct mode_ops mode = {
    .key = letter_pressed,
    .is_brief = true,
    .status = status,
    .hints = hints,
};

const struct feature marks_feature = {
    .tab_bytes = sizeof(struct marks),
};
