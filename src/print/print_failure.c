/* A failed call as one line for people. Pure. */
#include "print/print.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { REFUSED_ID_CHARS = 40 };

static size_t chars_prefix_bytes(const char *s, size_t n, size_t chars)
{
    size_t at = 0;
    while (at < n && chars-- > 0) {
        int codepoint;
        at += utf8_decode(s + at, n - at, &codepoint);
    }
    return at;
}

char *print_failed_id(const char *id, enum kind kind)
{
    char *shown = utf8_is_valid(id, strlen(id)) ? xstrdup(id) : clean_dup(id, 0);
    if (kind == KIND_USAGE)
        shown[chars_prefix_bytes(shown, strlen(shown), REFUSED_ID_CHARS)] = '\0';
    return shown;
}

static const char *kind_phrase(enum kind kind)
{
    switch (kind) {
    case KIND_NOT_FOUND:
        return "no such call";
    case KIND_AUTH:
        return "the key was refused";
    case KIND_RATE_LIMITED:
        return "rate limited";
    case KIND_PROVIDER:
        return "the provider failed";
    case KIND_REFUSED:
        return "the provider refused the request";
    case KIND_OTHER:
    case KIND_USAGE:
    case KIND_NETWORK:
        break;
    }
    return "failed";
}

static void put_clean(struct buf *out, const char *s)
{
    clean_text(out, s, strlen(s), CLEAN_SCREEN);
}

/* Kind, status and code of the answer. */
static void put_answer(struct buf *out, const struct failure *f)
{
    buf_printf(out, "%s (%d", kind_phrase(f->kind), f->http_status);
    if (f->code) {
        buf_putc(out, ' ');
        put_clean(out, f->code);
    }
    buf_putc(out, ')');
}

void print_failure(struct buf *out, const char *provider, const char *id, const struct failure *f)
{
    char *shown = print_failed_id(id, f->kind);
    if (provider) {
        put_clean(out, provider);
        buf_putc(out, ' ');
    }
    put_clean(out, *shown ? shown : "''");
    free(shown);
    buf_puts(out, ": ");
    if (f->http_status > 0)
        put_answer(out, f);
    if (f->http_status > 0 && f->message && *f->message)
        buf_puts(out, ": ");
    if (f->message)
        put_clean(out, f->message);
    if (f->retry_after_s >= 0)
        buf_printf(out, "; retry in %d s", f->retry_after_s);
    if (f->request_id) {
        buf_puts(out, "; request ");
        put_clean(out, f->request_id);
    }
    if (f->hint) {
        buf_puts(out, "; ");
        put_clean(out, f->hint);
    }
    buf_putc(out, '\n');
}
