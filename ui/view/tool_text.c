#include "ui/view/tool_text.h"

#include "text/clean.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

enum {
    GAP = 2,
    PAYLOAD_MAX_BYTES = 4 << 20,
    WORDS_MAX_BYTES = 4096,       /* in the summary of a folded call */
    LINE_BACK_MAX_BYTES = 1 << 16 /* a JSON line that begins further back is in a long string */
};

static bool has(const char *s)
{
    return s && *s;
}

bool tool_text_has_rest(const struct turn *t)
{
    return t->tool && (t->tool->payload || t->bytes);
}

void tool_text_first(struct buf *out, const struct turn *t, struct tool_parts *parts)
{
    const char *name = t->tool->name, *status = t->tool->status;
    if (has(name))
        clean_text(out, name, strlen(name), CLEAN_SCREEN);
    parts->name_end = out->len;
    if (out->len && has(status))
        buf_putc(out, ' ');
    parts->status = out->len;
    if (has(status))
        clean_text(out, status, strlen(status), CLEAN_SCREEN);
    parts->status_end = out->len;
    parts->rest = parts->payload = out->len + 1;
}

static void put_payload(struct buf *out, const struct value *payload)
{
    struct buf json = {0};
    if (payload->type == VALUE_STRING)
        value_put_text(&json, payload);
    else if (!value_put_pretty(&json, payload, PAYLOAD_MAX_BYTES))
        buf_puts(&json, "\n.. the rest is too large to show");
    clean_text(out, buf_str(&json), json.len, CLEAN_SCREEN | CLEAN_LINES);
    buf_done(&json);
}

bool tool_text_has_other(const struct turn *t)
{
    return t->other && !value_says_nothing(t->other);
}

void tool_text_other(struct buf *out, const struct turn *t, struct tool_parts *parts)
{
    struct arena *a = arena_new();
    if (out->len)
        buf_putc(out, '\n');
    parts->other = out->len;
    put_payload(out, value_shown(a, t->other, NULL));
    arena_free(a);
}

void tool_text_all(struct buf *out, const struct turn *t, struct tool_parts *parts)
{
    tool_text_first(out, t, parts);
    if (!tool_text_has_rest(t))
        return;
    buf_putc(out, '\n');
    clean_text(out, t->text, t->bytes, CLEAN_SCREEN | CLEAN_LINES);
    if (t->bytes && t->tool->payload)
        buf_putc(out, '\n');
    parts->payload = out->len;
    if (t->tool->payload)
        put_payload(out, t->tool->payload);
}

static const struct {
    enum role role;
    const char *sign, *ascii;
} looks[] = {
    [TOOL_UNKNOWN] = {ROLE_VALUE, "", ""},
    [TOOL_SUCCEEDED] = {ROLE_GOOD, "\xe2\x9c\x93 ", "v "},
    [TOOL_FAILED] = {ROLE_BAD, "\xe2\x9c\x97 ", "x "},
};

/* Starts a part of the row, after a gap if it is not the first. Returns false if there is no room.
 * */
static bool begin_part(struct line *out, int begin, int end)
{
    int at = out->cols > begin ? out->cols + GAP : begin;
    if (at < end)
        line_pad(out, at);
    return at < end;
}

static void put_status(struct line *out, const struct tool_row *row, int end)
{
    const struct tool_parts *p = &row->parts;
    enum call_tool_outcome outcome = call_tool_outcome(row->turn->tool);
    line_puts(out, looks[outcome].role, row->ascii ? looks[outcome].ascii : looks[outcome].sign);
    line_from(out, p->status);
    line_put_clean_cut(out, looks[outcome].role, row->text + p->status, p->status_end - p->status,
                       end - out->cols);
}

void tool_text_put_first(struct line *out, const struct tool_row *row)
{
    const struct tool_parts *p = &row->parts;
    int begin = out->cols, end = begin + row->cols;
    line_from(out, 0);
    line_put_clean_cut(out, ROLE_TEXT, row->text, p->name_end, row->cols);
    if (p->status < p->status_end && begin_part(out, begin, end - GAP))
        put_status(out, row, end);
}

static void put_words(struct buf *out, const char *s, size_t bytes)
{
    clean_text(out, s, utf8_prefix_bytes(s, bytes, WORDS_MAX_BYTES), CLEAN_SCREEN);
}

static void put_summary(struct buf *out, const struct turn *t)
{
    const struct value *payload = t->tool->payload;
    struct buf json = {0};
    put_words(out, t->text, t->bytes);
    if (!payload)
        return;
    buf_puts(out, out->len ? " " : "");
    if (payload->type == VALUE_STRING) {
        put_words(out, payload->text, payload->bytes);
        return;
    }
    value_put_brief(&json, payload, WORDS_MAX_BYTES);
    put_words(out, buf_str(&json), json.len);
    buf_done(&json);
}

void tool_text_put_folded(struct line *out, const struct tool_row *row)
{
    struct buf summary = {0};
    int begin = out->cols, end = begin + row->cols;
    tool_text_put_first(out, row);
    put_summary(&summary, row->turn);
    if (summary.len && begin_part(out, begin, end - GAP))
        line_put_clean_cut(out, ROLE_DIM, buf_str(&summary), summary.len, end - out->cols);
    buf_done(&summary);
}

/* The beginning of the line that contains `at`; `at` itself when that is too far back. */
static size_t line_begin(const char *text, size_t from, size_t at)
{
    size_t begin = at;
    while (begin > from && text[begin - 1] != '\n')
        if (at - --begin == LINE_BACK_MAX_BYTES)
            return at;
    return begin;
}

/* The end of the JSON string that begins at `at`. */
static size_t string_end(const char *s, size_t at)
{
    for (at++; s[at] && s[at] != '"' && s[at] != '\n'; at++)
        if (s[at] == '\\' && s[at + 1])
            at++;
    return s[at] == '"' ? at + 1 : at;
}

static enum role value_role(char first)
{
    if (first == '"')
        return ROLE_JSON_STRING;
    return first && strchr("{}[]", first) ? ROLE_DIM : ROLE_JSON_NUMBER;
}

/* A line of formatted JSON: blanks, a name (or no name) and a value. */
struct json_line {
    size_t name_end, value; /* the end of the name; the beginning of the value */
    enum role role;         /* of the value */
};

static struct json_line read_line(const char *text, size_t at)
{
    struct json_line l = {0};
    at += strspn(text + at, " ");
    l.name_end = l.value = at;
    size_t end = text[at] == '"' ? string_end(text, at) : at;
    if (end > at && text[end] == ':') {
        l.name_end = end;
        l.value = end + 2;
    }
    l.role = value_role(text[l.value]);
    return l;
}

/* Draws what the row has left up to an offset. */
static void put_until(struct line *out, enum role role, const char *text, size_t *at, size_t end,
                      size_t until)
{
    size_t stop = until < end ? until : end;
    if (stop <= *at)
        return;
    line_from(out, *at);
    line_put_clean(out, role, text + *at, stop - *at);
    *at = stop;
}

/* Where the JSON begins that `at` is in; SIZE_MAX if it is in none. */
static size_t json_begin(const struct tool_row *row, size_t at)
{
    const struct tool_parts *p = &row->parts;
    const struct tool *tool = row->turn->tool;
    if (p->other && at >= p->other)
        return p->other;
    bool json = tool && tool->payload && tool->payload->type != VALUE_STRING;
    return json && at >= p->payload ? p->payload : SIZE_MAX;
}

void tool_text_put_rest(struct line *out, const struct tool_row *row, size_t begin, size_t bytes)
{
    size_t json = json_begin(row, begin), at = begin, end = begin + bytes;
    if (begin < json) {
        put_until(out, ROLE_TEXT, row->text, &at, end, end);
        return;
    }
    size_t first = line_begin(row->text, json, begin);
    bool middle = first == begin && begin > json && row->text[begin - 1] != '\n';
    struct json_line l = {first, first, ROLE_JSON_STRING};
    if (!middle)
        l = read_line(row->text, first);
    put_until(out, ROLE_JSON_NAME, row->text, &at, end, l.name_end);
    put_until(out, ROLE_DIM, row->text, &at, end, l.value);
    put_until(out, l.role, row->text, &at, end, end);
}
