/* A letter is a turn, whatever a filter leaves of them. */
#include "ui/feature/marks.h"

#include "keys/key.h"
#include "ui/feature/nav.h"
#include "ui/shell/app_state.h"

/* -1: no letter. */
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

static void ask(struct app *a, enum marks_wait what)
{
    if (walk_pane(a))
        a->marks_wait = what;
}

void marks_ask_set(struct app *a)
{
    ask(a, MARKS_WAIT_SET);
}

void marks_ask_go(struct app *a)
{
    ask(a, MARKS_WAIT_GO);
}

bool marks_wait(const struct app *a)
{
    return a->marks_wait != MARKS_WAIT_NONE;
}

void marks_left(struct app *a, const struct pane *p, size_t item)
{
    struct tab *t = app_tab(a);
    size_t all;
    if (p == &t->panes[PANE_TURNS] && view_transcript_has_turns(p->view))
        t->marks.back = pane_number_of(p, item, &all) + 1;
}

void marks_leave(struct app *a, const struct pane *p)
{
    marks_left(a, p, p->cursor.item);
}

static void set(struct app *a, int index)
{
    struct tab *t = app_tab(a);
    size_t all, turn = pane_number(&t->panes[PANE_TURNS], &all);
    t->marks.turns[index] = turn + 1;
    app_say(a, ROLE_DIM, "turn %zu is mark %c", turn + 1, letter_of(index));
}

static void go(struct app *a, size_t turn)
{
    if (walk_pane(a))
        walk_to_turn(a, turn - 1);
}

static void go_to_key(struct app *a, int key)
{
    const struct marks *m = &app_tab(a)->marks;
    int index = index_of(key);
    bool back = key == '\'' || key == '`';
    size_t turn = back ? m->back : index >= 0 ? m->turns[index] : 0;
    if (turn)
        go(a, turn);
    else if (back)
        app_say(a, ROLE_WARN, "no jump was made yet");
    else if (index >= 0)
        app_say(a, ROLE_WARN, "mark %c is not set", key);
    else
        app_say(a, ROLE_WARN, "marks are letters");
}

bool marks_key(struct app *a, int key)
{
    enum marks_wait what = a->marks_wait;
    if (key >= K_ALT)
        return false;
    a->marks_wait = MARKS_WAIT_NONE;
    if (key == K_ESC || key == ('c' & 0x1f))
        return true;
    if (what == MARKS_WAIT_GO)
        go_to_key(a, key);
    else if (index_of(key) >= 0)
        set(a, index_of(key));
    else
        app_say(a, ROLE_WARN, "marks are letters");
    return true;
}

static void put_mark(struct line *out, char letter, size_t turn)
{
    char name[] = {letter, '\0'};
    line_puts(out, ROLE_STATUS, "  ");
    line_puts(out, ROLE_KEY, name);
    line_printf(out, ROLE_STATUS, " %zu", turn);
}

void marks_put(const struct app *a, struct line *out)
{
    const struct marks *m = &app_tab(a)->marks;
    if (a->marks_wait == MARKS_WAIT_SET) {
        line_puts(out, ROLE_PROMPT, "mark this turn with a letter");
        return;
    }
    line_puts(out, ROLE_PROMPT, "go to mark");
    if (m->back)
        put_mark(out, '\'', m->back);
    for (int i = 0; i < MARKS; i++)
        if (m->turns[i])
            put_mark(out, letter_of(i), m->turns[i]);
}
