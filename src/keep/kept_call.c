#include "keep/kept_call.h"

#include "base/alloc.h"
#include "keep/printed_call.h"
#include "provider/json.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>

enum { STATUS_OK = 200, STATUS_MAX = 599 };

void kept_call_done(struct kept_call *k)
{
    arena_free(k->arena);
    *k = (struct kept_call){0};
}

/* ---- reading ---- */

static const char *text_of(const struct value *object, const char *name)
{
    const struct value *v = value_member(object, name);
    return v && v->type == VALUE_STRING ? v->text : NULL;
}

static bool read_time(const struct value *root, const char *name, int64_t *us)
{
    struct instant t;
    const char *text = text_of(root, name);
    if (!text || !time_parse_iso(text, &t))
        return false;
    *us = t.us;
    return true;
}

/* A newer schema is told before anything else is looked at. */
static enum kept_trouble read_head(struct kept_head *head, const struct value *root)
{
    const struct value *schema = value_member(root, "schema");
    const struct value *masked = value_member(root, "masked");
    if (!schema || schema->type != VALUE_NUMBER || schema->number < KEPT_CALL_SCHEMA)
        return KEPT_TROUBLE_NO_CALL;
    if (schema->number > KEPT_CALL_SCHEMA)
        return KEPT_TROUBLE_NEWER;
    head->provider = text_of(root, "provider");
    head->id = text_of(root, "id");
    head->masked = masked && masked->type == VALUE_BOOL && masked->truth;
    bool complete = head->provider && head->id &&
                    read_time(root, "first_kept_at", &head->first_kept_us) &&
                    read_time(root, "kept_at", &head->kept_us);
    return complete ? KEPT_TROUBLE_NONE : KEPT_TROUBLE_NO_CALL;
}

static bool read_document(struct kept_document *into, const struct value *document)
{
    const struct value *body = value_member(document, "body");
    const struct value *status = value_member(document, "status");
    const char *name = text_of(document, "name");
    if (!name || !body || body->type != VALUE_STRING)
        return false;
    bool usable = status && status->type == VALUE_NUMBER && status->number >= 0 &&
                  status->number <= STATUS_MAX;
    *into = (struct kept_document){name, body->text, body->bytes,
                                   usable ? (int)status->number : STATUS_OK};
    return true;
}

/* The call's own answer comes first. */
static enum kept_trouble read_documents(struct kept_call *k, const struct value *root)
{
    const struct value *list = value_member(root, "documents");
    if (!list || list->type != VALUE_ARRAY || !list->count || list->count > KEPT_CALL_DOCUMENTS_MAX)
        return KEPT_TROUBLE_NO_CALL;
    struct kept_document *made = arena_array(k->arena, list->count, sizeof *made);
    for (const struct value *v = value_first(list); v; v = v->next)
        if (!read_document(&made[k->document_count++], v))
            return KEPT_TROUBLE_NO_CALL;
    k->documents = made;
    return strcmp(made[0].name, "call") == 0 ? KEPT_TROUBLE_NONE : KEPT_TROUBLE_NO_CALL;
}

static enum kept_trouble read_masked(struct kept_call *k, const struct value *root)
{
    struct buf text = {0};
    const struct value *call = value_member(root, "call");
    if (!call || call->type != VALUE_OBJECT)
        return KEPT_TROUBLE_NO_CALL;
    value_put_json(&text, call);
    k->masked = arena_strdup(k->arena, buf_str(&text));
    buf_done(&text);
    return KEPT_TROUBLE_NONE;
}

static enum kind kind_named(const char *name)
{
    for (int i = 0; name && i < KIND_COUNT; i++)
        if (strcmp(kind_rows[i].name, name) == 0)
            return kind_rows[i].kind;
    return KIND_OTHER;
}

static enum kept_trouble read_rest(struct kept_call *k, const struct value *root)
{
    const struct value *note = value_member(root, "turns_note");
    k->turns_note = note ? text_of(note, "text") : NULL;
    k->turns_kind = kind_named(note ? text_of(note, "kind") : NULL);
    return k->head.masked ? read_masked(k, root) : read_documents(k, root);
}

static enum kept_trouble read_text(struct kept_call *k, const char *text, size_t bytes,
                                   bool only_head)
{
    struct err e;
    struct kept_call made = {.arena = arena_new()};
    const struct value *root = json_parse(made.arena, text, bytes, &e);
    enum kept_trouble why = root               ? read_head(&made.head, root)
                            : json_is_over(&e) ? KEPT_TROUBLE_TOO_MUCH
                                               : KEPT_TROUBLE_NO_JSON;
    if (!why && !only_head)
        why = read_rest(&made, root);
    if (why)
        arena_free(made.arena);
    else
        *k = made;
    return why;
}

enum kept_trouble kept_call_read(struct kept_call *k, const char *text, size_t bytes)
{
    return read_text(k, text, bytes, false);
}

/* Where the head ends. Inside a string every quote is escaped, so this is not in one. */
static const char *end_of_head(const char *text, size_t bytes)
{
    static const char *const ends[] = {",\"documents\":", ",\"call\":", ",\"turns_note\":"};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *end = memmem(text, bytes, ends[i], strlen(ends[i]));
        if (end && (!first || end < first))
            first = end;
    }
    return first;
}

enum kept_trouble kept_call_read_head(struct kept_call *k, const char *text, size_t bytes)
{
    const char *end = end_of_head(text, bytes);
    struct buf head = {0};
    if (!end)
        return KEPT_TROUBLE_NO_CALL;
    buf_add(&head, text, (size_t)(end - text));
    buf_putc(&head, '}');
    enum kept_trouble why = read_text(k, head.data, head.len, true);
    buf_done(&head);
    return why;
}

/* ---- the call ---- */

static struct answer_body body_of(const struct kept_document *d)
{
    return (struct answer_body){
        .http_status = d->http_status, .bytes = d->bytes, .count = d->count, .retry_after_s = -1};
}

/* The ID is that of the file, by which the call is opened and forgotten. */
static struct extracted read_printed(const struct kept_call *k, const struct provider *p)
{
    struct arena *a = arena_new();
    const char *copy = arena_strdup(a, k->masked);
    size_t bytes = strlen(copy);
    const struct value *root = json_parse(a, copy, bytes, NULL);
    if (!root) {
        arena_free(a);
        return (struct extracted){
            .failure = failure_new(KIND_PROVIDER, 0, "the kept call cannot be read")};
    }
    struct call *c = printed_call_read(a, root, copy, bytes, p);
    c->id = arena_strdup(a, k->head.id);
    return (struct extracted){.call = c};
}

static struct extracted extract_answers(const struct kept_call *k, const struct provider *p)
{
    struct answer_body call = body_of(&k->documents[0]);
    struct answer_body *pages = xcalloc(k->document_count, sizeof *pages);
    for (size_t i = 1; i < k->document_count; i++)
        pages[i - 1] = body_of(&k->documents[i]);
    struct turns_answer turns = {.pages = pages,
                                 .page_count = k->document_count - 1,
                                 .note = k->turns_note,
                                 .kind = k->turns_kind};
    struct extracted out = extract(p, k->head.id, &call, p->second.path ? &turns : NULL);
    free(pages);
    return out;
}

struct extracted kept_call_extract(const struct kept_call *k, const struct provider *p)
{
    return k->masked ? read_printed(k, p) : extract_answers(k, p);
}
