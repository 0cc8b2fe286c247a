/* Each turn adds 1 in the column where it begins and -1 after the one where it ends; running sums
 * then give the speakers of each column, at a cost that does not depend on the length of turns. */
#include "ui/view/timeline.h"

#include "base/alloc.h"
#include "base/int.h"
#include "base/sorted.h"
#include "ui/view/heard_sign.h"

#include <math.h>
#include <stdlib.h>

enum {
    MANY_TURNS = 3,      /* so many begin in a column that it shows who speaks most */
    MARK_COLS = 5,       /* for each mark of a hot spot */
    FAILURE_S = 60,      /* what failed counts as much as so long a silence */
    SHARE_PARTS = 3,     /* who speaks for less than this part of the speech is not shown */
    STEP_TURNS = 100000, /* are looked at in one step */
};

struct spoken {
    double start_s, end_s; /* end_s is NAN when it is not given */
    enum speaker_class class;
    bool lasts; /* without an end it may last until the next turn begins */
};

/* The columns that are being computed. */
struct timeline_work {
    int col; /* of the last turn with a time */
    struct timeline_col *list;
    struct changes *at;
    size_t next; /* the turn that is looked at next */
    struct spoken before;
    bool any_before; /* `before` waits for the start of the next turn that is spoken */
};

static int by_start(const void *a, const void *b)
{
    const struct spoken *one = a, *other = b;
    return one->start_s < other->start_s ? -1 : one->start_s > other->start_s;
}

static bool has_ends(const struct call *c)
{
    for (size_t i = 0; i < c->turn_count; i++)
        if (!c->turns[i].tool && isfinite(c->turns[i].end_s))
            return true;
    return false;
}

/* A tool call is no speech: where the ends of turns are known, it leaves the silence as it is. */
static struct spoken spoken_of(const struct turn *t, bool ends)
{
    struct spoken s = {t->start_s, t->end_s, t->class, !(t->tool && ends)};
    if (t->tool && isfinite(t->tool->took_s) && !isfinite(s.end_s))
        s.end_s = s.start_s + t->tool->took_s;
    return s;
}

/* System rows and turns without a time are left out. */
static bool is_spoken(const struct turn *t)
{
    return isfinite(t->start_s) && t->class != SPEAKER_SYSTEM;
}

static bool are_in_order(const struct call *c)
{
    double before_s = -INFINITY;
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = &c->turns[i];
        if (!is_spoken(t))
            continue;
        if (t->start_s < before_s)
            return false;
        before_s = t->start_s;
    }
    return true;
}

/* The turns that are spoken, by start, where the call lists them in another order. */
static void sort(struct timeline *tl)
{
    const struct call *c = tl->call;
    if (are_in_order(c))
        return;
    tl->sorted = xcalloc(c->turn_count, sizeof *tl->sorted);
    for (size_t i = 0; i < c->turn_count; i++)
        if (is_spoken(&c->turns[i]))
            tl->sorted[tl->sorted_count++] = spoken_of(&c->turns[i], tl->has_ends);
    qsort(tl->sorted, tl->sorted_count, sizeof *tl->sorted, by_start);
}

/* Turns may end after the call's given duration. */
static double length_s(const struct call *c)
{
    double length = call_length_s(c);
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = &c->turns[i];
        length = fmax(length, isfinite(t->start_s) ? t->start_s : length);
        length = fmax(length, isfinite(t->end_s) ? t->end_s : length);
    }
    return length;
}

void timeline_begin(struct timeline *tl, const struct call *c, const struct spots *spots)
{
    size_t timed = 0;
    timeline_done(tl);
    tl->call = c;
    tl->spots = spots;
    for (size_t i = 0; i < c->turn_count && timed < 2; i++)
        timed += isfinite(c->turns[i].start_s) ? 1 : 0;
    tl->is_useful = timed == 2 && call_length_s(c) > 0;
    if (!tl->is_useful)
        return;
    tl->has_ends = has_ends(c);
    tl->length_s = length_s(c);
    sort(tl);
}

static void work_free(struct timeline_work *w)
{
    if (!w)
        return;
    free(w->at);
    free(w->list);
    free(w);
}

void timeline_done(struct timeline *tl)
{
    work_free(tl->work);
    free(tl->sorted);
    free(tl->list);
    *tl = (struct timeline){0};
}

/* Times before the beginning are in the first column. */
static int col_at(double s, double length, int cols)
{
    double at = s / length * cols;
    return at < 0 ? 0 : at < cols ? (int)at : cols - 1;
}

/* Of each speaker class: the turns that begin less those that end, and how long they are heard, in
 * columns: `part` of this column, and all of it for the running sum of `through`. */
struct changes {
    int heard[SPEAKER_CLASSES], last[SPEAKER_CLASSES], through[SPEAKER_CLASSES];
    double part[SPEAKER_CLASSES];
    int begin; /* turns that begin here */
};

static void add_parts(struct changes *at, const struct spoken *t, int begin, int end, double col_s)
{
    if (begin == end) {
        at[begin].part[t->class] += (t->end_s - t->start_s) / col_s;
        return;
    }
    at[begin].part[t->class] += begin + 1 - t->start_s / col_s;
    at[end].part[t->class] += t->end_s / col_s - end;
    at[begin + 1].through[t->class]++;
    at[end].through[t->class]--;
}

/* `next_s` is the start of the next turn. */
static void add(struct changes *at, const struct spoken *t, double next_s, double length, int cols)
{
    int begin = col_at(t->start_s, length, cols), end = begin;
    if (isfinite(t->end_s) && t->end_s > t->start_s) {
        end = col_at(t->end_s, length, cols);
        add_parts(at, t, begin, end, length / cols);
    }
    at[begin].heard[t->class]++;
    at[end + 1].heard[t->class]--;
    at[begin].begin++;
    if (isfinite(t->end_s) || !t->lasts)
        return;
    at[begin].last[t->class]++;
    at[col_at(next_s, length, cols) + 1].last[t->class]--;
}

/* The bits of those who speak most in a column. */
static unsigned most_heard(const struct changes *now, unsigned heard)
{
    double all = 0;
    for (int class = 0; class < SPEAKER_CLASSES; class ++)
        all += now->part[class] + now->through[class];
    for (int class = 0; class < SPEAKER_CLASSES; class ++)
        if (all * 2 < 1 || (now->part[class] + now->through[class]) * SHARE_PARTS < all)
            heard &= ~(1U << class);
    return heard;
}

static void put_speakers(const struct timeline *tl, const struct changes *at)
{
    struct changes now = {.begin = 0};
    for (int col = 0; col < tl->cols; col++) {
        struct timeline_col *out = &tl->list[col];
        for (int class = 0; class < SPEAKER_CLASSES; class ++) {
            now.heard[class] += at[col].heard[class];
            now.last[class] += at[col].last[class];
            now.through[class] += at[col].through[class];
            now.part[class] = at[col].part[class];
            out->heard |= now.heard[class] ? 1U << class : 0;
            out->last |= now.last[class] ? 1U << class : 0;
        }
        if (at[col].begin >= MANY_TURNS && !out->last)
            out->heard = most_heard(&now, out->heard);
    }
}

static double weight_of(const struct spot *spot)
{
    double sum = 0;
    for (int kind = 0; spot && kind < SPOT_KINDS; kind++)
        if (!isnan(spot->seconds[kind]))
            sum += spot->seconds[kind] > 0 ? spot->seconds[kind] : FAILURE_S;
    return sum;
}

static int by_weight(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return one > other ? -1 : one < other;
}

/* Chooses the columns whose hot spots are drawn: the worst, and of those that are equally bad the
 * first. */
static void put_marks(const struct timeline *tl)
{
    double *weights = xcalloc((size_t)tl->cols, sizeof *weights);
    int most = int_max(tl->cols / MARK_COLS, 1), worse = 0;
    for (int col = 0; col < tl->cols; col++)
        weights[col] = tl->list[col].weight;
    qsort(weights, (size_t)tl->cols, sizeof *weights, by_weight);
    double least = weights[most - 1];
    while (weights[worse] > least)
        worse++;
    for (int col = 0, equal = most - worse; col < tl->cols; col++) {
        struct timeline_col *c = &tl->list[col];
        c->mark = c->spot && (c->weight > least || (c->weight >= least && equal-- > 0));
    }
    free(weights);
}

static void add_before(const struct timeline *tl, struct timeline_work *w, double next_s)
{
    if (w->any_before)
        add(w->at, &w->before, next_s, tl->length_s, tl->cols);
}

/* The nth turn that is spoken, by start. In order, that is turn n if it is spoken. */
static bool spoken_at(const struct timeline *tl, size_t n, struct spoken *out)
{
    if (tl->sorted && n < tl->sorted_count)
        *out = tl->sorted[n];
    else if (!tl->sorted && is_spoken(&tl->call->turns[n]))
        *out = spoken_of(&tl->call->turns[n], tl->has_ends);
    else
        return false;
    return true;
}

/* A turn that is listed after turns with later times is in their column. */
static void put_turn(const struct timeline *tl, struct timeline_work *w, size_t turn)
{
    double start = tl->call->turns[turn].start_s;
    int at = isfinite(start) ? col_at(start, tl->length_s, tl->cols) : turn ? w->col : 0;
    while (w->col < at)
        w->list[++w->col].first = turn;
    const struct spot *spot = spots_at(tl->spots, turn);
    w->list[w->col].spot = w->list[w->col].spot || spot;
    w->list[w->col].weight += weight_of(spot);
}

static void look_at(const struct timeline *tl, struct timeline_work *w, size_t turn)
{
    struct spoken s;
    put_turn(tl, w, turn);
    if (!spoken_at(tl, turn, &s))
        return;
    add_before(tl, w, s.start_s);
    w->before = s;
    w->any_before = true;
}

/* All turns were looked at. */
static void finish(struct timeline *tl)
{
    struct timeline_work *w = tl->work;
    add_before(tl, w, tl->length_s);
    while (++w->col < tl->cols)
        w->list[w->col].first = tl->call->turn_count;
    tl->list = w->list;
    w->list = NULL;
    put_speakers(tl, w->at);
    put_marks(tl);
    work_free(w);
    tl->work = NULL;
}

bool timeline_layout(struct timeline *tl, int cols)
{
    struct timeline_work *w = tl->work;
    if (tl->cols != cols) {
        free(tl->list);
        work_free(w);
        tl->list = NULL;
        tl->cols = cols;
        tl->work = w = xcalloc(1, sizeof *w);
        w->col = -1;
        w->list = xcalloc((size_t)cols, sizeof *w->list);
        w->at = xcalloc((size_t)cols + 1, sizeof *w->at);
    }
    if (tl->list)
        return true;
    for (int n = 0; n < STEP_TURNS && w->next < tl->call->turn_count; n++)
        look_at(tl, w, w->next++);
    if (w->next < tl->call->turn_count)
        return false;
    finish(tl);
    return true;
}

int timeline_heard_col(const struct timeline *tl)
{
    return tl->is_heard && tl->list ? col_at(tl->heard_at_s, tl->length_s, tl->cols) : -1;
}

static bool begins_by(const void *col, const void *turn)
{
    return ((const struct timeline_col *)col)->first <= *(const size_t *)turn;
}

int timeline_col_of(const struct timeline *tl, size_t turn)
{
    size_t begun = sorted_before(tl->list, (size_t)tl->cols, sizeof *tl->list, begins_by, &turn);
    return begun ? (int)begun - 1 : 0;
}

size_t timeline_col_end(const struct timeline *tl, int col)
{
    return col + 1 < tl->cols ? tl->list[col + 1].first : tl->call->turn_count;
}

/* The row: each kind of column has its own character, so that colour is not needed. */

enum { AGENT = 1 << SPEAKER_AGENT, PERSON = 1 << SPEAKER_PERSON, BOTH = AGENT | PERSON };

/* Agents are above, people below; a thin line means that the end of a turn is not given. A column
 * has the first look whose bits it has. */
static const struct look {
    unsigned heard, last; /* the column needs to have all these bits */
    enum role role;
    const char *text, *ascii;
} looks[] = {
    {BOTH, 0, ROLE_DIM, "\xe2\x96\x88", "#"},
    {AGENT, 0, ROLE_AGENT, "\xe2\x96\x80", "A"},
    {PERSON, 0, ROLE_PERSON, "\xe2\x96\x84", "P"},
    {1 << SPEAKER_TOOL, 0, ROLE_TOOL, "\xe2\x94\xbc", "T"},
    {1 << SPEAKER_OTHER, 0, ROLE_OTHER, "\xe2\x94\x80", "O"},
    {0, AGENT, ROLE_AGENT, "\xe2\x96\x94", "a"},
    {0, PERSON, ROLE_PERSON, "\xe2\x96\x81", "p"},
    {0, 1 << SPEAKER_TOOL, ROLE_TOOL, "\xc2\xb7", "t"},
    {0, 1 << SPEAKER_OTHER, ROLE_OTHER, "\xc2\xb7", "o"},
    {0, 0, ROLE_TEXT, " ", " "},
};

static const struct look *look_of(const struct timeline_col *c)
{
    const struct look *l = looks;
    while ((c->heard & l->heard) != l->heard || (c->last & l->last) != l->last)
        l++;
    return l;
}

/* The columns of the turns that the pane shows, up to where the next turn begins. */
struct window {
    int begin, end;
};

static struct window window_of(const struct timeline *tl, const struct pane *p)
{
    size_t all, last = pane_number_of(p, pane_last_item(p), &all);
    int end = last + 1 < all ? timeline_col_of(tl, last + 1) - 1 : tl->cols - 1;
    int begin = timeline_col_of(tl, pane_number_of(p, p->top.item, &all));
    return (struct window){begin, end > begin ? end : begin};
}

/* Returns true if a match is known in a turn that begins in the column. */
static bool has_match(const struct timeline *tl, const struct pane *p, int col)
{
    size_t first = tl->list[col].first, end = timeline_col_end(tl, col), all;
    struct match m;
    if (!p->search || first >= end)
        return false;
    if (search_next(p->search, pane_item_at(p, first), 0, &m) != SEARCH_FOUND)
        return false;
    size_t turn = pane_number_of(p, m.item, &all);
    return first <= turn && turn < end;
}

/* Columns of one role, until they are put into the line together. */
struct run {
    enum role role;
    struct buf text;
};

static void put_run(struct line *out, struct run *run)
{
    line_put_clean(out, run->role, buf_str(&run->text), run->text.len);
    buf_clear(&run->text);
}

static void put_mark(struct line *out, struct run *run, enum role role, const char *mark)
{
    if (role != run->role)
        put_run(out, run);
    run->role = role;
    buf_puts(&run->text, mark);
}

void timeline_row_put(const struct timeline *tl, struct pane *turns, bool ascii, struct line *out)
{
    struct window w = {-1, -1};
    struct run run = {ROLE_TEXT, {0}};
    int heard = timeline_heard_col(tl);
    if (!pane_fits(turns))
        w = window_of(tl, turns);
    for (int col = 0; col < tl->cols; col++) {
        const struct look *look = look_of(&tl->list[col]);
        if (col == heard)
            put_mark(out, &run, ROLE_MARK, heard_sign(ascii));
        else if (col == w.begin)
            put_mark(out, &run, ROLE_MARK, w.begin == w.end ? "|" : "[");
        else if (col == w.end)
            put_mark(out, &run, ROLE_MARK, "]");
        else if (has_match(tl, turns, col))
            put_mark(out, &run, ROLE_MATCH, "/");
        else if (tl->list[col].mark)
            put_mark(out, &run, ROLE_WARN, "!");
        else
            put_mark(out, &run, look->role, ascii ? look->ascii : look->text);
    }
    put_run(out, &run);
    buf_done(&run.text);
}

size_t timeline_turn_at(const struct timeline *tl, int col)
{
    size_t first = tl->list[col].first, end = timeline_col_end(tl, col);
    for (size_t i = first; tl->list[col].spot && i < end; i++)
        if (spots_at(tl->spots, i))
            return i;
    return first < end || first == 0 ? first : first - 1;
}
