#include "ui/feature/list_ask.h"

#include "base/alloc.h"
#include "cli/find_terms.h"
#include "text/clean.h"
#include "ui/feature/provider_key.h"
#include "ui/shell/app.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/say.h"

#include <stdlib.h>
#include <string.h>

enum { HTTP_BAD = 400 };

struct query *list_ask_read(const struct app *a, const char *text, const struct query_terms *t,
                            struct query_problem *problem)
{
    struct query *q = query_new(text, t, problem);
    struct query_problem sends = {.bytes = strlen(text)};
    if (!q || !a->request->offline || find_terms_offline(q, &sends.why))
        return q;
    *problem = sends;
    query_free(q);
    return NULL;
}

const char *list_ask_only(const struct app *a)
{
    const struct provider *chosen = a->id_pane->chosen;
    return chosen && chosen != &provider_any ? chosen->name : NULL;
}

static bool is_asked(const struct provider *p, const struct query *q, const char *only)
{
    if (only && strcmp(only, p->name) != 0)
        return false;
    return query_asks(q, p->name) &&
           (only || provider_has_key(p) || query_names_providers(q) || q->kept);
}

const struct provider **list_ask_providers(const struct app *a, const struct query *q,
                                           const char *only, size_t *count)
{
    const struct provider_set *set = a->settings->providers;
    const struct provider **list = xcalloc(set->count + 1, sizeof(const struct provider *));
    *count = 0;
    for (size_t i = 0; i < set->count; i++)
        if (is_asked(&set->list[i], q, only))
            list[(*count)++] = &set->list[i];
    return list;
}

const char *list_ask_why_nobody(const char *only)
{
    return only ? "another provider is chosen" : "no key";
}

const char *list_ask_why_empty(const struct app *a)
{
    bool archive = config_number(a->settings->config, OPT_archive) != FETCH_ARCHIVE_NO;
    return archive ? "no calls are kept yet"
                   : "no calls are kept, as archive = no; :set archive=yes keeps those shown";
}

/* A description of before `reload-config` may name another host than the one the key is for. */
struct failure *list_ask_key(void *app, const struct provider *p, char **key)
{
    const struct app *a = app;
    const struct provider *now = provider_find(a->settings->providers, p->name);
    if (now && now != p)
        return failure_new(KIND_USAGE, 0,
                           "the configuration was read again: ask for the list again");
    return provider_key_for(app, p, key);
}

enum list_source_state list_ask_state(const struct listing_one *one)
{
    static const enum list_source_state states[] = {
        [LISTING_LEFT_OUT] = LIST_SOURCE_LEFT_OUT, [LISTING_ASKING] = LIST_SOURCE_ASKING,
        [LISTING_WAITING] = LIST_SOURCE_ASKING,    [LISTING_PAUSED] = LIST_SOURCE_STOPPED,
        [LISTING_BOUNDED] = LIST_SOURCE_READ,      [LISTING_FAILED] = LIST_SOURCE_FAILED,
        [LISTING_ENDED] = LIST_SOURCE_READ,
    };
    bool looking = one->provider == &listing_kept && one->state == LISTING_ASKING;
    return looking ? LIST_SOURCE_LOOKING : states[one->state];
}

/* Appends why a provider was left out or failed, or what was odd. */
static void put_trouble(struct buf *out, const struct listing_one *one)
{
    const struct failure *f = one->failure;
    if (one->state == LISTING_LEFT_OUT)
        buf_puts(out, one->plan.left_out);
    else if (f && f->kind == KIND_AUTH && !provider_has_key(one->provider))
        buf_puts(out, "no key");
    else if (f && f->http_status >= HTTP_BAD)
        buf_printf(out, "%d: %s", f->http_status, f->message);
    else if (f)
        buf_puts(out, f->message);
    else if (one->state == LISTING_WAITING)
        buf_puts(out, "its rate limit is waited for");
    else if (one->notes)
        buf_puts(out, one->notes);
}

/* The row of a provider can be too narrow for it. */
static void say_failure(struct app *a, const struct list_source *before, const char *trouble)
{
    if (before->trouble && strcmp(before->trouble, trouble) == 0)
        return;
    char *raw = xasprintf("%s: %s", before->provider->name, trouble);
    char *text = clean_dup(raw, 0);
    say_quietly(a, ROLE_BAD, NULL, text);
    free(text);
    free(raw);
}

/* Pages that are only of times before those of the query are not offered. */
static void take_reach(struct list_source *s, const struct listing_one *one)
{
    const struct query *q = one->plan.query; /* NULL: of kept calls */
    bool is_complete = !q || one->complete_from_us <= q->range.since_us;
    s->looked = one->looked;
    s->total = one->kept;
    s->more = one->more && !is_complete;
    s->more_asked = one->more_asked;
    s->complete_from_us = is_complete ? INT64_MIN : one->complete_from_us;
}

void list_ask_take(struct app *a, struct call_list *calls, struct listing_one *one)
{
    struct list_source *s = call_list_source(calls, one->provider);
    struct buf asked = {0}, trouble = {0};
    put_trouble(&trouble, one);
    if (one->state != LISTING_LEFT_OUT && one->plan.query)
        list_plan_put_asked(&asked, &one->plan);
    s->state = list_ask_state(one);
    if (s->state == LIST_SOURCE_FAILED)
        say_failure(a, s, buf_str(&trouble));
    take_reach(s, one);
    call_list_describe(s, asked.len ? buf_str(&asked) : NULL,
                       trouble.len ? buf_str(&trouble) : NULL);
    call_list_add(calls, one->rows, one->row_count);
    one->row_count = 0;
    if (one->provider == &listing_kept && one->state == LISTING_ENDED)
        call_list_drop_old(calls); /* a kept call that does not come again was forgotten */
    buf_done(&asked);
    buf_done(&trouble);
}
