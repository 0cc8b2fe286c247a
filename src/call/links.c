#include "call/links.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LOOKED_MAX = 20000,
    FIRST_ROOM = 8,
    WHERE_MAX_BYTES = 200,
    DATE_CHARS = 16,
    SPAN_MAX_S = 366 * 86400,
    US = 1000000
};

/* The query parameter's value, percent-decoded, yours; NULL: not there. */
static char *parameter(const char *url, const char *name)
{
    size_t n = strlen(name);
    const char *at = url + strcspn(url, "?#");
    while (*at && *at != '#') {
        at++;
        size_t len = strcspn(at, "&#");
        if (len > n && strncasecmp(at, name, n) == 0 && at[n] == '=') {
            struct buf value = {0};
            url_decode(&value, at + n + 1, len - n - 1);
            return buf_take(&value);
        }
        at += len;
    }
    return NULL;
}

/* "20240115T103000Z" */
static bool parse_basic_date(const char *s, struct instant *out)
{
    if (strlen(s) != DATE_CHARS || s[8] != 'T')
        return false;
    char *iso = xasprintf("%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", s, s + 4, s + 6, s + 9, s + 11, s + 13);
    bool ok = time_parse_iso(iso, out);
    free(iso);
    return ok;
}

/* Signed at a moment, for so many seconds. */
static bool expires_after(const char *date, const char *span, struct instant *out)
{
    struct instant signed_at;
    char *end;
    long s = span ? strtol(span, &end, 10) : -1;
    if (!date || s < 0 || s > SPAN_MAX_S || *end || !parse_basic_date(date, &signed_at))
        return false;
    *out = signed_at;
    out->us += (int64_t)s * US;
    return true;
}

static bool expires_by_span(const char *url, const char *date_name, const char *span_name,
                            struct instant *out)
{
    char *date = parameter(url, date_name), *span = parameter(url, span_name);
    bool ok = expires_after(date, span, out);
    free(date);
    free(span);
    return ok;
}

static bool expires_at_epoch(const char *url, const char *name, struct instant *out)
{
    char *text = parameter(url, name), *end = text;
    double count = text ? strtod(text, &end) : 0;
    bool ok = text && *text >= '1' && *text <= '9' && !*end && time_from_epoch_any(count, out);
    free(text);
    return ok;
}

static bool expires_at_iso(const char *url, struct instant *out)
{
    char *sig = parameter(url, "sig"), *text = sig ? parameter(url, "se") : NULL;
    bool ok = text && time_parse_iso(text, out);
    free(sig);
    free(text);
    return ok;
}

bool link_expires(const char *url, struct instant *out)
{
    struct instant found;
    if (strnlen(url, LINK_MAX_BYTES + 1) > LINK_MAX_BYTES)
        return false;
    if (!expires_by_span(url, "X-Amz-Date", "X-Amz-Expires", &found) &&
        !expires_by_span(url, "X-Goog-Date", "X-Goog-Expires", &found) &&
        !expires_at_epoch(url, "Expires", &found) && !expires_at_epoch(url, "exp", &found) &&
        !expires_at_iso(url, &found))
        return false;
    found.raw = NULL;
    *out = found;
    return true;
}

static void put_span(struct buf *out, int64_t s)
{
    static const struct {
        int64_t from_s, unit_s;
        const char *one, *many;
    } units[] = {{2 * 86400, 86400, "day", "days"},
                 {2 * 3600, 3600, "h", "h"},
                 {60, 60, "min", "min"},
                 {0, 1, "s", "s"}};
    size_t i = 0;
    while (s < units[i].from_s)
        i++;
    int64_t n = s / units[i].unit_s;
    buf_printf(out, "%lld %s", (long long)n, n == 1 ? units[i].one : units[i].many);
}

void link_put_expiry(struct buf *out, const struct instant *expires, int64_t now_us)
{
    if (!expires->known)
        return;
    int64_t left_s = (expires->us - now_us) / US;
    bool over = expires->us <= now_us;
    buf_puts(out, over ? "expired " : "expires in ");
    put_span(out, over ? -left_s : left_s);
    buf_puts(out, over ? " ago" : "");
}

/* The scheme that ends before "://" at `at`: its first byte, or at. */
static size_t scheme_begin(const char *s, size_t at)
{
    if (at >= 5 && strncasecmp(s + at - 5, "https", 5) == 0)
        return at - 5;
    return at >= 4 && strncasecmp(s + at - 4, "http", 4) == 0 ? at - 4 : at;
}

/* Up to what no link has in it; a closing bracket only where it was opened. */
static size_t link_extent(const char *s, size_t n)
{
    long round = 0, square = 0;
    size_t i = 0;
    for (; i < n && s[i] > ' ' && s[i] < 0x7f && !strchr("\"<>`{}|\\^", s[i]); i++) {
        round += (s[i] == '(') - (s[i] == ')');
        square += (s[i] == '[') - (s[i] == ']');
        if (round < 0 || square < 0)
            break;
    }
    while (i > 0 && strchr(".,;:!?'*", s[i - 1]))
        i--;
    return i;
}

size_t link_find(const char *s, size_t n, size_t *begin)
{
    static const char mark[] = "://";
    enum { MARK = sizeof mark - 1 };
    for (size_t from = 0; from < n;) {
        const char *at = memmem(s + from, n - from, mark, MARK);
        if (!at)
            return 0;
        size_t colon = (size_t)(at - s), scheme = scheme_begin(s, colon);
        size_t behind = colon + MARK;
        size_t bytes = scheme < colon ? link_extent(s + behind, n - behind) : 0;
        if (bytes) {
            *begin = scheme;
            return behind - scheme + bytes;
        }
        from = behind;
    }
    return 0;
}

static bool has(const struct links *l, const char *url, size_t n)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->list[i].bytes == n && memcmp(l->list[i].url, url, n) == 0)
            return true;
    return false;
}

/* Of a long one the end, which says more; the arena's. */
static const char *where_text(struct arena *a, const char *where)
{
    size_t n = strlen(where), skip = n > WHERE_MAX_BYTES ? n - WHERE_MAX_BYTES : 0;
    while (skip && ((unsigned char)where[skip] & 0xc0) == 0x80)
        skip++;
    char *clean = text_clean_dup(where + skip, TEXT_SCREEN);
    const char *kept = arena_printf(a, "%s%s", skip ? ".." : "", clean);
    free(clean);
    return kept;
}

static struct link *new_link(struct links *l)
{
    if (l->count == l->room) {
        struct link *before = l->list;
        l->room = l->room ? 2 * l->room : FIRST_ROOM;
        l->list = arena_array(l->arena, l->room, sizeof *l->list);
        if (l->count)
            memcpy(l->list, before, l->count * sizeof *l->list);
    }
    return &l->list[l->count++];
}

/* The url is sanitised; NULL when it is there already, or one too many. */
static struct link *add(struct links *l, const char *where, const char *url, size_t n)
{
    if (++l->looked > LOOKED_MAX) {
        l->more = true;
        return NULL;
    }
    if (n > LINK_MAX_BYTES || has(l, url, n))
        return NULL;
    if (l->count == LINKS_MAX) {
        l->more = true;
        return NULL;
    }
    struct link *link = new_link(l);
    char *copy = arena_strndup(l->arena, url, n), *host = url_host_text(copy);
    *link = (struct link){.where = where_text(l->arena, where),
                          .url = copy,
                          .bytes = n,
                          .host = arena_strdup(l->arena, host)};
    link_expires(copy, &link->expires);
    free(host);
    return link;
}

static void add_recordings(struct links *l, const struct call *c)
{
    for (size_t i = 0; i < c->recording_count; i++) {
        const char *url = c->recordings[i].url;
        if (!url || !*url)
            continue;
        char *where =
            c->recording_count > 1 ? xasprintf("recording %zu", i + 1) : xstrdup("recording");
        char *clean = text_clean_dup(url, 0);
        struct link *link = add(l, where, clean, strlen(clean));
        if (link)
            link->is_recording = true;
        free(clean);
        free(where);
    }
}

/* What is found is visible ASCII, which no sanitiser changes. */
static void add_from_text(struct links *l, const char *where, const char *s, size_t n)
{
    size_t begin, bytes;
    while (!l->more && (bytes = link_find(s, n, &begin))) {
        add(l, where, s + begin, bytes);
        s += begin + bytes;
        n -= begin + bytes;
    }
}

/* A field that is a link and nothing else is one to its last byte. */
static void add_from_field(struct links *l, const char *where, const char *s, size_t n)
{
    size_t begin;
    if (!link_find(s, n, &begin) || begin || strcspn(s, " \t\r\n") != n) {
        add_from_text(l, where, s, n);
        return;
    }
    char *clean = text_clean_dup(s, 0);
    add(l, where, clean, strlen(clean));
    free(clean);
}

/* `where` is the pointer of v, as it was again afterwards. The depth is bounded by the parser. */
static void add_from_value(struct links *l, struct buf *where, const struct value *v)
{
    size_t before = where->len, i = 0;
    if (v->type == VALUE_STRING)
        add_from_field(l, buf_str(where), v->text, v->bytes);
    for (const struct value *child = v->child; child && !l->more; child = child->next) {
        buf_putc(where, '/');
        if (v->type == VALUE_ARRAY)
            buf_printf(where, "%zu", i++);
        else
            value_pointer_part(where, child->name);
        add_from_value(l, where, child);
        where->len = before;
        where->data[before] = '\0';
    }
}

static void add_from_turn(struct links *l, const struct turn *t, size_t number)
{
    struct buf where = {0};
    size_t begin;
    bool payload = t->tool && t->tool->payload;
    if (!payload && !link_find(t->text, t->bytes, &begin))
        return;
    buf_printf(&where, "turn %zu", number);
    add_from_text(l, buf_str(&where), t->text, t->bytes);
    if (payload) {
        buf_putc(&where, ' ');
        add_from_value(l, &where, t->tool->payload);
    }
    buf_done(&where);
}

const struct links *links_find(const struct call *c)
{
    struct links *out = arena_alloc(c->arena, sizeof *out);
    struct buf where = {0};
    out->arena = c->arena;
    add_recordings(out, c);
    buf_puts(&where, "");
    if (c->other)
        add_from_value(out, &where, c->other);
    buf_done(&where);
    if (c->summary)
        add_from_text(out, "summary", c->summary, strlen(c->summary));
    for (size_t i = 0; i < c->turn_count && !out->more; i++)
        add_from_turn(out, &c->turns[i], i + 1);
    return out;
}
