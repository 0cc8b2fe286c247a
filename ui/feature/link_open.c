/* Starts the program that opens or plays a link. */
#include "ui/feature/link_open.h"

#include "base/alloc.h"
#include "call/links.h"
#include "provider/request.h"
#include "text/clean.h"
#include "text/mask.h"
#include "text/time.h"
#include "ui/feature/export_clipboard.h"
#include "ui/feature/helpers.h"
#include "ui/feature/offline.h"
#include "ui/feature/opener.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/hints.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>

extern const struct feature link_open_feature;

/* What was opened last, or what the question is about. */
struct opening {
    char *url, *start; /* start: seconds into a recording; NULL: the link is not played */
};

static struct opening *state_of(const struct app *a)
{
    return feature_state(a, &link_open_feature);
}

/* The link as it may be shown, masked if masking is on; the caller frees it. */
static char *shown_link(const struct app *a, const char *url)
{
    char *clean = clean_dup(url, 0);
    if (a->style.mask)
        mask_text(clean, strlen(clean), a->tab->id, NULL);
    return clean;
}

static void copy_unopened(struct app *a, const char *url)
{
    char *clean = shown_link(a, url);
    char *copied = xasprintf("no display, so the link is copied: %s", clean);
    char *sent = xasprintf("no display, so the link is sent to the terminal: %s", clean);
    export_clipboard_as(a, copied, sent, clean);
    free(copied);
    free(sent);
    free(clean);
}

/* The link is cut to one row, as signed links would take five. */
static void say_started(struct app *a, const struct opening *o)
{
    char *shown = shown_link(a, o->url), at[TIME_TEXT_BYTES];
    struct buf done = {0};
    if (o->start) {
        time_duration_text(strtod(o->start, NULL), at);
        buf_printf(&done, "playing from %s: ", at);
    } else {
        buf_puts(&done, "opened ");
    }
    size_t n = strlen(shown), room = (size_t)screen_cols();
    size_t fits = done.len + n + 3 <= room ? n : room > done.len + 5 ? room - done.len - 5 : 0;
    say(a, ROLE_GOOD, "%s%.*s%s", buf_str(&done), (int)fits, shown, fits < n ? ".." : "");
    buf_done(&done);
    free(shown);
}

static void start_opening(struct app *a)
{
    const struct opening *o = state_of(a);
    struct helper *h = helpers_free_slot(a);
    struct err e = {"too many programs are still running"};
    enum open_result result =
        h ? opener_open(&h->process, a->settings->config, o->url, o->start, &e) : OPEN_REFUSED;
    if (result == OPEN_REFUSED) {
        say(a, ROLE_BAD, "%s", e.text);
    } else if (result == OPEN_NO_DISPLAY) {
        copy_unopened(a, o->url);
    } else {
        enum option_id option = o->start ? OPT_play_command : OPT_open_command;
        const char *command = config_text(a->settings->config, option);
        char *name = xstrndup(command, strcspn(command, " \t"));
        helpers_keep(h, name, NULL);
        say_started(a, o);
        free(name);
    }
}

void link_open_ask_if_expired(struct app *a, const char *url, const char *what,
                              void (*resume)(struct app *a))
{
    struct instant end = {0};
    struct buf words = {0};
    if (!links_expiry(url, &end) || end.us > time_wall_us()) {
        resume(a);
        return;
    }
    links_put_expiry(&words, &end, time_wall_us());
    char *key = hints_key(a, ACT_REFETCH);
    question_ask(a, resume, "the link %s, %s fetches a new one: %s it anyway?", buf_str(&words),
                 key, what);
    buf_done(&words);
    free(key);
}

static void opening_done(struct opening *o)
{
    free(o->url);
    free(o->start);
    *o = (struct opening){0};
}

void link_open(struct app *a, const char *url, char *start)
{
    struct opening next = {xstrdup(url), start};
    if (offline_refuses(a)) {
        opening_done(&next);
        return;
    }
    opening_done(state_of(a));
    *state_of(a) = next;
    link_open_ask_if_expired(a, next.url, start ? "play" : "open", start_opening);
}

void link_open_web_page(struct app *a)
{
    const struct tab *t = a->tab;
    if (!t->provider) {
        focus_call(a);
        return;
    }
    char *url = request_web_url(t->provider, t->id);
    if (url)
        link_open(a, url, NULL);
    else
        say(a, ROLE_WARN, "no page is known: web_url of [provider %s] is not set",
            t->provider->name);
    free(url);
}

static void done(struct app *a)
{
    opening_done(state_of(a));
}

const struct feature link_open_feature = {
    .state_bytes = sizeof(struct opening),
    .done = done,
};
