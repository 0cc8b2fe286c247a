/* What is said about copying; clipboard.c does it. */
#include "ui/feature/export_clipboard.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "ui/feature/clipboard.h"
#include "ui/feature/helpers.h"
#include "ui/shell/app.h"
#include "ui/shell/say.h"

#include <stdlib.h>
#include <string.h>

/* "link, 52 characters" */
static char *describe(const char *what, const char *text)
{
    size_t chars = 0;
    for (const char *s = text; *s; s++)
        chars += ((unsigned char)*s & 0xc0) != 0x80;
    return xasprintf("%s, %zu character%s", what, chars, chars == 1 ? "" : "s");
}

void export_clipboard_as(struct app *a, const char *copied, const char *sent, const char *text)
{
    struct helper *h = helpers_free_slot(a);
    const char *way = NULL;
    struct err e;
    if (!h) {
        say(a, ROLE_BAD, "too many programs are still running");
        return;
    }
    if (!clipboard_copy(&h->process, a->settings->config, text, strlen(text), &way, &e)) {
        say(a, ROLE_BAD, "%s", e.text);
    } else if (h->process.pid) {
        helpers_keep(h, way, xasprintf("%s (%s)", copied, way));
        say(a, ROLE_DIM, "copying with %s", way);
    } else {
        say(a, ROLE_GOOD, "%s (%s)", sent, way); /* no terminal says whether it has taken it */
    }
}

void export_clipboard(struct app *a, const char *what, const char *text)
{
    if (!text || !*text) {
        say(a, ROLE_WARN, "nothing to copy: no %s", what);
        return;
    }
    char *clean = clean_dup(text, CLEAN_LINES);
    char *described = describe(what, clean), *copied = xasprintf("copied %s", described);
    char *sent = xasprintf("%s, sent to the terminal", described);
    export_clipboard_as(a, copied, sent, clean);
    free(described);
    free(copied);
    free(sent);
    free(clean);
}
