/* Each provider gets its own key only. The fetcher limits how many requests run at once. */
#include "fetch/any.h"

#include "base/alloc.h"
#include "provider/extract/extract.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_BYTES = 90 /* of each provider's message, where there are several */ };

static bool was_asked(const struct any *any, const struct provider *p)
{
    for (size_t i = 0; any && i < any->count; i++)
        if (any->list[i].provider == p)
            return true;
    return false;
}

size_t any_others(const struct provider_set *set, const struct any *but,
                  const struct provider **out)
{
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        if (provider_has_key(&set->list[i]) && !was_asked(but, &set->list[i])) {
            if (out)
                out[count] = &set->list[i];
            count++;
        }
    return count;
}

struct any *any_ask(struct fetcher *f, const struct provider *const *list, size_t count,
                    const char *id, any_key_for *key, void *context)
{
    struct any *any = xcalloc(1, sizeof *any);
    any->list = xcalloc(count, sizeof *any->list);
    any->count = count;
    for (size_t i = 0; i < count; i++) {
        struct any_one *one = &any->list[i];
        char *own = NULL;
        *one = (struct any_one){.provider = list[i], .failure = key(context, list[i], &own)};
        if (one->failure)
            continue;
        one->job = fetch_submit(f, list[i], id, own);
        any->open++;
    }
    return any;
}

void any_told(struct any *any, struct any_one *one)
{
    any->list = xreallocarray(any->list, any->count + 1, sizeof *any->list);
    any->list[any->count++] = *one;
    *one = (struct any_one){0};
}

struct any_one *any_find(const struct any *any, unsigned job)
{
    for (size_t i = 0; any && job && i < any->count; i++)
        if (any->list[i].job == job)
            return &any->list[i];
    return NULL;
}

const struct any_one *any_first_open(const struct any *any)
{
    for (size_t i = 0; i < any->count; i++)
        if (any->list[i].job)
            return &any->list[i];
    return NULL;
}

static void close_one(struct any *any, struct any_one *one)
{
    one->job = 0;
    any->open--;
}

void any_take(struct any *any, struct any_one *one, struct answer *answer)
{
    one->failure = answer->failure;
    one->knows = !answer->failure;
    answer->failure = NULL;
    if (one->knows) {
        one->call = answer->call;
        answer->call = NULL;
    }
    close_one(any, one);
}

unsigned any_give(struct any *any, struct any_one *one)
{
    unsigned job = one->job;
    one->knows = true;
    close_one(any, one);
    return job;
}

struct any_one *any_known(const struct any *any)
{
    for (size_t i = 0; i < any->count; i++)
        if (any->list[i].knows)
            return &any->list[i];
    return NULL;
}

void any_put_others(const struct any *any, const struct any_one *but, struct buf *out)
{
    size_t begin = out->len;
    for (size_t i = 0; i < any->count; i++)
        if (any->list[i].knows && &any->list[i] != but)
            buf_printf(out, "%s%s", out->len > begin ? ", " : "", any->list[i].provider->name);
}

/* KIND_OTHER unless all are of one kind. */
static enum kind kind_of(const struct any *any)
{
    for (size_t i = 1; i < any->count; i++)
        if (any->list[i].failure->kind != any->list[0].failure->kind)
            return KIND_OTHER;
    return any->list[0].failure->kind;
}

/* "not known to ringg, diga; cometchat: the key was refused" */
static char *sentence(const struct any *any)
{
    struct buf out = {0};
    for (size_t i = 0; i < any->count; i++)
        if (any->list[i].failure->kind == KIND_NOT_FOUND)
            buf_printf(&out, "%s%s", out.len ? ", " : "not known to ", any->list[i].provider->name);
    for (size_t i = 0; i < any->count; i++) {
        const struct failure *f = any->list[i].failure;
        if (f->kind == KIND_NOT_FOUND)
            continue;
        size_t n = strlen(f->message), room = any->count > 1 ? WORDS_BYTES : n;
        size_t cut = utf8_prefix_bytes(f->message, n, room);
        buf_printf(&out, "%s%s: %.*s%s", out.len ? "; " : "", any->list[i].provider->name, (int)cut,
                   f->message, cut < n ? "..." : "");
    }
    return buf_take(&out);
}

struct failure *any_failure(const struct any *any)
{
    if (!any->count)
        return failure_new(KIND_AUTH, 0, "no provider has an API key");
    char *words = sentence(any);
    struct failure *f = failure_new(kind_of(any), 0, "%s", words);
    for (size_t i = 0; i < any->count && f->kind == KIND_RATE_LIMITED; i++)
        if (any->list[i].failure->retry_after_s > f->retry_after_s)
            f->retry_after_s = any->list[i].failure->retry_after_s;
    free(words);
    return f;
}

/* "Ringyo, HTTP status 404:", an empty line, and the answer up to a NUL. */
static void put_answered(struct buf *out, const struct any_one *one, size_t bytes)
{
    const char *said = one->answered->documents->bytes;
    size_t begin = out->len;
    buf_printf(out, "%s%s", begin ? "\n\n" : "", one->provider->title);
    if (one->failure->http_status)
        buf_printf(out, ", HTTP status %d", one->failure->http_status);
    buf_printf(out, ":\n\n%s", said);
    size_t added = utf8_prefix_bytes(out->data + begin, out->len - begin, bytes);
    out->len = begin + added;
    out->data[out->len] = '\0';
}

struct call *any_answered(const struct any *any, const char *id)
{
    struct buf all = {0};
    size_t count = 0;
    for (size_t i = 0; i < any->count; i++)
        count += any->list[i].answered != NULL;
    for (size_t i = 0; i < any->count; i++)
        if (any->list[i].answered)
            put_answered(&all, &any->list[i], EXTRACT_KEPT_BYTES / count);
    struct answer_body body = {.bytes = buf_str(&all), .count = all.len};
    struct call *c = extract_only_document(&provider_any, id, &body);
    buf_done(&all);
    return c;
}

void any_cancel(struct any *any, struct fetcher *f)
{
    for (size_t i = 0; any && i < any->count; i++) {
        if (!any->list[i].job)
            continue;
        fetch_cancel(f, any->list[i].job);
        close_one(any, &any->list[i]);
    }
}

void any_free(struct any *any)
{
    if (!any)
        return;
    for (size_t i = 0; i < any->count; i++) {
        call_free(any->list[i].call);
        call_free(any->list[i].answered);
        failure_free(any->list[i].failure);
    }
    free(any->list);
    free(any);
}
