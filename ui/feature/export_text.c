/* What is made of a call and taken out of the program: notes, documents. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "config/words.h"
#include "print/note.h"
#include "print/print.h"
#include "text/clean.h"
#include "ui/feature/run_foreground.h"
#include "ui/feature/selection.h"
#include "ui/term/screen.h"

#include <stdlib.h>

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
    size_t n;
    if (!c)
        return;
    size_t *turns = selection_turns(app_tab(a), &n);
    note_print(&text, c, a->note, a->style.gap_s, turns, n);
    app_copy(a, "ticket note", buf_str(&text));
    free(turns);
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
    app_copy(a, c->document_count > 1 ? "JSON without the turns" : "JSON", buf_str(&text));
    buf_done(&text);
}

void app_copy_raw(struct app *a)
{
    if (app_tab(a)->real)
        app_question(a, copy_raw, "the JSON is not masked: copy it?");
    else
        copy_raw(a);
}

/* What is in front: the selected turns, the call as text, or its JSON. False, and a sentence, where
 * there is none. */
static bool text_here(struct app *a, struct buf *text)
{
    const struct call *c = call_here(a);
    if (!c)
        return false;
    if (app_tab(a)->raw_shown) {
        struct buf raw = {0};
        print_documents(&raw, c);
        clean_text(text, buf_str(&raw), raw.len, CLEAN_LINES);
        buf_done(&raw);
    } else if (selection_has_keys(a)) {
        selection_text(app_tab(a), text);
        buf_puts(text, text->len && text->data[text->len - 1] != '\n' ? "\n" : "");
    } else {
        print_text(text, c, screen_cols(), a->style.gap_s);
    }
    return true;
}

static void run(struct app *a, char *const argv[], bool waits)
{
    struct buf text = {0};
    struct err e = {""};
    int code = 0;
    if (text_here(a, &text) && !run_foreground(argv, &text, waits, &code, &e))
        app_say(a, ROLE_BAD, "%s", e.text);
    else if (code > 0)
        app_say(a, ROLE_WARN, "%s ended with %d", argv[0], code);
    buf_done(&text);
}

void app_page(struct app *a)
{
    const char *pager = getenv("PAGER");
    struct err e;
    char **words = words_split(pager && *pager ? pager : "less", NULL, 0, &e);
    if (words)
        run(a, words, false);
    else
        app_say(a, ROLE_BAD, "PAGER: %s", e.text);
    words_free(words);
}

static void pipe_to(struct app *a, const char *command)
{
    char sh[] = "sh", option[] = "-c", *copy = xstrdup(command);
    char *const argv[] = {sh, option, copy, NULL};
    run(a, argv, true);
    free(copy);
}

void app_pipe(struct app *a)
{
    if (call_here(a))
        line_prompt_open(a, "|", "|", "", pipe_to);
}

void app_show_plain(struct app *a)
{
    struct buf text = {0};
    if (text_here(a, &text))
        run_foreground_show(&text);
    buf_done(&text);
}
