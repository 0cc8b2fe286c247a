/* Descriptions are lenient, so that several find something in almost any answer. The call belongs
 * to the description that finds an ID of its own form, and of those to the one that finds most. */
#include "cli/opened.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "cli/input_file.h"
#include "cli/settings.h"
#include "keep/kept_file.h"
#include "provider/extract/extract.h"
#include "provider/extract/refusal.h"
#include "provider/extract/trace.h"
#include "provider/extract/webhook.h"
#include "provider/id_form.h"
#include "provider/json.h"
#include "text/blank.h"

#include <stdlib.h>
#include <string.h>

struct found {
    const struct provider *provider;
    struct extracted got;
    bool fits;     /* the ID has the provider's form, and is not all that was found */
    size_t places; /* of the description that have a value */
};

struct opening {
    const struct provider_set *set;
    const char *path;
    const struct provider *named; /* NULL: all */
    size_t max_bytes;
    bool mask; /* what a provider says */
    struct file_text file;
    struct arena *arena;          /* has the document */
    const struct value *document; /* NULL: the file is not JSON */
    struct found *list;           /* one for each provider that was tried */
    size_t count;
};

/* ---- one description ---- */

static bool has_id(const struct found *f)
{
    return f->got.call && f->got.call->id && *f->got.call->id;
}

static void found_done(struct found *f)
{
    call_free(f->got.call);
    failure_free(f->got.failure);
}

static struct found try_form(const struct opening *o, const struct provider *p,
                             const struct provider *form)
{
    const struct answer_body body = input_file_answer(&o->file);
    struct trace trace;
    struct found f = {.provider = p};
    trace_init(&trace, form);
    f.got = extract_traced(form, "", &body, NULL, &trace);
    for (size_t i = 0; i < trace.count; i++)
        f.places += trace.rows[i].counts[OUTCOME_FILLED] > 0;
    f.fits = has_id(&f) && f.places > 1 && id_form_fits(p, f.got.call->id);
    trace_done(&trace);
    return f;
}

/* An answer of the provider, or else the body of a webhook. */
static struct found try_provider(const struct opening *o, const struct provider *p)
{
    struct provider inside;
    struct source places[2];
    struct found answer = try_form(o, p, p);
    if (has_id(&answer) || !webhook_provider(&inside, places, p, o->document))
        return answer;
    struct found event = try_form(o, p, &inside);
    bool better = event.got.call != NULL;
    found_done(better ? &answer : &event);
    return better ? event : answer;
}

/* ---- whose call it is ---- */

/* As strcmp: negative if a is the better one. */
static int compare(const struct found *a, const struct found *b)
{
    if (has_id(a) != has_id(b))
        return has_id(a) ? -1 : 1;
    if (a->fits != b->fits)
        return a->fits ? -1 : 1;
    if (a->places != b->places)
        return a->places > b->places ? -1 : 1;
    return a->provider->enabled == b->provider->enabled ? 0 : a->provider->enabled ? -1 : 1;
}

static int refuse_several(const struct opening *o, const struct found *best, struct err *e)
{
    struct buf names = {0};
    for (size_t i = 0; i < o->count; i++)
        if (compare(&o->list[i], best) == 0)
            buf_printf(&names, "%s%s", names.len ? ", " : "", o->list[i].provider->name);
    err_set(e, "'%s' can be a call of several providers; name one with --provider: %s", o->path,
            buf_str(&names));
    buf_done(&names);
    return KIND_USAGE;
}

/* The provider's words are bounded and masked as those of any failure. */
static void set_no_call(const struct opening *o, const struct found *best, struct err *e)
{
    char *said = refusal_words(o->document);
    struct failure *f = failure_new(KIND_PROVIDER, 0, "%s", said ? said : "");
    char *of = o->named ? xasprintf(" of '%s'", o->named->name) : xstrdup("");
    if (o->mask)
        failure_mask(f, NULL);
    if (said)
        err_set(e, "'%s' holds no call%s; it says: %s", o->path, of, f->message);
    else if (o->named)
        err_set(e, "'%s' holds no call%s: %s", o->path, of, best->got.failure->message);
    else
        err_set(e, "'%s' holds no call of a provider that is known", o->path);
    free(of);
    free(said);
    failure_free(f);
}

/* Without a name, a call has an ID: something is found in any answer. */
static int choose(const struct opening *o, struct found **out, struct err *e)
{
    struct found *best = &o->list[0];
    size_t equal = 0;
    for (size_t i = 1; i < o->count; i++)
        if (compare(&o->list[i], best) < 0)
            best = &o->list[i];
    for (size_t i = 0; i < o->count; i++)
        equal += compare(&o->list[i], best) == 0;
    *out = best;
    if (o->named ? best->got.call != NULL : has_id(best))
        return equal > 1 ? refuse_several(o, best, e) : 0;
    set_no_call(o, best, e);
    return KIND_PROVIDER;
}

/* False, with e set, if the file is no answer of any provider. */
static bool parse(struct opening *o, struct err *e)
{
    struct err why;
    const struct answer_body body = input_file_answer(&o->file);
    if (blank_span(o->file.data, o->file.bytes) == o->file.bytes)
        return err_set(e, "'%s' is empty", o->path);
    o->document = json_parse(o->arena, o->file.data, o->file.bytes, &why);
    if (!o->document && refusal_is_page(&body))
        return err_set(e, "'%s' is a web page, not JSON", o->path);
    return o->document || err_set(e, "cannot read '%s': %s", o->path, why.text);
}

static int open_answer(struct opening *o, struct opened *out, struct err *e)
{
    struct found *best;
    if (!parse(o, e))
        return KIND_PROVIDER;
    o->list = xcalloc(o->set->count + 1, sizeof *o->list);
    for (size_t i = 0; i < o->set->count; i++) {
        const struct provider *p = &o->set->list[i];
        if (o->named ? p == o->named : !p->broken)
            o->list[o->count++] = try_provider(o, p);
    }
    int code = choose(o, &best, e);
    if (code)
        return code;
    *out = (struct opened){.call = best->got.call, .provider = best->provider};
    best->got.call = NULL;
    return 0;
}

/* ---- kept calls ---- */

static int open_kept(const struct opening *o, const struct kept_call *k, struct opened *out,
                     struct err *e)
{
    const struct provider *p = o->named ? o->named : provider_find(o->set, k->head.provider);
    if (!p) {
        kept_trouble_set(e, KEPT_TROUBLE_NO_PROVIDER, o->path);
        return KIND_USAGE;
    }
    struct extracted got = kept_call_extract(k, p);
    *out = (struct opened){got.call, p, {k->head.first_kept_us, k->head.masked}};
    if (got.failure && o->mask)
        failure_mask(got.failure, k->head.id);
    if (got.failure)
        err_set(e, "'%s' holds no call: %s", o->path, got.failure->message);
    failure_free(got.failure);
    return got.call ? 0 : KIND_PROVIDER;
}

/* A text that is no kept call is an answer. */
static int open_text(struct opening *o, struct opened *out, struct err *e)
{
    struct kept_call k = {0};
    bool packed = o->file.bytes > 1 && memcmp(o->file.data, "\x1f\x8b", 2) == 0; /* gzip */
    enum kept_trouble why = packed ? kept_file_unpack(&k, o->file.data, o->file.bytes, o->max_bytes)
                                   : kept_call_read(&k, o->file.data, o->file.bytes);
    bool other =
        why == KEPT_TROUBLE_NO_JSON || why == KEPT_TROUBLE_TOO_MUCH || why == KEPT_TROUBLE_NO_CALL;
    if (!packed && other)
        return open_answer(o, out, e);
    if (why) {
        kept_trouble_set(e, why, o->path);
        return KIND_USAGE;
    }
    int code = open_kept(o, &k, out, e);
    kept_call_done(&k);
    return code;
}

/* ---- all of it ---- */

static bool find_named(struct opening *o, const char *name, struct err *e)
{
    o->named = name ? provider_find(o->set, name) : NULL;
    if (name && (!o->named || o->named == &provider_any))
        return provider_unknown(o->set, name, e);
    return !o->named || !o->named->broken ||
           err_set(e, "provider '%s' cannot be used: %s", name, o->named->broken);
}

int opened_read(struct opened *out, const struct config *config, const struct provider_set *set,
                const char *path, const char *named, struct err *e)
{
    struct opening o = {.set = set,
                        .path = strcmp(path, "-") == 0 ? "standard input" : path,
                        .max_bytes = settings_max_bytes(config),
                        .mask = config_number(config, OPT_mask),
                        .arena = arena_new()};
    bool read = find_named(&o, named, e) && input_file_read(&o.file, path, o.max_bytes, e);
    int code = read ? open_text(&o, out, e) : KIND_USAGE;
    for (size_t i = 0; i < o.count; i++)
        found_done(&o.list[i]);
    free(o.list);
    file_text_done(&o.file);
    arena_free(o.arena);
    return code;
}

void opened_done(struct opened *o)
{
    call_free(o->call);
    *o = (struct opened){0};
}
