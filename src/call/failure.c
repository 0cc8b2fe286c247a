/* Failures are sanitised and cut here, so they can be shown as they are. */
#include "call/failure.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "text/clean.h"
#include "text/mask.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { HTTP_TOO_MANY_REQUESTS = 429 };

/* Nothing that is masked is cut when the text is. */
static bool masks_alike(const char *s, size_t n, size_t cut_n)
{
    char *a = xstrndup(s, n), *b = xstrndup(s, cut_n);
    size_t a_n = mask_text(a, n, NULL, NULL), b_n = mask_text(b, cut_n, NULL, NULL);
    bool alike = a_n >= b_n && memcmp(a, b, b_n) == 0;
    free(a);
    free(b);
    return alike;
}

/* The bytes of the text that fit. A number or an address that does not is left out: what is left of
 * it could not be masked any more. */
static size_t cut_bytes(const char *s, size_t n)
{
    size_t at = utf8_prefix_chars(s, n, FAILURE_MESSAGE_CHARS);
    size_t seen = utf8_prefix_chars(s, n, 2 * FAILURE_MESSAGE_CHARS);
    while (at < n && at && !masks_alike(s, seen, at))
        at = utf8_before(s, at);
    return at;
}

static const struct {
    enum kind kind;
    int from, to;
    const char *what, *advice;
} causes[CAUSE_COUNT] = {
#define CAUSE(member, kind, from, to, what, advice) {KIND_##kind, from, to, what, advice},
#include "call/cause.def"
#undef CAUSE
};

static enum cause cause_of(enum kind kind, int http_status)
{
    enum cause c = 0;
    while (c < CAUSE_OTHER &&
           (causes[c].kind != kind || http_status < causes[c].from || http_status > causes[c].to))
        c++;
    return c;
}

__attribute__((format(printf, 3, 0))) static struct failure *
failure_make(enum cause cause, int http_status, const char *fmt, va_list args)
{
    struct buf raw = {0}, clean = {0};
    buf_vprintf(&raw, fmt, args);
    clean_text(&clean, buf_str(&raw), raw.len, 0);
    struct failure *f = xcalloc(1, sizeof *f);
    *f = (struct failure){.kind = causes[cause].kind,
                          .cause = cause,
                          .http_status = http_status,
                          .retry_after_s = -1};
    f->message = xstrndup(buf_str(&clean), cut_bytes(buf_str(&clean), clean.len));
    buf_done(&raw);
    buf_done(&clean);
    return f;
}

struct failure *failure_new(enum kind kind, int http_status, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct failure *f = failure_make(cause_of(kind, http_status), http_status, fmt, args);
    va_end(args);
    return f;
}

struct failure *failure_caused(enum cause cause, int http_status, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct failure *f = failure_make(cause, http_status, fmt, args);
    va_end(args);
    return f;
}

struct failure *failure_hinted(struct failure *f, char *hint)
{
    f->hint = hint;
    return f;
}

const char *failure_what(const struct failure *f)
{
    return causes[f->cause].what;
}

const char *failure_advice(const struct failure *f)
{
    return f->hint ? f->hint : causes[f->cause].advice;
}

bool failure_is_of_copy(const struct failure *f)
{
    return f->cause == CAUSE_NOT_KEPT || f->cause == CAUSE_KEPT_UNREADABLE;
}

int failure_limit_s(const struct failure *f)
{
    bool limited = f->kind == KIND_RATE_LIMITED || f->http_status == HTTP_TOO_MANY_REQUESTS;
    return limited ? f->retry_after_s : -1;
}

void failure_free(struct failure *f)
{
    if (!f)
        return;
    free(f->code);
    free(f->message);
    free(f->request_id);
    free(f->hint);
    free(f);
}

const struct kind_row kind_rows[KIND_COUNT] = {
#define KIND(member, name, code, sentence) {KIND_##member, name, sentence},
#include "call/kind.def"
#undef KIND
};

const char *failure_kind_name(enum kind kind)
{
    for (int i = 0; i < KIND_COUNT; i++)
        if (kind_rows[i].kind == kind)
            return kind_rows[i].name;
    return "other";
}

void failure_mask(struct failure *f, const char *id)
{
    if (f->message)
        mask_text(f->message, strlen(f->message), id, NULL);
    if (f->code)
        mask_text(f->code, strlen(f->code), id, NULL);
}
