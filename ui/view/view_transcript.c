#include "ui/view/view_transcript.h"

#include "base/alloc.h"
#include "base/int.h"
#include "base/sorted.h"
#include "call/facts.h"
#include "print/print.h"
#include "text/clean.h"
#include "text/cols.h"
#include "ui/view/heard_sign.h"
#include "ui/view/reply_column.h"
#include "ui/view/turn_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    GAP = 2,
    AFTER_SIGN = 1, /* a blank between the sign of a hot spot and the longest time */
    CLOCK_COLS = 8,
    SPEAKER_MIN_COLS = 4,
    REPLY_MIN_COLS = 60, /* of a pane with reply times */
    TEXT_MIN_COLS = 24,  /* with less room time and speaker have a row of their own */
    NARROW_INDENT = 4,
    FILTER_MAX_COLS = 24,
    FIRST_COLS = 80 /* until a pane sets the width */
};

struct view_transcript {
    struct view view;
    const struct call *call;
    const struct transcript_style *style;
    const struct spots *spots; /* may be NULL */
    size_t heard;              /* 1 + the turn that is heard; 0: none */
    struct transcript_extent extent;
    int cols, time_cols;
    bool stopped; /* a transcript that was loading will not arrive */
    struct turn_rows *rows;
    struct transcript_style laid_out; /* the style that the rows were made with */
    struct filtered filter;           /* owns its turns */
    char *filter_text;                /* owns filter.text */
    char *missing;                    /* as facts_turns_missing */
};

const char *view_transcript_timestamps_name(enum timestamps t)
{
    static const char *const names[TIMES_COUNT] = {"relative", "clock", "off"};
    return names[t];
}

static int speaker_cols(const struct call *c)
{
    int widest = SPEAKER_MIN_COLS;
    for (size_t i = 0; i < c->turn_count && widest < SPEAKER_MAX_COLS; i++) {
        if (call_earlier_of_speaker(c->turns, i) < i)
            continue;
        char *label = facts_speaker(call_turn(c, i));
        int cols = cols_of(label, strlen(label));
        free(label);
        widest = int_max(widest, cols);
    }
    return int_min(widest, SPEAKER_MAX_COLS);
}

static int duration_cols(double seconds)
{
    char text[TIME_TEXT_BYTES];
    time_duration_text(seconds, text);
    return (int)strlen(text);
}

/* Turns may begin after the call's length as the provider says it, or before its start. */
static int widest_duration(const struct call *c)
{
    double latest = call_length_s(c), earliest = 0;
    for (size_t i = 0; i < c->turn_count; i++) {
        latest = fmax(latest, call_turn(c, i)->start_s);
        earliest = fmin(earliest, call_turn(c, i)->start_s);
    }
    return int_max(duration_cols(latest), duration_cols(earliest));
}

struct transcript_extent view_transcript_measure(const struct call *c)
{
    return (struct transcript_extent){
        .folds = turn_rows_can_unfold(c),
        .duration_cols = widest_duration(c),
        .speaker_cols = speaker_cols(c),
        .reply_cols = reply_column_cols(c),
    };
}

void view_transcript_spots(struct view *base, const struct spots *spots)
{
    ((struct view_transcript *)base)->spots = spots;
}

void view_transcript_heard(struct view *base, size_t turn)
{
    ((struct view_transcript *)base)->heard = turn;
}

/* Returns true if turn times can be shown as time of day. */
static bool call_has_clock(const struct call *c)
{
    return c->started.known || c->created.known;
}

static int time_cols(const struct view_transcript *v)
{
    if (v->style->timestamps == TIMES_OFF || !call_has_times(v->call))
        return 0;
    if (v->style->timestamps == TIMES_CLOCK && call_has_clock(v->call))
        return AFTER_SIGN + CLOCK_COLS;
    return AFTER_SIGN + v->extent.duration_cols;
}

static bool has_replies(const struct view_transcript *v)
{
    return v->extent.reply_cols && v->cols >= REPLY_MIN_COLS;
}

/* The column that the speakers begin in. */
static int speaker_indent(const struct view_transcript *v)
{
    int times = v->time_cols ? v->time_cols + GAP : AFTER_SIGN;
    int replies = has_replies(v) ? v->extent.reply_cols + GAP : 0;
    return VIEW_GUTTER + times + replies;
}

static int full_indent(const struct view_transcript *v)
{
    return speaker_indent(v) + v->extent.speaker_cols + GAP;
}

static bool is_narrow(const struct view_transcript *v)
{
    return v->cols - full_indent(v) < TEXT_MIN_COLS;
}

static int text_indent(const struct view_transcript *v)
{
    return is_narrow(v) ? NARROW_INDENT : full_indent(v);
}

/* Appends the speaker, of which the margin may show only the beginning, as the label of the
 * searched text (call/search.h); returns its bytes. */
static size_t put_label(struct buf *out, const struct turn *t)
{
    char *source = facts_speaker_source(t), *label = clean_dup(source, CLEAN_SCREEN);
    size_t bytes = strlen(label) + 1;
    if (out)
        buf_add(out, label, bytes);
    free(label);
    free(source);
    return bytes;
}

/* Where the words of a turn begin in its searched text. */
static size_t words_at(const struct view_transcript *v, size_t turn)
{
    return put_label(NULL, call_turn(v->call, turn));
}

static void put_searched(struct buf *out, const struct turn *t)
{
    put_label(out, t);
    turn_rows_text(out, t);
}

void view_transcript_text(void *call, size_t turn, struct buf *out)
{
    put_searched(out, call_turn(call, turn));
}

static void layout(struct view *base, int cols)
{
    struct view_transcript *v = (struct view_transcript *)base;
    v->cols = cols;
    v->laid_out = *v->style;
    v->time_cols = time_cols(v);
    struct turn_rows_style style = {.cols = int_max(v->cols - text_indent(v) - 1, 1),
                                    .wrap = v->style->wrap,
                                    .ascii = v->style->ascii};
    turn_rows_layout(v->rows, &style);
}

void view_transcript_set_form(struct view *base, const struct call *c)
{
    struct view_transcript *v = (struct view_transcript *)base;
    v->call = c;
    free(v->missing);
    v->missing = facts_turns_missing(c);
    turn_rows_set_form(v->rows, c);
}

void view_transcript_filter(struct view *base, const struct filtered *taken)
{
    struct view_transcript *v = (struct view_transcript *)base;
    char *copy = taken->text ? clean_dup(taken->text, CLEAN_SCREEN) : NULL;
    free(v->filter.turns);
    free(v->filter_text);
    v->filter = *taken;
    v->filter.text = v->filter_text = copy;
}

static size_t turn_of(const struct view_transcript *v, size_t item)
{
    return v->filter.text ? v->filter.turns[item] : item;
}

static size_t turns_shown(const struct view_transcript *v)
{
    return v->filter.text ? v->filter.count : v->call->turn_count;
}

bool view_transcript_has_turns(const struct view *base)
{
    return turns_shown((const struct view_transcript *)base) > 0;
}

/* When no turn is shown, one item says why. */
static size_t items(const struct view *base)
{
    size_t turns = turns_shown((const struct view_transcript *)base);
    return turns ? turns : 1;
}

void view_transcript_stop_loading(struct view *base)
{
    ((struct view_transcript *)base)->stopped = true;
}

static bool names_transcript(const char *s)
{
    static const char word[] = "transcri";
    while (s && *s && strncasecmp(s, word, sizeof word - 1) != 0)
        s++;
    return s && *s;
}

static bool is_linked(const struct call *c)
{
    for (size_t i = 0; i < c->given_link_count; i++)
        if (names_transcript(c->given_links[i].name) || names_transcript(c->given_links[i].url))
            return true;
    return false;
}

static const char *no_turns_text(const struct view_transcript *v)
{
    const struct call *c = v->call;
    if (c->turn_count)
        return "no turn matches; an empty filter shows all turns";
    if (c->turns_loading)
        return "transcript loading";
    if (is_linked(c))
        return "a transcript is linked";
    return c->live ? "no transcript yet, the call has not ended" : "no transcript";
}

/* Why the transcript was not fetched; NULL if it was, or if it is loading. */
static const char *failed_text(const struct view_transcript *v)
{
    if (v->missing)
        return v->missing;
    return v->call->turns_loading && v->stopped ? "the transcript was not fetched" : NULL;
}

/* Appends the key that helps where no turn is shown, and what it does. */
static void put_key(const struct view_transcript *v, const char *why, struct buf *out)
{
    const struct call *c = v->call;
    const char *key = why ? v->style->refetch_key : v->style->links_key;
    bool helps = why ? !c->turns_unread : !c->turn_count && !c->turns_loading && is_linked(c);
    if (key && *key && helps)
        buf_printf(out, why ? "; %s fetches again" : ", %s lists it", key);
}

/* A reason is cut where the key that helps would not fit any more. */
static void put_no_turns(const struct view_transcript *v, struct line *out)
{
    const char *why = v->call->turn_count ? NULL : failed_text(v), *text = why;
    struct buf hint = {0};
    put_key(v, why, &hint);
    if (!why)
        text = no_turns_text(v);
    line_pad(out, VIEW_GUTTER);
    line_put_clean_cut(out, why ? ROLE_BAD : ROLE_DIM, text, strlen(text),
                       v->cols - VIEW_GUTTER - (int)hint.len);
    line_puts(out, ROLE_DIM, buf_str(&hint));
    buf_done(&hint);
}

static int rows(struct view *base, size_t item, int max)
{
    struct view_transcript *v = (struct view_transcript *)base;
    if (!turns_shown(v))
        return 1;
    size_t turn = turn_of(v, item);
    return turn_rows_count(v->rows, turn, max) + is_narrow(v);
}

static enum role role_of(const struct turn *t)
{
    static const enum role roles[] = {[SPEAKER_AGENT] = ROLE_AGENT,
                                      [SPEAKER_PERSON] = ROLE_PERSON,
                                      [SPEAKER_TOOL] = ROLE_TOOL,
                                      [SPEAKER_SYSTEM] = ROLE_OTHER,
                                      [SPEAKER_OTHER] = ROLE_OTHER};
    return roles[t->class];
}

static void put_time(const struct view_transcript *v, const struct turn *t, struct line *out)
{
    char text[TIME_TEXT_BYTES] = "";
    if (!v->time_cols) {
        line_pad(out, VIEW_GUTTER + AFTER_SIGN);
        return;
    }
    if (!isnan(t->start_s) && v->laid_out.timestamps == TIMES_CLOCK && call_has_clock(v->call)) {
        struct instant at = v->call->started.known ? v->call->started : v->call->created;
        at.us += llround(t->start_s * 1e6);
        time_clock(&at, text);
    } else if (!isnan(t->start_s)) {
        time_duration_text(t->start_s, text);
    }
    int cols = (int)strlen(text);
    line_pad(out, VIEW_GUTTER + v->time_cols - cols);
    line_puts(out, ROLE_TIME, text);
    line_pad(out, VIEW_GUTTER + v->time_cols + GAP);
}

static void put_head(const struct view_transcript *v, size_t turn, struct line *out)
{
    const struct turn *t = call_turn(v->call, turn);
    if (v->spots && spots_at(v->spots, turn)) {
        line_pad(out, VIEW_GUTTER - 1);
        line_puts(out, ROLE_WARN, spots_sign(v->spots, turn));
    }
    line_pad(out, VIEW_GUTTER);
    if (v->heard == turn + 1)
        line_puts(out, ROLE_MARK, heard_sign(v->style->ascii));
    put_time(v, t, out);
    if (has_replies(v))
        reply_column_put(out, v->call, t, v->extent.reply_cols, v->style->limits.slow_s);
    line_pad(out, speaker_indent(v));
    char *label = facts_speaker(t);
    line_from(out, 0);
    line_put_clean_cut(out, role_of(t), label, strlen(label), v->extent.speaker_cols);
    free(label);
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    struct view_transcript *v = (struct view_transcript *)base;
    if (!turns_shown(v)) {
        put_no_turns(v, out);
        return;
    }
    size_t turn = turn_of(v, item);
    if (row == 0)
        put_head(v, turn, out);
    row -= is_narrow(v);
    if (row < 0)
        return;
    line_pad(out, text_indent(v));
    size_t first = out->count;
    turn_rows_put(v->rows, turn, row, out);
    line_shift_from(out, first, words_at(v, turn));
}

static void put_filter(const struct view_transcript *v, struct line *out)
{
    const struct filtered *f = &v->filter;
    line_printf(out, ROLE_DIM, "%zu of %zu turn%s", f->matches, call_count_turns(v->call),
                call_count_turns(v->call) == 1 ? "" : "s");
    if (f->count > f->matches)
        line_printf(out, ROLE_DIM, ", %zu around", f->count - f->matches);
    line_puts(out, ROLE_DIM, f->inverted ? ", filter: !" : ", filter: ");
    line_put_clean_cut(out, ROLE_DIM, f->text, strlen(f->text), FILTER_MAX_COLS);
}

static void put_length(const struct view_transcript *v, struct line *out)
{
    const struct call *c = v->call;
    char text[TIME_TEXT_BYTES];
    line_printf(out, ROLE_DIM, "%zu turn%s", call_count_turns(v->call),
                call_count_turns(v->call) == 1 ? "" : "s");
    if (isnan(call_length_s(v->call)))
        return;
    time_duration_text(call_length_s(v->call), text);
    line_printf(out, ROLE_DIM, ", %s", text);
    if (!v->time_cols || v->laid_out.timestamps != TIMES_CLOCK || !call_has_clock(c))
        return;
    time_zone(c->started.known ? &c->started : &c->created, text);
    line_printf(out, ROLE_DIM, ", times in %s", text);
}

static void title(const struct view *base, struct line *out)
{
    const struct view_transcript *v = (const struct view_transcript *)base;
    if (!v->call->turn_count)
        return;
    if (v->filter.text)
        put_filter(v, out);
    else
        put_length(v, out);
    if (!v->filter.text && v->spots && v->spots->count)
        line_printf(out, ROLE_DIM, ", %zu hot spot%s", v->spots->count,
                    v->spots->count == 1 ? "" : "s");
    if (v->missing)
        line_puts(out, ROLE_BAD, ", incomplete");
    if (turn_rows_shift(v->rows))
        line_printf(out, ROLE_DIM, ", from column %ld", turn_rows_shift(v->rows) + 1);
}

static char *copy(const struct view *base, size_t item)
{
    const struct view_transcript *v = (const struct view_transcript *)base;
    struct buf out = {0};
    if (!turns_shown(v))
        return NULL;
    print_turn(&out, call_turn(v->call, turn_of(v, item)));
    return buf_take(&out);
}

static void sideways(struct view *base, long steps)
{
    turn_rows_sideways(((struct view_transcript *)base)->rows, steps);
}

static void searched(struct view *base, size_t item, struct buf *out)
{
    const struct view_transcript *v = (const struct view_transcript *)base;
    if (turns_shown(v))
        put_searched(out, call_turn(v->call, turn_of(v, item)));
}

static int row_of(struct view *base, size_t item, size_t offset)
{
    struct view_transcript *v = (struct view_transcript *)base;
    if (!turns_shown(v))
        return 0;
    size_t turn = turn_of(v, item), words = words_at(v, turn);
    bool in_words = offset >= words;
    return in_words ? turn_rows_row_of(v->rows, turn, offset - words) + is_narrow(v) : 0;
}

/* The speaker is in the first row. */
static size_t offset_of(struct view *base, size_t item, int row)
{
    struct view_transcript *v = (struct view_transcript *)base;
    if (!turns_shown(v) || row == 0)
        return 0;
    size_t turn = turn_of(v, item);
    return words_at(v, turn) + turn_rows_offset_of(v->rows, turn, row - is_narrow(v));
}

static void reveal(struct view *base, size_t item, size_t offset, size_t bytes)
{
    struct view_transcript *v = (struct view_transcript *)base;
    if (!turns_shown(v))
        return;
    size_t turn = turn_of(v, item), words = words_at(v, turn);
    if (offset >= words)
        turn_rows_reveal(v->rows, turn, offset - words, bytes);
}

static bool fold(struct view *base, enum fold how, size_t *item)
{
    struct view_transcript *v = (struct view_transcript *)base;
    if (how == FOLD_ALL)
        return turn_rows_fold_all(v->rows) || v->extent.folds;
    if (how == UNFOLD_ALL && v->extent.folds)
        turn_rows_unfold_all(v->rows);
    if (how == UNFOLD_ALL)
        return v->extent.folds;
    return turns_shown(v) && turn_rows_toggle(v->rows, turn_of(v, *item));
}

void view_transcript_follow(struct view *base, const struct view *before)
{
    turn_rows_follow(((struct view_transcript *)base)->rows,
                     ((const struct view_transcript *)before)->rows);
}

static size_t number(const struct view *base, size_t item, size_t *all)
{
    const struct view_transcript *v = (const struct view_transcript *)base;
    *all = v->call->turn_count;
    return item < turns_shown(v) ? turn_of(v, item) : v->filter.here;
}

static bool is_smaller(const void *kept, const void *turn)
{
    return *(const size_t *)kept < *(const size_t *)turn;
}

static size_t at_number(const struct view *base, size_t turn)
{
    const struct view_transcript *v = (const struct view_transcript *)base;
    if (!v->filter.text)
        return turn;
    const size_t *kept = v->filter.turns, count = v->filter.count;
    size_t at = sorted_before(kept, count, sizeof *kept, is_smaller, &turn);
    return at < count ? at : count ? count - 1 : 0;
}

static void destroy(struct view *base)
{
    struct view_transcript *v = (struct view_transcript *)base;
    turn_rows_free(v->rows);
    free(v->filter.turns);
    free(v->filter_text);
    free(v->missing);
    free(v);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = items,
                                    .rows = rows,
                                    .row = row,
                                    .title = title,
                                    .copy = copy,
                                    .sideways = sideways,
                                    .fold = fold,
                                    .items_stay = true,
                                    .text = searched,
                                    .row_of = row_of,
                                    .offset_of = offset_of,
                                    .reveal = reveal,
                                    .number = number,
                                    .at_number = at_number,
                                    .free = destroy};

struct view *view_transcript_of(const struct call *c, const struct transcript_extent *extent,
                                const struct transcript_style *style)
{
    struct view_transcript *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->call = c;
    v->style = style;
    v->rows = turn_rows_new(c);
    v->extent = *extent;
    v->missing = facts_turns_missing(c);
    layout(&v->view, FIRST_COLS);
    return &v->view;
}

struct view *view_transcript_new(const struct call *c, const struct transcript_style *style)
{
    struct transcript_extent extent = view_transcript_measure(c);
    return view_transcript_of(c, &extent, style);
}
