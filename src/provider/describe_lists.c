/* A body is checked with a sample of everything that can be filled in: it has to be JSON then. */
#include "provider/describe.h"

#include "provider/json.h"
#include "provider/list_template.h"

#include <string.h>

static const char *const find_names[LIST_FIND_COUNT] = {
    [LIST_TIME] = "find.time",
    [LIST_NUMBER] = "find.number",
    [LIST_NUMBER_ENDS] = "find.number.ends",
    [LIST_FROM] = "find.from",
    [LIST_FROM_ENDS] = "find.from.ends",
    [LIST_TO] = "find.to",
    [LIST_TO_ENDS] = "find.to.ends",
    [LIST_STATUS] = "find.status",
    [LIST_AGENT] = "find.agent",
    [LIST_CONTACT] = "find.contact",
    [LIST_PERSON] = "find.person",
    [LIST_TEXT] = "find.text",
    [LIST_IN] = "find.in",
    [LIST_OUT] = "find.out",
    [LIST_LONGER] = "find.longer",
    [LIST_SHORTER] = "find.shorter",
};

static const struct list_values sample = {
    .json = true, .sample = true, .limit = 1, .page = 2, .offset = 1, .value = "1", .seconds = 1};

static void report(struct draft *d, const char *row, const char *why)
{
    draft_problem(d, draft_row(d, row), "%s: %s", row, why);
}

/* Reports the row if the section has it. */
static void check_alone(struct draft *d, const char *row)
{
    const struct ini_entry *at = draft_row(d, row);
    if (at && *at->value)
        report(d, row, "means nothing without list.path");
}

static void check_all_alone(struct draft *d)
{
    static const char *const rows[] = {"list.body", "list.limit", "list.needs", "list.next",
                                       "list.more", "list.total", "rows"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_alone(d, rows[i]);
    for (size_t i = 0; i < LIST_FIND_COUNT; i++)
        check_alone(d, find_names[i]);
}

static void check_list_path(struct draft *d)
{
    static const char *const names[] = {"limit", NULL};
    const struct list_words *list = &d->made.list;
    if (describe_check_names(d, "list.path", list->path, names))
        describe_check_path(d, "list.path", list->path);
    if (!list->rows.count)
        report(d, "list.path", "does not say where the rows are: write rows = POINTER");
    bool limited = list_template_has(list->path, LIST_MARK_LIMIT) ||
                   (list->body && list_template_has(list->body, LIST_MARK_LIMIT));
    if (limited && !list->limit)
        report(d, "list.path", "{limit} is not known: write list.limit = N");
}

/* A text in a query must have one of the marks, if there are any for it. */
static void check_template(struct draft *d, const char *row, const char *text, unsigned marks)
{
    struct err e;
    bool ok = d->made.list.body ? list_template_check_pointers(text, marks, &e)
                                : list_template_check(text, marks, &e);
    bool any = !marks;
    for (unsigned m = 0; m <= LIST_MARK_MIN; m++)
        any |= (marks & (1U << m)) && list_template_has(text, (enum list_mark)m);
    if (!ok)
        report(d, row, e.text);
    else if (!any)
        report(d, row, "has no value to fill in");
}

/* Reports a text that is no member of a JSON object once all is filled in. */
static void check_member(struct draft *d, const char *row, const char *text, unsigned marks)
{
    struct buf object = {0};
    if (!text)
        return;
    buf_putc(&object, '{');
    list_template_fill(&object, text, marks, &sample);
    buf_putc(&object, '}');
    if (!json_parse(d->arena, buf_str(&object), object.len, NULL))
        report(d, row, "must be members of a JSON object: write \"NAME\":VALUE");
    buf_done(&object);
}

/* filters and next are NULL where there are none. */
static bool is_body(struct draft *d, const char *filters, const char *next)
{
    struct list_values v = sample;
    struct buf body = {0};
    v.filters = filters;
    v.next = next;
    list_template_fill(&body, d->made.list.body, LIST_MARKS_OF_BODY, &v);
    bool is = json_parse(d->arena, buf_str(&body), body.len, NULL);
    buf_done(&body);
    return is;
}

/* The first page has no {next}, and only with find.time there are always filters. */
static void check_body(struct draft *d)
{
    static const char filters[] = "\"a\":1", next[] = "\"b\":1";
    const struct list_words *list = &d->made.list;
    bool ok = is_body(d, filters, next) && is_body(d, filters, NULL) &&
              (list->find[LIST_TIME] || is_body(d, NULL, next));
    if (!ok)
        report(d, "list.body", "is not JSON once {limit}, {filters} and {next} are filled in");
    for (size_t i = 0; i < LIST_FIND_COUNT; i++)
        check_member(d, find_names[i], list->find[i],
                     list_template_marks_of_find((enum list_find)i));
    check_member(d, "list.next", list->next, LIST_MARKS_OF_NEXT);
}

static void check_needs(struct draft *d)
{
    const struct list_words *list = &d->made.list;
    if (list->needs && strcmp(list->needs, "agent") != 0)
        report(d, "list.needs", "must be agent");
    else if (list->needs && !list->find[LIST_AGENT])
        report(d, "list.needs", "needs find.agent");
}

void describe_lists_check(struct draft *d)
{
    const struct list_words *list = &d->made.list;
    if (!list->path) {
        check_all_alone(d);
        return;
    }
    check_list_path(d);
    if (list->next)
        check_template(d, "list.next", list->next, LIST_MARKS_OF_NEXT);
    for (size_t i = 0; i < LIST_FIND_COUNT; i++)
        if (list->find[i])
            check_template(d, find_names[i], list->find[i],
                           list_template_marks_of_find((enum list_find)i));
    if (list->body)
        check_body(d);
    check_needs(d);
}
