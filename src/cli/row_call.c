#include "cli/row_call.h"

#include "base/arena.h"
#include "call/masked.h"

static void add_participants(struct call *c, const struct list_row *r)
{
    struct participant *list = arena_array(c->arena, r->participant_count, sizeof *list);
    size_t at = 0, n = 0;
    while (n < r->participant_count && list_row_participant(r, &at, &list[n]))
        n++;
    c->participant_count = n;
    c->participants = list;
}

/* Shares the row's texts. */
static struct call *make(const struct list_row *r)
{
    struct arena *arena = arena_new();
    struct call *c = arena_alloc(arena, sizeof *c);
    *c = (struct call){
        .arena = arena,
        .provider = r->provider,
        .title = r->provider,
        .id = r->id,
        .status = r->status,
        .direction = r->direction,
        .end_reason = r->end_reason,
        .summary = r->summary,
        .created = r->created,
        .started = r->started,
        .ended = r->ended,
        .duration_s = r->duration_s,
        .figures = figures_unknown(),
    };
    c->figures.cost = r->cost;
    add_participants(c, r);
    return c;
}

static const char *first_of(const char *a, const char *b)
{
    return a && *a ? a : b;
}

/* NULL if neither side is known. */
static const char *other_of(const struct call *c, enum find_direction way)
{
    struct list_sides sides = list_row_sides(c, way);
    struct buf text = {0};
    list_row_put_sides(&text, &sides);
    const char *other = text.len ? arena_strdup(c->arena, buf_str(&text)) : NULL;
    buf_done(&text);
    return other;
}

struct print_row row_call(void *owner, size_t i)
{
    struct row_calls *rows = owner;
    const struct list_row *r = rows->list[i];
    struct mask_count count;
    row_call_done(rows);
    rows->call = make(r);
    rows->masked = rows->mask ? masked_call(rows->call, &count) : NULL;
    const struct call *c = rows->masked ? rows->masked : rows->call;
    struct participant agent = list_row_party(c, PARTY_AGENT);
    return (struct print_row){.call = c,
                              .from = list_row_number(c, r->way, PARTY_FROM),
                              .to = list_row_number(c, r->way, PARTY_TO),
                              .other = other_of(c, r->way),
                              .agent = first_of(agent.name, agent.id),
                              .at = c->started.known ? c->started : c->created};
}

void row_call_done(struct row_calls *rows)
{
    call_free(rows->masked);
    call_free(rows->call);
    rows->masked = rows->call = NULL;
}
