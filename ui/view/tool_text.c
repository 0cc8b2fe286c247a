#include "ui/view/tool_text.h"

#include "call/facts.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <string.h>

enum { GAP = 2, WORDS_MAX_BYTES = 4096 /* of each part of the summary */ };

/* Appends a word after a blank; returns where it begins. */
static size_t put_word(struct buf *out, const char *word)
{
    if (out->len && *word)
        buf_putc(out, ' ');
    size_t begin = out->len;
    clean_text(out, word, strlen(word), CLEAN_SCREEN);
    return begin;
}

void tool_text_put_head(struct buf *out, const struct tool *tool, struct tool_head *head)
{
    put_word(out, tool->name ? tool->name : "");
    head->name_end = out->len;
    head->status = put_word(out, facts_tool_status(tool));
    head->status_end = out->len;
    head->error = put_word(out, facts_tool_error(tool));
    head->error_end = out->len;
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
 */
static bool begin_part(struct line *out, int begin, int end)
{
    int at = out->cols > begin ? out->cols + GAP : begin;
    if (at < end)
        line_pad(out, at);
    return at < end;
}

void tool_text_draw(struct line *out, const struct tool_row *row)
{
    const struct tool_head *h = &row->head;
    enum call_tool_outcome outcome = call_tool_outcome(row->turn->tool);
    int begin = out->cols, end = begin + row->cols;
    line_from(out, 0);
    line_put_clean_cut(out, ROLE_TEXT, row->text, h->name_end, row->cols);
    if (h->status < h->status_end && begin_part(out, begin, end - GAP)) {
        enum role role = looks[outcome].role;
        line_puts(out, role, row->ascii ? looks[outcome].ascii : looks[outcome].sign);
        line_from(out, h->status);
        line_put_clean_cut(out, role, row->text + h->status, h->status_end - h->status,
                           end - out->cols);
    }
    if (h->error == h->error_end || !begin_part(out, begin, end - GAP))
        return;
    line_from(out, h->error);
    line_put_clean_cut(out, ROLE_BAD, row->text + h->error, h->error_end - h->error,
                       end - out->cols);
}

static void put_words(struct buf *out, const char *s, size_t bytes)
{
    clean_text(out, s, utf8_prefix_bytes(s, bytes, WORDS_MAX_BYTES), CLEAN_SCREEN);
}

/* Appends a part of the summary, after a blank if it is not the first. */
static void put_part(struct buf *out, const char *sign, const struct value *v)
{
    struct buf json = {0};
    if (!v || facts_tool_is_empty(v))
        return;
    buf_printf(out, "%s%s", out->len ? " " : "", sign);
    if (v->type == VALUE_STRING) {
        put_words(out, v->text, v->bytes);
        return;
    }
    value_put_brief(&json, v, WORDS_MAX_BYTES);
    put_words(out, buf_str(&json), json.len);
    buf_done(&json);
}

static void put_summary(struct buf *out, const struct turn *t)
{
    const struct value *payload = t->tool->payload;
    put_words(out, t->text, t->bytes);
    if (!payload)
        return;
    const struct value *arguments = facts_tool_arguments(payload);
    put_part(out, "", arguments ? arguments : payload);
    put_part(out, "-> ", facts_tool_result(payload));
}

void tool_text_draw_folded(struct line *out, const struct tool_row *row)
{
    struct buf summary = {0};
    int begin = out->cols, end = begin + row->cols;
    tool_text_draw(out, row);
    put_summary(&summary, row->turn);
    if (summary.len && begin_part(out, begin, end - GAP))
        line_put_clean_cut(out, ROLE_DIM, buf_str(&summary), summary.len, end - out->cols);
    buf_done(&summary);
}
