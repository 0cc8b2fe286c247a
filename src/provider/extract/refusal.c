/* The error formats of all providers are tried in one order, whichever provider answered. */
#include "provider/extract/refusal.h"

#include "provider/extract/webhook.h"
#include "text/blank.h"
#include "text/clean.h"
#include "text/media_type.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_BYTES = 4096, CODE_BYTES = 100, REQUEST_ID_BYTES = 200 };

static enum kind kind_of_status(int status)
{
    switch (status) {
    case 401:
    case 403:
        return KIND_AUTH;
    case 404:
    case 410:
        return KIND_NOT_FOUND;
    case 429:
        return KIND_RATE_LIMITED;
    default:
        return status >= 400 && status <= 499 ? KIND_REFUSED : KIND_PROVIDER;
    }
}

static const struct error_code *code_row(const struct provider *p, const char *code)
{
    for (size_t i = 0; code && i < p->code_count; i++) {
        const char *pattern = p->codes[i].code;
        size_t n = strlen(pattern);
        bool begins = n && pattern[n - 1] == '*';
        if (begins ? !strncmp(pattern, code, n - 1) : !strcmp(pattern, code))
            return &p->codes[i];
    }
    return NULL;
}

static bool has_room(const struct buf *out)
{
    return out->len < WORDS_BYTES;
}

/* Appends at most as much as a message can show. */
static void put_text(struct buf *out, const struct value *v)
{
    struct buf text = {0};
    value_put_text(&text, v);
    buf_add(out, buf_str(&text), utf8_prefix_bytes(buf_str(&text), text.len, WORDS_BYTES));
    buf_done(&text);
}

/* Takes the text; NULL if nothing in it is visible. */
static char *visible(struct buf *text)
{
    if (!blank_only(buf_str(text), text->len))
        return buf_take(text);
    buf_done(text);
    return NULL;
}

/* The string or number there as text, which the caller frees; NULL if it is missing or nothing in
 * it is visible. */
static char *text_at(const struct value *root, const char *pointer)
{
    const struct value *v = root ? value_at(root, pointer) : NULL;
    struct buf out = {0};
    if (!v || (v->type != VALUE_NUMBER && (v->type != VALUE_STRING || !v->bytes)))
        return NULL;
    put_text(&out, v);
    return visible(&out);
}

static void put_joined(struct buf *out, const struct value *list, const char *between)
{
    for (const struct value *v = value_first(list); v && has_room(out); v = v->next) {
        if (v != value_first(list))
            buf_puts(out, between);
        put_text(out, v);
    }
}

/* {"field":["text","text"]} as "field: text, text; ..." */
static void put_details(struct buf *out, const struct value *details)
{
    if (details->type == VALUE_ARRAY)
        put_joined(out, details, "; ");
    else if (details->type != VALUE_OBJECT)
        put_text(out, details);
    else
        for (const struct value *v = value_first(details); v && has_room(out); v = v->next) {
            buf_printf(out, "%s%s: ", v == value_first(details) ? "" : "; ", v->name);
            if (v->type == VALUE_ARRAY)
                put_joined(out, v, ", ");
            else
                put_text(out, v);
        }
}

static char *words_of_error(const struct value *root)
{
    char *message = text_at(root, "/error/message");
    const struct value *details = message ? value_at(root, "/error/details") : NULL;
    bool some = details && details->type != VALUE_NULL &&
                (value_first(details) || (details->type == VALUE_STRING && details->bytes));
    if (!some)
        return message;
    struct buf out = {0};
    buf_printf(&out, "%s (", message);
    put_details(&out, details);
    buf_putc(&out, ')');
    free(message);
    return buf_take(&out);
}

/* The location of {"loc":["query","id"],"msg":"..."} as "query.id: ". */
static void put_location(struct buf *out, const struct value *v)
{
    const struct value *loc = value_member(v, "loc");
    if (!loc || loc->type != VALUE_ARRAY || !value_first(loc))
        return;
    put_joined(out, loc, ".");
    buf_puts(out, ": ");
}

/* ["text","text"], or [{"message":"text"}] or whatever the member with the words is called, as
 * "text; text". */
static char *words_of_list(const struct value *root, const char *name, const char *member)
{
    const struct value *list = value_member(root, name);
    struct buf out = {0};
    if (!list || list->type != VALUE_ARRAY)
        return NULL;
    for (const struct value *v = value_first(list); v && has_room(&out); v = v->next) {
        const struct value *words = v->type == VALUE_OBJECT ? value_member(v, member) : v;
        if (!words || words->type != VALUE_STRING || !words->bytes)
            continue;
        buf_puts(&out, out.len ? "; " : "");
        put_location(&out, v);
        put_text(&out, words);
    }
    return visible(&out);
}

char *refusal_words(const struct value *root)
{
    static const struct {
        const char *place, *member; /* member: the place is a list, and this is the words' name */
    } places[] = {
        {"/message", NULL},        {"message", "message"},
        {"/detail/message", NULL}, {"/detail/description", NULL},
        {"/detail", NULL},         {"detail", "msg"},
        {"errors", "message"},     {"/error", NULL},
        {"/error_message", NULL},
    };
    char *words = words_of_error(root);
    for (size_t i = 0; !words && i < sizeof places / sizeof *places; i++)
        words = places[i].member ? words_of_list(root, places[i].place, places[i].member)
                                 : text_at(root, places[i].place);
    return words;
}

/* The provider's error code, which the caller frees; or NULL. The text of `error` itself counts
 * only if the description lists it. */
static char *code_of(const struct provider *p, const struct value *root)
{
    static const char *const places[] = {"/error/code",  "/error_code",    "/code",
                                         "/detail/code", "/detail/status", "/errors/0/error"};
    char *code = NULL;
    for (size_t i = 0; !code && i < sizeof places / sizeof *places; i++)
        code = text_at(root, places[i]);
    char *word = code ? NULL : text_at(root, "/error");
    if (code_row(p, word))
        return word;
    free(word);
    return code;
}

static char *clean_cut(const char *s, size_t max)
{
    if (!s || !*s)
        return NULL;
    char *clean = clean_dup(s, 0);
    size_t n = strlen(clean);
    clean[utf8_prefix_bytes(clean, n, max)] = '\0';
    return clean;
}

/* The provider sent no message: describes the answer instead. */
static struct failure *wordless_new(enum kind kind, const struct answer_body *answer,
                                    const struct value *root)
{
    const char *type = answer->content_type ? answer->content_type : "";
    int status = answer->http_status, n = (int)strcspn(type, "; \t");
    const struct value *event = webhook_event(root);
    if (answer_is_success(answer) && event)
        return failure_new(kind, status, "this is the body of a webhook (%.*s), not a call",
                           (int)event->bytes, event->text);
    if (answer_is_success(answer))
        return failure_new(kind, status, "the answer holds no call data");
    if (!answer->count)
        return failure_new(kind, status, "the provider answered %d with an empty body", status);
    if (root || !n)
        return failure_new(kind, status, "the provider answered %d without giving a reason",
                           status);
    return failure_new(kind, status, "the provider answered %d with %.*s", status, n, type);
}

bool refusal_is_page(const struct answer_body *answer)
{
    static const char *const starts[] = {"<!doctype html", "<html"};
    size_t at = 0;
    while (at < answer->count && strchr(" \t\r\n", answer->bytes[at]))
        at++;
    if (media_type_is(answer->content_type, "html") ||
        media_type_is(answer->content_type, "xhtml+xml"))
        return at < answer->count;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (answer->count - at >= strlen(starts[i]) &&
            strncasecmp(answer->bytes + at, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static struct failure *make(enum kind kind, const char *words, const struct answer_body *answer,
                            const struct value *root)
{
    int status = answer->http_status;
    if (!root && refusal_is_page(answer))
        return failure_caused(
            CAUSE_WEB_PAGE, status,
            "a web page came, not the API: base_url, a proxy or a filter may be why");
    if (!words)
        return wordless_new(kind, answer, root);
    if (kind == KIND_PROVIDER && answer_is_success(answer))
        return failure_caused(CAUSE_SAID_ERROR, status, "%s", words);
    return failure_new(kind, status, "%s", words);
}

struct failure *refusal_new(const struct provider *p, const struct answer_body *answer,
                            const struct value *root)
{
    char *code = code_of(p, root), *words = refusal_words(root);
    char *id = text_at(root, "/meta/request_id");
    if (!id)
        id = text_at(root, "/detail/request_id"); /* Synthflow */
    const struct error_code *row = code_row(p, code);
    if (!row)
        row = code_row(p, words);
    struct failure *f =
        make(row ? row->kind : kind_of_status(answer->http_status), words, answer, root);
    f->code = clean_cut(code, CODE_BYTES);
    f->request_id = clean_cut(id ? id : answer->request_id, REQUEST_ID_BYTES);
    f->retry_after_s = answer->retry_after_s;
    free(code);
    free(words);
    free(id);
    return f;
}
