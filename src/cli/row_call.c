#include "cli/row_call.h"

#include "base/arena.h"
#include "call/masked.h"

#include <string.h>

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

/* The number or the name of a side. A provider that knows one contact knows the from side of an
 * inbound call, the to side of an outbound one, and either side of others. */
static const char *side_of(const struct call *c, enum party party, enum find_direction without,
                           enum find_direction way, bool name)
{
    struct participant side = list_row_party_of_call(c, party),
                       contact = list_row_party_of_call(c, PARTY_CONTACT);
    const char *own = first_of(side.address, name ? side.name : NULL);
    const char *only = first_of(contact.address, name ? contact.name : NULL);
    return first_of(own, way == without ? NULL : only);
}

/* Both sides where the direction does not tell which is the other one. */
static const char *other_of(const struct call *c, enum find_direction way)
{
    const char *from = side_of(c, PARTY_FROM, FIND_OUT, way, true);
    const char *to = side_of(c, PARTY_TO, FIND_IN, way, true);
    if (way == FIND_IN)
        return from;
    if (way == FIND_OUT || !from)
        return to;
    if (!to || strcmp(from, to) == 0)
        return from;
    return arena_printf(c->arena, "%s > %s", from, to);
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
    struct participant agent = list_row_party_of_call(c, PARTY_AGENT);
    return (struct print_row){.call = c,
                              .from = side_of(c, PARTY_FROM, FIND_OUT, r->way, false),
                              .to = side_of(c, PARTY_TO, FIND_IN, r->way, false),
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
