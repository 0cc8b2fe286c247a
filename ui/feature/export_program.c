/* Hands the text in front to a pager or a shell command, or shows it as plain text. UI thread. */
#include "base/alloc.h"
#include "config/words.h"
#include "os/os.h"
#include "print/print.h"
#include "text/clean.h"
#include "ui/feature/list_save.h"
#include "ui/feature/list_selected.h"
#include "ui/feature/run_foreground.h"
#include "ui/feature/selection.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/term/screen.h"

#include <stdlib.h>

/* Appends what is in front: the selected calls of a list, or else all that are shown; the selected
 * turns, the JSON, or the call as text. False, with a message, when neither a call nor a list is
 * open. */
static bool text_for_program(struct app *a, struct buf *text)
{
    bool selected = selection_is_on(a), list = tab_is_list(a->tab), raw = a->tab->raw_shown;
    const struct call *c = list ? NULL : raw ? tab_documents(a->tab) : focus_call(a);
    if (!list && !c)
        return false;
    if (list && selected) {
        buf_puts(text, list_selected_put(a, text) ? "\n" : "");
    } else if (list) {
        list_save_put(a, ROW_FORM_TEXT, screen_cols(), text);
    } else if (raw) {
        struct buf json = {0};
        print_documents(&json, c);
        clean_text(text, buf_str(&json), json.len, CLEAN_LINES);
        buf_done(&json);
    } else if (selected) {
        selection_put(a->tab, text);
        buf_puts(text, text->len && text->data[text->len - 1] != '\n' ? "\n" : "");
    } else {
        print_text(text, c, screen_cols(), &a->style.limits);
    }
    FEATURE_CALL(a, suspend, a); /* the program gets the terminal at once */
    return true;
}

static void run(struct app *a, char *const argv[], bool waits)
{
    struct buf text = {0};
    struct err e = {""};
    int code = 0;
    if (text_for_program(a, &text) && !run_foreground(argv, &text, waits, &code, &e))
        say(a, ROLE_BAD, "%s", e.text);
    else if (code > 0)
        say(a, ROLE_WARN, "%s ended with %d", argv[0], code);
    buf_done(&text);
}

void export_program_pager(struct app *a)
{
    const char *pager = os_variable("PAGER");
    struct err e;
    char **words = words_split(pager ? pager : "less", NULL, 0, &e);
    if (words)
        run(a, words, false);
    else
        say(a, ROLE_BAD, "PAGER: %s", e.text);
    words_free(words);
}

static void pipe_to(struct app *a, const char *command)
{
    char sh[] = "sh", option[] = "-c", *copy = xstrdup(command);
    char *const argv[] = {sh, option, copy, NULL};
    run(a, argv, true);
    free(copy);
}

void export_program_pipe(struct app *a)
{
    if (a->tab->raw_shown || tab_is_list(a->tab) || focus_call(a))
        line_prompt_open(a, "|", "|", "", pipe_to);
}

void export_program_plain(struct app *a)
{
    struct buf text = {0};
    if (text_for_program(a, &text))
        run_foreground_show(&text);
    buf_done(&text);
}
