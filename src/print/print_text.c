/* The text form: the contents of the panes as lines. Everything a provider sent is indented, so
 * that it cannot pass for a heading. Pure. */
#include "print/print.h"

#include "base/int.h"
#include "call/facts.h"
#include "call/reply.h"
#include "call/spots.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/wrap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    INDENT = 2,
    GAP = 2,
    LABEL_MIN_COLS = 9,
    LABEL_WIDE_COLS = 24,
    VALUE_COLS = 20,    /* labels leave as much to the values */
    VALUE_MIN_COLS = 4, /* whatever is before it */
    WORDS_MIN_COLS = 12 /* with less, the words of a turn begin in a row of their own */
};

struct style {
    int cols;
    bool cut; /* speakers and roles are cut as on the screen */
};

static void put_blanks(struct buf *out, int count)
{
    buf_printf(out, "%*s", count > 0 ? count : 0, "");
}

static void put_padded(struct buf *out, const char *s, int cols)
{
    buf_puts(out, s);
    put_blanks(out, cols - cols_of(s, strlen(s)));
}

/* The length of a link at the start of s that is too wide for cols; 0 if there is none. */
static size_t long_link_bytes(const char *s, size_t n, int cols)
{
    size_t end = 0;
    if (strncmp(s, "https://", 8) != 0 && strncmp(s, "http://", 7) != 0)
        return 0;
    while (end < n && s[end] != ' ' && s[end] != '\n')
        end++;
    return cols_of(s, end) > cols ? end : 0;
}

/* Removes blanks at the end of the row, then ends it. */
static void end_row(struct buf *out)
{
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->len--;
    buf_putc(out, '\n');
}

/* Appends s, wrapped at cols. The first row begins after `hang` columns that are in out already,
 * and the following rows are indented to match. A link is never broken, so that it can be copied.
 */
static void put_wrapped(struct buf *out, const char *s, size_t n, int hang, int cols)
{
    int width = int_max(cols - hang, VALUE_MIN_COLS);
    size_t at = 0;
    do {
        if (at > 0)
            put_blanks(out, hang);
        size_t shown = long_link_bytes(s + at, n - at, width), used = shown;
        if (used == 0)
            used = wrap_row(s + at, n - at, width, &shown);
        else if (at + used < n)
            used++; /* skip the blank or line end */
        buf_add(out, s + at, shown);
        end_row(out);
        at += used;
    } while (at < n);
}

static void put_indented(struct buf *out, const char *s, int cols)
{
    put_blanks(out, INDENT);
    put_wrapped(out, s, strlen(s), INDENT, cols);
}

/* Appends a heading, which is not indented unless it needs more than one row. */
static void put_heading(struct buf *out, const char *s, int cols)
{
    put_wrapped(out, s, strlen(s), INDENT, cols);
}

/* The columns for labels. A wider label gets a row of its own. */
static int label_cols(const struct facts *f, int max)
{
    int widest = LABEL_MIN_COLS;
    for (size_t i = 0; i < f->count; i++) {
        int cols = cols_of(f->list[i].label, strlen(f->list[i].label));
        if (cols <= LABEL_WIDE_COLS)
            widest = int_max(widest, cols);
    }
    return int_max(LABEL_MIN_COLS, int_min(widest, max - INDENT - GAP - VALUE_COLS));
}

/* The label of a value deep inside the other fields begins with many blanks. */
static const char *without_deep_indent(const char *label, int cols)
{
    size_t blanks = strspn(label, " "), max = (size_t)(cols / 2);
    return label + (blanks > max ? blanks - max : 0);
}

static void put_fact(struct buf *out, const struct fact *f, int label, int cols)
{
    const char *name = without_deep_indent(f->label, cols);
    int hang = INDENT + label + GAP;
    bool alone = cols_of(name, strlen(name)) > label || !*f->value;
    if (alone)
        put_indented(out, name, cols);
    if (!*f->value)
        return;
    put_blanks(out, alone ? hang : INDENT);
    if (!alone) {
        put_padded(out, name, label);
        put_blanks(out, GAP);
    }
    put_wrapped(out, f->source, strlen(f->source), hang, cols);
}

static void put_facts(struct buf *out, const struct facts *f, int label, int cols)
{
    for (size_t i = 0; i < f->count; i++)
        put_fact(out, &f->list[i], label, cols);
}

static void put_title(struct buf *out, const struct call *c, int cols)
{
    struct buf text = {0};
    const char *title = c->title ? c->title : c->provider;
    clean_text(&text, title, strlen(title), 0);
    buf_puts(&text, "  ");
    clean_text(&text, c->id, strlen(c->id), 0);
    put_heading(out, buf_str(&text), cols);
    buf_putc(out, '\n');
    buf_done(&text);
}

static void put_section(struct buf *out, const char *heading, const struct facts *f, int label,
                        int cols)
{
    if (f->count == 0)
        return;
    buf_printf(out, "\n%s\n", heading);
    put_facts(out, f, label, cols);
}

static void put_recordings(struct buf *out, const struct facts *f, int cols)
{
    buf_printf(out, "\n%s\n", f->count > 1 ? "Recordings" : "Recording");
    for (size_t i = 0; i < f->count; i++)
        put_indented(out, f->list[i].source, cols);
}

struct columns {
    int time, reply, speaker; /* widths; 0: the column is left out */
};

/* "+4.4!", or "+0.8 " for a reply that is not slow; "" if nothing was measured. */
static char *reply_of(const struct call *c, const struct turn *t, const struct spots *spots)
{
    struct buf text = {0};
    reply_put(&text, c, t);
    if (text.len)
        buf_putc(&text, reply_is_slow(c, t, spots->limits.slow_s) ? '!' : ' ');
    return buf_take(&text);
}

/* Without spots there is no column for replies. */
static struct columns measure(const struct call *c, const struct spots *spots)
{
    struct columns widest = {0};
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = call_turn(c, i);
        char time[TIME_TEXT_BYTES];
        char *speaker = facts_speaker(t), *reply = spots ? reply_of(c, t, spots) : NULL;
        time_duration_text(t->start_s, time);
        widest.time = int_max(widest.time, (int)strlen(time));
        widest.reply = int_max(widest.reply, reply ? (int)strlen(reply) : 0);
        widest.speaker = int_max(widest.speaker, cols_of(speaker, strlen(speaker)));
        free(reply);
        free(speaker);
    }
    return widest;
}

static int put_right(struct buf *out, const char *s, int cols, int gap)
{
    if (cols == 0)
        return 0;
    buf_printf(out, "%*s%*s", cols, s, gap, "");
    return cols + gap;
}

/* Appends "  0:03  user   " and returns its width, as if the speaker were not wider than others. */
static int put_margin(struct buf *out, const struct turn *t, const char *reply, const char *speaker,
                      int indent, struct columns col)
{
    char time[TIME_TEXT_BYTES];
    time_duration_text(t->start_s, time);
    put_blanks(out, indent);
    int width = indent + put_right(out, time, col.time, GAP);
    width += put_right(out, reply, col.reply, GAP - 1);
    if (col.speaker == 0)
        return width;
    put_padded(out, speaker, col.speaker);
    put_blanks(out, GAP);
    return width + col.speaker + GAP;
}

/* What the agent was told is long and seldom read. */
static void put_one_row(struct buf *out, const struct buf *words, int cols)
{
    const char *s = buf_str(words);
    size_t line = strcspn(s, "\n"), fits = cols_fit(s, line, cols, NULL);
    if (fits < words->len)
        fits = cols_fit(s, line, cols - 2, NULL);
    buf_add(out, s, fits);
    buf_puts(out, fits < words->len ? "..\n" : "\n");
}

/* The transcript that is printed, and how. */
struct transcript {
    const struct call *c;
    const struct spots *spots;
    struct columns col;
    struct style style;
};

static void put_words(struct buf *out, const struct turn *t)
{
    const char *note = facts_turn_note(t);
    facts_turn_source(out, t);
    buf_printf(out, "%s%s", out->len && *note ? " " : "", note);
}

/* Appends a turn, with the sign of its hot spot in the first column, as on the screen. */
static void put_turn(struct buf *out, const struct transcript *tr, size_t i)
{
    const struct turn *t = call_turn(tr->c, i);
    struct buf words = {0}, margin = {0};
    int cols = tr->style.cols;
    put_words(&words, t);
    buf_puts(&margin, spots_sign(tr->spots, i));
    char *speaker = tr->style.cut ? facts_speaker(t) : facts_speaker_source(t);
    char *reply = reply_of(tr->c, t, tr->spots);
    int hang = 1 + put_margin(&margin, t, reply, speaker, INDENT - 1, tr->col);
    bool narrow = cols - hang < WORDS_MIN_COLS;
    if (narrow || cols_of(speaker, strlen(speaker)) > tr->col.speaker) {
        hang = narrow ? 2 * INDENT : hang;
        put_wrapped(out, buf_str(&margin), margin.len, INDENT, cols);
        put_blanks(out, hang);
    } else {
        buf_puts(out, buf_str(&margin));
    }
    if (t->class == SPEAKER_SYSTEM && tr->style.cut)
        put_one_row(out, &words, int_max(cols - hang, VALUE_MIN_COLS));
    else
        put_wrapped(out, buf_str(&words), words.len, hang, cols);
    free(reply);
    free(speaker);
    buf_done(&margin);
    buf_done(&words);
}

static void put_turns(struct buf *out, const struct call *c, const struct spots *spots,
                      struct style style)
{
    const struct transcript tr = {c, spots, measure(c, spots), style};
    for (size_t i = 0; i < c->turn_count; i++)
        put_turn(out, &tr, i);
}

static void put_transcript(struct buf *out, const struct call *c, const struct spots *spots,
                           struct style style)
{
    struct buf heading = {0};
    int cols = style.cols;
    char length[TIME_TEXT_BYTES];
    char *missing = facts_turns_missing(c);
    size_t turns = call_count_turns(c);
    buf_puts(&heading, "Transcript");
    if (c->turn_count > 0)
        buf_printf(&heading, "  %zu turn%s", turns, turns == 1 ? "" : "s");
    if (c->turn_count > 0 && isfinite(call_length_s(c))) {
        time_duration_text(call_length_s(c), length);
        buf_printf(&heading, ", %s", length);
    }
    buf_puts(&heading, c->turn_count > 0 && missing ? ", incomplete" : "");
    buf_putc(out, '\n');
    put_heading(out, buf_str(&heading), cols);
    buf_done(&heading);
    if (c->turn_count > 0)
        put_turns(out, c, spots, style);
    else if (missing)
        put_indented(out, missing, cols);
    else if (c->turns_loading)
        put_indented(out, "loading", cols);
    else
        put_indented(out, c->live ? "not yet available" : "not given", cols);
    free(missing);
}

static void put_notes(struct buf *out, const struct call *c, int cols)
{
    struct facts notes;
    facts_of_notes(&notes, c);
    if (notes.count > 0)
        buf_puts(out, "\nNotes\n");
    for (size_t i = 0; i < notes.count; i++) {
        buf_puts(out, "  - ");
        put_wrapped(out, notes.list[i].source, strlen(notes.list[i].source), 4, cols);
    }
    facts_done(&notes);
}

static void restore_roles(struct facts *people, const struct call *c)
{
    for (size_t i = 0; i < people->count; i++)
        if (people->list[i].provider_label) {
            free(people->list[i].label);
            people->list[i].label = clean_dup(c->participants[i].role, 0);
        }
}

static void put_call(struct buf *out, const struct call *c, const struct spot_limits *limits,
                     struct style style)
{
    struct facts call, people, recordings, links, other;
    int cols = style.cols;
    struct spots spots;
    spots_init(&spots, c, limits);
    facts_of_call(&call, c);
    facts_add_spots(&call, &spots);
    facts_of_participants(&people, c);
    if (!style.cut)
        restore_roles(&people, c);
    facts_of_recordings(&recordings, c);
    facts_of_given_links(&links, c);
    facts_of_other(&other, c);
    int label = int_max(label_cols(&call, cols), label_cols(&people, cols));
    put_title(out, c, cols);
    put_facts(out, &call, label, cols);
    put_section(out, "Participants", &people, label, cols);
    put_recordings(out, &recordings, cols);
    put_section(out, links.count == 1 ? "Link" : "Links", &links, label_cols(&links, cols), cols);
    put_transcript(out, c, &spots, style);
    put_section(out, "Other fields", &other, label_cols(&other, cols), cols);
    put_notes(out, c, cols);
    facts_done(&call);
    facts_done(&people);
    facts_done(&recordings);
    facts_done(&links);
    facts_done(&other);
    spots_done(&spots);
}

void print_text(struct buf *out, const struct call *c, int cols, const struct spot_limits *limits)
{
    put_call(out, c, limits, (struct style){.cols = cols});
}

void print_text_cut(struct buf *out, const struct call *c, int cols,
                    const struct spot_limits *limits)
{
    put_call(out, c, limits, (struct style){.cols = cols, .cut = true});
}

/* One turn for copying: the lines after the first are indented to match. */
static void put_copied(struct buf *out, const struct turn *t, struct columns col)
{
    struct buf words = {0};
    char *speaker = facts_speaker_source(t);
    facts_turn_source(&words, t);
    int hang = put_margin(out, t, "", speaker, 0, col);
    free(speaker);
    for (const char *at = buf_str(&words); *at; at++) {
        buf_putc(out, *at);
        if (*at == '\n')
            put_blanks(out, hang);
    }
    buf_done(&words);
}

void print_turns(struct buf *out, const struct call *c, const size_t *turns, size_t count)
{
    struct columns col = measure(c, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct turn *t = call_turn(c, turns ? turns[i] : i);
        if (!turns && t->class == SPEAKER_SYSTEM)
            continue;
        put_copied(out, t, col);
        end_row(out);
    }
}

void print_turn(struct buf *out, const struct turn *t)
{
    char time[TIME_TEXT_BYTES];
    char *speaker = facts_speaker(t);
    time_duration_text(t->start_s, time);
    struct columns col = {.time = (int)strlen(time), .speaker = cols_of(speaker, strlen(speaker))};
    free(speaker);
    put_copied(out, t, col);
}
