/* A set is made in three steps: the rows of all sections are collected in drafts; each draft is
 * read, those with `like` after the draft that they name; and the providers are copied out of the
 * drafts.
 */
#include "provider/provider.h"

#include "base/alloc.h"
#include "base/builtin.h"
#include "config/config.h"
#include "find/query.h"
#include "provider/describe.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { PROVIDERS_MAX = 256, NAME_MAX_BYTES = 40, BUILTINS_MAX = 32 };

/* The state while a set is being made. */
struct drafting {
    struct draft list[PROVIDERS_MAX];
    size_t count;
    struct ini_doc docs[BUILTINS_MAX];
    size_t doc_count;
    struct arena *arena;
    struct problems *problems;
    const char *settings_file; /* the user's configuration; NULL without one */
};

static void draft_resolve(struct drafting *all, struct draft *d);

static struct draft *draft_find(struct drafting *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->list[i].made.name, name) == 0)
            return &all->list[i];
    return NULL;
}

/* "ringyo" for "provider ringyo"; NULL for other sections. */
static const char *section_provider(const char *section)
{
    static const char word[] = "provider";
    size_t n = sizeof word - 1;
    if (strncmp(section, word, n) != 0 || (section[n] != ' ' && section[n] != '\t'))
        return NULL;
    return section + n + strspn(section + n, " \t");
}

static bool name_check(const struct drafting *all, const char *name, struct err *e)
{
    if (strcmp(name, "auto") == 0 || strcmp(name, "any") == 0 || strcmp(name, "ask") == 0)
        return err_set(e, "'%s' cannot be the name of a provider: it has a meaning of its own",
                       name);
    if (query_is_word(name))
        return err_set(e, "'%s' cannot be the name of a provider: it is a word of queries", name);
    if (!*name || strlen(name) > NAME_MAX_BYTES ||
        strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") !=
            strlen(name))
        return err_set(e, "a provider's name has 1 to %d letters, digits, '-' and '_'",
                       NAME_MAX_BYTES);
    if (all->count == PROVIDERS_MAX)
        return err_set(e, "at most %d providers", PROVIDERS_MAX);
    return true;
}

/* Another draft with the same environment variables: the two would share a key. */
static const struct draft *draft_same_env(const struct drafting *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        const char *a = all->list[i].made.name, *b = name;
        while (*a && (toupper((unsigned char)*a) == toupper((unsigned char)*b) ||
                      (strchr("-_", *a) && *b && strchr("-_", *b))))
            a++, b++;
        if (!*a && !*b)
            return &all->list[i];
    }
    return NULL;
}

static struct draft *draft_new(struct drafting *all, const char *name)
{
    struct draft *d = &all->list[all->count++];
    *d = (struct draft){.arena = all->arena, .problems = all->problems};
    d->made.name = arena_strdup(all->arena, name);
    d->made.enabled = true;
    return d;
}

/* The draft that a section describes or changes; NULL if the section is not a provider's or cannot
 * be used. */
static struct draft *draft_of(struct drafting *all, const struct ini_doc *doc,
                              const struct ini_section *section)
{
    const char *name = section_provider(section->name);
    struct draft *d = name ? draft_find(all, name) : NULL;
    const struct draft *same = NULL;
    struct err e;
    if (name && !d && !name_check(all, name, &e)) {
        problems_add(all->problems, doc->file, section->line, section->name, "%s", e.text);
    } else if (name && !d) {
        same = draft_same_env(all, name);
        d = draft_new(all, name);
    }
    if (!d)
        return NULL;
    d->section = section->name;
    d->file = doc->file;
    d->line = section->line;
    if (same)
        draft_problem(d, NULL,
                      "'%s' and '%s' would read their keys from the same environment variable",
                      name, same->made.name);
    return d;
}

/* The entries of a section follow one another, as it may be there only once. */
static struct rows rows_of(const struct ini_doc *doc, const char *section)
{
    size_t first = 0, count = 0;
    while (first < doc->count && strcmp(doc->entries[first].section, section) != 0)
        first++;
    while (first + count < doc->count && strcmp(doc->entries[first + count].section, section) == 0)
        count++;
    return (struct rows){count ? &doc->entries[first] : NULL, count};
}

static void collect_builtin(struct drafting *all, const struct builtin *b)
{
    static const char room[] = "src/provider/ini/";
    if (strncmp(b->path, room, sizeof room - 1) != 0)
        return;
    assert(all->doc_count < BUILTINS_MAX);
    struct ini_doc *doc = &all->docs[all->doc_count++];
    ini_load_builtin(doc, b);
    for (size_t i = 0; i < doc->section_count; i++) {
        const struct ini_section *section = &doc->sections[i];
        struct draft *d = draft_of(all, doc, section);
        if (d)
            d->builtin = rows_of(doc, section->name);
    }
}

static void collect_own(struct drafting *all, const struct ini_doc *doc)
{
    for (size_t i = 0; i < doc->section_count; i++) {
        struct draft *d = draft_of(all, doc, &doc->sections[i]);
        if (!d)
            continue;
        d->own = rows_of(doc, doc->sections[i].name);
        /* Rows that the INI reader refused are missing here, so the description is incomplete. */
        const struct problem *p = problems_find(d->problems, d->section);
        if (p && !d->made.broken)
            d->made.broken = arena_printf(d->arena, "%s:%d: %s", p->file, p->line, p->text);
    }
}

static const char *nearest_draft(struct drafting *all, const char *name)
{
    const char **names = arena_array(all->arena, all->count + 1, sizeof *names);
    for (size_t i = 0; i < all->count; i++)
        names[i] = all->list[i].made.name;
    return problems_nearest_name(name, names);
}

/* Copies the other description except for its name and its key, which are never shared. */
static void draft_copy(struct draft *d, const struct draft *other)
{
    const char *name = d->made.name, *broken = d->made.broken;
    d->made = other->made;
    d->made.name = name;
    d->made.broken = broken;
    d->made.enabled = true;
    d->made.secret = (struct secret_source){0};
}

static void draft_like(struct drafting *all, struct draft *d, const struct ini_entry *row)
{
    struct draft *other = draft_find(all, row->value);
    struct err e;
    if (!other)
        problems_unknown(&e, "provider", row->value, nearest_draft(all, row->value));
    else if (other->state == DRAFT_MAKING)
        err_set(&e, "'%s' and '%s' refer to each other", d->made.name, other->made.name);
    if (!other || other->state == DRAFT_MAKING) {
        draft_problem(d, row, "like: %s", e.text);
        return;
    }
    draft_resolve(all, other);
    draft_copy(d, other);
    if (other->made.broken)
        draft_problem(d, row, "like: '%s' has a problem itself", other->made.name);
}

/* A description that is compiled in and has nothing of the user's has no mistakes: they would be
 * found when the program is tested. */
static bool is_tested(const struct draft *d)
{
    bool own = d->own.count || !d->builtin.count;
    for (size_t i = 0; i < d->made.variable_count; i++)
        own = own || d->made.variables[i].value;
    return !own;
}

static void draft_resolve(struct drafting *all, struct draft *d)
{
    if (d->state != DRAFT_RAW)
        return;
    d->state = DRAFT_MAKING;
    const struct ini_entry *like = draft_row(d, "like");
    if (like)
        draft_like(all, d, like);
    else
        describe_rows(d, &d->builtin);
    describe_rows(d, &d->own);
    describe_variables(d);
    if (!is_tested(d)) {
        describe_check(d);
        describe_lists_check(d);
    }
    describe_list_row(d);
    d->state = DRAFT_MADE;
}

static void draft_finish(const struct drafting *all, struct draft *d)
{
    static const char *const names[] = {"api_key_command", "api_key_file", "api_key"};
    struct provider *p = &d->made;
    const struct ini_entry *key = NULL;
    /* The row that says where the key is, unless it is in the environment. */
    for (size_t i = 0; i < sizeof names / sizeof *names && !key; i++) {
        key = draft_row(d, names[i]);
        key = key && *key->value ? key : NULL;
    }
    p->secret.provider = p->name;
    p->secret.settings_file = all->settings_file;
    p->secret.config_file = key ? arena_strdup(d->arena, key->file) : NULL;
    p->secret.config_line = key ? key->line : 0;
    if (!p->title)
        p->title = p->name;
}

static struct provider_set *set_of(struct drafting *all)
{
    struct provider_set *set = xcalloc(1, sizeof *set);
    set->list = arena_array(all->arena, all->count, sizeof *set->list);
    set->arena = all->arena;
    for (size_t i = 0; i < all->count; i++) {
        draft_resolve(all, &all->list[i]);
        draft_finish(all, &all->list[i]);
        set->list[set->count++] = all->list[i].made;
    }
    return set;
}

struct provider_set *provider_set_new(struct config *config)
{
    struct drafting *all = xcalloc(1, sizeof *all);
    all->arena = arena_new();
    all->problems = &config->problems;
    all->settings_file = config->has_file ? arena_strdup(all->arena, config->doc.file) : NULL;
    for (const struct builtin *b = builtins; b->path; b++)
        collect_builtin(all, b);
    collect_own(all, &config->doc);
    struct provider_set *set = set_of(all);
    for (size_t i = 0; i < all->doc_count; i++)
        ini_doc_done(&all->docs[i]);
    free(all);
    return set;
}

void provider_set_free(struct provider_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++)
        wipe_secret(set->list[i].secret.inline_key);
    arena_free(set->arena);
    free(set);
}
