#include "fetch/response.h"

#include "base/alloc.h"
#include "fetch/redact.h"
#include "text/url.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_VALUE_BYTES = URL_OPEN_MAX_BYTES + 1 }; /* so that a link that is too long is noticed */

static const struct {
    const char *name;
    size_t at; /* offset of its value in struct response */
} kept[] = {
    {"content-type:", offsetof(struct response, content_type)},
    {"x-request-id:", offsetof(struct response, request_id)},
    {"retry-after:", offsetof(struct response, retry_after)},
    {"location:", offsetof(struct response, location)},
    {"etag:", offsetof(struct response, etag)},
    {"last-modified:", offsetof(struct response, last_modified)},
    {"content-range:", offsetof(struct response, content_range)},
};
enum { KEPT_COUNT = sizeof kept / sizeof *kept };

static char **value_of(struct response *r, size_t i)
{
    return (char **)(void *)((char *)r + kept[i].at);
}

/* Without the blanks around it. */
static void keep_value(char **slot, const char *value, size_t n)
{
    while (n > 0 && strchr(" \t\r\n", value[n - 1]))
        n--;
    while (n > 0 && strchr(" \t", *value))
        value++, n--;
    free(*slot);
    *slot = xstrndup(value, n < MAX_VALUE_BYTES ? n : MAX_VALUE_BYTES);
}

static void forget_headers(struct response *r)
{
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        free(*value_of(r, i));
        *value_of(r, i) = NULL;
    }
}

/* A status line begins a new set of headers: those of a 1xx response do not count. Trailers may
 * come after the blank line. */
void response_read_header(struct response *r, const char *line, size_t n)
{
    bool begins = !r->body_bytes && n >= 5 && memcmp(line, "HTTP/", 5) == 0;
    bool is_blank = n && (line[0] == '\r' || line[0] == '\n');
    if (begins)
        forget_headers(r);
    r->has_headers = !begins && (r->has_headers || is_blank);
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        size_t len = strlen(kept[i].name);
        if (n >= len && strncasecmp(line, kept[i].name, len) == 0)
            keep_value(value_of(r, i), line + len, n - len);
    }
}

static void hide_in_headers(struct response *r, const char *key, bool follows)
{
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        char **value = value_of(r, i);
        struct buf hidden = {0};
        if (!*value || (follows && value == &r->location) ||
            !redact(&hidden, *value, strlen(*value), key))
            continue;
        free_secret(*value);
        *value = buf_take(&hidden);
    }
}

static void hide_in_body(struct response *r, const char *key)
{
    struct buf hidden = {0};
    if (!redact(&hidden, buf_str(&r->body), r->body.len, key))
        return;
    if (r->raw.len) { /* something else was hidden before */
        wipe_bytes(r->body.data, r->body.len);
        buf_done(&r->body);
    } else {
        r->raw = r->body;
    }
    r->body = hidden;
}

void response_hide(struct response *r, const char *key, bool follows)
{
    hide_in_headers(r, key, follows);
    hide_in_body(r, key);
}

void response_complete(struct response *r)
{
    r->whole = shared_new(&r->body);
}

struct answer_body response_body(const struct response *r)
{
    return (struct answer_body){.http_status = r->http_status,
                                .bytes = r->whole ? shared_bytes(r->whole) : buf_str(&r->body),
                                .count = r->whole ? shared_count(r->whole) : r->body.len,
                                .shared = r->whole,
                                .raw = r->raw.data,
                                .raw_count = r->raw.len,
                                .content_type = r->content_type,
                                .request_id = r->request_id,
                                .retry_after_s = r->retry_after_s};
}

void response_done(struct response *r)
{
    failure_free(r->failure);
    buf_done(&r->body);
    shared_free(r->whole);
    wipe_bytes(r->raw.data, r->raw.len);
    buf_done(&r->raw);
    forget_headers(r);
    *r = (struct response){0};
}
