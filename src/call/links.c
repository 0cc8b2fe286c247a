#include "call/links.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LOOKED_MAX = 20000,
    FIRST_ROOM = 8,
    WHERE_MAX_BYTES = 200,
    DATE_CHARS = 16,
    NAME_MAX_BYTES = 14,
    VALUE_MAX_BYTES = 200,
    SPAN_MAX_S = 366 * 86400,
    US = 1000000
};

/* What links that are good for a while say of it in their query. */
enum { AMZ_DATE, AMZ_SPAN, GOOG_DATE, GOOG_SPAN, EXPIRES, EXP, SE, SIG, PARAMETERS };
static const char names[PARAMETERS][NAME_MAX_BYTES + 1] = {
    [AMZ_DATE] = "X-Amz-Date",
    [AMZ_SPAN] = "X-Amz-Expires",
    [GOOG_DATE] = "X-Goog-Date",
    [GOOG_SPAN] = "X-Goog-Expires",
    [EXPIRES] = "Expires",
    [EXP] = "exp",
    [SE] = "se",
    [SIG] = "sig",
};

/* Percent-decoded, yours; "" when it is too long for a date or a number. */
static char *value_dup(const char *s, size_t n)
{
    struct buf value = {0};
    if (n <= VALUE_MAX_BYTES)
        url_decode(&value, s, n);
    return buf_take(&value);
}

/* "NAME=VALUE"; of two with one name the first. */
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

static size_t parameter_bytes(const char *s)
{
    size_t n = 0;
    while (s[n] && s[n] != '&' && s[n] != '#')
        n++;
    return n;
}

/* The values, percent-decoded, yours; NULL: not there. Nothing is looked at twice: links may be
 * long, and many. */
static void read_query(char *values[PARAMETERS], const char *url)
{
    const char *at = url + strcspn(url, "?#");
    while (*at && *at != '#') {
        size_t n = parameter_bytes(++at);
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

size_t links_find_first(const char *s, size_t n, size_t *begin)
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

/* One that looks through a call. */
struct finder {
    struct links *out;
    struct arena *arena;
    struct buf where; /* it is now */
    size_t room;
    size_t looked;                   /* at so many, the same ones too */
    unsigned short order[LINKS_MAX]; /* of the list, by length and bytes: whatever the links are,
                                        one is compared with ten at most */
};

static int compare(const struct link *link, const char *url, size_t n)
{
    if (link->bytes != n)
        return link->bytes < n ? -1 : 1;
    return memcmp(link->url, url, n);
}

/* The place in the order of the link, or of a new one. */
static size_t place_of(const struct finder *f, const char *url, size_t n, bool *there)
{
    size_t low = 0, high = f->out->count;
    *there = false;
    while (low < high && !*there) {
        size_t middle = low + (high - low) / 2;
        int c = compare(&f->out->list[f->order[middle]], url, n);
        *there = c == 0;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of a long one the end, which says more; the arena's. */
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

static struct link *new_link(struct finder *f, size_t place)
{
    struct links *l = f->out;
    if (l->count == f->room) {
        struct link *before = l->list;
        f->room = f->room ? 2 * f->room : FIRST_ROOM;
        l->list = arena_array(f->arena, f->room, sizeof *l->list);
        if (l->count)
            memcpy(l->list, before, l->count * sizeof *l->list);
    }
    memmove(f->order + place + 1, f->order + place, (l->count - place) * sizeof *f->order);
    f->order[place] = (unsigned short)l->count;
    return &l->list[l->count++];
}

/* The url is sanitised; NULL when it is there already, or one too many. */
static struct link *add(struct finder *f, const char *url, size_t n)
{
    bool there;
    if (++f->looked > LOOKED_MAX) {
        f->out->more = true;
        return NULL;
    }
    size_t place = place_of(f, url, n, &there);
    if (n > LINK_MAX_BYTES || there)
        return NULL;
    if (f->out->count == LINKS_MAX) {
        f->out->more = true;
        return NULL;
    }
    struct link *link = new_link(f, place);
    char *copy = arena_strndup(f->arena, url, n), *host = url_host_text(copy);
    *link = (struct link){
        .where = where_text(f), .url = copy, .bytes = n, .host = arena_strdup(f->arena, host)};
    links_expiry(copy, &link->expires);
    free(host);
    return link;
}

static void stand_at(struct finder *f, const char *where)
{
    buf_clear(&f->where);
    buf_puts(&f->where, where);
}

static void add_recordings(struct finder *f, const struct call *c)
{
    for (size_t i = 0; i < c->recording_count; i++) {
        const char *url = c->recordings[i].url;
        if (!url || !*url)
            continue;
        stand_at(f, "recording");
        if (c->recording_count > 1)
            buf_printf(&f->where, " %zu", i + 1);
        char *clean = clean_dup(url, 0);
        struct link *link = add(f, clean, strlen(clean));
        if (link)
            link->is_recording = true;
        free(clean);
    }
}

/* What is found is visible ASCII, which no sanitiser changes. */
static void add_from_text(struct finder *f, const char *s, size_t n)
{
    size_t begin, bytes;
    while (!f->out->more && (bytes = links_find_first(s, n, &begin))) {
        add(f, s + begin, bytes);
        s += begin + bytes;
        n -= begin + bytes;
    }
}

/* A field that is a link and nothing else is one to its last byte. */
static void add_from_field(struct finder *f, const char *s, size_t n)
{
    size_t begin;
    if (!links_find_first(s, n, &begin) || begin || strcspn(s, " \t\r\n") != n) {
        add_from_text(f, s, n);
        return;
    }
    char *clean = clean_dup(s, 0);
    add(f, clean, strlen(clean));
    free(clean);
}

/* f stands at v, and does so again afterwards. The depth is bounded by the parser. */
static void add_from_value(struct finder *f, const struct value *v)
{
    size_t before = f->where.len, i = 0;
    if (v->type == VALUE_STRING)
        add_from_field(f, v->text, v->bytes);
    for (const struct value *child = v->child; child && !f->out->more; child = child->next) {
        buf_putc(&f->where, '/');
        if (v->type == VALUE_ARRAY)
            buf_printf(&f->where, "%zu", i++);
        else
            value_pointer_part(&f->where, child->name);
        add_from_value(f, child);
        f->where.len = before;
        f->where.data[before] = '\0';
    }
}

static void add_from_turn(struct finder *f, const struct turn *t, size_t number)
{
    size_t begin;
    bool payload = t->tool && t->tool->payload;
    if (!payload && !links_find_first(t->text, t->bytes, &begin))
        return;
    buf_clear(&f->where);
    buf_printf(&f->where, "turn %zu", number);
    add_from_text(f, t->text, t->bytes);
    if (payload) {
        buf_putc(&f->where, ' ');
        add_from_value(f, t->tool->payload);
    }
}

const struct links *links_find(const struct call *c)
{
    struct finder f = {.out = arena_alloc(c->arena, sizeof *f.out), .arena = c->arena};
    add_recordings(&f, c);
    stand_at(&f, "");
    if (c->other)
        add_from_value(&f, c->other);
    stand_at(&f, "summary");
    if (c->summary)
        add_from_text(&f, c->summary, strlen(c->summary));
    for (size_t i = 0; i < c->turn_count && !f.out->more; i++)
        add_from_turn(&f, &c->turns[i], i + 1);
    buf_done(&f.where);
    return f.out;
}
