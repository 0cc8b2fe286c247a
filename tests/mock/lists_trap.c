/* Lists that are not as they should be. A trap is a part of the path before the provider's name:
 * /trap/NAME/ringg/..., several with a + between them. After later_ it is one of all pages but the
 * first. A name that is not here is that of a case of cases.c, such as 401, 429_in_3 or html. */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR_S = 3600 };

/* A row's name as in cases.c: with # a number follows, with * any text. */
static bool name_fits(const char *name, const char *token, long *n, const char **rest)
{
    size_t stem = strcspn(name, "#*");
    if (strncmp(name, token, stem) != 0)
        return false;
    *rest = token + stem;
    *n = strtol(*rest, NULL, 10);
    return name[stem] == '*' || (name[stem] == '#' ? *n > 0 : !**rest);
}

static void set_calls(struct list_trap *t, long n, const char *rest)
{
    (void)rest;
    t->calls = n;
}

static void set_same_times(struct list_trap *t, long n, const char *rest)
{
    (void)rest;
    t->same_time = n;
}

static void set_pages_of(struct list_trap *t, long n, const char *rest)
{
    (void)rest;
    t->page_max = n;
}

static void set_again(struct list_trap *t, long n, const char *rest)
{
    (void)rest;
    t->again = n;
}

static void set_ignored(struct list_trap *t, long n, const char *rest)
{
    (void)n;
    free(t->ignored);
    t->ignored = xstrdup(*rest ? rest : "*");
}

static void set_cursor_twice(struct list_trap *t, long n, const char *rest)
{
    (void)n, (void)rest;
    t->cursor_twice = true;
}

static void set_empty_page(struct list_trap *t, long n, const char *rest)
{
    (void)n, (void)rest;
    t->empty_page = true;
}

static void set_many(struct list_trap *t, long n, const char *rest)
{
    (void)n, (void)rest;
    t->many = true;
}

static void set_no_ids(struct list_trap *t, long n, const char *rest)
{
    (void)n, (void)rest;
    t->no_ids = true;
}

static void set_one_list(struct list_trap *t, long n, const char *rest)
{
    (void)n, (void)rest;
    t->one_list = true;
}

static void set_not_objects(struct list_trap *t, long n, const char *rest)
{
    (void)n, (void)rest;
    t->not_objects = true;
}

static void set_no_list(struct list_trap *t, long n, const char *rest)
{
    (void)n, (void)rest;
    t->no_list = true;
}

static const struct {
    const char *name;
    void (*set)(struct list_trap *t, long n, const char *rest);
    const char *what;
} changes[] = {
    {"calls_#", set_calls, "# calls"},
    {"same_times_#", set_same_times, "# calls each have the same time"},
    {"pages_of_#", set_pages_of, "at most # rows a page, whatever is asked for"},
    {"again_#", set_again, "a page begins with the last # rows of the page before"},
    {"ignored", set_ignored, "all filters are ignored"},
    {"ignored_*", set_ignored, "that filter is: time, status, direction, agent, from, ..."},
    {"cursor_twice", set_cursor_twice, "from the second page on the same one comes for ever"},
    {"empty_page", set_empty_page, "the second page is empty, and more follow"},
    {"many", set_many, "the total is the word many"},
    {"no_ids", set_no_ids, "every third row has no ID"},
    {"one_list", set_one_list, "the list is an object with one list"},
    {"not_objects", set_not_objects, "null, 7, \"row\" and [] come before the first four rows"},
    {"no_list", set_no_list, "there is no list in the answer"},
};

static void give_limited(const struct call_ref *a, long times, struct reply *r)
{
    char *key = xasprintf("%s:%s:list", a->trap, a->name);
    if (case_count(key) <= times)
        case_named(a, "429_in_1", r);
    free(key);
}

static void give_failed(const struct call_ref *a, long n, struct reply *r)
{
    (void)n;
    api_error(a, 500, r);
    r->status = 200;
}

static void spoil_slow(struct reply *r, long s)
{
    r->wait_s = (int)s;
}

static void spoil_silent(struct reply *r, long n)
{
    (void)n;
    r->wait_s = HOUR_S;
}

static void spoil_drip(struct reply *r, long ms)
{
    r->drip_ms = (int)ms;
}

static void spoil_cut(struct reply *r, long n)
{
    (void)n;
    r->cut = true;
}

static void spoil_half(struct reply *r, long n)
{
    (void)n;
    r->body.len /= 2;
}

static const struct {
    const char *name;
    void (*give)(const struct call_ref *a, long n, struct reply *r); /* instead of the list */
    void (*spoil)(struct reply *r, long n);
    const char *what;
} answers[] = {
    {"limited_#", give_limited, NULL, "rate limited # times, Retry-After: 1, then the list"},
    {"failed", give_failed, NULL, "status 200, and the answer says that it failed"},
    {"slow_#", NULL, spoil_slow, "each page after # seconds"},
    {"silent", NULL, spoil_silent, "no answer for an hour"},
    {"drip_#", NULL, spoil_drip, "headers at once, then a piece of the body every # ms"},
    {"cut_off", NULL, spoil_cut, "the connection closes in the middle of the body"},
    {"half_json", NULL, spoil_half, "half of the JSON, complete as HTTP"},
};
enum { CHANGES = sizeof changes / sizeof *changes, ANSWERS = sizeof answers / sizeof *answers };

/* The next name, which the caller frees, or NULL. */
static char *next_name(const char **names)
{
    if (!*names || !**names)
        return NULL;
    size_t n = strcspn(*names, "+");
    char *name = xstrndup(*names, n);
    *names += n + ((*names)[n] == '+');
    return name;
}

static bool change(struct list_trap *t, const char *name)
{
    for (size_t i = 0; i < CHANGES; i++) {
        long n;
        const char *rest;
        if (!name_fits(changes[i].name, name, &n, &rest))
            continue;
        if (t)
            changes[i].set(t, n, rest);
        return true;
    }
    return false;
}

struct list_trap trap_read(const char *names)
{
    struct list_trap t = {0};
    for (char *name; (name = next_name(&names)); free(name))
        change(&t, name);
    return t;
}

/* The name without later_, or NULL if it is not one of this page. */
static const char *name_now(const char *name, bool later)
{
    static const char mark[] = "later_";
    if (strncmp(name, mark, strlen(mark)) != 0)
        return name;
    return later ? name + strlen(mark) : NULL;
}

static void answer_one(const struct call_ref *a, const char *name, struct reply *r)
{
    for (size_t i = 0; i < ANSWERS; i++) {
        long n;
        const char *rest;
        if (!name_fits(answers[i].name, name, &n, &rest))
            continue;
        if (answers[i].give)
            answers[i].give(a, n, r);
        return;
    }
    if (!change(NULL, name) && !case_named(a, name, r))
        api_error(a, 404, r);
}

bool trap_answer(const struct call_ref *a, bool later, struct reply *r)
{
    const char *names = a->trap;
    for (char *name; (name = next_name(&names)); free(name)) {
        const char *now = name_now(name, later);
        if (now && !r->status)
            answer_one(a, now, r);
    }
    return r->status != 0;
}

void trap_spoil_reply(const struct call_ref *a, bool later, struct reply *r)
{
    const char *names = a->trap;
    for (char *name; (name = next_name(&names)); free(name)) {
        const char *now = name_now(name, later), *rest;
        long n;
        for (size_t i = 0; now && i < ANSWERS; i++)
            if (answers[i].spoil && name_fits(answers[i].name, now, &n, &rest))
                answers[i].spoil(r, n);
    }
}

void trap_drop_id(const struct list_fill *f, cJSON *row)
{
    char *id = spec_id(f->spec, f->sample);
    cJSON *item = row->child;
    while (item) {
        cJSON *next = item->next;
        const char *text = cJSON_GetStringValue(item);
        if (text && strcmp(text, id) == 0)
            cJSON_Delete(cJSON_DetachItemViaPointer(row, item));
        item = next;
    }
    free(id);
}

void trap_put_between(const struct list_trap *trap, size_t row, cJSON *rows)
{
    if (!trap->not_objects || row > 3)
        return;
    cJSON_AddItemToArray(rows, row == 0   ? cJSON_CreateNull()
                               : row == 1 ? cJSON_CreateNumber(7)
                               : row == 2 ? cJSON_CreateString("row")
                                          : cJSON_CreateArray());
}

cJSON *trap_spoil_rows(const struct list_trap *trap, cJSON *rows)
{
    if (trap->no_list) {
        cJSON_Delete(rows);
        return cJSON_CreateNull();
    }
    if (!trap->one_list)
        return rows;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "list", rows);
    return object;
}

void lists_traps(void)
{
    for (size_t i = 0; i < CHANGES; i++)
        printf("%s\t%s\n", changes[i].name, changes[i].what);
    for (size_t i = 0; i < ANSWERS; i++)
        printf("%s\t%s\n", answers[i].name, answers[i].what);
}
