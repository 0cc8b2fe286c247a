/* The steps of reading an answer, in order. All of them work in one arena, which becomes the
 * call's, or is freed if there is a failure. */
#include "provider/extract/extract.h"

#include "base/alloc.h"
#include "call/figures_measure.h"
#include "call/links.h"
#include "call/other.h"
#include "provider/extract/document.h"
#include "provider/extract/extraction.h"
#include "provider/extract/field.h"
#include "provider/extract/parts.h"
#include "provider/extract/refusal.h"
#include "provider/extract/scalar.h"
#include "provider/extract/secrets.h"
#include "provider/json.h"
#include "text/utf8.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* The call with the ID asked for, or the only one if it has no ID. Without an ID to ask for, as in
 * a test of a description, the first one. */
static struct value *call_in_list(struct extraction *x, struct value *list)
{
    for (struct value *v = value_first(list); v; v = v->next) {
        const char *id = v->type == VALUE_OBJECT ? extraction_id(x, v) : NULL;
        bool fits = id ? strcasecmp(id, x->call->id) == 0 : list->count == 1;
        if (v->type == VALUE_OBJECT && (fits || !*x->call->id))
            return v;
    }
    return NULL;
}

/* The call itself, or the one in a list of calls. *list is set to a list that does not have it. */
static struct value *root_of(struct extraction *x, struct value *v, struct value **list)
{
    if (v->type != VALUE_ARRAY)
        return v->type == VALUE_OBJECT ? v : NULL;
    struct value *call = call_in_list(x, v);
    if (!call)
        *list = v;
    else if (v->count > 1)
        extraction_note(x, "call: one of %u that the provider sent", v->count);
    return call;
}

/* Finds the call in its document. *list is set if there is a list of calls without it. If the
 * document turned out to be an envelope without a usable call, it is not used as the call itself,
 * because its status is not the call's. */
static struct value *root_find(struct extraction *x, struct value *document, struct value **list)
{
    const struct sources *sources = &x->provider->root;
    bool is_envelope = false;
    if (!sources->count)
        return root_of(x, document, list);
    for (size_t i = 0; i < sources->count && !*list; i++) {
        struct value *v = value_find(document, sources->at[i].pointer);
        if (!v || (v == document && is_envelope))
            continue;
        struct value *root = root_of(x, v, list);
        trace_add(x->trace, &sources->at[i],
                  root                                        ? OUTCOME_FILLED
                  : v->type == VALUE_ARRAY && !value_first(v) ? OUTCOME_EMPTY
                                                              : OUTCOME_WRONG_TYPE,
                  v, NULL);
        if (root)
            return root;
        is_envelope = true;
    }
    return NULL;
}

/* Compares the answer's ID with the requested one. False if the answer has no ID. */
static bool id_check_own(struct extraction *x)
{
    for (size_t i = 0; i < x->provider->id.count; i++) {
        struct value *v = value_find(x->root, x->provider->id.at[i].pointer);
        const char *id = v ? scalar_text(x->arena, v) : NULL;
        if (v)
            trace_add(x->trace, &x->provider->id.at[i], id ? OUTCOME_FILLED : OUTCOME_WRONG_TYPE, v,
                      NULL);
        if (!id)
            continue;
        v->used = true;
        x->found++;
        if (!*x->call->id)
            x->call->id = id;
        if (strcmp(id, x->call->id) != 0)
            extraction_note(x, "id: the provider calls it '%s'", id);
        return true;
    }
    return false;
}

static bool is_used(const struct value *v)
{
    if (v->used)
        return true;
    for (const struct value *child = value_first(v); child; child = child->next)
        if (is_used(child))
            return true;
    return false;
}

/* Marks a value that repeats a field as used, unless parts of it were used as fields: then its
 * other parts are shown. */
static void repeats_skip(struct extraction *x)
{
    for (size_t i = 0; i < x->provider->repeats.count; i++) {
        struct value *v = value_find(x->root, x->provider->repeats.at[i].pointer);
        if (!v)
            continue;
        bool used = is_used(v);
        trace_add(x->trace, &x->provider->repeats.at[i], used ? OUTCOME_LATE : OUTCOME_FILLED, v,
                  NULL);
        v->used |= !used;
    }
}

/* The values that were not used; those of the transcript's elements are named "turns". */
static void other_fill(struct extraction *x)
{
    struct value *other = value_rest(x->arena, x->root);
    if (!other)
        other = value_new(x->arena, VALUE_OBJECT);
    other->name = NULL;
    struct value *tail = value_last(other);
    if (x->turns_rest)
        value_append(other, x->turns_rest, &tail);
    other_set(x->call, secrets_hide(x->arena, other), x->turns_rest != NULL, x->turns);
}

static enum outcome text_outcome(const struct value *v)
{
    if (v->type == VALUE_STRING)
        return v->bytes ? OUTCOME_FILLED : OUTCOME_EMPTY;
    return v->type == VALUE_NULL ? OUTCOME_EMPTY : OUTCOME_WRONG_TYPE;
}

/* Joins the texts that say what type of call it is. The JSON form has no member for them: there
 * they stay among the other fields. */
static void type_fill(struct extraction *x)
{
    const struct sources *all = &x->provider->type;
    struct buf joined = {0};
    for (size_t i = 0; i < all->count; i++) {
        struct value *v = value_find(x->root, all->at[i].pointer);
        enum outcome outcome = v ? text_outcome(v) : OUTCOME_EMPTY;
        if (v)
            trace_add(x->trace, &all->at[i], outcome, v, NULL);
        if (outcome != OUTCOME_FILLED)
            continue;
        buf_puts(&joined, joined.len ? ", " : "");
        buf_add(&joined, v->text, v->bytes);
        v->told = true;
    }
    if (joined.len)
        x->call->type = arena_strdup(x->arena, buf_str(&joined));
    buf_done(&joined);
}

static void call_fill(struct extraction *x, const struct turns_answer *turns)
{
    struct call *c = x->call;
    field_fill_all(x, SCOPE_CALL, x->root, c);
    type_fill(x);
    call_times_settle(x);
    field_fill_all(x, SCOPE_FIGURES, x->root, &c->figures);
    costs_extract(x);
    evaluations_extract(x);
    participants_extract(x);
    recordings_extract(x);
    given_links_extract(x);
    turns_extract(x, turns);
    figures_measure(c, x->turns);
    call_measure(c);
    if (x->has_base && !c->started.known)
        c->figures.first_words_s = NAN; /* times are since the first turn, not since the start */
    repeats_skip(x);
    other_fill(x);
    const char **notes = arena_array(x->arena, x->note_count, sizeof *notes);
    if (x->note_count)
        memcpy(notes, x->notes, x->note_count * sizeof *notes);
    c->notes = notes;
    c->note_count = x->note_count;
    c->documents = x->documents;
    c->document_count = x->document_count;
}

/* NULL if the answer holds a call, which is filled in. */
static struct failure *answer_extract(struct extraction *x, const struct answer_body *answer,
                                      const struct turns_answer *turns)
{
    struct err e = {0};
    struct value *document = extraction_document(x, "call", answer, &e);
    struct failure *refused = document_refused(x, answer, document, e.text);
    if (refused)
        return refused;

    bool says_error = document_has_error(document);
    struct value *list = NULL;
    x->root = root_find(x, document, &list);
    if (x->trace)
        x->trace->root = x->root;
    if (list && value_first(list) && !says_error)
        return failure_new(KIND_PROVIDER, answer->http_status,
                           "a list of %u call%s, none with this ID", list->count,
                           list->count == 1 ? "" : "s");
    if (list && list != document && !says_error)
        return failure_new(KIND_NOT_FOUND, answer->http_status,
                           "the provider's list of calls with this ID is empty");
    /* A call may have a member named error, so this is an error only if there is no ID. */
    bool has_id = x->root && id_check_own(x);
    if (x->root && (has_id || !says_error))
        call_fill(x, turns);
    if (!x->found || (says_error && !has_id))
        return refusal_new(x->provider, answer, document);
    return NULL;
}

struct extracted extract_traced(const struct provider *p, const char *id,
                                const struct answer_body *answer, const struct turns_answer *turns,
                                struct trace *t)
{
    struct arena *a = arena_new();
    struct extraction x = {
        .provider = p, .arena = a, .call = extraction_call_new(a, p, id), .trace = t};
    size_t pages = turns ? turns->page_count : 0;
    x.documents = arena_array(a, 1 + pages, sizeof *x.documents);
    struct failure *f = answer_extract(&x, answer, turns);
    if (f) {
        arena_free(a);
        return (struct extracted){.failure = f};
    }
    x.call->links = links_find(x.call);
    return (struct extracted){.call = x.call};
}

struct extracted extract(const struct provider *p, const char *id, const struct answer_body *answer,
                         const struct turns_answer *turns)
{
    return extract_traced(p, id, answer, turns, NULL);
}

struct call *extract_only_document(const struct provider *p, const char *id,
                                   const struct answer_body *answer)
{
    struct answer_body kept = *answer;
    if (!answer->count)
        return NULL;
    struct arena *a = arena_new();
    struct extraction x = {.arena = a, .call = extraction_call_new(a, p, id)};
    x.documents = arena_array(a, 1, sizeof *x.documents);
    kept.count = utf8_prefix_bytes(kept.bytes, kept.count, EXTRACT_KEPT_BYTES);
    kept.raw = NULL;
    kept.shared = NULL;
    extraction_document(&x, "answer", &kept, NULL);
    x.call->documents = x.documents;
    x.call->document_count = x.document_count;
    return x.call;
}

char *extract_next_cursor(const struct provider *p, const struct answer_body *page)
{
    const char *open = p->second.cursor ? strchr(p->second.cursor, '{') : NULL;
    if (!open || !answer_is_success(page))
        return NULL;
    struct arena *a = arena_new();
    const struct value *root = json_parse(a, page->bytes, page->count, NULL);
    const struct value *said = root && p->second.more ? value_at(root, p->second.more) : NULL;
    bool more = root && (!p->second.more || scalar_says_more(said));
    const char *pointer = arena_strndup(a, open + 1, strcspn(open + 1, "}"));
    const struct value *v = more ? value_at(root, pointer) : NULL;
    const char *text = v ? scalar_text(a, v) : NULL;
    char *cursor = text ? xstrdup(text) : NULL;
    arena_free(a);
    return cursor;
}
