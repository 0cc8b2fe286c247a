/* Fields are matched by their names; the nth field of a name is matched with the nth of the other
 * call. */
#include "call/compare.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "call/facts.h"
#include "text/cols.h"
#include "text/time.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TURN_MAX_COLS = 240 };

static void add(struct comparison *out, const struct compared *row)
{
    out->list = xgrow(out->list, out->count, sizeof *out->list);
    out->list[out->count++] = *row;
    out->fields += row->kind == COMPARED_FIELD;
    out->differing += row->kind == COMPARED_FIELD && row->differs;
}

static void add_section(struct comparison *out, const char *label)
{
    add(out, &(struct compared){.kind = COMPARED_SECTION, .label = xstrdup(label)});
}

/* Takes ownership of both values. */
static void add_pair(struct comparison *out, const char *label, char *left, char *right)
{
    bool differs = !left || !right ? left != right : strcmp(left, right) != 0;
    add(out,
        &(struct compared){.label = xstrdup(label), .value = {left, right}, .differs = differs});
}

static char *value_of(const struct fact *f)
{
    return f ? xstrdup(f->value) : NULL;
}

/* Adds a row for a fact that one call or both have. A fact without a value is a heading. */
static void add_facts(struct comparison *out, const struct fact *left, const struct fact *right)
{
    const struct fact *any = left ? left : right;
    assert(any);
    if ((!left || !left->value[0]) && (!right || !right->value[0]))
        add(out, &(struct compared){.kind = COMPARED_GROUP,
                                    .label = xstrdup(any->label),
                                    .differs = !left || !right});
    else
        add_pair(out, any->label, value_of(left), value_of(right));
}

/* The index of a fact, for sorting the facts by name. */
struct named {
    const char *name;
    size_t at;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static struct named *sorted(const struct facts *f)
{
    struct named *list = xcalloc(f->count, sizeof *list);
    for (size_t i = 0; i < f->count; i++)
        list[i] = (struct named){f->list[i].name, i};
    qsort(list, f->count, sizeof *list, by_name);
    return list;
}

/* For each fact of one list the index of the matching fact in the other, or SIZE_MAX. */
struct pairs {
    size_t *of_left, *of_right;
};

static struct pairs pairs_of(const struct facts *left, const struct facts *right)
{
    struct pairs p = {xcalloc(left->count, sizeof *p.of_left),
                      xcalloc(right->count, sizeof *p.of_right)};
    struct named *l = sorted(left), *r = sorted(right);
    memset(p.of_left, 0xff, left->count * sizeof *p.of_left);
    memset(p.of_right, 0xff, right->count * sizeof *p.of_right);
    for (size_t i = 0, j = 0; i < left->count && j < right->count;) {
        int order = strcmp(l[i].name, r[j].name);
        if (order == 0) {
            p.of_left[l[i].at] = r[j].at;
            p.of_right[r[j].at] = l[i].at;
        }
        i += order <= 0;
        j += order >= 0;
    }
    free(l);
    free(r);
    return p;
}

/* Adds the facts from j on that only the right list has, up to the next one that both have. */
static void add_right_only(struct comparison *out, const struct facts *right, const struct pairs *p,
                           size_t j)
{
    for (; j < right->count && p->of_right[j] == SIZE_MAX; j++)
        add_facts(out, NULL, &right->list[j]);
}

static void add_merged(struct comparison *out, const struct facts *left, const struct facts *right)
{
    struct pairs p = pairs_of(left, right);
    add_right_only(out, right, &p, 0);
    for (size_t i = 0; i < left->count; i++) {
        size_t j = p.of_left[i];
        add_facts(out, &left->list[i], j == SIZE_MAX ? NULL : &right->list[j]);
        if (j != SIZE_MAX)
            add_right_only(out, right, &p, j + 1);
    }
    free(p.of_left);
    free(p.of_right);
}

/* Adds the facts of one kind, below a heading if one is given and there are facts. */
static void add_facts_of(struct comparison *out, const char *heading,
                         const struct call *const *calls,
                         void (*facts_of)(struct facts *out, const struct call *c))
{
    struct facts left, right;
    facts_of(&left, calls[0]);
    facts_of(&right, calls[1]);
    if (heading && left.count + right.count > 0)
        add_section(out, heading);
    add_merged(out, &left, &right);
    facts_done(&left);
    facts_done(&right);
}

/* How the calls went is what differs in a way that matters. */
static void facts_of_figures_first(struct facts *out, const struct call *c)
{
    size_t figures = 0;
    facts_of_call(out, c);
    for (size_t i = 0; i < out->count; i++) {
        struct fact row = out->list[i];
        if (!row.is_figure)
            continue;
        memmove(out->list + figures + 1, out->list + figures, (i - figures) * sizeof row);
        out->list[figures++] = row;
    }
}

/* A provider signs its links again for each request, so their queries always differ. */
static void facts_of_links(struct facts *out, const struct call *c)
{
    facts_of_recordings(out, c);
    for (size_t i = 0; i < out->count; i++)
        out->list[i].value[strcspn(out->list[i].value, "?#")] = '\0';
}

static char *length_text(const struct call *c)
{
    char text[TIME_TEXT_BYTES];
    double seconds = call_length_s(c);
    if (!isfinite(seconds))
        return NULL;
    time_duration_text(seconds, text);
    return xstrdup(text);
}

static bool is_unknown(const struct call *c)
{
    return !c->turn_count && (c->turns_error || c->turns_unread);
}

static char *turns_text(const struct call *c)
{
    return is_unknown(c) ? facts_turns_missing(c) : xasprintf("%zu", call_count_turns(c));
}

/* Transcripts are long, so the displayed text is made for tool calls only. */
static bool same_turn(const struct turn *a, const struct turn *b)
{
    struct buf x = {0}, y = {0};
    if (a->class != b->class || a->bytes != b->bytes || memcmp(a->text, b->text, a->bytes) != 0)
        return false;
    if (!a->tool && !b->tool)
        return true;
    facts_turn_words(&x, a);
    facts_turn_words(&y, b);
    bool same = strcmp(buf_str(&x), buf_str(&y)) == 0;
    buf_done(&x);
    buf_done(&y);
    return same;
}

static size_t first_difference(const struct call *a, const struct call *b)
{
    size_t i = 0;
    while (i < a->turn_count && i < b->turn_count && same_turn(call_turn(a, i), call_turn(b, i)))
        i++;
    return i < a->turn_count || i < b->turn_count ? i : SIZE_MAX;
}

/* "0:23 agent: One moment.", or NULL if there is no such turn. */
static char *turn_text(const struct call *c, size_t i)
{
    char start[TIME_TEXT_BYTES];
    struct buf words = {0}, out = {0};
    if (i >= c->turn_count)
        return NULL;
    const struct turn *t = call_turn(c, i);
    char *speaker = facts_speaker(t);
    if (isfinite(t->start_s)) {
        time_duration_text(t->start_s, start);
        buf_printf(&out, "%s ", start);
    }
    buf_printf(&out, "%s%s", speaker, *speaker ? ": " : "");
    facts_turn_words(&words, t);
    for (size_t k = 0; k < words.len; k++)
        if (words.data[k] == '\n')
            words.data[k] = ' ';
    size_t fits = cols_fit(buf_str(&words), words.len, TURN_MAX_COLS, NULL);
    buf_printf(&out, "%.*s%s", (int)fits, buf_str(&words), fits < words.len ? ".." : "");
    free(speaker);
    buf_done(&words);
    return buf_take(&out);
}

static void add_transcript(struct comparison *out, const struct call *left,
                           const struct call *right)
{
    size_t i = is_unknown(left) || is_unknown(right) ? SIZE_MAX : first_difference(left, right);
    out->first_turn = i;
    add_section(out, "Transcript");
    add_pair(out, "Turns", turns_text(left), turns_text(right));
    add_pair(out, "Length", length_text(left), length_text(right));
    if (i == SIZE_MAX)
        return;
    out->turn_row = out->count;
    char *label = xasprintf("Turn %zu", i + 1);
    add_pair(out, label, turn_text(left, i), turn_text(right, i));
    free(label);
}

void compare_calls(struct comparison *out, const struct call *left, const struct call *right)
{
    const struct call *const calls[] = {left, right};
    *out = (struct comparison){0};
    add_facts_of(out, NULL, calls, facts_of_figures_first);
    add_facts_of(out, "Participants", calls, facts_of_participants);
    add_facts_of(out, "Recordings", calls, facts_of_links);
    add_transcript(out, left, right);
    add_facts_of(out, "Other fields", calls, facts_of_other);
    add_facts_of(out, "Notes", calls, facts_of_notes);
}

void compare_done(struct comparison *c)
{
    for (size_t i = 0; i < c->count; i++) {
        free(c->list[i].label);
        free(c->list[i].value[0]);
        free(c->list[i].value[1]);
    }
    free(c->list);
    *c = (struct comparison){0};
}
