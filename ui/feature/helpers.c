/* Text out of the program, and the programs that take it, or links. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "ui/feature/clipboard.h"

#include <stdlib.h>
#include <string.h>

struct helper *helper_free_place(struct app *a)
{
    for (int i = 0; i < CHILDREN_MAX; i++)
        if (!a->helpers[i].name)
            return &a->helpers[i];
    return NULL;
}

void helper_keep(struct helper *h, const char *name, char *success)
{
    h->name = xstrdup(name);
    h->success = success;
}

static void helper_release(struct helper *h)
{
    child_done(&h->child);
    free(h->name);
    free(h->success);
    *h = (struct helper){0};
}

/* "link, 52 characters" */
static char *describe(const char *what, const char *text)
{
    size_t chars = 0;
    for (const char *s = text; *s; s++)
        chars += ((unsigned char)*s & 0xc0) != 0x80;
    return xasprintf("copied %s, %zu character%s", what, chars, chars == 1 ? "" : "s");
}

void app_copy_as(struct app *a, const char *done, const char *text)
{
    struct helper *h = helper_free_place(a);
    const char *way = NULL;
    struct err e;
    if (!h) {
        app_say(a, ROLE_BAD, "too many programs are still running");
        return;
    }
    if (!clipboard_copy(&h->child, a->config, text, strlen(text), &way, &e)) {
        app_say(a, ROLE_BAD, "%s", e.text);
    } else if (h->child.pid) {
        helper_keep(h, way, xasprintf("%s (%s)", done, way));
        app_say(a, ROLE_DIM, "copying by %s", way);
    } else {
        app_say(a, ROLE_GOOD, "%s (%s)", done, way);
    }
}

void app_copy(struct app *a, const char *what, const char *text)
{
    if (!text || !*text) {
        app_say(a, ROLE_WARN, "nothing to copy: no %s", what);
        return;
    }
    char *clean = clean_dup(text, CLEAN_LINES);
    char *done = describe(what, clean);
    app_copy_as(a, done, clean);
    free(done);
    free(clean);
}

char *app_shown_link(const struct app *a, const char *url)
{
    char *clean = clean_dup(url, 0);
    if (a->style.mask)
        mask_text(clean, strlen(clean), app_tab(a)->id, NULL);
    return clean;
}

void app_run_beside(struct app *a, const char *path, char *done, int (*run)(const void *arg),
                    const void *arg)
{
    struct helper *h = helper_free_place(a);
    struct err e = {"too many programs are still running"};
    if (!h || !child_fork(&h->child, run, arg, &e)) {
        app_say(a, ROLE_BAD, "not saved: %s", e.text);
        free(done);
        return;
    }
    helper_keep(h, path, done);
    h->saves = true;
    app_say(a, ROLE_DIM, "saving '%s'", path);
}

static void say_ended(struct app *a, const struct helper *h, int code)
{
    if (h->ended)
        h->ended(a);
    else if (h->saves && code > 0 && code < 128)
        app_say(a, ROLE_BAD, "not saved: '%s': %s", h->name, strerror(code));
    else if (code > 128)
        app_say(a, ROLE_BAD, "%s was ended by signal %d", h->name, code - 128);
    else if (code)
        app_say(a, ROLE_BAD, "%s failed (exit code %d)", h->name, code);
    else if (h->success)
        app_say(a, ROLE_GOOD, "%s", h->success);
}

void app_check_helpers(struct app *a)
{
    for (int i = 0; i < CHILDREN_MAX; i++) {
        struct helper *h = &a->helpers[i];
        int code = 0;
        if (!h->name)
            continue;
        child_feed(&h->child);
        if (!child_ended(&h->child, &code))
            continue;
        say_ended(a, h, code);
        helper_release(h);
    }
}

static void say_masked(struct app *a)
{
    const struct tab *t = app_tab(a);
    char *what = mask_count_text(&t->masked);
    if (!a->style.mask)
        app_say(a, ROLE_WARN, "nothing is masked any more");
    else if (t->call)
        app_say(a, ROLE_GOOD, "masked: %s", what);
    else
        app_say(a, ROLE_GOOD, "calls are masked");
    free(what);
}

void app_toggle_mask(struct app *a)
{
    a->style.mask = !a->style.mask;
    for (size_t i = 0; i < a->tab_count; i++)
        tab_mask(a->tabs[i], &a->style);
    app_renew_links(a, NULL);
    app_renew_messages(a);
    search_all_renew(a);
    compare_renew(a);
    say_masked(a);
}
