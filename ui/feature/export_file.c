/* Saving the call: the user types a name, its ending decides the form, and a thread writes the
 * file, as a disk may be slow. */
#include "base/alloc.h"
#include "config/paths.h"
#include "print/form.h"
#include "print/print.h"
#include "print/row_form.h"
#include "text/file_name.h"
#include "ui/feature/command_line.h"
#include "ui/feature/helpers.h"
#include "ui/feature/list_save.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ENDINGS ".txt .json .md .vtt .raw"
#define ROW_ENDINGS ".csv .tsv .json .txt"

enum { TEXT_COLS = 80, ENDING_MAX_BYTES = 6 };

extern const struct feature export_file_feature;

/* The path of the file that a question is about. */
static char **asked_path(const struct app *a)
{
    return feature_state(a, &export_file_feature);
}

/* The rows of the list in front, in the form of the name's ending; helpers_save takes the text. */
static void start_list(struct app *a, const char *path, bool replace)
{
    struct buf text = {0};
    size_t count = list_save_put(a, row_form_of_path(path), TEXT_COLS, &text);
    char *shown = paths_shown(path);
    helpers_save(a, path, &text, replace,
                 xasprintf("saved '%s', %zu row%s", shown, count, count == 1 ? "" : "s"));
    free(shown);
}

static void start_call(struct app *a, const char *path, bool replace)
{
    const struct form_style style = {
        .cols = TEXT_COLS, .limits = a->style.limits, .note = a->settings->note};
    const struct call *c = focus_documents(a);
    enum form form = form_of_path(path);
    struct buf text = {0};
    struct err e;
    if (!c)
        return;
    if (c != a->tab->call) {
        print_answer(&text, c); /* of a failed fetch, whatever the name's ending is */
    } else if (!form_print(&text, form, c, &style, &e)) {
        say(a, ROLE_BAD, "not saved: %s", e.text);
        buf_done(&text);
        return;
    }
    bool part = form_is_raw(form) && c->document_count > 1;
    char *shown = paths_shown(path);
    helpers_save(
        a, path, &text, replace,
        xasprintf("saved '%s', %zu bytes%s", shown, text.len, part ? ", without the turns" : ""));
    free(shown);
}

static void start(struct app *a, const char *path, bool replace)
{
    if (tab_is_list(a->tab))
        start_list(a, path, replace);
    else
        start_call(a, path, replace);
}

static void replace(struct app *a)
{
    start(a, *asked_path(a), true);
}

/* A symbolic link is replaced, not followed. */
static void check_and_start(struct app *a)
{
    struct stat st;
    const char *path = *asked_path(a);
    char *shown = paths_shown(path);
    if (lstat(path, &st) < 0)
        start(a, path, false);
    else if (S_ISDIR(st.st_mode))
        say(a, ROLE_BAD, "not saved: '%s' is a directory", shown);
    else if (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
        question_ask(a, replace, "'%s' exists%s: replace it?", shown,
                     S_ISLNK(st.st_mode) ? " (a symbolic link)" : "");
    else
        say(a, ROLE_BAD, "not saved: '%s' is not a regular file", shown);
    free(shown);
}

static void check_mask(struct app *a)
{
    if (a->style.mask && !tab_is_list(a->tab) &&
        (!a->tab->call || form_is_raw(form_of_path(*asked_path(a)))))
        question_ask(a, check_and_start, "the %s is not masked: save it?",
                     a->tab->call ? "JSON" : "answer");
    else
        check_and_start(a);
}

/* The ending of a path when it is that of no form; "" else, and when it is too long to be one. */
static const char *odd_ending(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    bool has = dot && dot > name && dot[1] && strlen(dot) <= ENDING_MAX_BYTES;
    return has && !form_has_ending(path) ? dot : "";
}

static void name_typed(struct app *a, const char *name)
{
    free(*asked_path(a));
    *asked_path(a) = paths_expand(name);
    const char *path = *asked_path(a), *odd = odd_ending(path);
    if (path[strlen(path) - 1] == '/')
        say(a, ROLE_BAD, "not saved: '%s' is a directory", name);
    else if (tab_is_list(a->tab) && row_form_of_path(path) == ROW_FORM_COUNT)
        say(a, ROLE_BAD, "not saved: '%s' is none of " ROW_ENDINGS, name);
    else if (*odd && a->tab->call)
        question_ask(a, check_and_start, "'%s' is not one of " ENDINGS ": save as text?", odd);
    else
        check_mask(a);
}

/* The command `w FILE`. */
void export_file_write(struct app *a, const char *rest)
{
    if (!*rest)
        export_file_save(a);
    else if (tab_is_list(a->tab) || focus_documents(a))
        name_typed(a, rest);
}

void export_file_save(struct app *a)
{
    struct buf name = {0};
    if (tab_is_list(a->tab)) {
        line_prompt_open(a, "save rows (" ROW_ENDINGS "):", "save:", "calls.csv", name_typed);
        return;
    }
    if (!focus_documents(a))
        return;
    file_name_put_id(&name, a->tab->id);
    buf_puts(&name, form_ending(FORM_TEXT));
    line_prompt_open(a, a->tab->call ? "save (" ENDINGS "):" : "save the answer:", "save:",
                     buf_str(&name), name_typed);
    buf_done(&name);
}

static void done(struct app *a)
{
    free(*asked_path(a));
}

const struct feature export_file_feature = {
    .state_bytes = sizeof(char *),
    .done = done,
};
