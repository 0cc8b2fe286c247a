/* Checks that a description is complete, that the {names} in its texts exist, and that its URLs may
 * be used. */
#include "provider/describe.h"

#include "provider/sources.h"
#include "provider/template.h"
#include "provider/variable.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

static const char *const no_names[] = {NULL};
static const char *const id_names[] = {"id", NULL};
static const char *const key_names[] = {"key", NULL};

bool describe_check_names(struct draft *d, const char *row, const char *text,
                          const char *const extra[])
{
    struct err e;
    if (template_check(&d->made, text, extra, &e))
        return true;
    draft_problem(d, draft_row(d, row), "%s: %s", row, e.text);
    return false;
}

/* An allowed value, with which a URL can be checked before the real one is known. */
static const char *sample(struct arena *a, const struct variable *v)
{
    if (v->value)
        return v->value;
    return v->allowed ? arena_strndup(a, v->allowed, strcspn(v->allowed, "|")) : "aaaaaaaa";
}

static void check_url(struct draft *d, const char *row, const char *text, const char *const extra[],
                      bool (*check)(const char *url, struct err *e))
{
    if (!text || !describe_check_names(d, row, text, extra))
        return;
    struct filling f = {.p = &d->made, .id = "x"};
    for (size_t i = 0; i < d->made.variable_count; i++)
        f.values[i] = sample(d->arena, &d->made.variables[i]);
    struct buf url = {0};
    struct err e;
    template_fill(&url, text, &f);
    if (!check(buf_str(&url), &e))
        draft_problem(d, draft_row(d, row), "%s: %s", row, e.text);
    buf_done(&url);
}

void describe_check_path(struct draft *d, const char *row, const char *path)
{
    const struct ini_entry *at = draft_row(d, row);
    if (*path != '/')
        draft_problem(d, at, "%s: must begin with '/'", row);
    for (const char *c = path; *c; c++)
        if (*c <= ' ' || *c > '~' || strchr("#\\", *c)) {
            draft_problem(d, at, "%s: contains a character that a URL cannot have there", row);
            return;
        }
}

static void check_path(struct draft *d, const char *row, const char *path)
{
    if (!path || !describe_check_names(d, row, path, id_names))
        return;
    const struct ini_entry *at = draft_row(d, row);
    if (*path == '/' && !template_has(path, "id"))
        draft_problem(d, at, "%s: does not say where the ID goes: write {id}", row);
    describe_check_path(d, row, path);
}

static void check_needed(struct draft *d, const char *row, const char *value)
{
    if (!value && !d->made.broken)
        draft_problem(d, NULL, "provider '%s' has no %s", d->made.name, row);
}

/* Words that mean nothing without another one. Rows that `like` copied are not looked at. */
static void check_beside(struct draft *d)
{
    const struct provider *p = &d->made;
    const struct {
        const char *word, *needed;
        bool there;
    } rows[] = {
        {"recording.if", "recording.path", p->recording_path},
        {"cost.part", "cost", p->fields[FIELD_FIGURES_cost].count},
        {"cost.part.name", "cost.part", p->cost_part.count},
        {"cost.part.amount", "cost.part", p->cost_part.count},
        {"evaluation.name", "evaluations", p->evaluations.count},
        {"evaluation.result", "evaluations", p->evaluations.count},
        {"evaluation.reason", "evaluations", p->evaluations.count},
        {"link.url", "links", p->links.count},
        {"link.name", "links", p->links.count},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct ini_entry *row = rows[i].there ? NULL : draft_row(d, rows[i].word);
        if (row && *row->value)
            draft_problem(d, row, "%s: means nothing without %s", rows[i].word, rows[i].needed);
    }
}

static void check_headers(struct draft *d)
{
    for (size_t i = 0; i < d->made.header_count; i++) {
        const char *row = i ? arena_printf(d->arena, "header.%zu", i + 1) : "header";
        if (d->made.headers[i].name)
            describe_check_names(d, row, d->made.headers[i].value, key_names);
    }
}

/* turns.cursor has the form NAME={/POINTER}. */
static void check_cursor(struct draft *d)
{
    const char *cursor = d->made.second.cursor;
    if (!cursor)
        return;
    const char *pointer;
    size_t bytes, name = strspn(cursor, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789_-");
    struct err e;
    if (name == 0 || cursor[name] != '=' || cursor[name + 1] != '{' ||
        !template_next(cursor, &pointer, &bytes) || pointer[bytes + 1])
        err_set(&e, "must have the form NAME={/POINTER}");
    else if (sources_check_pointer(arena_strndup(d->arena, pointer, bytes), &e))
        return;
    draft_problem(d, draft_row(d, "turns.cursor"), "turns.cursor: %s", e.text);
}

/* The environment variable's name, such as CALLBROWSER_COMETCHAT_APP_ID; owned by the arena. */
static const char *variable_env(struct draft *d, const struct variable *v)
{
    char *name = secret_env_name(d->made.name, v->name);
    const char *kept = arena_strdup(d->arena, name);
    free(name);
    return kept;
}

void describe_variables(struct draft *d)
{
    struct provider *p = &d->made;
    struct variable *list = arena_array(d->arena, p->variable_count, sizeof *list);
    for (size_t i = 0; i < p->variable_count; i++) {
        list[i] = p->variables[i];
        const struct ini_entry *row = draft_row(d, list[i].name);
        const char *from = variable_env(d, &list[i]), *value = getenv(from);
        if (value && *value) {
            list[i].value = arena_strdup(d->arena, value);
            list[i].origin = from;
        } else {
            from = list[i].name;
            if (row) /* else a value that was copied by `like` keeps its origin */
                list[i].origin = arena_printf(d->arena, "%s:%d", row->file, row->line);
        }
        if (list[i].value && !variable_fits(&list[i], list[i].value, strlen(list[i].value)))
            draft_problem(d, row, "%s: must be %s, not '%.40s'", from,
                          variable_expects(d->arena, &list[i]), list[i].value);
    }
    p->variables = list;
}

void describe_check(struct draft *d)
{
    struct provider *p = &d->made;
    if (draft_row(d, "recording") && draft_row(d, "recordings"))
        draft_problem(d, draft_row(d, "recording"), "recording: means the same as recordings");
    check_needed(d, "base_url", p->base_url);
    check_needed(d, "path", p->path);
    check_url(d, "base_url", p->base_url, no_names, url_check_base);
    check_url(d, "web_url", p->web_url, id_names, url_may_open);
    check_path(d, "path", p->path);
    check_path(d, "turns.path", p->second.path);
    check_path(d, "recording.path", p->recording_path);
    check_beside(d);
    check_cursor(d);
    check_headers(d);
    if (p->basic)
        describe_check_names(d, "basic", p->basic, key_names);
    if (p->id_form)
        describe_check_names(d, "id_form", p->id_form, no_names);
}
