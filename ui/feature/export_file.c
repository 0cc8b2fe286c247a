/* Saves what is shown: the user types a name, its ending decides the form, and a thread writes the
 * file, as a disk may be slow. UI thread. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "print/file_name.h"
#include "print/form.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { TEXT_COLS = 80 };

static bool make(const struct app *a, const struct call *c, enum form form, struct buf *out,
                 struct err *e)
{
    const struct form_style style = {.cols = TEXT_COLS, .gap_s = a->style.gap_s, .note = a->note};
    return form_print(out, form, c, &style, e);
}

static void start(struct app *a, const char *path, bool replace)
{
    const struct call *c = app_tab(a)->call;
    struct buf text = {0};
    struct err e = {""};
    if (!c) {
        app_say(a, ROLE_WARN, "no call is open here");
    } else if (!make(a, c, form_of_path(path), &text, &e)) {
        app_say(a, ROLE_BAD, "not saved: %s", e.text);
    } else {
        bool part = form_is_raw(form_of_path(path)) && c->document_count > 1;
        char *done =
            xasprintf("saved '%s', %zu bytes%s", path, text.len, part ? ", without the turns" : "");
        app_save_text(a, path, &text, replace, done);
    }
    buf_done(&text);
}

static void replace(struct app *a)
{
    start(a, a->save_path, true);
}

/* A symbolic link is replaced, not followed. */
static void check_and_start(struct app *a)
{
    struct stat st;
    const char *path = a->save_path;
    if (lstat(path, &st) < 0)
        start(a, path, false);
    else if (S_ISDIR(st.st_mode))
        app_say(a, ROLE_BAD, "not saved: '%s' is a directory", path);
    else if (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
        app_question(a, replace, "'%s' exists%s: replace it?", path,
                     S_ISLNK(st.st_mode) ? " (a symbolic link)" : "");
    else
        app_say(a, ROLE_BAD, "not saved: '%s' is no regular file", path);
}

static void take_name(struct app *a, const char *name)
{
    free(a->save_path);
    a->save_path = paths_expand(name);
    if (a->save_path[strlen(a->save_path) - 1] == '/')
        app_say(a, ROLE_BAD, "not saved: '%s' is a directory", name);
    else if (form_is_raw(form_of_path(a->save_path)) && app_tab(a)->real)
        app_question(a, check_and_start, "the JSON is not masked: save it?");
    else
        check_and_start(a);
}

static char *name_of(const char *id)
{
    struct buf name = {0};
    file_name_put_id(&name, id);
    buf_puts(&name, form_ending(FORM_TEXT));
    return buf_take(&name);
}

void app_save(struct app *a)
{
    if (!app_tab(a)->call) {
        app_say(a, ROLE_WARN, "no call is open here");
        return;
    }
    char *name = name_of(app_tab(a)->id);
    line_prompt_open(a, "save (.txt .json .md .vtt .raw):", "save:", name, take_name);
    free(name);
}
