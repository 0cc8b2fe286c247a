/* The matches are kept in two runs: those from the item where the search began to the end, and
 * those before that item. Each run is in order, so places are found by binary search. */
#include "call/search.h"

#include "base/alloc.h"
#include "base/sorted.h"
#include "text/nfc.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>

enum {
    MATCHES_MAX = 1000000,    /* then the search ends */
    ITEM_MAX_MS = 2000,       /* then the item is too complex */
    WORK_PER_CLOCK = 1 << 15, /* bytes matched before the clock is read again */
    LOOK_WORK = 1 << 8        /* bytes that a call of pattern_find counts as */
};

struct run {
    struct match *list;
    size_t count;
};

struct search {
    struct pattern *pattern;
    struct search_source source;
    enum search_extent extent;
    size_t from;              /* the item where the search began */
    size_t item;              /* the item that is searched now */
    bool wrapped, done;       /* wrapped: the items before `from` are searched */
    struct run after, before; /* the matches from `from` on, and before it */
    struct buf room;
    const char *text; /* of the item; NULL before the item is begun */
    size_t bytes;
    size_t begin, end;        /* the part of the text that is searched now */
    struct nfc composed;      /* that part; empty if it is composed already */
    struct pattern_look look; /* in that part, composed */
    int64_t item_ms;          /* processor time spent on the item */
    int64_t counted_ms;       /* the clock when it was counted last */
    size_t too_complex;
};

struct search *search_new(struct pattern *p, const struct search_source *source, size_t from,
                          enum search_extent extent)
{
    struct search *s = xcalloc(1, sizeof *s);
    s->pattern = pattern_hold(p);
    s->source = *source;
    s->extent = extent;
    s->from = s->item = from < source->items ? from : 0;
    s->done = source->items == 0;
    return s;
}

void search_free(struct search *s)
{
    if (!s)
        return;
    pattern_free(s->pattern);
    buf_done(&s->room);
    nfc_done(&s->composed);
    free(s->after.list);
    free(s->before.list);
    free(s);
}

struct pattern *search_pattern(const struct search *s)
{
    return s->pattern;
}

/* Adds the match that was found last, where it is in the text as the source gave it. Matches that
 * the source does not count are left out. */
static void add_match(struct search *s)
{
    struct run *r = s->wrapped ? &s->before : &s->after;
    size_t begin = s->begin + nfc_begin(&s->composed, s->look.begin);
    size_t end = s->begin + nfc_end(&s->composed, s->look.end);
    if (s->source.counts && !s->source.counts(s->source.owner, s->item, begin))
        return;
    r->list = xgrow(r->list, r->count, sizeof *r->list);
    r->list[r->count++] =
        (struct match){(uint32_t)s->item, (uint32_t)begin, (uint32_t)(end - begin)};
}

static void begin_part(struct search *s, size_t begin, size_t end)
{
    const char *text = s->text + begin;
    bool changed = nfc_compose(&s->composed, text, end - begin);
    s->begin = begin;
    s->end = end;
    s->look = (struct pattern_look){.text = changed ? buf_str(&s->composed.text) : text,
                                    .bytes = changed ? s->composed.text.len : end - begin,
                                    .not_empty = end < s->bytes};
}

static void begin_item(struct search *s)
{
    buf_clear(&s->room);
    s->source.text(s->source.owner, s->item, &s->room);
    s->text = buf_str(&s->room);
    s->bytes = s->room.len > UINT32_MAX ? 0 : s->room.len;
    s->item_ms = 0;
    const char *label_end = s->bytes ? memchr(s->text, '\0', s->bytes) : NULL;
    begin_part(s, 0, label_end ? (size_t)(label_end - s->text) : s->bytes);
}

static void end_item(struct search *s)
{
    s->text = NULL;
    s->item++;
    if (s->wrapped) {
        s->done = s->item >= s->from;
    } else if (s->item >= s->source.items) {
        s->item = 0;
        s->wrapped = true;
        s->done = s->from == 0;
    }
}

static void give_up_item(struct search *s)
{
    s->too_complex++;
    end_item(s);
}

/* Finds one match or ends the item. False if the deadline passed before that. */
static bool look_further(struct search *s, int64_t deadline_ms)
{
    size_t before = search_count(s);
    s->look.deadline_ms = deadline_ms;
    switch (pattern_find(s->pattern, &s->look)) {
    case PATTERN_MATCH:
        add_match(s);
        if (search_count(s) == MATCHES_MAX)
            s->done = true;
        else if (s->extent == SEARCH_ITEMS && search_count(s) > before)
            end_item(s);
        return true;
    case PATTERN_NONE:
        if (s->end < s->bytes)
            begin_part(s, s->end + 1, s->bytes); /* after the label comes the text itself */
        else
            end_item(s);
        return true;
    case PATTERN_TOO_COMPLEX:
        give_up_item(s);
        return true;
    case PATTERN_LATER:
        break;
    }
    return false;
}

/* Counts what was spent on the item since the last count, and gives the item up at its limit. */
static void count_time(struct search *s)
{
    int64_t now_ms = time_cpu_ms();
    s->item_ms += now_ms - s->counted_ms;
    s->counted_ms = now_ms;
    if (s->text && s->item_ms > ITEM_MAX_MS)
        give_up_item(s);
}

bool search_run(struct search *s, int budget_ms)
{
    int64_t now_ms = time_now_ms(), deadline_ms = now_ms + budget_ms;
    size_t work = 0;
    s->counted_ms = time_cpu_ms();
    while (!s->done && now_ms < deadline_ms) {
        work += LOOK_WORK;
        if (!s->text) {
            begin_item(s);
            work += s->bytes;
        }
        if (look_further(s, deadline_ms) && work < WORK_PER_CLOCK)
            continue;
        count_time(s);
        now_ms = time_now_ms();
        work = 0;
    }
    return !s->done;
}

bool search_is_done(const struct search *s)
{
    return s->done;
}

size_t search_count(const struct search *s)
{
    return s->before.count + s->after.count;
}

size_t search_too_complex(const struct search *s)
{
    return s->too_complex;
}

struct place {
    size_t item, offset;
};

static bool is_before(const void *match, const void *place)
{
    const struct match *m = match;
    const struct place *p = place;
    return m->item < p->item || (m->item == p->item && m->offset < p->offset);
}

/* The index of the first match at or after a place. */
static size_t lower_bound(const struct run *r, size_t item, size_t offset)
{
    const struct place place = {item, offset};
    return sorted_before(r->list, r->count, sizeof *r->list, is_before, &place);
}

static const struct match *match_at(const struct search *s, size_t index)
{
    size_t n = s->before.count;
    return index < n ? &s->before.list[index] : &s->after.list[index - n];
}

/* The same in both runs, as if they were one list. */
static size_t bound_in_all(const struct search *s, size_t item, size_t offset)
{
    size_t low = lower_bound(&s->before, item, offset);
    return low < s->before.count ? low : low + lower_bound(&s->after, item, offset);
}

/* The answer while the search still runs. Everything between a place and the next match found has
 * been searched. */
static enum search_answer next_so_far(const struct search *s, size_t item, size_t offset,
                                      struct match *out)
{
    const struct run *r = item >= s->from ? &s->after : &s->before;
    size_t i = lower_bound(r, item, offset);
    bool wraps = item >= s->from && s->wrapped && i == r->count && s->before.count;
    if (i == r->count && !wraps)
        return SEARCH_UNKNOWN;
    *out = wraps ? s->before.list[0] : r->list[i];
    return wraps ? SEARCH_WRAPPED : SEARCH_FOUND;
}

enum search_answer search_next(const struct search *s, size_t item, size_t offset,
                               struct match *out)
{
    if (!s->done)
        return next_so_far(s, item, offset, out);
    size_t count = search_count(s), i = bound_in_all(s, item, offset);
    if (!count)
        return SEARCH_NONE;
    *out = *match_at(s, i < count ? i : 0);
    return i < count ? SEARCH_FOUND : SEARCH_WRAPPED;
}

enum search_answer search_previous(const struct search *s, size_t item, size_t offset,
                                   struct match *out)
{
    size_t count = search_count(s);
    if (!s->done)
        return SEARCH_UNKNOWN;
    if (!count)
        return SEARCH_NONE;
    size_t i = bound_in_all(s, item, offset);
    *out = *match_at(s, (i ? i : count) - 1);
    return i ? SEARCH_FOUND : SEARCH_WRAPPED;
}

size_t search_number(const struct search *s, size_t item, size_t offset)
{
    bool counted = s->done || s->from == 0;
    size_t i = counted ? bound_in_all(s, item, offset) : search_count(s);
    if (i == search_count(s))
        return 0;
    const struct match *m = match_at(s, i);
    return m->item == item && m->offset == offset ? i + 1 : 0;
}

const struct match *search_of_item(const struct search *s, size_t item, size_t *count)
{
    const struct run *r = item >= s->from ? &s->after : &s->before;
    size_t begin = lower_bound(r, item, 0), end = lower_bound(r, item + 1, 0);
    *count = end - begin;
    return end > begin ? &r->list[begin] : NULL;
}
