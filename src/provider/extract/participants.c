#include "provider/extract/parts.h"

#include "provider/extract/field.h"
#include "provider/extract/scalar.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static bool party_fill(struct extraction *x, enum party party, struct participant *into)
{
    const char *role = provider_roles[party];
    size_t filled = 0;
    *into = (struct participant){.duration_s = NAN};
    for (int f = 0; f < FIELD_COUNT; f++)
        if (provider_party_has((enum field)f))
            filled +=
                field_fill(x, (enum field)f, role, &x->provider->parties[party][f], x->root, into);
    into->role = role;
    return filled > 0;
}

/* An element of the provider's list: an object with fields, or a string, which is a name. */
static bool person_fill(struct extraction *x, struct value *v, struct participant *into)
{
    *into = (struct participant){.duration_s = NAN};
    if (field_fill_all(x, SCOPE_PARTICIPANT, v, into))
        return true;
    const char *name = scalar_shown_text(x->arena, v);
    if (!name && v->type != VALUE_NULL && v->type != VALUE_STRING)
        extraction_note(x, "participants: %s where a participant was expected",
                        field_type_word(v->type));
    if (!name)
        return false;
    v->used = true;
    into->name = name;
    x->found++;
    return true;
}

static void text_add(const char **into, const char *more)
{
    if (!*into)
        *into = more;
}

static void instant_add(struct instant *into, const struct instant *more)
{
    if (!into->known && !into->raw)
        *into = *more;
}

/* Adds what the list knows about a party; the party keeps its role. */
static void person_merge(struct participant *into, const struct participant *more)
{
    text_add(&into->name, more->name);
    text_add(&into->address, more->address);
    text_add(&into->state, more->state);
    instant_add(&into->joined, &more->joined);
    instant_add(&into->left, &more->left);
    if (isnan(into->duration_s))
        into->duration_s = more->duration_s;
}

/* The party with this participant's ID, unless another one was merged with it already: a second
 * device of the same person keeps its own row. */
static struct participant *party_of(struct participant *parties, size_t count, bool *merged,
                                    const struct participant *person)
{
    for (size_t i = 0; person->id && i < count; i++) {
        if (merged[i] || !parties[i].id || strcmp(parties[i].id, person->id) != 0)
            continue;
        merged[i] = true;
        return &parties[i];
    }
    return NULL;
}

/* The side whose person the contact is: the one with its number. A contact that is only a name is
 * who called or was called; NULL if it is not known which. */
static struct participant *side_of(struct participant *parties, size_t count,
                                   const struct participant *contact, const char *direction)
{
    static const char *const sides[][2] = {{"inbound", "from"}, {"outbound", "to"}};
    for (size_t i = 0; i < count; i++) {
        struct participant *p = &parties[i];
        for (size_t s = 0; s < sizeof sides / sizeof *sides; s++) {
            if (strcmp(p->role, sides[s][1]) != 0)
                continue;
            if (contact->address && p->address && strcmp(contact->address, p->address) == 0)
                return p;
            if (!contact->address && !contact->id && direction &&
                strcasecmp(direction, sides[s][0]) == 0)
                return p;
        }
    }
    return NULL;
}

/* Merges the contact with the side that it is, and returns how many parties are left. */
static size_t contact_merge(struct participant *parties, size_t count, const char *direction)
{
    const char *role = provider_roles[PARTY_CONTACT];
    size_t at = 0;
    while (at < count && strcmp(parties[at].role, role) != 0)
        at++;
    struct participant *side = at < count ? side_of(parties, count, &parties[at], direction) : NULL;
    if (!side)
        return count;
    text_add(&side->id, parties[at].id);
    person_merge(side, &parties[at]);
    memmove(parties + at, parties + at + 1, (count - at - 1) * sizeof *parties);
    return count - 1;
}

void participants_extract(struct extraction *x)
{
    struct value *list = field_list(x, "participants", &x->provider->people, x->root);
    struct participant *people =
        arena_array(x->arena, PARTY_COUNT + extraction_count(list), sizeof *people);
    bool merged[PARTY_COUNT] = {false};
    size_t parties = 0;
    for (int p = 0; p < PARTY_COUNT; p++)
        parties += party_fill(x, (enum party)p, &people[parties]);
    parties = contact_merge(people, parties, x->call->direction);
    size_t count = parties;
    for (struct value *v = extraction_first(list); v; v = extraction_next(list, v)) {
        struct participant person;
        if (!person_fill(x, v, &person))
            continue;
        struct participant *party = party_of(people, parties, merged, &person);
        if (party)
            person_merge(party, &person);
        else
            people[count++] = person;
    }
    x->call->participants = people;
    x->call->participant_count = count;
}
