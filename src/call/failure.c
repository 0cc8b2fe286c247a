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

/* The number of bytes in the first max characters. */
static size_t prefix_bytes(const char *s, size_t n, int max)
{
    size_t at = 0;
    int codepoint;
    for (int i = 0; i < max && at < n; i++)
        at += utf8_decode(s + at, n - at, &codepoint);
    return at;
}

struct failure *failure_new(enum kind kind, int http_status, const char *fmt, ...)
{
    struct buf raw = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&raw, fmt, args);
    va_end(args);
    char *message = clean_dup(buf_str(&raw), 0);
    buf_done(&raw);
    message[prefix_bytes(message, strlen(message), FAILURE_MESSAGE_CHARS)] = '\0';
    struct failure *f = xcalloc(1, sizeof *f);
    *f = (struct failure){
        .kind = kind, .http_status = http_status, .message = message, .retry_after_s = -1};
    return f;
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
