/* `:forget`: removes the kept copy of the call on the screen, after a question. A mode waits for
 * the answer to it. UI thread. */
#include "keys/key.h"
#include "ui/feature/command_line.h"
#include "ui/feature/keep_shown.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/mode.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"

static const struct mode_ops mode;

/* The kept call of a page, which has none to show, can be forgotten too. */
static bool has_call(const struct tab *t)
{
    return !tab_is_list(t) && t->provider && t->provider != &provider_any && t->id;
}

void forget_call_ask(struct app *a, const char *rest)
{
    (void)rest;
    if (has_call(a->tab))
        mode_push(a, &mode);
    else
        focus_call(a); /* says why there is none */
}

/* Alt and a key is Esc, which ends the mode, followed by the key. */
static enum mode_result answered(struct app *a, int key)
{
    if (key >= K_ALT)
        return MODE_SPLIT;
    mode_pop(a, &mode);
    if (key != 'y' && key != 'Y') {
        say(a, ROLE_DIM, "nothing was forgotten");
        return MODE_USED;
    }
    keep_shown_no_more(a, a->tab);
    tab_offer_kept(a->tab, NULL, (struct kept_age){0});
    fetch_kept_forget(a->fetcher, a->tab->provider, a->tab->id);
    return MODE_USED;
}

static void status(const struct app *a, struct line *out)
{
    (void)a;
    line_puts(out, ROLE_PROMPT, "forget the kept copy of this call for good?");
    line_puts(out, ROLE_KEY, "  y");
    line_puts(out, ROLE_STATUS, " yes, any other key: no");
}

static const enum action *hints(const struct app *a)
{
    static const enum action list[] = {ACT_CANCEL, ACT_NONE};
    (void)a;
    return list;
}

static const struct mode_ops mode = {
    .key = answered,
    .is_brief = true,
    .status = status,
    .hints = hints,
};

static bool on_answer(struct app *a, struct answer *answer)
{
    if (answer->type != ANSWER_FORGOTTEN)
        return false;
    if (answer->failure)
        say(a, ROLE_WARN, "%s", answer->failure->message);
    else
        say(a, ROLE_DIM, "no copy of the call is kept any more");
    return true;
}

const struct feature forget_call_feature = {
    .on_answer = on_answer,
};
