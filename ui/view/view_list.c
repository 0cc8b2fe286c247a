#include "ui/view/view_list.h"

#include "base/alloc.h"
#include "base/int.h"
#include "find/query.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/mask.h"
#include "ui/view/list_heads.h"
#include "ui/view/list_layout.h"

#include <stdlib.h>
#include <string.h>

enum { TITLE_MIN_COLS = 12, TITLE_OTHER_COLS = 24 };

/* The items are the calls above the line, the line, the calls below it, and the providers with
 * more; or one item that says why there is no call. */
struct view_list {
    struct view view;
    const struct call_list *list;
    const struct list_style *style;
    int cols;
    size_t line; /* where the line is; as many as there are calls: there is none */
    const struct provider **more;
    size_t more_count;
    struct list_layout layout;
    struct list_heads heads;
};

/* ---- items ---- */

enum item_kind { ITEM_CALL, ITEM_LINE, ITEM_MORE, ITEM_NOTHING };

struct place_of_item {
    enum item_kind kind;
    size_t index; /* of the call or of the provider */
};

static bool has_line(const struct view_list *v)
{
    return v->line < call_list_count(v->list);
}

static struct place_of_item place_of(const struct view_list *v, size_t item)
{
    size_t calls = call_list_count(v->list);
    if (has_line(v) && item == v->line)
        return (struct place_of_item){ITEM_LINE, v->line};
    item -= has_line(v) && item > v->line;
    if (item < calls)
        return (struct place_of_item){ITEM_CALL, item};
    if (item - calls < v->more_count)
        return (struct place_of_item){ITEM_MORE, item - calls};
    return (struct place_of_item){ITEM_NOTHING, 0};
}

static size_t item_of_call(const struct view_list *v, size_t index)
{
    return index + (has_line(v) && index >= v->line);
}

static size_t items(const struct view *base)
{
    const struct view_list *v = (const struct view_list *)base;
    size_t count = call_list_count(v->list) + has_line(v) + v->more_count;
    return count ? count : 1;
}

const struct list_row *view_list_row(const struct view *base, size_t item)
{
    const struct view_list *v = (const struct view_list *)base;
    struct place_of_item at = place_of(v, item);
    return at.kind == ITEM_CALL ? call_list_row(v->list, at.index) : NULL;
}

static const struct provider *more_of(const struct view_list *v, size_t item)
{
    struct place_of_item at = place_of(v, item);
    return at.kind == ITEM_MORE ? v->more[at.index] : NULL;
}

static const struct list_source *source_of(const struct view_list *v, const struct provider *p)
{
    size_t i = 0;
    while (call_list_source_at(v->list, i)->provider != p)
        i++;
    return call_list_source_at(v->list, i);
}

static bool is_asked(const struct view_list *v, const struct provider *p)
{
    return source_of(v, p)->state == LIST_SOURCE_ASKING;
}

const struct provider *view_list_more(const struct view *base, size_t item)
{
    const struct view_list *v = (const struct view_list *)base;
    const struct provider *p = more_of(v, item);
    return p && !is_asked(v, p) ? p : NULL;
}

/* Calls are numbered; what is between and below them has the number of the call above. */
static size_t number(const struct view *base, size_t item, size_t *all)
{
    const struct view_list *v = (const struct view_list *)base;
    struct place_of_item at = place_of(v, item);
    *all = call_list_count(v->list);
    if (at.kind == ITEM_CALL)
        return at.index;
    size_t above = at.kind == ITEM_LINE ? at.index : *all;
    return above ? above - 1 : 0;
}

static size_t at_number(const struct view *base, size_t number)
{
    const struct view_list *v = (const struct view_list *)base;
    size_t calls = call_list_count(v->list);
    return calls ? item_of_call(v, number < calls ? number : calls - 1) : 0;
}

/* The item of a provider that is asked for more stays until the page is there. */
static void find_more(struct view_list *v)
{
    v->more_count = 0;
    for (size_t i = 0; i < call_list_source_count(v->list); i++) {
        const struct list_source *s = call_list_source_at(v->list, i);
        if (!s->more || (s->state == LIST_SOURCE_ASKING && !s->more_asked))
            continue;
        v->more = xgrow(v->more, v->more_count, sizeof *v->more);
        v->more[v->more_count++] = s->provider;
    }
}

static void layout(struct view *base, int cols)
{
    struct view_list *v = (struct view_list *)base;
    v->cols = cols;
    v->line = call_list_line(v->list);
    find_more(v);
    list_layout_make(&v->layout, v->list, v->style, cols);
    list_heads_make(&v->heads, v->list, &v->style->time, v->style->unfolded);
}

/* ---- rows ---- */

static enum role class_role(enum find_class class)
{
    return class == FIND_FAILED ? ROLE_BAD : class == FIND_LIVE ? ROLE_GOOD : ROLE_TEXT;
}

static enum role role_of(const struct list_row *r, enum list_column c)
{
    switch (c) {
    case LIST_COLUMN_TIME:
        return ROLE_TIME;
    case LIST_COLUMN_NUMBER:
        return ROLE_PERSON;
    case LIST_COLUMN_AGENT:
        return ROLE_AGENT;
    case LIST_COLUMN_STATUS:
        return class_role(r->class);
    case LIST_COLUMN_PROVIDER:
    case LIST_COLUMN_REASON:
        return ROLE_DIM;
    default:
        return ROLE_TEXT;
    }
}

static bool is_right(enum list_column c)
{
    return c == LIST_COLUMN_TIME || c == LIST_COLUMN_DURATION || c == LIST_COLUMN_COST;
}

/* `from` is where the value begins in the call's searched text. The class is not said by colour
 * alone. */
static void put_call_cell(const struct view_list *v, const struct list_row *r,
                          const struct list_layout_column *c, size_t from, struct line *out)
{
    struct buf text = {0};
    int cols = c->cols;
    list_cells_put(v->style, v->layout.date, r, c->column, &text);
    line_pad(out, c->x);
    if (c->column == LIST_COLUMN_STATUS) {
        const char *mark = r->class == FIND_FAILED ? "! " : r->class == FIND_LIVE ? "+ " : "  ";
        line_puts(out, class_role(r->class), mark);
        cols -= LIST_LAYOUT_MARK_COLS;
    }
    if (is_right(c->column))
        line_pad(out, c->x + cols - cols_of(buf_str(&text), text.len));
    if (c->column != LIST_COLUMN_TIME)
        line_from(out, from);
    line_put_clean_cut(out, role_of(r, c->column), buf_str(&text), text.len, cols);
    buf_done(&text);
}

static void put_call(const struct view_list *v, const struct list_row *r, struct line *out)
{
    struct buf text = {0};
    list_cells_put_text(v->style, r, &text);
    for (int i = 0; i < v->layout.count; i++)
        put_call_cell(v, r, &v->layout.columns[i],
                      list_cells_begin(buf_str(&text), v->layout.columns[i].column), out);
    buf_done(&text);
}

/* "more of ringg before 12:10", or "asking ringg for more before 12:10". */
static void put_more(const struct view_list *v, const struct provider *p, struct buf *out)
{
    const struct list_source *s = source_of(v, p);
    bool asking = is_asked(v, p);
    if (s->looked)
        buf_printf(out, "%s%s%s", asking ? "asking " : "more of ", p->name,
                   asking ? " for more" : "");
    else
        buf_printf(out, "%s %s again", asking ? "asking" : "ask", p->name);
    if (s->complete_from_us == INT64_MAX || s->complete_from_us == INT64_MIN)
        return;
    buf_puts(out, " before ");
    list_heads_put_moment(out, &v->style->time, s->complete_from_us);
}

/* What is on the other side of the line need not be complete. */
static void put_line(const struct view_list *v, struct buf *out)
{
    bool reversed;
    int64_t from = call_list_complete_from_us(v->list);
    call_list_sorted_by(v->list, &reversed);
    buf_puts(out, "-- ");
    if (from != INT64_MAX) {
        buf_puts(out, reversed ? "from " : "down to ");
        list_heads_put_moment(out, &v->style->time, from);
        buf_printf(out, " %sno call is missing; ", reversed ? "on " : "");
    }
    buf_printf(out, "%s some can be", reversed ? "above" : "below");
    if (from == INT64_MAX)
        buf_puts(out, " missing");
}

/* Whether more can come by itself. */
static bool is_open(const struct call_list *list)
{
    bool open = false;
    for (size_t i = 0; i < call_list_source_count(list); i++) {
        enum list_source_state state = call_list_source_at(list, i)->state;
        open |= state == LIST_SOURCE_ASKING || state == LIST_SOURCE_LOOKING;
    }
    return open;
}

/* A text of the query or of the filter as it is shown. The caller frees it. */
static char *shown_text(const struct view_list *v, const char *raw)
{
    char *text = clean_dup(raw, CLEAN_SCREEN);
    if (v->style->mask)
        mask_text(text, strlen(text), NULL, NULL);
    return text;
}

static void put_nothing(const struct view_list *v, struct buf *out)
{
    if (call_list_has_unseen(v->list)) {
        buf_puts(out, "no match yet");
    } else if (call_list_all(v->list)) {
        buf_printf(out, "the filter hides all %zu calls", call_list_all(v->list));
    } else if (is_open(v->list)) {
        buf_puts(out, "no call yet");
    } else if (!call_list_source_count(v->list)) {
        buf_puts(out, "no provider was asked");
    } else if (v->style->empty && !call_list_looked(v->list)) {
        buf_puts(out, v->style->empty);
    } else if (v->style->loose) {
        char *word = shown_text(v, v->style->loose);
        buf_puts(out, "no such call (");
        query_put_loose(out, word, v->style->kept);
        buf_putc(out, ')');
        free(word);
    } else {
        buf_puts(out, "no such call");
    }
}

/* What an item that is no call says. */
static void put_remark(const struct view_list *v, struct place_of_item at, struct buf *out)
{
    if (at.kind == ITEM_LINE)
        put_line(v, out);
    else if (at.kind == ITEM_MORE)
        put_more(v, v->more[at.index], out);
    else if (at.kind == ITEM_NOTHING)
        put_nothing(v, out);
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    const struct view_list *v = (const struct view_list *)base;
    struct place_of_item at = place_of(v, item);
    struct buf text = {0};
    (void)row;
    line_pad(out, VIEW_GUTTER);
    if (at.kind == ITEM_CALL) {
        put_call(v, call_list_row(v->list, at.index), out);
        return;
    }
    put_remark(v, at, &text);
    line_from(out, 0);
    line_put_cut(out, view_list_more(base, item) ? ROLE_KEY : ROLE_DIM, buf_str(&text), text.len,
                 v->cols - VIEW_GUTTER - 1);
    buf_done(&text);
}

static void searched(struct view *base, size_t item, struct buf *out)
{
    const struct view_list *v = (const struct view_list *)base;
    struct place_of_item at = place_of(v, item);
    if (at.kind == ITEM_CALL)
        list_cells_put_text(v->style, call_list_row(v->list, at.index), out);
    else
        put_remark(v, at, out);
}

/* ---- above the rows ---- */

static int head_rows(const struct view *base)
{
    const struct view_list *v = (const struct view_list *)base;
    return (int)v->heads.count + 1;
}

static void put_headings(const struct view_list *v, struct line *out)
{
    bool reversed;
    enum list_column by = call_list_sorted_by(v->list, &reversed);
    for (int i = 0; i < v->layout.count; i++) {
        const struct list_layout_column *c = &v->layout.columns[i];
        const char *name = list_layout_heading(v->style, c->column);
        int n = (int)strlen(name),
            skip = c->column == LIST_COLUMN_STATUS ? LIST_LAYOUT_MARK_COLS : 0;
        line_pad(out, is_right(c->column) ? c->x + c->cols - n : c->x + skip);
        line_puts(out, c->column == by ? ROLE_TITLE : ROLE_LABEL, name);
    }
}

static void head(const struct view *base, int row, struct line *out)
{
    const struct view_list *v = (const struct view_list *)base;
    line_pad(out, VIEW_GUTTER);
    if ((size_t)row < v->heads.count)
        list_heads_put(&v->heads, (size_t)row, v->style->mask, v->cols - VIEW_GUTTER - 1, out);
    else
        put_headings(v, out);
}

/* The counts, and the order if it is not that of a new list. */
static void put_counts(const struct view_list *v, struct buf *out)
{
    bool reversed;
    enum list_column by = call_list_sorted_by(v->list, &reversed);
    size_t all = call_list_all(v->list), looked = call_list_looked(v->list);
    buf_grouped(out, all);
    buf_puts(out, " of ");
    buf_grouped(out, looked > all ? looked : all);
    buf_puts(out, " looked at");
    if (v->style->filter) {
        char *filter = shown_text(v, v->style->filter);
        buf_puts(out, ", ");
        buf_grouped(out, call_list_count(v->list));
        buf_printf(out, " match %s", filter);
        free(filter);
    }
    if (by != LIST_COLUMN_TIME || reversed)
        buf_printf(out, ", by %s%s", list_columns[by].name, reversed ? " reversed" : "");
}

/* The counts always have room. */
static void title(const struct view *base, struct line *out)
{
    const struct view_list *v = (const struct view_list *)base;
    struct buf counts = {0};
    put_counts(v, &counts);
    char *asked = shown_text(v, v->style->title);
    int room = v->cols - TITLE_OTHER_COLS - (int)counts.len;
    line_put_clean_cut(out, ROLE_TEXT, asked, strlen(asked), int_max(room, TITLE_MIN_COLS));
    line_printf(out, ROLE_DIM, "  %s", buf_str(&counts));
    free(asked);
    buf_done(&counts);
}

/* ---- copying ---- */

/* The time in full, all values, and the ID. */
static char *copy(const struct view *base, size_t item)
{
    const struct view_list *v = (const struct view_list *)base;
    const struct list_row *r = view_list_row(base, item);
    struct buf out = {0};
    char time[TIME_TEXT_BYTES];
    struct instant t = {0};
    if (!r)
        return NULL;
    t.known = list_row_time(r, &t.us);
    time_full(&t, time);
    buf_puts(&out, time);
    for (int c = LIST_COLUMN_PROVIDER; c < LIST_COLUMNS; c++) {
        struct buf value = {0};
        list_cells_put(v->style, v->layout.date, r, (enum list_column)c, &value);
        if (value.len)
            buf_printf(&out, "%s%s", out.len ? "  " : "", buf_str(&value));
        buf_done(&value);
    }
    buf_printf(&out, "%s%s", out.len ? "  " : "", r->id);
    char *text = clean_dup(buf_str(&out), 0);
    buf_done(&out);
    return text;
}

/* ---- places ---- */

void view_list_keep(const struct view *base, size_t item, struct view_list_place *out)
{
    const struct view_list *v = (const struct view_list *)base;
    const struct list_row *r = view_list_row(base, item);
    view_list_forget(out);
    *out = (struct view_list_place){.provider = r ? r->provider : NULL,
                                    .id = r ? xstrdup(r->id) : NULL,
                                    .more = more_of(v, item),
                                    .item = item};
}

void view_list_aim(struct view_list_place *place, const struct list_row *r)
{
    free(place->id);
    place->provider = r->provider;
    place->id = xstrdup(r->id);
}

size_t view_list_find(const struct view *base, const struct view_list_place *place)
{
    const struct view_list *v = (const struct view_list *)base;
    size_t calls = call_list_count(v->list), last = items(base) - 1;
    size_t at = place->id ? call_list_find(v->list, place->provider, place->id) : calls;
    if (at < calls)
        return item_of_call(v, at);
    for (size_t i = 0; i < v->more_count; i++)
        if (v->more[i] == place->more)
            return calls + has_line(v) + i;
    return place->item < last ? place->item : last;
}

void view_list_forget(struct view_list_place *place)
{
    free(place->id);
    *place = (struct view_list_place){0};
}

static void destroy(struct view *base)
{
    struct view_list *v = (struct view_list *)base;
    list_heads_done(&v->heads);
    free(v->more);
    free(v);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = items,
                                    .row = row,
                                    .title = title,
                                    .head_rows = head_rows,
                                    .head = head,
                                    .copy = copy,
                                    .text = searched,
                                    .number = number,
                                    .at_number = at_number,
                                    .free = destroy};

struct view *view_list_new(const struct call_list *list, const struct list_style *style)
{
    struct view_list *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->list = list;
    v->style = style;
    layout(&v->view, 80);
    return &v->view;
}
