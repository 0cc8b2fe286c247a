/* Turns in the order of their starts, each from its column on to where it ends; sums over columns
 * tell what is going on in each, so that the cost does not grow with how long turns are. */
#include "ui/view/timeline.h"

#include "base/alloc.h"

#include <math.h>
#include <stdlib.h>

enum { CLASSES = SPEAKER_OTHER + 1 };

struct spoken {
    double start_s, end_s; /* end_s NAN: not given */
    enum speaker_class class;
};

void timeline_begin(struct timeline *s, const struct call *c, const struct spots *spots)
{
    size_t timed = 0;
    timeline_done(s);
    s->call = c;
    s->spots = spots;
    for (size_t i = 0; i < c->turn_count && timed < 2; i++)
        timed += isfinite(c->turns[i].start_s) ? 1 : 0;
    s->tells = timed == 2 && call_length_s(c) > 0;
}

void timeline_done(struct timeline *s)
{
    free(s->list);
    *s = (struct timeline){0};
}

void timeline_borrow(struct timeline *s, const struct call *c)
{
    s->call = c;
}

static int by_start(const void *a, const void *b)
{
    const struct spoken *one = a, *other = b;
    return one->start_s < other->start_s ? -1 : one->start_s > other->start_s;
}

/* The turns with a time, by their starts; *count of them, yours. */
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

/* What is given may go on behind the duration that is given. */
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

/* Before the beginning is the beginning. */
static int col_at(double s, double length, int cols)
{
    double at = s / length * cols;
    return at < 0 ? 0 : at < cols ? (int)at : cols - 1;
}

/* How many begin less how many have ended, a class. */
struct changes {
    int heard[CLASSES], last[CLASSES];
};

/* `next_s`: when the one after it begins. */
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

static void put_speakers(struct timeline *s, const struct changes *at)
{
    struct changes now = {{0}, {0}};
    for (int col = 0; col < s->cols; col++)
        for (int class = 0; class < CLASSES; class ++) {
            now.heard[class] += at[col].heard[class];
            now.last[class] += at[col].last[class];
            s->list[col].heard |= now.heard[class] ? 1U << class : 0;
            s->list[col].last |= now.last[class] ? 1U << class : 0;
        }
}

/* A turn that comes late in the list is with those before it. */
static void put_turns(struct timeline *s, double length)
{
    const struct call *c = s->call;
    int col = -1;
    for (size_t i = 0; i < c->turn_count; i++) {
        double start = c->turns[i].start_s;
        int at = isfinite(start) ? col_at(start, length, s->cols) : i ? col : 0;
        while (col < at)
            s->list[++col].first = i;
        s->list[col].spot = s->list[col].spot || spots_at(s->spots, i);
    }
    while (++col < s->cols)
        s->list[col].first = c->turn_count;
}

void timeline_layout(struct timeline *s, int cols)
{
    if (s->list && s->cols == cols)
        return;
    double length = length_s(s->call);
    struct changes *at = changes_of(s->call, length, cols);
    free(s->list);
    s->list = xcalloc((size_t)cols, sizeof *s->list);
    s->cols = cols;
    put_speakers(s, at);
    put_turns(s, length);
    free(at);
}

int timeline_col_of(const struct timeline *s, size_t turn)
{
    int low = 0, high = s->cols;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (s->list[middle].first <= turn)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t timeline_col_end(const struct timeline *s, int col)
{
    return col + 1 < s->cols ? s->list[col + 1].first : s->call->turn_count;
}
