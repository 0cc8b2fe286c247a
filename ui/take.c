/* What is made of a call and taken out of the program: notes, documents. */
#include "ui/app_state.h"

#include "print/note.h"
#include "print/print.h"

/* The call in front; NULL, and a sentence, where there is none. */
static const struct call *call_here(struct app *a)
{
    const struct call *c = app_tab(a)->call;
    if (!c)
        app_say(a, ROLE_WARN, "no call is open here");
    return c;
}

void app_copy_note(struct app *a)
{
    const struct call *c = call_here(a);
    struct buf text = {0};
    size_t all;
    if (!c)
        return;
    size_t turn = pane_number(&app_tab(a)->panes[PANE_TURNS], &all);
    print_note(&text, c, a->note, turn, turn < c->turn_count);
    app_copy(a, "ticket note", buf_str(&text));
    buf_done(&text);
}

static void copy_raw(struct app *a)
{
    const struct call *c = call_here(a);
    struct buf text = {0};
    if (!c)
        return;
    print_raw(&text, c);
    if (text.len)
        text.data[--text.len] = '\0';
    app_copy(a, "JSON", buf_str(&text));
    buf_done(&text);
}

void app_copy_raw(struct app *a)
{
    if (app_tab(a)->real)
        app_question(a, copy_raw, "the JSON is not masked: copy it?");
    else
        copy_raw(a);
}
