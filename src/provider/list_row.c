#include "provider/list_row.h"

#include "base/alloc.h"
#include "provider/list_class.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_party(const struct participant *p, enum party party)
{
    return p->role && strcmp(p->role, provider_roles[party]) == 0;
}

struct participant list_row_party(const struct call *c, enum party party)
{
    for (size_t i = 0; i < c->participant_count; i++)
        if (is_party(&c->participants[i], party))
            return c->participants[i];
    return (struct participant){0};
}

/* ---- the other side ---- */

static const char *first_of(const char *a, const char *b)
{
    return a && *a ? a : b && *b ? b : NULL;
}

/* Whether the one contact that a provider knows may be this side. */
static bool may_be_contact(enum find_direction way, enum party party)
{
    return way != (party == PARTY_FROM ? FIND_OUT : FIND_IN);
}

const char *list_row_number(const struct call *c, enum find_direction way, enum party party)
{
    const char *only = may_be_contact(way, party) ? list_row_party(c, PARTY_CONTACT).address : NULL;
    return first_of(list_row_party(c, party).address, only);
}

/* The side's own number or name comes before the contact's. */
static const char *number_or_name(const struct call *c, enum find_direction way, enum party party)
{
    struct participant own = list_row_party(c, party), only = list_row_party(c, PARTY_CONTACT);
    const char *label = first_of(own.address, own.name);
    return label || !may_be_contact(way, party) ? label : first_of(only.address, only.name);
}

struct list_sides list_row_sides(const struct call *c, enum find_direction way)
{
    const char *from = number_or_name(c, way, PARTY_FROM), *to = number_or_name(c, way, PARTY_TO);
    if (way == FIND_IN || (from && to && strcmp(from, to) == 0))
        return (struct list_sides){from, NULL};
    return way == FIND_OUT ? (struct list_sides){to, NULL} : (struct list_sides){from, to};
}

void list_row_put_sides(struct buf *out, const struct list_sides *s)
{
    if (s->first)
        buf_puts(out, s->first);
    if (s->second)
        buf_printf(out, "%s> %s", s->first ? " " : "", s->second);
}

/* ---- as a query looks at it ---- */

static void look_at_names(const struct call *c, struct list_look *out)
{
    out->names = xcalloc(c->participant_count + 1, sizeof *out->names);
    for (size_t i = 0; i < c->participant_count; i++)
        if (c->participants[i].name && !is_party(&c->participants[i], PARTY_AGENT))
            out->names[out->row.name_count++] = c->participants[i].name;
    out->row.names = out->row.name_count ? out->names : NULL;
}

/* What the agent was told was not said: it is the same in all of its calls. */
static void look_at_texts(const struct call *c, struct list_look *out)
{
    out->texts = xcalloc(c->turn_count + 1, sizeof *out->texts);
    for (size_t i = 0; i < c->turn_count; i++)
        if (c->turns[i].class != SPEAKER_SYSTEM) /* the copy ends with a NUL */
            out->texts[out->row.text_count++] =
                arena_strndup(c->arena, c->turns[i].text, c->turns[i].bytes);
    out->row.texts = out->row.text_count ? out->texts : NULL;
}

void list_row_look(const struct provider *p, const struct call *c, struct list_look *out)
{
    struct participant agent = list_row_party(c, PARTY_AGENT);
    *out = (struct list_look){.row = {
                                  .provider = p->name,
                                  .id = c->id,
                                  .status = c->status,
                                  .end_reason = c->end_reason,
                                  .summary = c->summary,
                                  .class = list_class(p, c->status, c->end_reason),
                                  .direction = find_row_direction(c->direction),
                                  .started = c->started,
                                  .created = c->created,
                                  .duration_s = c->duration_s,
                                  .from = list_row_party(c, PARTY_FROM).address,
                                  .to = list_row_party(c, PARTY_TO).address,
                                  .contact = list_row_party(c, PARTY_CONTACT).address,
                                  .agent_id = agent.id,
                                  .agent = agent.name,
                              }};
    look_at_names(c, out);
    look_at_texts(c, out);
}

void list_row_looked(struct list_look *look)
{
    free(look->names);
    free(look->texts);
}

/* ---- packing ---- */

/* What follows the fixed part of a row. Strings end with a NUL. */
struct packer {
    char *at; /* NULL: only counts */
    size_t bytes;
};

static void pack(struct packer *p, const void *bytes, size_t n)
{
    if (p->at)
        memcpy(p->at + p->bytes, bytes, n);
    p->bytes += n;
}

/* Returns where the text is; NULL for NULL. */
static const char *pack_text(struct packer *p, const char *s)
{
    static const char more[] = "...";
    if (!s)
        return NULL;
    size_t n = strlen(s), cut = utf8_prefix_bytes(s, n, LIST_ROW_TEXT_BYTES);
    const char *begin = p->at ? p->at + p->bytes : NULL;
    pack(p, s, cut);
    if (cut < n)
        pack(p, more, sizeof more - 1);
    pack(p, "", 1);
    return begin;
}

/* The members of a participant that are there. */
enum { HAS_ROLE = 1, HAS_ID = 2, HAS_NAME = 4, HAS_ADDRESS = 8, HAS_STATE = 16, HAS_TIMES = 32 };

static unsigned char has_of(const struct participant *one)
{
    bool times = one->joined.known || one->left.known || !isnan(one->duration_s);
    return (unsigned char)((one->role ? HAS_ROLE : 0) | (one->id ? HAS_ID : 0) |
                           (one->name ? HAS_NAME : 0) | (one->address ? HAS_ADDRESS : 0) |
                           (one->state ? HAS_STATE : 0) | (times ? HAS_TIMES : 0));
}

static struct instant without_raw(const struct instant *t)
{
    struct instant copy = *t;
    copy.raw = NULL;
    return copy;
}

static void pack_participant(struct packer *p, const struct participant *one)
{
    unsigned char has = has_of(one);
    struct instant joined = without_raw(&one->joined), left = without_raw(&one->left);
    pack(p, &has, 1);
    pack_text(p, one->role);
    pack_text(p, one->id);
    pack_text(p, one->name);
    pack_text(p, one->address);
    pack_text(p, one->state);
    if (!(has & HAS_TIMES))
        return;
    pack(p, &joined, sizeof joined);
    pack(p, &left, sizeof left);
    pack(p, &one->duration_s, sizeof one->duration_s);
}

static const char *unpack_text(const struct list_row *r, size_t *at, bool there)
{
    const char *text = r->participants + *at;
    if (!there)
        return NULL;
    *at += strlen(text) + 1;
    return text;
}

static void unpack(const struct list_row *r, size_t *at, void *into, size_t n)
{
    memcpy(into, r->participants + *at, n);
    *at += n;
}

bool list_row_participant(const struct list_row *r, size_t *at, struct participant *out)
{
    unsigned char has = 0;
    *out = (struct participant){.duration_s = NAN};
    if (!r->participant_count || !r->participants[*at])
        return false;
    unpack(r, at, &has, 1);
    out->role = unpack_text(r, at, has & HAS_ROLE);
    out->id = unpack_text(r, at, has & HAS_ID);
    out->name = unpack_text(r, at, has & HAS_NAME);
    out->address = unpack_text(r, at, has & HAS_ADDRESS);
    out->state = unpack_text(r, at, has & HAS_STATE);
    if (!(has & HAS_TIMES))
        return true;
    unpack(r, at, &out->joined, sizeof out->joined);
    unpack(r, at, &out->left, sizeof out->left);
    unpack(r, at, &out->duration_s, sizeof out->duration_s);
    return true;
}

/* Packs everything that is not fixed; sets the row's pointers once there is memory. A participant
 * of whom nothing is known is left out, as its first byte would be the end. */
static void pack_row(struct packer *p, struct list_row *r, const struct call *c)
{
    r->id = pack_text(p, c->id);
    r->status = pack_text(p, c->status);
    r->direction = pack_text(p, c->direction);
    r->end_reason = pack_text(p, c->end_reason);
    r->summary = pack_text(p, c->summary);
    r->participants = p->at ? p->at + p->bytes : NULL;
    r->participant_count = 0;
    for (size_t i = 0; i < c->participant_count; i++) {
        if (!has_of(&c->participants[i]) || r->participant_count == LIST_ROW_PARTICIPANTS_MAX)
            continue;
        pack_participant(p, &c->participants[i]);
        r->participant_count++;
    }
    pack(p, "", 1);
}

size_t list_row_bytes(const struct list_row *r)
{
    struct participant one;
    size_t at = 0;
    while (list_row_participant(r, &at, &one))
        continue;
    return (size_t)(r->participants + at + 1 - (const char *)r);
}

static void find_parties(struct list_row *r)
{
    struct participant list[LIST_ROW_PARTICIPANTS_MAX + 1];
    struct call c = {.participants = list};
    for (size_t at = 0; list_row_participant(r, &at, &list[c.participant_count]);)
        c.participant_count++;
    struct participant agent = list_row_party(&c, PARTY_AGENT);
    r->sides = list_row_sides(&c, r->way);
    r->agent_id = agent.id;
    r->agent = agent.name;
}

struct list_row *list_row_new(const struct provider *p, const struct call *c)
{
    struct list_row fixed = {
        .provider = p->name,
        .created = without_raw(&c->created),
        .started = without_raw(&c->started),
        .ended = without_raw(&c->ended),
        .duration_s = c->duration_s,
        .cost = c->figures.cost,
        .class = list_class(p, c->status, c->end_reason),
        .way = find_row_direction(c->direction),
    };
    struct packer counter = {0};
    pack_row(&counter, &fixed, c);
    struct list_row *r = xmalloc(sizeof *r + counter.bytes);
    *r = fixed;
    pack_row(&(struct packer){.at = (char *)(r + 1)}, r, c);
    find_parties(r);
    return r;
}

bool list_row_time(const struct list_row *r, int64_t *us)
{
    const struct instant *t = r->started.known ? &r->started : &r->created;
    *us = t->us;
    return t->known;
}

int list_row_newest_first(const struct list_row *a, const struct list_row *b)
{
    int64_t time_a, time_b;
    bool knows_a = list_row_time(a, &time_a), knows_b = list_row_time(b, &time_b);
    int order = knows_a && knows_b ? (time_a < time_b) - (time_a > time_b) : knows_b - knows_a;
    order = order ? order : strcmp(a->provider, b->provider);
    return order ? order : strcmp(a->id, b->id);
}
