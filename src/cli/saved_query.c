#include "cli/saved_query.h"

#include "cli/find_terms.h"

#include <string.h>

static const char blanks[] = " \t";

/* The name in the section's title; NULL for other sections. */
static const char *name_of(const char *section)
{
    return strncmp(section, "find ", 5) == 0 ? section + 5 : NULL;
}

static bool is_text(const char *name, const char *text)
{
    size_t n = strlen(name);
    text += strspn(text, blanks);
    return strncmp(text, name, n) == 0 && text[n + strspn(text + n, blanks)] == '\0';
}

const char *saved_query_name(const struct config *config, size_t index)
{
    const struct ini_doc *doc = &config->doc;
    for (size_t i = 0; i < doc->section_count; i++) {
        const char *name = name_of(doc->sections[i].name);
        if (name && index-- == 0)
            return name;
    }
    return NULL;
}

/* NULL if the section has none, or an empty one. */
static const char *query_of(const struct ini_doc *doc, const char *section)
{
    const char *query = ini_get(doc, section, "query");
    return query && query[strspn(query, blanks)] ? query : NULL;
}

const char *saved_query_text(const struct config *config, const char *text, struct err *e)
{
    const struct ini_doc *doc = &config->doc;
    for (size_t i = 0; i < doc->section_count; i++) {
        const char *section = doc->sections[i].name, *name = name_of(section);
        if (!name || !is_text(name, text))
            continue;
        const char *query = query_of(doc, section);
        if (query && !problems_find(&config->problems, section))
            return query;
        err_set(e, "the saved query [%s] cannot be used (see --check-config)", section);
        return NULL;
    }
    return text;
}

/* Sets e if the name has a meaning of its own in a query. */
static bool check_name(const struct provider_set *set, const char *name, struct err *e)
{
    if (!*name || strchr(name, ' '))
        return err_set(e, "the name of a saved query is one word: write [find NAME]");
    if (query_is_word(name) || provider_find(set, name))
        return err_set(e, "'%s' cannot be the name of a saved query: it is a word of queries",
                       name);
    return true;
}

static bool check_text(const struct config *config, const struct provider_set *set,
                       const char *text, struct err *e)
{
    struct find_terms terms;
    struct query_problem problem;
    find_terms_init(&terms, config, set);
    struct query *q = query_new(text, &terms.terms, &problem);
    if (!q)
        *e = problem.why;
    query_free(q);
    find_terms_done(&terms);
    return q != NULL;
}

static void check_entry(struct config *config, const struct provider_set *set,
                        const struct ini_entry *entry)
{
    static const char *const names[] = {"query", NULL};
    struct err e;
    if (strcmp(entry->name, "query") != 0)
        problems_unknown(&e, "option", entry->name, problems_nearest_name(entry->name, names));
    else if (check_text(config, set, entry->value, &e))
        return;
    problems_add(&config->problems, entry->file, entry->line, entry->section, "%s", e.text);
}

static void check_section(struct config *config, const struct provider_set *set,
                          const struct ini_section *section)
{
    struct ini_doc *doc = &config->doc;
    struct err e = {""};
    if (check_name(set, name_of(section->name), &e) && !query_of(doc, section->name))
        err_set(&e, "[%s] has no query", section->name);
    if (e.text[0])
        problems_add(&config->problems, doc->file, section->line, section->name, "%s", e.text);
    for (size_t i = 0; i < doc->count; i++)
        if (strcmp(doc->entries[i].section, section->name) == 0)
            check_entry(config, set, &doc->entries[i]);
}

void saved_query_check(struct config *config, const struct provider_set *set)
{
    for (size_t i = 0; i < config->doc.section_count; i++)
        if (name_of(config->doc.sections[i].name))
            check_section(config, set, &config->doc.sections[i]);
}
