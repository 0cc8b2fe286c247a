#include "fetch/archive.h"

#include "base/alloc.h"
#include "fetch/held.h"
#include "fetch/keep_job.h"
#include "keep/kept_folder.h"
#include "keep/kept_owner.h"
#include "keep/kept_purge.h"
#include "keep/kept_search.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* After a purge for size there is room again, so that the next call does not need another one. */
enum { ROOM_PART = 20 };

struct search {
    unsigned number;
    struct query *query;
    struct kept_search *search;
    struct search *next;
};

struct archive {
    const struct fetch_kept_settings *settings;
    unsigned purge_job;
    struct held *held;
    struct keep_job *keeps;   /* the first one is running */
    struct search *searches;  /* each has its turn */
    struct kept_purge *purge; /* NULL: none is running */
    uint64_t bytes;           /* of all files, as far as this program knows */
    uint64_t fixed;           /* those of them that a purge for size leaves alone */
    bool search_next;         /* whose turn it is */
};

static struct kept_purge *purge_new(const struct archive *a, int mb)
{
    const struct fetch_kept_settings *s = a->settings;
    return kept_purge_new(s->dir, (struct kept_limits){.days = s->days, .mb = mb}, time_wall_us(),
                          s->max_bytes);
}

struct archive *archive_new(const struct fetch_kept_settings *settings, unsigned purge_job)
{
    struct archive *a = xcalloc(1, sizeof *a);
    a->settings = settings;
    a->purge_job = purge_job;
    if (settings->dir)
        a->purge = purge_new(a, settings->start_mb);
    return a;
}

static void free_search(struct search *s)
{
    kept_search_free(s->search);
    query_free(s->query);
    free(s);
}

void archive_free(struct archive *a)
{
    for (struct held *h; (h = a->held); held_free(h))
        a->held = h->next;
    for (struct keep_job *j; (j = a->keeps); keep_job_free(j))
        a->keeps = j->next;
    for (struct search *s; (s = a->searches); free_search(s))
        a->searches = s->next;
    kept_purge_free(a->purge);
    free(a);
}

/* ---- holding and keeping ---- */

void archive_hold(struct archive *a, struct job *j, const struct call *c)
{
    struct held *h = held_take(j, c);
    h->next = a->held;
    a->held = h;
}

/* NULL if nothing is held. */
static struct held *take_held(struct archive *a, unsigned number)
{
    struct held **at = &a->held;
    while (*at && (*at)->number != number)
        at = &(*at)->next;
    struct held *h = *at;
    if (h)
        *at = h->next;
    return h;
}

static struct answer *keep(struct archive *a, unsigned number, enum fetch_archive what)
{
    struct keep_job **end = &a->keeps;
    struct held *h = take_held(a, number);
    if (!h || what == FETCH_ARCHIVE_NO) {
        held_free(h);
        return NULL;
    }
    if (!a->settings->dir) {
        struct answer *out = fetch_answer_new(number, ANSWER_KEPT);
        out->failure =
            failure_new(KIND_OTHER, 0, "the call is not kept: there is no home directory");
        held_free(h);
        return out;
    }
    while (*end)
        end = &(*end)->next;
    *end = keep_job_new(h, what);
    return NULL;
}

/* What is kept may be too much by now. Some of the files may have replaced others: the purge counts
 * them all. */
static struct answer *step_keep(struct archive *a, int64_t until_ms)
{
    int mb = a->settings->mb;
    struct keep_job *j = a->keeps;
    struct answer *out = keep_job_step(j, a->settings, until_ms);
    if (!out)
        return NULL;
    a->keeps = j->next;
    a->bytes += out->bytes;
    keep_job_free(j);
    if (mb && !a->purge && a->bytes - a->fixed > (uint64_t)mb << 20)
        a->purge = purge_new(a, mb - mb / ROOM_PART);
    return out;
}

void archive_finish(struct archive *a, int64_t until_ms)
{
    while (a->keeps && time_now_ms() < until_ms)
        fetch_answer_free(step_keep(a, until_ms));
}

/* ---- removing ---- */

/* Files that cannot be read are no news: searches and the doctor count them. */
static struct answer *purge_answer(const struct archive *a, const struct kept_census *c)
{
    struct buf note = {0};
    if (!c->tightened && !*c->failed.text)
        return NULL;
    struct answer *out = fetch_answer_new(a->purge_job, ANSWER_PURGED);
    kept_purge_put_tightened(&note, c);
    out->note = buf_take(&note);
    if (*c->failed.text)
        out->failure = failure_new(KIND_OTHER, 0, "%s", c->failed.text);
    return out;
}

static struct answer *step_purge(struct archive *a, int64_t until_ms)
{
    if (kept_purge_step(a->purge, until_ms))
        return NULL;
    const struct kept_census *c = kept_purge_census(a->purge);
    struct answer *out = purge_answer(a, c);
    a->bytes = c->bytes;
    a->fixed = c->fixed;
    kept_purge_free(a->purge);
    a->purge = NULL;
    return out;
}

/* ---- searching ---- */

/* The link to the search of that number, or else the end of the list. */
static struct search **find_search(struct archive *a, unsigned number)
{
    struct search **at = &a->searches;
    while (*at && (*at)->number != number)
        at = &(*at)->next;
    return at;
}

/* A search of no folder finds nothing. */
static struct answer *begin_search(struct archive *a, struct command *c)
{
    if (!a->settings->dir) {
        struct answer *out = fetch_answer_new(c->job, ANSWER_KEPT_ROWS);
        out->kept_rows = xcalloc(1, sizeof *out->kept_rows);
        out->kept_rows->note = xstrdup("");
        return out;
    }
    struct search *s = xcalloc(1, sizeof *s);
    s->number = c->job;
    s->query = c->query;
    c->query = NULL;
    s->search = kept_search_new(&(struct kept_search_terms){.dir = a->settings->dir,
                                                            .query = s->query,
                                                            .providers = c->set,
                                                            .max_bytes = a->settings->max_bytes});
    *find_search(a, c->job) = s;
    return NULL;
}

static struct answer *rows_answer(struct search *s, bool more)
{
    struct buf note = {0};
    struct answer *out = fetch_answer_new(s->number, ANSWER_KEPT_ROWS);
    struct fetch_kept_rows *found = out->kept_rows = xcalloc(1, sizeof *found);
    found->rows = kept_search_take(s->search, &found->count);
    found->looked = kept_search_looked(s->search);
    found->total = kept_search_total(s->search);
    found->more = more;
    kept_trouble_put_note(&note, kept_search_troubles(s->search));
    found->note = buf_take(&note);
    return out;
}

/* Then it is the turn of the next search. */
static struct answer *step_search(struct archive *a, int64_t until_ms)
{
    struct search *s = a->searches;
    bool more = kept_search_step(s->search, until_ms);
    struct answer *out = rows_answer(s, more);
    a->searches = s->next;
    s->next = NULL;
    if (more)
        *find_search(a, s->number) = s;
    else
        free_search(s);
    return out;
}

/* ---- opening and forgetting ---- */

static void open_of(struct answer *out, const struct fetch_kept_settings *s, const char *id)
{
    const char *name = out->provider->name;
    struct kept_call k = {0};
    enum kept_trouble why =
        s->dir ? kept_folder_open(&k, s->dir, name, id, s->max_bytes) : KEPT_TROUBLE_MISSING;
    if (why == KEPT_TROUBLE_MISSING) {
        out->failure =
            failure_caused(CAUSE_NOT_KEPT, 0, "the call '%s' of %s is not kept", id, name);
    } else if (why) {
        out->failure = kept_folder_failure(why, s->dir, name, id);
    } else {
        struct extracted made = kept_call_extract(&k, out->provider);
        out->call = made.call;
        out->failure = made.failure;
        out->kept = (struct kept_age){k.head.first_kept_us, k.head.masked};
    }
    kept_call_done(&k);
}

/* An ID alone may be that of several providers' calls. */
static struct answer *open_call(const struct archive *a, const struct command *c)
{
    const struct fetch_kept_settings *s = a->settings;
    struct answer *out = fetch_answer_new(c->job, ANSWER_KEPT_CALL);
    out->provider = c->provider;
    if (!c->provider && s->dir)
        out->failure = kept_owner_find(&out->provider, s->dir, c->set, c->id);
    if (out->provider)
        open_of(out, s, c->id);
    else if (!out->failure)
        out->failure = failure_caused(CAUSE_NOT_KEPT, 0, "no call '%s' is kept", c->id);
    return out;
}

/* A call that is about to be kept is not kept any more. The descriptions may have been read again
 * meanwhile: then they are others of the same name. */
static void drop_keeps(struct archive *a, const struct provider *p, const char *id)
{
    for (struct keep_job **at = &a->keeps; *at;) {
        struct keep_job *j = *at;
        const struct held *h = j->held;
        if (strcmp(h->provider->name, p->name) != 0 || strcmp(h->id, id) != 0) {
            at = &j->next;
            continue;
        }
        *at = j->next;
        keep_job_free(j);
    }
}

static struct answer *forget(struct archive *a, const struct command *c)
{
    struct err e = {""};
    struct answer *out = fetch_answer_new(c->job, ANSWER_FORGOTTEN);
    const char *dir = a->settings->dir;
    drop_keeps(a, c->provider, c->id);
    if (dir && !kept_folder_forget(dir, c->provider->name, c->id, time(NULL), &e))
        out->failure = failure_new(KIND_OTHER, 0, "%s", e.text);
    return out;
}

/* ---- for the worker ---- */

void archive_drop(struct archive *a, unsigned number)
{
    struct search **at = find_search(a, number), *s = *at;
    held_free(take_held(a, number));
    if (!s)
        return;
    *at = s->next;
    free_search(s);
}

struct answer *archive_command(struct archive *a, struct command *c)
{
    if (c->type == COMMAND_KEEP)
        return keep(a, c->job, c->archive);
    if (c->type == COMMAND_KEPT_OPEN)
        return open_call(a, c);
    if (c->type == COMMAND_KEPT_FORGET)
        return forget(a, c);
    if (c->type == COMMAND_KEPT_SEARCH)
        return begin_search(a, c);
    return NULL;
}

bool archive_is_busy(const struct archive *a)
{
    return a->purge || a->keeps || a->searches;
}

/* Searches take turns with the rest. Old calls are removed before others are kept. */
struct answer *archive_step(struct archive *a, int64_t until_ms)
{
    bool others = a->purge || a->keeps;
    a->search_next = a->searches && (!a->search_next || !others);
    if (a->search_next)
        return step_search(a, until_ms);
    if (a->purge)
        return step_purge(a, until_ms);
    return a->keeps ? step_keep(a, until_ms) : NULL;
}
