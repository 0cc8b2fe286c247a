/* Each turn adds 1 in the column where it begins and -1 after the one where it ends; running sums
 * then give the speakers of each column, at a cost that does not depend on the length of turns. */
#include "ui/view/timeline.h"

#include "base/alloc.h"

#include <math.h>
#include <stdlib.h>

enum { CLASSES = SPEAKER_OTHER + 1 };

struct spoken {
    double start_s, end_s; /* end_s is NAN when it is not given */
    enum speaker_class class;
};

void timeline_begin(struct timeline *tl, const struct call *c, const struct spots *spots)
{
    size_t timed = 0;
    timeline_done(tl);
    tl->call = c;
    tl->spots = spots;
    for (size_t i = 0; i < c->turn_count && timed < 2; i++)
        timed += isfinite(c->turns[i].start_s) ? 1 : 0;
    tl->is_useful = timed == 2 && call_length_s(c) > 0;
}

void timeline_done(struct timeline *tl)
{
    free(tl->list);
    *tl = (struct timeline){0};
}

void timeline_borrow(struct timeline *tl, const struct call *c)
{
    tl->call = c;
}

static int by_start(const void *a, const void *b)
{
    const struct spoken *one = a, *other = b;
    return one->start_s < other->start_s ? -1 : one->start_s > other->start_s;
}

/* The turns with a time, sorted by start; freed by the caller. */
static struct spoken *in_order(const struct call *c, size_t *count)
{
    struct spoken *list = xcalloc(c->turn_count, sizeof *list);
    bool ordered = true;
    size_t n = 0;
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = &c->turns[i];
        if (!isfinite(t->start_s))
            continue;
        list[n] = (struct spoken){t->start_s, t->end_s, t->class};
        ordered = ordered && (n == 0 || list[n - 1].start_s <= t->start_s);
        n++;
    }
    if (!ordered)
        qsort(list, n, sizeof *list, by_start);
    *count = n;
    return list;
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

/* Times before the beginning are in the first column. */
static int col_at(double s, double length, int cols)
{
    double at = s / length * cols;
    return at < 0 ? 0 : at < cols ? (int)at : cols - 1;
}

/* For each speaker class the turns that begin less those that end. */
struct changes {
    int heard[CLASSES], last[CLASSES];
};

/* `next_s` is the start of the next turn. */
static void add(struct changes *at, const struct spoken *t, double next_s, double length, int cols)
{
    int begin = col_at(t->start_s, length, cols), end = begin;
    if (isfinite(t->end_s) && t->end_s > t->start_s)
        end = col_at(t->end_s, length, cols);
    at[begin].heard[t->class]++;
    at[end + 1].heard[t->class]--;
    if (isfinite(t->end_s))
        return;
    at[begin].last[t->class]++;
    at[col_at(next_s, length, cols) + 1].last[t->class]--;
}

static struct changes *changes_of(const struct call *c, double length, int cols)
{
    size_t count;
    struct spoken *list = in_order(c, &count);
    struct changes *at = xcalloc((size_t)cols + 1, sizeof *at);
    for (size_t i = 0; i < count; i++)
        add(at, &list[i], i + 1 < count ? list[i + 1].start_s : length, length, cols);
    free(list);
    return at;
}

static void put_speakers(struct timeline *tl, const struct changes *at)
{
    struct changes now = {{0}, {0}};
    for (int col = 0; col < tl->cols; col++)
        for (int class = 0; class < CLASSES; class ++) {
            now.heard[class] += at[col].heard[class];
            now.last[class] += at[col].last[class];
            tl->list[col].heard |= now.heard[class] ? 1U << class : 0;
            tl->list[col].last |= now.last[class] ? 1U << class : 0;
        }
}

/* A turn that is listed after turns with later times is in their column. */
static void put_turns(struct timeline *tl, double length)
{
    const struct call *c = tl->call;
    int col = -1;
    for (size_t i = 0; i < c->turn_count; i++) {
        double start = c->turns[i].start_s;
        int at = isfinite(start) ? col_at(start, length, tl->cols) : i ? col : 0;
        while (col < at)
            tl->list[++col].first = i;
        tl->list[col].spot = tl->list[col].spot || spots_at(tl->spots, i);
    }
    while (++col < tl->cols)
        tl->list[col].first = c->turn_count;
}

void timeline_layout(struct timeline *tl, int cols)
{
    if (tl->list && tl->cols == cols)
        return;
    double length = length_s(tl->call);
    struct changes *at = changes_of(tl->call, length, cols);
    free(tl->list);
    tl->list = xcalloc((size_t)cols, sizeof *tl->list);
    tl->cols = cols;
    put_speakers(tl, at);
    put_turns(tl, length);
    free(at);
}

int timeline_col_of(const struct timeline *tl, size_t turn)
{
    int low = 0, high = tl->cols;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (tl->list[middle].first <= turn)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t timeline_col_end(const struct timeline *tl, int col)
{
    return col + 1 < tl->cols ? tl->list[col + 1].first : tl->call->turn_count;
}
