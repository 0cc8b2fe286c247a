/* Queries are remembered in memory only, as they hold phone numbers. What cannot be read is said
 * above the prompt, where the word is named, and nothing is sent. */
#include "ui/feature/list_prompt.h"

#include "base/alloc.h"
#include "cli/find_terms.h"
#include "cli/saved_query.h"
#include "find/query_number.h"
#include "provider/call_list.h"
#include "provider/id_form.h"
#include "text/blank.h"
#include "text/clean.h"
#include "ui/feature/list_ask.h"
#include "ui/feature/list_tab.h"
#include "ui/prompt/completion.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"
#include "ui/term/screen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

extern const struct feature list_prompt_feature;
static const struct mode_ops mode;

struct list_prompt {
    struct prompt prompt;
    struct completion completion;
    char *problem; /* what was wrong when Enter was pressed; NULL: nothing */
};

static struct list_prompt *state_of(const struct app *a)
{
    return feature_state(a, &list_prompt_feature);
}

static void forget_problem(struct list_prompt *l)
{
    free(l->problem);
    l->problem = NULL;
}

static void open_with(struct app *a, const char *text)
{
    forget_problem(state_of(a));
    prompt_set(&state_of(a)->prompt, text);
    mode_push(a, &mode);
}

void list_prompt_open(struct app *a)
{
    open_with(a, "");
}

static void close_prompt(struct app *a)
{
    completion_done(&state_of(a)->completion);
    forget_problem(state_of(a));
    mode_pop(a, &mode);
}

/* What an empty query means: the last one, and at first the calls of today, or the kept ones. */
static const char *last_query(const struct app *a)
{
    const struct prompt *p = &state_of(a)->prompt;
    const char *first = a->request->offline ? "kept" : "today";
    return p->history_count ? p->history[p->history_count - 1] : first;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " ")] == '\0';
}

/* The query of a text, in which a saved one may be named. NULL with *problem set. */
static const char *query_of(const struct app *a, const char *text, struct query_problem *problem)
{
    const char *typed = is_blank(text) ? last_query(a) : text;
    *problem = (struct query_problem){.bytes = strlen(typed)};
    return saved_query_text(a->settings->config, typed, &problem->why);
}

/* Opens the list; false, with *problem set, if the text cannot be read. */
static bool find(struct app *a, const char *text, struct query_problem *problem)
{
    char *typed = xstrdup(is_blank(text) ? last_query(a) : text);
    const char *query = query_of(a, typed, problem);
    bool ok = query && list_tab_open(a, query, problem);
    if (ok)
        prompt_remember(&state_of(a)->prompt, typed);
    free(typed);
    return ok;
}

/* The prompt stays as after typing, so that the keys that delete reach all of it. */
static void show_problem(struct app *a, const struct query_problem *problem)
{
    struct list_prompt *l = state_of(a);
    forget_problem(l);
    l->problem = xstrdup(problem->why.text);
    l->prompt.at = strlen(prompt_text(&l->prompt));
}

static void accept(struct app *a)
{
    struct query_problem problem;
    char *text = xstrdup(prompt_text(&state_of(a)->prompt));
    mode_pop(a, &mode); /* a list has the focus when it opens */
    if (find(a, text, &problem)) {
        close_prompt(a);
    } else {
        mode_push(a, &mode);
        show_problem(a, &problem);
    }
    free(text);
}

/* A text that cannot be read comes into the prompt. */
static void find_or_show(struct app *a, const char *text)
{
    struct query_problem problem;
    if (find(a, text, &problem))
        return;
    open_with(a, text);
    show_problem(a, &problem);
}

void list_prompt_find(struct app *a, const char *rest)
{
    if (*rest)
        find_or_show(a, rest);
    else
        list_prompt_open(a);
}

/* ---- more calls of a person ---- */

/* Opens the prompt with a query for a person's calls, which begins with `where`. Nothing is sent
 * before Enter, and --offline does not refuse it. */
static void offer_calls_of(struct app *a, const char *where, const char *who)
{
    struct query_number number;
    bool is_number = query_number_read(who, strlen(who), &number) == QUERY_NUMBER_READ;
    bool quoted = strchr(who, '"') || blank_in(who, strlen(who));
    struct buf query = {0};
    buf_puts(&query, a->request->offline ? "kept " : where);
    buf_puts(&query, is_number ? "" : "name:");
    buf_puts(&query, quoted ? "\"" : "");
    for (; *who; who++)
        buf_putc(&query, *who == '"' ? ' ' : *who);
    buf_puts(&query, quoted ? "\"" : "");
    open_with(a, buf_str(&query));
    buf_done(&query);
}

/* What can be asked for of a masked number: its last digits. NULL if nothing can. */
static const char *unmasked_part(const char *who)
{
    const char *last = who ? strrchr(who, '#') : NULL;
    if (!last)
        return who;
    const char *digits = strpbrk(last, "0123456789");
    return digits && strlen(digits) >= QUERY_NUMBER_MIN_DIGITS ? digits : NULL;
}

/* What is masked on the screen does not come into the prompt. */
void list_prompt_more_of_person(struct app *a)
{
    if (!focus_call(a))
        return;
    const struct provider *p = a->tab->provider;
    struct list_row *r = list_row_new(p, a->tab->call);
    /* The other side; the called one if the direction is not known. */
    const char *who = r->sides.second ? r->sides.second : r->sides.first;
    who = a->style.mask ? unmasked_part(who) : who;
    char *where = xasprintf("%s 30d ", p->name);
    if (who)
        offer_calls_of(a, where, who);
    else
        say(a, ROLE_WARN, "the other side's number is not known");
    free(where);
    free(r);
}

/* ---- a pasted phone number ---- */

enum { PASTED_MIN_DIGITS = 7, PASTED_MAX_BYTES = 40 };

/* Of a chosen provider whose IDs have no form, digits can be an ID. */
static bool is_phone(const struct app *a, const char *text)
{
    struct query_number number;
    const struct provider *p = a->id_pane->chosen;
    bool may_be_id = p && p != &provider_any && !p->id_form;
    return query_number_read(text, strlen(text), &number) == QUERY_NUMBER_READ &&
           (number.plus || (strlen(number.digits) >= PASTED_MIN_DIGITS && !may_be_id)) &&
           !id_form_is_known(a->settings->providers, text);
}

static bool open_text(struct app *a, enum text_source source, const char *text, size_t bytes)
{
    while (bytes && isspace((unsigned char)text[bytes - 1]))
        bytes--;
    while (bytes && isspace((unsigned char)*text))
        text++, bytes--;
    if (source != TEXT_PASTED || bytes > PASTED_MAX_BYTES)
        return false;
    char *copy = xstrndup(text, bytes);
    bool is = is_phone(a, copy);
    if (is)
        offer_calls_of(a, "", copy);
    free(copy);
    return is;
}

/* ---- the prompt ---- */

static void offer(void *owner, const char *word, const char *sentence)
{
    completion_add(owner, word, sentence);
}

/* With --offline a query has to begin with it. */
static void put_kept_first(struct completion *c)
{
    for (size_t i = 1; i < c->count; i++) {
        struct candidate kept = c->list[i];
        if (strcmp(kept.word, "kept") == 0) {
            memmove(c->list + 1, c->list, i * sizeof *c->list);
            c->list[0] = kept;
            return;
        }
    }
}

void list_prompt_fill(struct completion *c, const char *text, const void *app)
{
    const struct app *a = app;
    struct find_terms terms;
    const char *name;
    find_terms_init(&terms, a->settings->config, a->settings->providers);
    c->begin = query_complete(text, strlen(text), &terms.terms, offer, c);
    find_terms_done(&terms);
    if (a->request->offline && c->begin == 0)
        put_kept_first(c);
    for (size_t i = 0; c->begin == 0 && (name = saved_query_name(a->settings->config, i)); i++)
        completion_offer(c, name, "a saved query", text);
}

static enum mode_result key_pressed(struct app *a, int key)
{
    struct list_prompt *l = state_of(a);
    enum prompt_result result = action_prompt_key(a, &l->prompt, key);
    if (result == PROMPT_EDITED || result == PROMPT_COMPLETE)
        forget_problem(l);
    if (result == PROMPT_EDITED)
        completion_done(&l->completion);
    if (result == PROMPT_ACCEPTED)
        accept(a);
    else if (result == PROMPT_CANCELLED)
        close_prompt(a);
    else if (result == PROMPT_COMPLETE)
        completion_step(&l->completion, &l->prompt, list_prompt_fill, a);
    return MODE_USED;
}

static bool paste(struct app *a, const char *text, size_t bytes)
{
    forget_problem(state_of(a));
    completion_done(&state_of(a)->completion);
    prompt_insert(&state_of(a)->prompt, text, bytes);
    return true;
}

/* What an empty text asks for. Who asks the first time is told of the words; later the last query
 * needs the room. */
static void put_last(const struct app *a, const char *query, struct line *out)
{
    const char *key = keymap_key_label(a->keymap, ACT_PROMPT_COMPLETE);
    char *clean = clean_dup(query, CLEAN_SCREEN);
    char *shown = tab_masked_text(a->tab, clean, a->style.mask);
    if (*key && !state_of(a)->prompt.history_count)
        line_printf(out, ROLE_DIM, "%s lists words; ", key);
    line_printf(out, ROLE_DIM, "%s; ", shown);
    free(shown);
    free(clean);
}

/* "asks ringg, diga". */
static void put_whom(const struct query *q, const char *only, const struct provider *const *asked,
                     size_t count, struct line *out)
{
    if (!count) {
        line_printf(out, ROLE_WARN, "asks nobody: %s", list_ask_why_nobody(only));
    } else if (q->kept) {
        line_puts(out, ROLE_DIM, "looks through kept calls");
        if (only)
            line_printf(out, ROLE_DIM, " of %s", only);
        line_puts(out, ROLE_DIM, ", asks nobody");
    }
    for (size_t i = 0; !q->kept && i < count; i++)
        line_printf(out, ROLE_DIM, "%s%s", i ? ", " : "asks ", asked[i]->name);
}

/* Whom the query asks, or nothing while it cannot be read. */
static void put_asked(const struct app *a, const char *text, struct line *out)
{
    struct find_terms terms;
    struct query_problem problem;
    size_t count;
    const char *query = query_of(a, text, &problem);
    find_terms_init(&terms, a->settings->config, a->settings->providers);
    struct query *q = query ? list_ask_read(a, query, &terms.terms, &problem) : NULL;
    const struct provider **asked = q ? list_ask_providers(a, q, list_ask_only(a), &count) : NULL;
    if (q && is_blank(text))
        put_last(a, query, out);
    if (q)
        put_whom(q, list_ask_only(a), asked, count, out);
    free(asked);
    query_free(q);
    find_terms_done(&terms);
}

static void draw(const struct app *a, const struct rect *r)
{
    const struct list_prompt *l = state_of(a);
    struct line problem = {0}, remark = {0};
    if (l->problem && r->y > 0) {
        line_put_cut(&problem, ROLE_BAD, l->problem, strlen(l->problem), r->cols - 2);
        screen_fill(r->y - 1, r->x, r->cols, ROLE_STATUS);
        line_draw(&problem, r->y - 1, r->x + 1, r->cols - 1);
    }
    completion_draw(&l->completion, r->y, r->cols);
    put_asked(a, prompt_text(&l->prompt), &remark);
    line_prompt_draw(a, r, " list: ", &l->prompt, &remark, true);
    line_done(&problem);
    line_done(&remark);
}

static const struct mode_ops mode = {
    .key = key_pressed,
    .paste = paste,
    .draw = draw,
};

/* The query of the command line, with its providers; a saved query is known by the name alone. The
 * provider of the options is chosen already. */
static void begun(struct app *a)
{
    const struct app_request *r = a->request;
    struct buf text = {0};
    struct query_problem problem;
    if (!r->find)
        return;
    const char *query = query_of(a, r->find, &problem);
    buf_puts(&text, query ? query : r->find);
    for (size_t i = 0; i < r->find_provider_count; i++)
        buf_printf(&text, " %s", r->find_providers[i]);
    find_or_show(a, buf_str(&text));
    buf_done(&text);
}

static void done(struct app *a)
{
    completion_done(&state_of(a)->completion);
    prompt_done(&state_of(a)->prompt);
    forget_problem(state_of(a));
}

const struct feature list_prompt_feature = {
    .state_bytes = sizeof(struct list_prompt),
    .begun = begun,
    .done = done,
    .open_text = open_text,
};
