#include "ui/view/turn_text.h"

#include "base/alloc.h"
#include "base/int.h"
#include "call/facts.h"
#include "call/figure_facts.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_MAX_COLS = 24,
    GAP = 2,
    ARGUMENTS_COLS = 9,    /* the label of a tool call's arguments, the widest of its labels */
    BESIDE_MAX_BYTES = 60, /* a longer text is not beside its label, but below it */
    PAYLOAD_MAX_BYTES = 4 << 20,
    LINE_BACK_MAX_BYTES = 1 << 16 /* a JSON line that begins further back is in a long string */
};

static const char not_given[] = "not given";

void turn_text_done(struct turn_text *t)
{
    buf_done(&t->text);
    *t = (struct turn_text){0};
}

bool turn_text_has_rest(const struct turn *t)
{
    return t->tool && (t->tool->payload || t->bytes);
}

bool turn_text_has_other(const struct turn *t)
{
    return t->other && !value_says_nothing(t->other);
}

/* Begins a part, in a new line if there is text before it. After the first line of a tool call
 * there is always a new line. */
static struct turn_part *begin_part(struct turn_text *out, enum turn_look look)
{
    if (out->text.len > out->rest || out->text.len + 1 == out->rest)
        buf_putc(&out->text, '\n');
    struct turn_part *part = &out->parts[out->count++];
    *part = (struct turn_part){.begin = out->text.len, .look = look};
    return part;
}

/* Values */

static void put_json(struct buf *out, const struct value *v)
{
    struct buf json = {0};
    if (v->type == VALUE_STRING)
        value_put_text(&json, v);
    else if (!value_put_pretty(&json, v, PAYLOAD_MAX_BYTES))
        buf_puts(&json, "\n.. the rest is too large to show");
    clean_text(out, buf_str(&json), json.len, CLEAN_SCREEN | CLEAN_LINES);
    buf_done(&json);
}

static struct turn_part *begin_value(struct turn_text *out, const struct value *v)
{
    return begin_part(out, v->type == VALUE_STRING ? LOOK_WORDS : LOOK_JSON);
}

/* Whether a value has a line of its own anyway: then it can stand beside its label. */
static bool is_short(const struct value *v)
{
    if (v->type == VALUE_STRING)
        return v->bytes <= BESIDE_MAX_BYTES && !memchr(v->text, '\n', v->bytes);
    return !value_first(v);
}

static void put_labelled(struct turn_text *out, const char *label, const struct value *v)
{
    bool is_empty = facts_tool_is_empty(v);
    struct turn_part *part = is_empty ? begin_part(out, LOOK_NOTE) : begin_value(out, v);
    if (is_short(v)) {
        buf_printf(&out->text, "%-*s", ARGUMENTS_COLS + GAP, label);
        part->label_bytes = out->text.len - part->begin;
    } else {
        buf_printf(&out->text, "%s\n", label);
        part->label_bytes = strlen(label);
    }
    if (is_empty)
        buf_puts(&out->text, not_given);
    else
        put_json(&out->text, v);
}

static void put_payload(struct turn_text *out, const struct value *payload)
{
    const struct value *arguments = facts_tool_arguments(payload);
    const struct value *result = facts_tool_result(payload);
    if (!arguments) {
        begin_value(out, payload);
        put_json(&out->text, payload);
        return;
    }
    put_labelled(out, "arguments", arguments);
    if (result)
        put_labelled(out, "result", result);
}

/* Turns */

void turn_text_put_folded(struct turn_text *out, const struct turn *t)
{
    if (t->tool) {
        tool_text_put_head(&out->text, t->tool, &out->head);
        out->rest = out->text.len + 1;
        return;
    }
    begin_part(out, LOOK_WORDS);
    facts_turn_words(&out->text, t);
}

void turn_text_put_searched(struct turn_text *out, const struct turn *t)
{
    turn_text_put_folded(out, t);
    if (!turn_text_has_rest(t))
        return;
    if (t->bytes) {
        begin_part(out, LOOK_WORDS);
        clean_text(&out->text, t->text, t->bytes, CLEAN_SCREEN | CLEAN_LINES);
    }
    if (t->tool->payload)
        put_payload(out, t->tool->payload);
}

void turn_text_put_interrupted(struct turn_text *out, const struct turn *t)
{
    const char *note = facts_turn_note(t);
    if (!*note)
        return;
    size_t len = out->text.len;
    if (len && out->text.data[len - 1] != '\n')
        buf_putc(&out->text, ' ');
    out->parts[out->count++] = (struct turn_part){.begin = len, .look = LOOK_NOTE};
    buf_puts(&out->text, note);
}

void turn_text_put_other(struct turn_text *out, const struct turn *t)
{
    struct arena *a = arena_new();
    begin_part(out, LOOK_JSON);
    put_json(&out->text, value_shown(a, t->other, NULL));
    arena_free(a);
}

/* What was measured */

static bool has_reply(const struct call *c, const struct turn *t)
{
    return c->figures.turn_reply != ORIGIN_UNKNOWN && isfinite(t->reply_s);
}

static bool has_took(const struct turn *t)
{
    return t->tool && isfinite(t->tool->took_s);
}

bool turn_text_has_measured(const struct call *c, const struct turn *t)
{
    return has_reply(c, t) || has_took(t) || t->stage_count || t->interrupted == TRUTH_YES;
}

/* A row: what took how long. */
struct measured {
    char *label; /* clean */
    char time[TIME_TEXT_BYTES];
};

/* Hundredths of a second count here: a stage is often shorter than a tenth. */
static struct measured measured_of(const char *what, double seconds)
{
    struct measured m = {.label = clean_dup(what ? what : "", CLEAN_SCREEN)};
    m.label[cols_fit(m.label, strlen(m.label), LABEL_MAX_COLS, NULL)] = '\0';
    time_short_text(seconds, 2, " s", m.time);
    return m;
}

static void put_label(struct buf *out, const char *label, int cols)
{
    buf_printf(out, "%s%*s", label, cols - cols_of(label, strlen(label)) + GAP, "");
}

/* The labels line up, and the times are right-aligned. */
void turn_text_put_measured(struct turn_text *out, const struct call *c, const struct turn *t)
{
    static const char cut_in[] = "interrupted";
    bool interrupted = t->interrupted == TRUTH_YES;
    size_t count = 0;
    int label_cols = int_max(t->tool ? ARGUMENTS_COLS : 0, interrupted ? (int)strlen(cut_in) : 0);
    int time_cols = 0;
    struct measured *list = xcalloc(t->stage_count + 2, sizeof *list);
    if (has_reply(c, t))
        list[count++] = measured_of("reply", t->reply_s);
    for (size_t i = 0; i < t->stage_count; i++)
        list[count++] = measured_of(t->stages[i].name, t->stages[i].seconds);
    if (has_took(t))
        list[count++] = measured_of("took", t->tool->took_s);
    for (size_t i = 0; i < count; i++) {
        label_cols = int_max(label_cols, cols_of(list[i].label, strlen(list[i].label)));
        time_cols = int_max(time_cols, (int)strlen(list[i].time));
    }
    begin_part(out, LOOK_ROWS);
    for (size_t i = 0; i < count; i++) {
        buf_puts(&out->text, i ? "\n" : "");
        put_label(&out->text, list[i].label, label_cols);
        buf_printf(&out->text, "%*s", time_cols, list[i].time);
        if (i == 0 && has_reply(c, t))
            figure_facts_put_origin(&out->text, c->figures.turn_reply);
        free(list[i].label);
    }
    free(list);
    if (!interrupted)
        return;
    buf_puts(&out->text, count ? "\n" : "");
    put_label(&out->text, cut_in, label_cols);
    buf_puts(&out->text, t->class == SPEAKER_AGENT    ? "by the person"
                         : t->class == SPEAKER_PERSON ? "by the agent"
                                                      : "by the other side");
}

/* Drawing */

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

/* What is left to draw of a row. */
struct rest {
    struct line *out;
    const char *text;
    size_t at, end;
};

/* Draws what is left up to an offset. */
static void draw_until(struct rest *r, enum role role, size_t until)
{
    size_t stop = until < r->end ? until : r->end;
    if (stop <= r->at)
        return;
    line_from(r->out, r->at);
    line_put_clean(r->out, role, r->text + r->at, stop - r->at);
    r->at = stop;
}

/* Draws a line of formatted JSON: blanks, a name (or no name) and a value. */
static void draw_json(struct rest *r, size_t line, size_t until)
{
    const char *text = r->text;
    size_t at = line + strspn(text + line, " ");
    size_t end = text[at] == '"' ? string_end(text, at) : at;
    bool named = end > at && text[end] == ':';
    size_t value = named ? end + 2 : at;
    enum role role = text[value] == '"' ? ROLE_JSON_STRING : ROLE_JSON_NUMBER;
    if (text[value] && strchr("{}[]", text[value]))
        role = ROLE_DIM;
    draw_until(r, ROLE_JSON_NAME, named ? end : at);
    draw_until(r, ROLE_DIM, value);
    draw_until(r, role, until);
}

/* Draws what is left of the row within one part. */
static void draw_part(struct rest *r, const struct turn_part *p, size_t until)
{
    size_t line = line_begin(r->text, p->begin, r->at), first = p->begin + p->label_bytes;
    if (p->look == LOOK_ROWS) {
        const char *gap = strstr(r->text + line, "  ");
        draw_until(r, ROLE_LABEL, gap ? (size_t)(gap - r->text) : line);
        draw_until(r, ROLE_VALUE, until);
        return;
    }
    if (line == p->begin) {
        draw_until(r, ROLE_LABEL, first);
        line = first;
    }
    bool in_string = line == r->at && line > first && r->text[line - 1] != '\n';
    if (p->look != LOOK_JSON)
        draw_until(r, p->look == LOOK_NOTE ? ROLE_DIM : ROLE_TEXT, until);
    else if (in_string)
        draw_until(r, ROLE_JSON_STRING, until);
    else
        draw_json(r, line, until);
}

void turn_text_draw(struct line *out, const struct turn_text *t, size_t begin, size_t bytes)
{
    struct rest r = {out, buf_str(&t->text), begin, begin + bytes};
    for (size_t i = 0; i < t->count; i++) {
        size_t until = i + 1 < t->count ? t->parts[i + 1].begin : r.end;
        if (until > r.at && t->parts[i].begin <= r.at)
            draw_part(&r, &t->parts[i], until);
    }
}
