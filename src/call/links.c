/* Finds links in texts, reads when they expire, and collects those of a call. */
#include "call/links.h"

#include "base/alloc.h"
#include "text/blank.h"
#include "text/clean.h"
#include "text/url.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    CHECKED_MAX = 20000, /* links found, repeated ones included */
    WHERE_MAX_BYTES = 200,
    DATE_CHARS = 16,
    NAME_MAX_BYTES = 14,
    VALUE_MAX_BYTES = 200,
    SPAN_MAX_S = 366 * 86400,
    US = 1000000
};

/* The parameters of a query that say when a link expires. */
enum { AMZ_DATE, AMZ_SPAN, GOOG_DATE, GOOG_SPAN, EXPIRES, EXP, SE, SIG, PARAMETERS };
static const char names[PARAMETERS][NAME_MAX_BYTES + 1] = {[AMZ_DATE] = "X-Amz-Date",
                                                           [AMZ_SPAN] = "X-Amz-Expires",
                                                           [GOOG_DATE] = "X-Goog-Date",
                                                           [GOOG_SPAN] = "X-Goog-Expires",
                                                           [EXPIRES] = "Expires",
                                                           [EXP] = "exp",
                                                           [SE] = "se",
                                                           [SIG] = "sig"};

/* The value, percent-decoded, or "" if it is too long for a date or a number. The caller frees it.
 */
static char *value_dup(const char *s, size_t n)
{
    struct buf value = {0};
    if (n <= VALUE_MAX_BYTES)
        url_decode(&value, s, n);
    return buf_take(&value);
}

/* Reads "NAME=VALUE". The first parameter of a name counts. */
static void read_parameter(char *values[PARAMETERS], const char *s, size_t n)
{
    const char *is = memchr(s, '=', n);
    size_t name = is ? (size_t)(is - s) : 0;
    if (!name || name > NAME_MAX_BYTES)
        return;
    for (size_t i = 0; i < PARAMETERS; i++)
        if (!values[i] && !names[i][name] && strncasecmp(s, names[i], name) == 0)
            values[i] = value_dup(is + 1, n - name - 1);
}

/* Sets the values of the parameters that the query has, percent-decoded; the caller frees them.
 * It takes linear time, because there may be many long links. */
static void read_query(char *values[PARAMETERS], const char *url)
{
    const char *at = url + strcspn(url, "?#");
    while (*at && *at != '#') {
        size_t n = strcspn(++at, "&#");
        read_parameter(values, at, n);
        at += n;
    }
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

/* A link that was signed at a date is valid for a span of seconds. */
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

static bool expires_at_epoch(const char *text, struct instant *out)
{
    char *end;
    double count = text ? strtod(text, &end) : 0;
    return text && *text >= '1' && *text <= '9' && !*end && time_from_epoch_any(count, out);
}

bool links_expiry(const char *url, struct instant *out)
{
    struct instant found;
    char *values[PARAMETERS] = {0};
    if (strnlen(url, LINK_MAX_BYTES + 1) > LINK_MAX_BYTES)
        return false;
    read_query(values, url);
    bool says = expires_after(values[AMZ_DATE], values[AMZ_SPAN], &found) ||
                expires_after(values[GOOG_DATE], values[GOOG_SPAN], &found) ||
                expires_at_epoch(values[EXPIRES], &found) ||
                expires_at_epoch(values[EXP], &found) ||
                (values[SIG] && values[SE] && time_parse_iso(values[SE], &found));
    for (size_t i = 0; i < PARAMETERS; i++)
        free(values[i]);
    if (!says)
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

void links_put_expiry(struct buf *out, const struct instant *expires, int64_t now_us)
{
    if (!expires->known)
        return;
    int64_t left_s = (expires->us - now_us) / US;
    bool expired = expires->us <= now_us;
    buf_puts(out, expired ? "expired " : "expires in ");
    put_span(out, expired ? -left_s : left_s);
    buf_puts(out, expired ? " ago" : "");
}

/* The start of http or https before the "://" at `at`, or `at` if there is neither. */
static size_t scheme_begin(const char *s, size_t at)
{
    if (at >= 5 && strncasecmp(s + at - 5, "https", 5) == 0)
        return at - 5;
    return at >= 4 && strncasecmp(s + at - 4, "http", 4) == 0 ? at - 4 : at;
}

/* The length of the part of a link that starts here: up to a character that no link contains, or a
 * closing bracket that was not opened. */
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

size_t links_find_first(const char *s, size_t n, size_t *begin)
{
    static const char mark[] = "://";
    enum { MARK = sizeof mark - 1 };
    for (size_t from = 0; from < n;) {
        const char *at = memchr(s + from, *mark, n - from); /* few texts have one */
        if (!at)
            return 0;
        size_t colon = (size_t)(at - s), scheme = scheme_begin(s, colon);
        if (n - colon < MARK || memcmp(at, mark, MARK) != 0) {
            from = colon + 1;
            continue;
        }
        size_t rest = colon + MARK;
        size_t bytes = scheme < colon ? link_extent(s + rest, n - rest) : 0;
        if (bytes) {
            *begin = scheme;
            return rest - scheme + bytes;
        }
        from = rest;
    }
    return 0;
}

struct finder {
    struct links *out;
    struct arena *arena;
    struct buf where;                /* the place that is searched now */
    const struct value *but;         /* not searched */
    size_t checked;                  /* links found so far, repeated ones included */
    unsigned short order[LINKS_MAX]; /* the list's indices, sorted by length and bytes, so that a
                                        new link is compared with ten others at most */
};

static int compare(const struct link *link, const char *url, size_t n)
{
    if (link->bytes != n)
        return link->bytes < n ? -1 : 1;
    return memcmp(link->url, url, n);
}

/* The index in the order of this link, or where it has to be inserted. */
static size_t order_of(const struct finder *f, const char *url, size_t n, bool *known)
{
    size_t low = 0, high = f->out->count;
    *known = false;
    while (low < high && !*known) {
        size_t middle = low + (high - low) / 2;
        int c = compare(&f->out->list[f->order[middle]], url, n);
        *known = c == 0;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The place as text, in the arena. Of a long pointer the end is kept, which says more. */
static const char *where_text(const struct finder *f)
{
    const char *where = buf_str(&f->where);
    size_t n = f->where.len, skip = n > WHERE_MAX_BYTES ? n - WHERE_MAX_BYTES : 0;
    while (skip && ((unsigned char)where[skip] & 0xc0) == 0x80)
        skip++;
    char *clean = clean_dup(where + skip, CLEAN_SCREEN);
    const char *kept = arena_printf(f->arena, "%s%s", skip ? ".." : "", clean);
    free(clean);
    return kept;
}

/* Adds a sanitised URL. NULL if it is in the list already or at one of the limits. */
static struct link *add(struct finder *f, const char *url, size_t n)
{
    struct links *l = f->out;
    bool known;
    size_t at = order_of(f, url, n, &known);
    bool is_new = !known && n <= LINK_MAX_BYTES;
    f->checked++;
    l->more |= f->checked > CHECKED_MAX || (is_new && l->count == LINKS_MAX);
    if (l->more || !is_new)
        return NULL;
    memmove(f->order + at + 1, f->order + at, (l->count - at) * sizeof *f->order);
    f->order[at] = (unsigned short)l->count;
    l->list = xgrow(l->list, l->count, sizeof *l->list);
    struct link *link = &l->list[l->count++];
    char *copy = arena_strndup(f->arena, url, n), *host = url_host_text(copy);
    *link = (struct link){
        .where = where_text(f), .url = copy, .bytes = n, .host = arena_strdup(f->arena, host)};
    links_expiry(copy, &link->expires);
    free(host);
    return link;
}

static void set_where(struct finder *f, const char *where)
{
    buf_clear(&f->where);
    buf_puts(&f->where, where);
}

/* "recording", or of several "recording 2". */
static void set_where_of(struct finder *f, const char *what, size_t i, size_t count)
{
    set_where(f, what);
    if (count > 1)
        buf_printf(&f->where, " %zu", i + 1);
}

/* Adds a link as the provider sent it. */
static struct link *add_raw(struct finder *f, const char *url, size_t n)
{
    struct buf clean = {0};
    clean_text(&clean, url, n, 0);
    struct link *link = add(f, buf_str(&clean), clean.len);
    buf_done(&clean);
    return link;
}

static void add_recordings(struct finder *f, const struct call *c)
{
    for (size_t i = 0; i < c->recording_count; i++) {
        const struct recording *r = &c->recordings[i];
        const char *url = r->url ? r->url : "";
        if (!*url && !r->by_key)
            continue;
        set_where_of(f, "recording", i, c->recording_count);
        struct link *link = add_raw(f, url, strlen(url));
        if (link)
            link->recording = r;
    }
}

static void add_given(struct finder *f, const struct call *c)
{
    for (size_t i = 0; i < c->given_link_count; i++) {
        const struct given_link *given = &c->given_links[i];
        char *name = clean_dup(given->name ? given->name : "", CLEAN_SCREEN);
        name[utf8_prefix_bytes(name, strlen(name), WHERE_MAX_BYTES)] = '\0';
        if (blank_only(name, strlen(name)))
            set_where_of(f, "link", i, c->given_link_count);
        else
            set_where(f, name);
        struct link *link =
            given->url && *given->url ? add_raw(f, given->url, strlen(given->url)) : NULL;
        if (link)
            link->is_given = true;
        free(name);
    }
}

/* Links found in a text consist of visible ASCII, which the sanitiser does not change. */
static void add_from_text(struct finder *f, const char *s, size_t n)
{
    size_t begin, bytes;
    while (!f->out->more && (bytes = links_find_first(s, n, &begin))) {
        add(f, s + begin, bytes);
        s += begin + bytes;
        n -= begin + bytes;
    }
}

/* A field that contains one link and nothing else is a link up to its last byte. */
static void add_from_field(struct finder *f, const char *s, size_t n)
{
    size_t begin;
    bool is_link = links_find_first(s, n, &begin) && !begin;
    for (size_t i = 0; is_link && i < n; i++)
        is_link = !strchr(" \t\r\n", s[i]);
    if (is_link)
        add_raw(f, s, n);
    else
        add_from_text(f, s, n);
}

/* f->where is the place of v, before and afterwards. The parser bounds the depth of the recursion.
 */
static void add_from_value(struct finder *f, const struct value *v)
{
    size_t before = f->where.len, i = 0;
    if (v->type == VALUE_STRING)
        add_from_field(f, v->text, v->bytes);
    for (const struct value *child = value_first(v); child && !f->out->more; child = child->next) {
        if (child == f->but)
            continue;
        value_pointer_step(&f->where, v, child, i++);
        add_from_value(f, child);
        f->where.len = before;
        f->where.data[before] = '\0';
    }
}

static void add_from_turn(struct finder *f, const struct turn *t, size_t number)
{
    size_t begin;
    bool payload = t->tool && t->tool->payload;
    if (!payload && !t->other && !links_find_first(t->text, t->bytes, &begin))
        return;
    buf_clear(&f->where);
    buf_printf(&f->where, "turn %zu", number);
    add_from_text(f, t->text, t->bytes);
    if (payload || t->other)
        buf_putc(&f->where, ' ');
    if (payload)
        add_from_value(f, t->tool->payload);
    if (t->other)
        add_from_value(f, t->other);
}

const struct links *links_find(const struct call *c)
{
    struct finder f = {
        .out = arena_alloc(c->arena, sizeof *f.out), .arena = c->arena, .but = c->other_turns};
    add_recordings(&f, c);
    add_given(&f, c);
    set_where(&f, "");
    if (c->other)
        add_from_value(&f, c->other);
    set_where(&f, "summary");
    if (c->summary)
        add_from_text(&f, c->summary, strlen(c->summary));
    for (size_t i = 0; i < c->turn_count && !f.out->more; i++)
        add_from_turn(&f, &c->turns[i], i + 1);
    buf_done(&f.where);
    arena_own(c->arena, f.out->list, free);
    return f.out;
}
