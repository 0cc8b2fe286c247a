/* There are four pages: welcome, loading, failed and cancelled. */
#include "ui/shell/page.h"

#include "base/alloc.h"
#include "config/paths.h"
#include "config/words.h"
#include "keep/kept_age.h"
#include "keys/keymap.h"
#include "provider/provider.h"
#include "text/time.h"
#include "ui/shell/app.h"
#include "ui/shell/tab.h"
#include "ui/term/screen.h"
#include "ui/view/view_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Adds a row such as "r fetches again". */
static void add_key(struct view *v, const struct app *a, enum action action, const char *does)
{
    const char *key = keymap_key_label(a->keymap, action);
    if (*key)
        view_lines_add(v, ROLE_KEY, key, ROLE_TEXT, does);
}

static bool any_key(const struct app *a)
{
    for (size_t i = 0; i < a->settings->providers->count; i++)
        if (provider_has_key(&a->settings->providers->list[i]))
            return true;
    return false;
}

/* Says where a key is taken from, and which file to write it into. */
static void add_where_keys_are(struct view *v, const struct config *c)
{
    char **places = paths_of_config();
    view_lines_addf(v, ROLE_DIM,
                    "A key is taken from the environment (CALLBROWSER_PROVIDER_API_KEY), or else "
                    "from api_key_command, api_key_file or api_key in [provider NAME] of the "
                    "configuration.");
    view_lines_add_blank(v);
    view_lines_addf(v, ROLE_DIM, "%s",
                    c->has_file ? "The configuration file is"
                                : "callbrowser --print-config prints a configuration; save it as");
    view_lines_addf(v, ROLE_VALUE, "%s", c->has_file ? c->doc.file : places[0]);
    words_free(places);
}

static void put_welcome(struct view *v, const struct app *a)
{
    const char *welcome = config_text(a->settings->config, OPT_welcome);
    view_lines_addf(v, ROLE_TITLE, "No call yet");
    view_lines_add_blank(v);
    bool typing = a->tab->focus == PANE_ID;
    if (typing)
        add_key(v, a, ACT_PROMPT_CANCEL, "leaves the ID pane; then these keys work:");
    add_key(v, a, ACT_FIND, "lists calls: by number, time, status and other words");
    if (!typing)
        add_key(v, a, ACT_ID_PANE, "go to the ID pane");
    add_key(v, a, ACT_NEXT_PANE, "next pane; the provider pane has a list");
    add_key(v, a, ACT_HELP, "all keys");
    add_key(v, a, ACT_CLOSE, "close, quit");
    view_lines_add_blank(v);
    view_lines_addf(v, ROLE_TEXT,
                    "Type or paste a call's ID above and press Enter. PROVIDER:ID "
                    "names its provider; a URL of the call works too.");
    if (!screen_is_utf8()) {
        view_lines_add_blank(v);
        view_lines_addf(v, ROLE_WARN,
                        "The locale is not UTF-8, so letters beyond ASCII may be missing: set "
                        "LANG=C.UTF-8.");
    }
    if (!any_key(a)) {
        view_lines_add_blank(v);
        view_lines_addf(v, ROLE_WARN, "No provider has a key.");
        add_where_keys_are(v, a->settings->config);
    }
    if (*welcome) {
        view_lines_add_blank(v);
        view_lines_addf(v, ROLE_VALUE, "%s", welcome);
    }
}

/* What was asked for, between blank rows. */
static void add_asked(struct view *v, const struct tab *t)
{
    char *host = t->provider ? provider_host(t->provider) : xstrdup("");
    view_lines_add_blank(v);
    if (t->provider)
        view_lines_add(v, ROLE_LABEL, "Provider", ROLE_VALUE, t->provider->title);
    view_lines_add(v, ROLE_LABEL, "Call ID", ROLE_VALUE, t->id);
    if (*host)
        view_lines_add(v, ROLE_LABEL, "Host", ROLE_VALUE, host);
    view_lines_add_blank(v);
    free(host);
}

/* All providers were asked, and at least one of them has a key. */
static bool is_of_all(const struct tab *t)
{
    return t->provider == &provider_any && t->any && t->any->count;
}

/* Adds what each provider has answered so far. */
static void add_answers(struct view *v, const struct app *a, const struct tab *t)
{
    for (size_t i = 0; i < t->any->count; i++) {
        const struct failure *f = t->any->list[i].failure;
        enum role role = !f ? ROLE_DIM : f->kind == KIND_NOT_FOUND ? ROLE_TEXT : ROLE_WARN;
        char *said = tab_masked_text(t, f ? f->message : "asked", f && a->style.mask);
        view_lines_add(v, ROLE_LABEL, t->any->list[i].provider->title, role, said);
        free(said);
    }
}

static void put_loading(struct view *v, const struct app *a, const struct tab *t)
{
    view_lines_addf(v, ROLE_TITLE, "Fetching");
    add_asked(v, t);
    if (is_of_all(t)) {
        add_answers(v, a, t);
        view_lines_add_blank(v);
    }
    add_key(v, a, ACT_STOP, "stops the fetch");
}

static void put_cancelled(struct view *v, const struct app *a, const struct tab *t)
{
    view_lines_addf(v, ROLE_WARN, "Cancelled");
    add_asked(v, t);
    add_key(v, a, ACT_REFETCH, "fetches again");
    add_key(v, a, ACT_ID_PANE, "another ID");
}

/* Adds a text of a failure, which begins in lower case. */
static void add_sentence(struct view *v, enum role role, const char *text, const char *end)
{
    view_lines_addf(v, role, "%c%s%s", toupper((unsigned char)*text), text + 1, end);
}

static void add_response(struct view *v, const struct app *a, const struct tab *t)
{
    const struct failure *f = t->failure;
    char *code = f->code ? tab_masked_text(t, f->code, a->style.mask) : NULL;
    if (f->http_status)
        view_lines_addf(v, ROLE_TEXT, "HTTP status %d", f->http_status);
    if (code)
        view_lines_add(v, ROLE_LABEL, "Code", ROLE_VALUE, code);
    free(code);
    if (f->request_id)
        view_lines_add(v, ROLE_LABEL, "Request ID", ROLE_VALUE, f->request_id);
}

static void add_wait(struct view *v, const struct tab *t)
{
    int64_t left_ms = t->retry_at_ms - time_now_ms();
    if (!t->retry_at_ms) {
        if (t->failure->kind == KIND_RATE_LIMITED)
            view_lines_addf(v, ROLE_TEXT, "Wait a little before you try again.");
        return;
    }
    if (left_ms > 0)
        view_lines_addf(v, ROLE_WARN, "The provider asks to wait %d s.",
                        (int)((left_ms + 999) / 1000));
    else
        view_lines_addf(v, ROLE_GOOD, "You can try again now.");
}

static void add_said(struct view *v, const struct app *a, const struct tab *t)
{
    const char *what = failure_what(t->failure);
    char *said = tab_masked_text(t, t->failure->message, a->style.mask), *rest = said;
    size_t n = strlen(what);
    if (strncmp(said, what, n) == 0 && strncmp(said + n, ": ", 2) == 0)
        rest += n + 2; /* the headline says it */
    view_lines_addf(v, ROLE_TEXT, "%s", rest);
    free(said);
}

static void add_offered(struct view *v, const struct app *a, const struct tab *t)
{
    struct buf text = {0};
    buf_puts(&text, "shows the copy that was ");
    kept_age_put(&text, &t->offered_age, time_wall_us());
    add_key(v, a, ACT_ENTER, buf_str(&text));
    buf_done(&text);
}

static void put_failure(struct view *v, const struct app *a, const struct tab *t)
{
    const struct failure *f = t->failure;
    bool offline = a->request->offline, of_all = is_of_all(t);
    bool others = !offline && tab_others(t, a->settings->providers, NULL);
    add_sentence(v, ROLE_BAD,
                 !of_all  ? failure_what(f)
                 : others ? "none of these providers knows this call"
                          : "no provider knows this call",
                 "");
    view_lines_add_blank(v);
    if (of_all)
        add_answers(v, a, t);
    else
        add_said(v, a, t);
    add_response(v, a, t);
    add_wait(v, t);
    if (failure_advice(f) && !of_all)
        add_sentence(v, ROLE_TEXT, failure_advice(f), ".");
    add_asked(v, t);
    if (t->offered)
        add_offered(v, a, t);
    if (others)
        add_key(v, a, ACT_ASK_OTHERS, "asks all other providers that have a key");
    if (t->provider && !offline)
        add_key(v, a, ACT_REFETCH, "fetches again");
    if (t->answered)
        add_key(v, a, ACT_RAW, of_all ? "shows the answers" : "shows the answer");
    if (t->provider && !failure_is_of_copy(f))
        add_key(v, a, ACT_COPY_NOTE, "copies a report for the provider's support");
    add_key(v, a, ACT_ID_PANE, "another ID");
}

struct view *page_of_tab(const struct app *a, const struct tab *t)
{
    struct view *v = view_lines_new();
    if (t->job)
        put_loading(v, a, t);
    else if (t->failure)
        put_failure(v, a, t);
    else if (t->cancelled)
        put_cancelled(v, a, t);
    else
        put_welcome(v, a);
    return v;
}
