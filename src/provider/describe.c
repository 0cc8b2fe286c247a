/* The vocabulary of descriptions: one row of an INI section at a time into struct provider. */
#include "provider/describe.h"

#include "base/alloc.h"
#include "provider/describe_readers.h"
#include "provider/sources.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define BIT(unit) (1U << (unit))
enum {
    ACCEPTS_PLACE = BIT(UNIT_NONE),
    ACCEPTS_TEXT = BIT(UNIT_NONE) | BIT(UNIT_WORDS),
    ACCEPTS_VALUE = BIT(UNIT_NONE),
    ACCEPTS_TIME = BIT(UNIT_NONE) | BIT(UNIT_S) | BIT(UNIT_MS) | BIT(UNIT_US) | BIT(UNIT_ISO) |
                   BIT(UNIT_RFC2822),
    ACCEPTS_DURATION =
        BIT(UNIT_NONE) | BIT(UNIT_S) | BIT(UNIT_MS) | BIT(UNIT_US) | BIT(UNIT_MIN) | BIT(UNIT_HMS),
    ACCEPTS_OFFSET = ACCEPTS_TIME | ACCEPTS_DURATION,
    ACCEPTS_PARTY = BIT(UNIT_NONE) | BIT(UNIT_ID)
};

struct place {
    const char *name;
    size_t offset; /* in struct provider */
    unsigned accepts;
};

static const struct place sources_places[] = {
    {"root", offsetof(struct provider, root), ACCEPTS_PLACE},
    {"id", offsetof(struct provider, id), ACCEPTS_PLACE},
    {"ok", offsetof(struct provider, ok), ACCEPTS_PLACE},
    {"people", offsetof(struct provider, people), ACCEPTS_PLACE},
    {"turns", offsetof(struct provider, turns), ACCEPTS_PLACE},
    {"turns.root", offsetof(struct provider, second.root), ACCEPTS_PLACE},
    {"tools", offsetof(struct provider, tools), ACCEPTS_PLACE},
    {"recordings", offsetof(struct provider, recordings), ACCEPTS_PLACE},
    {"recording", offsetof(struct provider, recordings), ACCEPTS_PLACE}, /* the same */
    {"repeats", offsetof(struct provider, repeats), ACCEPTS_PLACE},
#define FIELD(scope, member, name, type)                                                           \
    {name, offsetof(struct provider, fields) + FIELD_##scope##_##member * sizeof(struct sources),  \
     ACCEPTS_##type},
#include "provider/field.def"
#undef FIELD
};

static const struct place text_places[] = {
    {"title", offsetof(struct provider, title), 0},
    {"id_form", offsetof(struct provider, id_form), 0},
    {"base_url", offsetof(struct provider, base_url), 0},
    {"path", offsetof(struct provider, path), 0},
    {"web_url", offsetof(struct provider, web_url), 0},
    {"basic", offsetof(struct provider, basic), 0},
    {"live", offsetof(struct provider, live), 0},
    {"turns.path", offsetof(struct provider, second.path), 0},
    {"turns.cursor", offsetof(struct provider, second.cursor), 0},
    {"api_key", offsetof(struct provider, secret.inline_key), 0},
    {"api_key_command", offsetof(struct provider, secret.command), 0},
    {"api_key_file", offsetof(struct provider, secret.file), 0},
};

static const char *const field_names[FIELD_COUNT] = {
#define FIELD(scope, member, name, type) [FIELD_##scope##_##member] = (name),
#include "provider/field.def"
#undef FIELD
};
static const unsigned field_accepts[FIELD_COUNT] = {
#define FIELD(scope, member, name, type) [FIELD_##scope##_##member] = ACCEPTS_##type,
#include "provider/field.def"
#undef FIELD
};

static const char *const party_names[PARTY_COUNT] = {"from", "to", "contact", "agent"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

void describe_problem(struct draft *d, const struct ini_entry *row, const char *fmt, ...)
{
    const char *file = row ? row->file : d->file;
    int line = row ? row->line : d->line;
    struct buf text = {0};
    struct err e;
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    err_set(&e, "%s", buf_str(&text));
    buf_done(&text);
    problems_add_in(d->problems, file, line, d->section, "%s", e.text);
    if (!d->made.broken)
        d->made.broken = arena_printf(d->arena, "%s:%d: %s", file, line, e.text);
}

static const struct ini_entry *last_row(const struct rows *rows, const char *name)
{
    for (size_t i = rows->count; i-- > 0;)
        if (strcmp(rows->list[i]->name, name) == 0)
            return rows->list[i];
    return NULL;
}

const struct ini_entry *describe_row(const struct draft *d, const char *name)
{
    const struct ini_entry *row = last_row(&d->own, name);
    return row || d->own.count ? row : last_row(&d->builtin, name);
}

static const struct place *place_find(const struct place *places, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(places[i].name, name) == 0)
            return &places[i];
    return NULL;
}

static bool units_check(const struct sources *s, unsigned accepts, struct err *e)
{
    for (size_t i = 0; i < s->count; i++)
        if (!(accepts & BIT(s->at[i].unit)))
            return err_set(e, "unit '%s' makes no sense here", sources_unit_name(s->at[i].unit));
    return true;
}

static bool read_sources(struct draft *d, const char *value, unsigned accepts, struct sources *out,
                         struct err *e)
{
    struct sources made;
    if (!sources_parse(d->arena, value, &made, e) || !units_check(&made, accepts, e))
        return false;
    *out = made;
    return true;
}

static bool read_text(struct draft *d, const char *value, const struct place *place)
{
    const char **at = (const char **)((char *)&d->made + place->offset);
    *at = *value ? arena_strdup(d->arena, value) : NULL;
    return true;
}

/* "address" for FIELD_PERSON_address. */
static const char *member_name(int member)
{
    return strchr(field_names[FIELD_PERSON_role + member], '.') + 1;
}

/* A pointer with the unit `id` gives the member id, any other the address. */
static bool read_party_both(struct draft *d, const char *value, struct sources *members,
                            struct err *e)
{
    enum {
        ID = FIELD_PERSON_id - FIELD_PERSON_role,
        ADDRESS = FIELD_PERSON_address - FIELD_PERSON_role
    };
    struct sources all;
    if (!read_sources(d, value, ACCEPTS_PARTY, &all, e))
        return false;
    struct source *ids = arena_array(d->arena, all.count, sizeof *ids);
    struct source *addresses = arena_array(d->arena, all.count, sizeof *addresses);
    size_t id_count = 0, address_count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i].unit == UNIT_ID)
            ids[id_count++] = (struct source){.pointer = all.at[i].pointer};
        else
            addresses[address_count++] = all.at[i];
    members[ID] = (struct sources){ids, id_count};
    members[ADDRESS] = (struct sources){addresses, address_count};
    return true;
}

bool describe_knows(const char *name)
{
    static const char *const reserved[] = {"key", "cursor", "like", "enabled", "header"};
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (strcmp(reserved[i], name) == 0)
            return true;
    return place_find(sources_places, COUNT(sources_places), name) ||
           place_find(text_places, COUNT(text_places), name);
}

static void each_party(const struct provider *p, enum party role,
                       void (*each)(void *to, const char *name, const struct sources *places),
                       void *to)
{
    for (int m = 1; m < PARTY_MEMBERS; m++) {
        bool plain = strcmp(member_name(m), "address") == 0;
        char *name = xasprintf("party.%s%s%s", party_names[role], plain ? "" : ".",
                               plain ? "" : member_name(m));
        each(to, name, &p->parties[role][m]);
        free(name);
    }
}

void describe_each(const struct provider *p,
                   void (*each)(void *to, const char *name, const struct sources *places), void *to)
{
    for (size_t i = 0; i < COUNT(sources_places); i++) {
        const struct place *place = &sources_places[i];
        bool alias = i > 0 && place->offset == place[-1].offset;
        if (!alias)
            each(to, place->name,
                 (const struct sources *)(const void *)((const char *)p + place->offset));
    }
    for (int role = 0; role < PARTY_COUNT; role++)
        each_party(p, (enum party)role, each, to);
}

/* party.ROLE = ..., party.ROLE.MEMBER = ... */
static enum read read_party(struct draft *d, const char *rest, const char *value, struct err *e)
{
    size_t n = strcspn(rest, ".");
    for (int role = 0; role < PARTY_COUNT; role++) {
        if (strlen(party_names[role]) != n || memcmp(party_names[role], rest, n) != 0)
            continue;
        struct sources *members = d->made.parties[role];
        if (!rest[n])
            return read_as(read_party_both(d, value, members, e));
        for (int m = 1; m < PARTY_MEMBERS; m++)
            if (strcmp(member_name(m), rest + n + 1) == 0)
                return read_as(
                    read_sources(d, value, field_accepts[FIELD_PERSON_role + m], &members[m], e));
    }
    return READ_UNKNOWN;
}

static const struct {
    const char *name;
    bool (*read)(struct draft *d, const char *value, struct err *e);
} exact[] = {
    {"turns.form", read_form},
    {"turns.more", read_more},
    {"turns.missing", read_missing},
    {"enabled", read_enabled},
};

static const struct {
    const char *start;
    enum read (*read)(struct draft *d, const char *rest, const char *value, struct err *e);
} prefixed[] = {
    {"party.", read_party},       {"header", read_header}, {"error.", read_error},
    {"var.", read_variable_rule}, {"", read_variable},
};

static enum read read_row(struct draft *d, const struct ini_entry *row, struct err *e)
{
    const char *name = row->name, *value = row->value;
    const struct place *place = place_find(sources_places, COUNT(sources_places), name);
    if (place)
        return read_as(read_sources(d, value, place->accepts,
                                    (struct sources *)(void *)((char *)&d->made + place->offset),
                                    e));
    if ((place = place_find(text_places, COUNT(text_places), name)))
        return read_as(read_text(d, value, place));
    for (size_t i = 0; i < COUNT(exact); i++)
        if (strcmp(exact[i].name, name) == 0)
            return read_as(exact[i].read(d, value, e));
    for (size_t i = 0; i < COUNT(prefixed); i++) {
        size_t n = strlen(prefixed[i].start);
        if (strncmp(prefixed[i].start, name, n) != 0)
            continue;
        enum read done = prefixed[i].read(d, name + n, value, e);
        if (done != READ_UNKNOWN)
            return done;
    }
    return READ_UNKNOWN;
}

const char **describe_names(struct arena *a, const struct provider *p)
{
    static const char *const loose[] = {"like", "header", "header.2"};
    size_t n = 0, parties = (size_t)PARTY_COUNT * PARTY_MEMBERS;
    const char **names = arena_array(a,
                                     COUNT(sources_places) + COUNT(text_places) + COUNT(exact) +
                                         COUNT(loose) + parties + p->variable_count + 1,
                                     sizeof *names);
    for (size_t i = 0; i < COUNT(sources_places); i++)
        names[n++] = sources_places[i].name;
    for (size_t i = 0; i < COUNT(text_places); i++)
        names[n++] = text_places[i].name;
    for (size_t i = 0; i < COUNT(exact); i++)
        names[n++] = exact[i].name;
    for (size_t i = 0; i < COUNT(loose); i++)
        names[n++] = loose[i];
    for (size_t i = 0; i < p->variable_count; i++)
        names[n++] = p->variables[i].name;
    for (int role = 0; role < PARTY_COUNT; role++) {
        names[n++] = arena_printf(a, "party.%s", party_names[role]);
        for (int m = 1; m < PARTY_MEMBERS; m++)
            names[n++] = arena_printf(a, "party.%s.%s", party_names[role], member_name(m));
    }
    return names;
}

static void unknown_row(struct draft *d, const struct ini_entry *row)
{
    const char *near = problems_nearest_name(row->name, describe_names(d->arena, &d->made));
    if (near)
        describe_problem(d, row, "unknown option '%.60s' (did you mean '%s'?)", row->name, near);
    else
        describe_problem(d, row, "unknown option '%.60s'", row->name);
}

static bool declares_variable(const struct ini_entry *row)
{
    return strncmp(row->name, "var.", 4) == 0;
}

static void take_row(struct draft *d, const struct ini_entry *row)
{
    struct err e;
    switch (read_row(d, row, &e)) {
    case READ_UNKNOWN:
        unknown_row(d, row);
        break;
    case READ_BAD:
        describe_problem(d, row, "%s: %s", row->name, e.text);
        break;
    case READ_DONE:
        break;
    }
}

void describe_rows(struct draft *d, const struct rows *rows)
{
    if (rows->count > ROWS_MAX) {
        describe_problem(d, rows->list[ROWS_MAX], "a description has at most %d lines", ROWS_MAX);
        return;
    }
    for (size_t i = 0; i < rows->count; i++)
        if (declares_variable(rows->list[i]))
            take_row(d, rows->list[i]);
    for (size_t i = 0; i < rows->count; i++)
        if (!declares_variable(rows->list[i]) && strcmp(rows->list[i]->name, "like") != 0)
            take_row(d, rows->list[i]);
}
