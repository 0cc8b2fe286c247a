/* The parser of descriptions, made from word.def: a word that is missing there is unknown here. */
#include "provider/describe.h"

#include "base/alloc.h"
#include "provider/describe_readers.h"
#include "provider/sources.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define BIT(unit) SOURCES_UNIT(unit)
/* The units that make sense for each type of a field. */
enum {
    ACCEPTS_TEXT = BIT(UNIT_NONE) | BIT(UNIT_WORDS) | BIT(UNIT_EXCEPT),
    ACCEPTS_SAID = ACCEPTS_TEXT,
    ACCEPTS_SIDE = BIT(UNIT_NONE) | BIT(UNIT_SIDES),
    ACCEPTS_VALUE = BIT(UNIT_NONE),
    ACCEPTS_TIME = BIT(UNIT_NONE) | BIT(UNIT_S) | BIT(UNIT_MS) | BIT(UNIT_US) | BIT(UNIT_ISO) |
                   BIT(UNIT_RFC2822),
    ACCEPTS_DURATION =
        BIT(UNIT_NONE) | BIT(UNIT_S) | BIT(UNIT_MS) | BIT(UNIT_US) | BIT(UNIT_MIN) | BIT(UNIT_HMS),
    ACCEPTS_OFFSET = ACCEPTS_TIME | ACCEPTS_DURATION,
    ACCEPTS_TRUTH = BIT(UNIT_NONE) | BIT(UNIT_YES_NO),
    ACCEPTS_NUMBER = BIT(UNIT_NONE),
    ACCEPTS_COUNT = BIT(UNIT_NONE),
    ACCEPTS_MONEY = BIT(UNIT_USD) | BIT(UNIT_EUR) | BIT(UNIT_CENTS) | BIT(UNIT_CREDITS),
    ACCEPTS_DURATIONS = ACCEPTS_DURATION,
    ACCEPTS_ERROR = BIT(UNIT_NONE),
    ACCEPTS_PARTY = BIT(UNIT_NONE) | BIT(UNIT_ID),
    ACCEPTS_NAMES = BIT(UNIT_NONE) | BIT(UNIT_NAMES)
};

static const unsigned field_accepts[FIELD_COUNT] = {
#define FIELD(scope, member, name, type, masking) [FIELD_##scope##_##member] = ACCEPTS_##type,
#include "call/field.def"
};

/* What a field's row may contain. */
static struct accepted accepted_by(enum field f)
{
    enum field_type type = fields_table[f].type;
    /* Words that only one field has. With voicemail, any other word means no. */
    unsigned own_words = f == FIELD_FIGURES_voicemail ? BIT(UNIT_NAMES)
                         : f == FIELD_CALL_direction  ? BIT(UNIT_WAYS)
                                                      : 0;
    return (struct accepted){
        .units = field_accepts[f] | own_words,
        .every = type == TYPE_TEXT || type == TYPE_SAID || type == TYPE_DURATIONS,
    };
}

static bool read_sources(struct draft *d, const char *value, struct accepted accepted,
                         struct sources *out, struct err *e)
{
    struct sources made;
    if (!sources_parse(d->arena, value, accepted, &made, e))
        return false;
    *out = made;
    return true;
}

/* turn.stage.NAME: read like any other duration of a turn. */
static enum read read_stage(struct draft *d, const char *name, const char *value, struct err *e)
{
    struct provider *p = &d->made;
    struct sources sources;
    size_t at = 0;
    while (at < p->stage_count && strcmp(p->stages[at].name, name) != 0)
        at++;
    if (!*name)
        return READ_UNKNOWN;
    if (at == STAGES_MAX) {
        err_set(e, "a turn has at most %d stages", STAGES_MAX);
        return READ_BAD;
    }
    if (!read_sources(d, value, accepted_by(FIELD_TURN_reply_s), &sources, e))
        return READ_BAD;
    struct stage_source *list =
        draft_grown(d, p->stages, p->stage_count, p->stage_count + 1, sizeof *list);
    list[at] = (struct stage_source){arena_strdup(d->arena, name), sources};
    p->stages = list;
    p->stage_count += at == p->stage_count;
    return READ_DONE;
}

/* "address" for FIELD_PARTICIPANT_address. */
static const char *member_name(int field)
{
    return strchr(fields_table[field].name, '.') + 1;
}

/* A pointer with the unit `id` gives the member id, any other the address. */
static bool read_party_both(struct draft *d, const char *value, struct sources *members,
                            struct err *e)
{
    struct sources all;
    if (!read_sources(d, value, (struct accepted){.units = ACCEPTS_PARTY}, &all, e))
        return false;
    struct source *ids = arena_array(d->arena, all.count, sizeof *ids);
    struct source *addresses = arena_array(d->arena, all.count, sizeof *addresses);
    size_t id_count = 0, address_count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i].unit == UNIT_ID)
            ids[id_count++] = (struct source){.pointer = all.at[i].pointer};
        else
            addresses[address_count++] = all.at[i];
    members[FIELD_PARTICIPANT_id] = (struct sources){ids, id_count};
    members[FIELD_PARTICIPANT_address] = (struct sources){addresses, address_count};
    return true;
}

/* party.ROLE = ..., party.ROLE.MEMBER = ... */
static enum read read_party(struct draft *d, const char *rest, const char *value, struct err *e)
{
    size_t n = strcspn(rest, ".");
    for (int role = 0; role < PARTY_COUNT; role++) {
        if (strlen(provider_roles[role]) != n || memcmp(provider_roles[role], rest, n) != 0)
            continue;
        struct sources *members = d->made.parties[role];
        if (!rest[n])
            return read_party_both(d, value, members, e) ? READ_DONE : READ_BAD;
        for (int f = 0; f < FIELD_COUNT; f++) {
            if (!provider_party_has((enum field)f) || strcmp(member_name(f), rest + n + 1) != 0)
                continue;
            return read_sources(d, value, accepted_by((enum field)f), &members[f], e) ? READ_DONE
                                                                                      : READ_BAD;
        }
    }
    return READ_UNKNOWN;
}

static enum read read_variable_rule(struct draft *d, const char *name, const char *value,
                                    struct err *e);
static enum read read_of_row(struct draft *d, const char *name, const char *value, struct err *e);

/* A row of word.def. */
struct word {
    const char *name;
    enum { WORD_APART, WORD_TEXT, WORD_POINTERS, WORD_FIELD, WORD_EXACT, WORD_BEGINS } how;
    size_t offset;            /* of the member in struct provider */
    struct accepted accepted; /* of pointers */
    unsigned field;
    bool (*exact)(struct draft *d, const char *value, struct err *e);
    const char *start; /* of the names that begin with it */
    enum read (*begins)(struct draft *d, const char *rest, const char *value, struct err *e);
};

#define APART .how = WORD_APART
#define TEXT(member) .how = WORD_TEXT, .offset = offsetof(struct provider, member)
#define POINTERS(member)                                                                           \
    .how = WORD_POINTERS, .offset = offsetof(struct provider, member),                             \
    .accepted = {.units = ACCEPTS_VALUE}
#define OF_TYPE(member, type)                                                                      \
    .how = WORD_POINTERS, .offset = offsetof(struct provider, member),                             \
    .accepted = {.units = ACCEPTS_##type}
#define EVERY(member, type)                                                                        \
    .how = WORD_POINTERS, .offset = offsetof(struct provider, member),                             \
    .accepted = {.units = ACCEPTS_##type, .every = true}
#define FIELD_OF(scope, member)                                                                    \
    .how = WORD_FIELD, .field = FIELD_##scope##_##member,                                          \
    .offset =                                                                                      \
        offsetof(struct provider, fields) + FIELD_##scope##_##member * sizeof(struct sources)
#define EXACT(function) .how = WORD_EXACT, .exact = (function)
#define BEGINS(text, function) .how = WORD_BEGINS, .start = (text), .begins = (function)

static const struct word words[] = {
#define WORD(group, name, value, sentence, how) {(name), how},
#include "provider/word.def"
};

/* Each field has exactly one word: a second one is a duplicate member, a missing one makes the
 * size differ. */
struct field_words {
#define FIELD_OF(scope, member) char scope##_##member;
#define WORD(group, name, value, sentence, how) how
#include "provider/word.def"
};
_Static_assert(sizeof(struct field_words) == FIELD_COUNT, "word.def lacks the word of a field");

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The words in chains by a hash of their names, and those that begin names, in their order. Each
 * line of each description is looked up before the first frame. Only the main thread reads
 * descriptions. */
enum { HASHES = 256, BEGINNINGS_MAX = 16 };
static struct {
    bool is_made;
    const struct word *first[HASHES], *next[COUNT(words)];
    const struct word *beginnings[BEGINNINGS_MAX + 1]; /* ends with NULL */
} word_index;

static unsigned hash_of(const char *name)
{
    size_t n = strlen(name);
    unsigned middle = (unsigned char)name[n / 2], last = n ? (unsigned char)name[n - 1] : 0;
    return ((unsigned)n + 5 * middle + 31 * last) % HASHES;
}

static void word_index_make(void)
{
    size_t beginnings = 0;
    for (size_t i = 0; i < COUNT(words); i++) {
        const struct word **first = &word_index.first[hash_of(words[i].name)];
        word_index.next[i] = *first;
        *first = &words[i];
        if (!words[i].start)
            continue;
        assert(beginnings < BEGINNINGS_MAX);
        word_index.beginnings[beginnings++] = &words[i];
    }
    word_index.is_made = true;
}

static const struct word *word_find(const char *name)
{
    if (!word_index.is_made)
        word_index_make();
    const struct word *word = word_index.first[hash_of(name)];
    while (word && strcmp(word->name, name) != 0)
        word = word_index.next[word - words];
    return word;
}

/* A variable cannot have the name of a word, because the two would be the same in a section; nor
 * can it be named like {id}, {key} or {cursor}, which have a meaning in texts. */
static enum read read_variable_rule(struct draft *d, const char *name, const char *value,
                                    struct err *e)
{
    if (!word_find(name) && strcmp(name, "key") != 0 && strcmp(name, "cursor") != 0)
        return describe_read_variable_rule(d, name, value, e);
    err_set(e, "'%s' cannot be the name of a variable: it has a meaning of its own", name);
    return READ_BAD;
}

static enum read read_word(struct draft *d, const struct word *word, const char *value,
                           struct err *e)
{
    void *member = (char *)&d->made + word->offset;
    bool ok = true;
    switch (word->how) {
    case WORD_TEXT:
        *(const char **)member = *value ? arena_strdup(d->arena, value) : NULL;
        break;
    case WORD_POINTERS:
        ok = read_sources(d, value, word->accepted, member, e);
        break;
    case WORD_FIELD:
        ok = read_sources(d, value, accepted_by((enum field)word->field), member, e);
        break;
    case WORD_EXACT:
        ok = word->exact(d, value, e);
        break;
    case WORD_APART:
    case WORD_BEGINS:
        return READ_UNKNOWN;
    }
    return ok ? READ_DONE : READ_BAD;
}

static enum read read_row(struct draft *d, const struct ini_entry *row, struct err *e)
{
    const struct word *word = word_find(row->name);
    enum read done = word ? read_word(d, word, row->value, e) : READ_UNKNOWN;
    const struct word *const *begins = word_index.beginnings;
    for (; done == READ_UNKNOWN && *begins; begins++) {
        size_t n = strlen((*begins)->start);
        if (strncmp((*begins)->start, row->name, n) == 0)
            done = (*begins)->begins(d, row->name + n, row->value, e);
    }
    return done == READ_UNKNOWN ? describe_read_variable(d, row->name, row->value, e) : done;
}

static bool is_of_list(const struct word *word)
{
    size_t first = offsetof(struct provider, list);
    return word->offset >= first && word->offset < first + sizeof(struct list_words);
}

/* A row of a list has what a call has, but no envelope. */
static bool row_may_have(const char *name)
{
    const struct word *word = word_find(name);
    if (!word)
        return strncmp(name, "party.", strlen("party.")) == 0;
    bool points = word->how == WORD_POINTERS || word->how == WORD_FIELD;
    return (points && !is_of_list(word) && strcmp(name, "ok") != 0 && strcmp(name, "root") != 0) ||
           word->exact == describe_read_turns_form;
}

static enum read apply_to_row(struct draft *d, const char *name, const char *value, struct err *e)
{
    struct ini_entry row = {.name = name, .value = strcmp(value, "none") == 0 ? "" : value};
    return read_row(d, &row, e);
}

/* row.WORD: tried on a copy, and kept until all lines of the section are read. */
static enum read read_of_row(struct draft *d, const char *name, const char *value, struct err *e)
{
    struct list_words *list = &d->made.list;
    struct draft tried = *d;
    enum read done = row_may_have(name) ? apply_to_row(&tried, name, value, e) : READ_UNKNOWN;
    if (done != READ_DONE)
        return done;
    struct row_line *lines =
        draft_grown(d, list->lines, list->line_count, list->line_count + 1, sizeof *lines);
    lines[list->line_count++] =
        (struct row_line){arena_strdup(d->arena, name), arena_strdup(d->arena, value)};
    list->lines = lines;
    return READ_DONE;
}

void describe_list_row(struct draft *d)
{
    const struct list_words *list = &d->made.list;
    struct draft made = *d;
    struct err e;
    if (!list->path)
        return;
    if (made.made.second.path) /* its transcript is in another document */
        made.made.turns = (struct sources){0};
    made.made.second = (struct second_document){0};
    for (size_t i = 0; i < list->line_count; i++)
        apply_to_row(&made, list->lines[i].name, list->lines[i].value, &e);
    struct provider *row = arena_alloc(d->arena, sizeof *row);
    *row = made.made;
    d->made.list.row = row;
}

const char **describe_names(struct arena *a, const struct provider *p)
{
    size_t n = 0, parties = (size_t)PARTY_COUNT * (1 + FIELD_COUNT);
    const char **names =
        arena_array(a, COUNT(words) + 2 + parties + p->variable_count, sizeof *names);
    for (size_t i = 0; i < COUNT(words); i++)
        if (words[i].name[strcspn(words[i].name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0')
            names[n++] = words[i].name;
    names[n++] = "header.2";
    for (size_t i = 0; i < p->variable_count; i++)
        names[n++] = p->variables[i].name;
    for (int role = 0; role < PARTY_COUNT; role++) {
        names[n++] = arena_printf(a, "party.%s", provider_roles[role]);
        for (int f = 0; f < FIELD_COUNT; f++)
            if (provider_party_has((enum field)f))
                names[n++] = arena_printf(a, "party.%s.%s", provider_roles[role], member_name(f));
    }
    return names;
}

static void each_party(const struct provider *p, describe_found *each, void *to)
{
    for (int role = 0; role < PARTY_COUNT; role++)
        for (int f = 0; f < FIELD_COUNT; f++) {
            if (!provider_party_has((enum field)f))
                continue;
            bool plain = f == FIELD_PARTICIPANT_address;
            char *name = xasprintf("party.%s%s%s", provider_roles[role], plain ? "" : ".",
                                   plain ? "" : member_name(f));
            each(to, name, &p->parties[role][f]);
            free(name);
        }
}

static void each_stage(const struct provider *p, describe_found *each, void *to)
{
    for (size_t i = 0; i < p->stage_count; i++) {
        char *name = xasprintf("turn.stage.%s", p->stages[i].name);
        each(to, name, &p->stages[i].sources);
        free(name);
    }
}

static const struct sources *sources_of(const struct provider *p, const struct word *word)
{
    return (const struct sources *)(const void *)((const char *)p + word->offset);
}

void describe_each(const struct provider *p, describe_found *each, void *to)
{
    for (size_t i = 0; i < COUNT(words); i++) {
        const struct word *word = &words[i];
        bool points = word->how == WORD_POINTERS || word->how == WORD_FIELD;
        bool alias = i > 0 && word->offset == word[-1].offset;
        if (points && !alias && !is_of_list(word))
            each(to, word->name, sources_of(p, word));
        if (word->begins == read_party)
            each_party(p, each, to);
        if (word->begins == read_stage)
            each_stage(p, each, to);
    }
}

/* The words of a list, then those of a row, each with the name that its line has. */
struct naming {
    const struct provider *provider;
    describe_found *each;
    void *to;
};

static bool has_line(const struct provider *p, const char *name)
{
    for (size_t i = 0; i < p->list.line_count; i++)
        if (strcmp(p->list.lines[i].name, name) == 0)
            return true;
    return false;
}

/* Whether a row is read for this word: what a list does not show is left alone. */
static bool row_reads(const struct provider *row, const char *name)
{
    static const char *const lists[] = {"id", "ended.if", "duration.else", "people"};
    const struct word *word = word_find(name);
    if (!word)
        return strncmp(name, "party.", strlen("party.")) == 0;
    enum field_scope scope =
        word->how == WORD_FIELD ? fields_table[word->field].scope : SCOPE_COUNT;
    if (scope == SCOPE_CALL || scope == SCOPE_PARTICIPANT || strcmp(name, "cost") == 0)
        return true;
    if (scope == SCOPE_TURN || strcmp(name, "turns") == 0)
        return row->turns.count;
    for (size_t i = 0; i < COUNT(lists); i++)
        if (strcmp(lists[i], name) == 0)
            return true;
    return false;
}

static void name_of_row(void *naming, const char *name, const struct sources *sources)
{
    const struct naming *n = naming;
    char *own = has_line(n->provider, name) ? xasprintf("row.%s", name) : NULL;
    if (row_reads(n->provider->list.row, name))
        n->each(n->to, own ? own : name, sources);
    free(own);
}

void describe_each_of_list(const struct provider *p, describe_found *each, void *to)
{
    struct naming naming = {p, each, to};
    for (size_t i = 0; i < COUNT(words); i++)
        if (words[i].how == WORD_POINTERS && is_of_list(&words[i]))
            each(to, words[i].name, sources_of(p, &words[i]));
    describe_each(p->list.row, name_of_row, &naming);
}

static void apply_row(struct draft *d, const struct ini_entry *row)
{
    struct err e;
    enum read done = read_row(d, row, &e);
    if (done == READ_UNKNOWN) {
        const char **names = describe_names(d->arena, &d->made);
        problems_unknown(&e, "option", row->name, problems_nearest_name(row->name, names));
        draft_problem(d, row, "%s", e.text);
    } else if (done == READ_BAD) {
        draft_problem(d, row, "%s: %s", row->name, e.text);
    }
}

static bool declares_variable(const struct ini_entry *row)
{
    return strncmp(row->name, "var.", 4) == 0;
}

void describe_rows(struct draft *d, const struct rows *rows)
{
    if (rows->count > ROWS_MAX) {
        draft_problem(d, &rows->list[ROWS_MAX], "a description has at most %d lines", ROWS_MAX);
        return;
    }
    for (size_t i = 0; i < rows->count; i++)
        if (declares_variable(&rows->list[i]))
            apply_row(d, &rows->list[i]);
    for (size_t i = 0; i < rows->count; i++)
        if (!declares_variable(&rows->list[i]) && strcmp(rows->list[i].name, "like") != 0)
            apply_row(d, &rows->list[i]);
}
