#include "provider/list_template.h"

#include "find/civil.h"
#include "provider/sources.h"
#include "text/time.h"
#include "text/url.h"

#include <inttypes.h>
#include <string.h>

#define BIT(mark) (1U << (mark))
enum { MARK_MAX_BYTES = POINTER_MAX_BYTES + 16, SHOWN_BYTES = 40 };
enum { MS_PER_S = 1000, S_PER_MIN = 60 };

enum unit_of_time { TIME_ISO, TIME_S, TIME_MS, TIME_DATE };

/* A mark in a text. */
struct mark {
    enum list_mark kind;
    enum unit_of_time unit;
    const char *begin, *end; /* with its braces */
    const char *pointer;     /* of a mark that has one; it ends at the brace */
};

static const struct {
    const char *text;
    enum list_mark kind;
    enum unit_of_time unit;
} marks_known[] = {
    {"limit", LIST_MARK_LIMIT, 0},
    {"page", LIST_MARK_PAGE, 0},
    {"offset", LIST_MARK_OFFSET, 0},
    {"filters", LIST_MARK_FILTERS, 0},
    {"next", LIST_MARK_NEXT, 0},
    {"", LIST_MARK_VALUE, 0},
    {"s", LIST_MARK_S, 0},
    {"ms", LIST_MARK_MS, 0},
    {"min", LIST_MARK_MIN, 0},
    {"since iso", LIST_MARK_SINCE, TIME_ISO},
    {"since s", LIST_MARK_SINCE, TIME_S},
    {"since ms", LIST_MARK_SINCE, TIME_MS},
    {"since date", LIST_MARK_SINCE, TIME_DATE},
    {"until iso", LIST_MARK_UNTIL, TIME_ISO},
    {"until s", LIST_MARK_UNTIL, TIME_S},
    {"until ms", LIST_MARK_UNTIL, TIME_MS},
    {"until date", LIST_MARK_UNTIL, TIME_DATE},
};

unsigned list_template_marks_of_find(enum list_find find)
{
    switch (find) {
    case LIST_TIME:
        return BIT(LIST_MARK_SINCE) | BIT(LIST_MARK_UNTIL);
    case LIST_IN:
    case LIST_OUT:
        return 0;
    case LIST_LONGER:
    case LIST_SHORTER:
        return BIT(LIST_MARK_S) | BIT(LIST_MARK_MS) | BIT(LIST_MARK_MIN);
    default:
        return BIT(LIST_MARK_VALUE);
    }
}

/* Reads what is between the braces. */
static bool mark_read(const char *at, size_t n, struct mark *m)
{
    static const char last[] = "last /";
    for (size_t i = 0; i < sizeof marks_known / sizeof *marks_known; i++)
        if (strlen(marks_known[i].text) == n && memcmp(marks_known[i].text, at, n) == 0) {
            m->kind = marks_known[i].kind;
            m->unit = marks_known[i].unit;
            return true;
        }
    bool is_last = n >= sizeof last - 1 && memcmp(at, last, sizeof last - 1) == 0;
    m->kind = is_last ? LIST_MARK_LAST : LIST_MARK_POINTER;
    m->pointer = is_last ? at + sizeof last - 2 : at;
    return is_last || (n > 0 && *at == '/');
}

/* The next mark of the set. */
static bool mark_next(const char *at, unsigned marks, struct mark *m)
{
    for (const char *open = strchr(at, '{'); open; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        *m = (struct mark){.begin = open, .end = close ? close + 1 : open};
        if (close && close - open < MARK_MAX_BYTES &&
            mark_read(open + 1, (size_t)(close - open - 1), m) && (marks & BIT(m->kind)))
            return true;
    }
    return false;
}

/* Whole units, so that no moment of the range is left out. */
static int64_t in_units(int64_t us, int64_t per_unit, bool up)
{
    return us / per_unit + (up && us % per_unit ? 1 : 0);
}

static void put_time(struct buf *out, const struct mark *m, int64_t us, const struct list_values *v)
{
    bool up = m->kind == LIST_MARK_UNTIL;
    int64_t s = in_units(us, CIVIL_US, up);
    struct instant t = {.us = s * CIVIL_US, .known = true};
    char iso[TIME_TEXT_BYTES];
    struct civil_date d = civil_date_of(in_units(us, (int64_t)CIVIL_DAY_S * CIVIL_US, up));
    time_rfc3339(&t, iso);
    if (m->unit == TIME_S)
        buf_printf(out, "%" PRId64, s);
    else if (m->unit == TIME_MS)
        buf_printf(out, "%" PRId64, in_units(us, CIVIL_US / MS_PER_S, up));
    else if (m->unit == TIME_DATE)
        buf_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
    else if (v->json)
        buf_puts(out, iso);
    else
        url_encode(out, iso);
}

static void put_value(struct buf *out, const char *text, const struct list_values *v)
{
    struct buf quoted = {0};
    if (!v->json) {
        url_encode(out, text);
        return;
    }
    value_put_json_string(&quoted, text, strlen(text));
    buf_add(out, quoted.data + 1, quoted.len - 2);
    buf_done(&quoted);
}

/* Copies the pointer of a mark that has one. */
static void copy_pointer(const struct mark *m, char pointer[MARK_MAX_BYTES])
{
    size_t n = (size_t)(m->end - 1 - m->pointer);
    memcpy(pointer, m->pointer, n);
    pointer[n] = '\0';
}

/* A text that is not empty, or a number. */
static bool put_at_pointer(struct buf *out, const struct mark *m, const struct value *from,
                           const struct list_values *v)
{
    char pointer[MARK_MAX_BYTES];
    copy_pointer(m, pointer);
    const struct value *found = from ? value_at(from, pointer) : NULL;
    bool is_text = found && found->type == VALUE_STRING && found->bytes;
    if (v->sample)
        return buf_putc(out, '1');
    if (!is_text && !(found && found->type == VALUE_NUMBER))
        return false;
    struct buf text = {0};
    value_put_text(&text, found);
    put_value(out, buf_str(&text), v);
    buf_done(&text);
    return true;
}

/* With a comma before it, unless it is the first member. */
static void put_next(struct buf *out, const char *next)
{
    char before = out->len ? out->data[out->len - 1] : '{';
    if (!next)
        return;
    buf_printf(out, "%s%s", strchr("{,", before) ? "" : ",", next);
}

static bool put_mark(struct buf *out, const struct mark *m, const struct list_values *v)
{
    switch (m->kind) {
    case LIST_MARK_LIMIT:
        return buf_printf(out, "%zu", v->limit);
    case LIST_MARK_PAGE:
        return buf_printf(out, "%zu", v->page);
    case LIST_MARK_OFFSET:
        return buf_printf(out, "%zu", v->offset);
    case LIST_MARK_POINTER:
        return put_at_pointer(out, m, v->answer, v);
    case LIST_MARK_LAST:
        return put_at_pointer(out, m, v->row, v);
    case LIST_MARK_FILTERS:
        buf_puts(out, v->filters ? v->filters : "");
        break;
    case LIST_MARK_NEXT:
        put_next(out, v->next);
        break;
    case LIST_MARK_VALUE:
        put_value(out, v->value, v);
        break;
    case LIST_MARK_SINCE:
        put_time(out, m, v->since_us, v);
        break;
    case LIST_MARK_UNTIL:
        put_time(out, m, v->until_us, v);
        break;
    case LIST_MARK_S:
        return buf_printf(out, "%d", v->seconds);
    case LIST_MARK_MS:
        return buf_printf(out, "%" PRId64, (int64_t)v->seconds * MS_PER_S);
    case LIST_MARK_MIN:
        return buf_printf(out, "%" PRId64, in_units(v->seconds, S_PER_MIN, !v->longer));
    }
    return true;
}

bool list_template_fill(struct buf *out, const char *text, unsigned marks,
                        const struct list_values *v)
{
    struct mark m;
    bool complete = true;
    for (; mark_next(text, marks, &m); text = m.end) {
        buf_add(out, text, (size_t)(m.begin - text));
        complete &= put_mark(out, &m, v);
    }
    buf_puts(out, text);
    return complete;
}

bool list_template_has(const char *text, enum list_mark mark)
{
    struct mark m;
    return mark_next(text, BIT(mark), &m);
}

/* A pointer can have what a URL cannot, so the texts between the marks are looked at. */
static bool plain_check(const char *at, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (strchr("{}", at[i]))
            return err_set(e, "'%.*s' has a brace that means nothing here",
                           (int)(n - i < SHOWN_BYTES ? n - i : SHOWN_BYTES), at + i);
        else if (at[i] <= ' ' || at[i] > '~' || strchr("#\\", at[i]))
            return err_set(e, "contains a character that a URL cannot have there");
    return true;
}

bool list_template_check_pointers(const char *text, unsigned marks, struct err *e)
{
    struct mark m;
    for (; mark_next(text, marks, &m); text = m.end) {
        char pointer[MARK_MAX_BYTES];
        if (!m.pointer)
            continue;
        copy_pointer(&m, pointer);
        if (!sources_check_pointer(pointer, e))
            return false;
    }
    return true;
}

static bool pairs_check(const char *text, struct err *e)
{
    static const char bytes_of_name[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.[]-";
    for (const char *at = text;; at++) {
        size_t n = strcspn(at, "&"), name = strspn(at, bytes_of_name);
        if (!name || name >= n || at[name] != '=')
            return err_set(e, "must have the form NAME=VALUE, or several of them joined by '&'");
        at += n;
        if (!*at)
            return true;
    }
}

bool list_template_check(const char *text, unsigned marks, struct err *e)
{
    struct mark m;
    if (!pairs_check(text, e) || !list_template_check_pointers(text, marks, e))
        return false;
    for (; mark_next(text, marks, &m); text = m.end)
        if (!plain_check(text, (size_t)(m.begin - text), e))
            return false;
    return plain_check(text, strlen(text), e);
}
