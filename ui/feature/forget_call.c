/* `:forget`: removes the kept copy of the call on the screen, after a question. The worker first
 * says whether there is one. A mode waits for the answer of the user, who may give it before that.
 * UI thread. */
#include "base/alloc.h"
#include "keys/key.h"
#include "ui/feature/command_line.h"
#include "ui/feature/keep_shown.h"
#include "ui/feature/kept_copy.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/mode.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"

#include <stdlib.h>

extern const struct feature forget_call_feature;
static const struct mode_ops mode;

/* The call that is to be forgotten. */
struct forgetting {
    unsigned job;                    /* that looks for the copy; 0: it has ended */
    const struct provider *provider; /* of the copy that was found; NULL before that */
    char *id;
    bool agreed;
};

static struct forgetting *state_of(const struct app *a)
{
    return feature_state(a, &forget_call_feature);
}

/* The kept call of a page, which has none to show, can be forgotten too. */
void forget_call_ask(struct app *a, const char *rest)
{
    struct forgetting *f = state_of(a);
    const struct tab *t = a->tab;
    (void)rest;
    if (tab_is_list(t) || !t->provider || !t->id) {
        focus_call(a); /* says why there is none */
        return;
    }
    free(f->id);
    *f = (struct forgetting){.job = kept_copy_fetch(a, t->provider, t->id), .id = xstrdup(t->id)};
    mode_push(a, &mode);
}

static void forget(struct app *a)
{
    const struct forgetting *f = state_of(a);
    keep_shown_no_more(a, f->provider, f->id);
    kept_copy_offer_no_more(a, f->provider, f->id);
    fetch_kept_forget(a->fetcher, f->provider, f->id);
}

/* Alt and a key is Esc, which ends the mode, followed by the key. */
static enum mode_result answered(struct app *a, int key)
{
    struct forgetting *f = state_of(a);
    if (key >= K_ALT)
        return MODE_SPLIT;
    mode_pop(a, &mode);
    f->agreed = key == 'y' || key == 'Y';
    if (!f->agreed)
        say(a, ROLE_DIM, "nothing was forgotten");
    else if (!f->job)
        forget(a);
    return MODE_USED;
}

static void status(const struct app *a, struct line *out)
{
    if (state_of(a)->job) {
        line_puts(out, ROLE_STATUS, "looking for the kept copy of this call");
        return;
    }
    line_puts(out, ROLE_PROMPT, "forget the kept copy of this call for good?");
    line_puts(out, ROLE_KEY, "  y");
    line_puts(out, ROLE_STATUS, " yes, any other key: no");
}

static const struct mode_ops mode = {
    .key = answered,
    .is_brief = true,
    .status = status,
    .hints = mode_hints_cancel,
};

/* ---- answers ---- */

/* A call that was received a moment ago may be about to be kept. */
static bool is_kept(const struct app *a, const struct answer *answer)
{
    const struct forgetting *f = state_of(a);
    if (!answer->failure || !answer->provider)
        return answer->provider;
    return answer->failure->cause != CAUSE_NOT_KEPT || keep_shown_is_keeping(a, f->provider, f->id);
}

/* A copy that cannot be read can be forgotten. What is not kept yet is not kept later. */
static void looked(struct app *a, const struct answer *answer)
{
    struct forgetting *f = state_of(a);
    f->job = 0;
    if (!f->agreed && !mode_is_pushed(a, &mode))
        return; /* the mouse or a paste has ended it, or another key */
    f->provider = answer->provider;
    if (is_kept(a, answer)) {
        if (f->agreed)
            forget(a);
        return;
    }
    mode_pop(a, &mode);
    if (f->provider)
        keep_shown_no_more(a, f->provider, f->id);
    if (answer->failure->cause == CAUSE_NOT_KEPT)
        say(a, ROLE_WARN, "no copy of this call is kept");
    else
        say(a, ROLE_WARN, "%s", answer->failure->message);
}

static bool on_answer(struct app *a, struct answer *answer)
{
    bool has_looked = answer->type == ANSWER_KEPT_CALL && answer->job == state_of(a)->job;
    bool has_forgotten = answer->type == ANSWER_FORGOTTEN;
    if (has_looked)
        looked(a, answer);
    else if (has_forgotten && answer->failure)
        say(a, ROLE_WARN, "%s", answer->failure->message);
    else if (has_forgotten)
        say(a, ROLE_DIM, "no copy of the call is kept any more");
    return has_looked || has_forgotten;
}

static void done(struct app *a)
{
    free(state_of(a)->id);
}

const struct feature forget_call_feature = {
    .state_bytes = sizeof(struct forgetting),
    .done = done,
    .on_answer = on_answer,
};
