/* From a request for a list, or for a call in one, to its answer. */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static struct list_spec *specs[API_OTHER];

void lists_load(const char *dir)
{
    for (enum api api = 0; api < API_OTHER; api++)
        if (!specs[api])
            specs[api] = spec_read(dir, api);
}

bool lists_path(enum api api, const char *path)
{
    const char *own =
        api < API_OTHER && specs[api] ? cJSON_GetStringValue(spec_get(specs[api], "path")) : NULL;
    return own && strcmp(own, path) == 0;
}

static void json_reply(struct reply *r, cJSON *body)
{
    char *text = cJSON_PrintUnformatted(body);
    r->status = 200;
    r->content_type = "application/json";
    buf_puts(&r->body, text);
    cJSON_free(text);
    cJSON_Delete(body);
}

static void reverse(struct sample *all, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct sample first = all[i];
        all[i] = all[count - 1 - i];
        all[count - 1 - i] = first;
    }
}

/* All that the request asks for, in its order. */
static void select_samples(const struct list_ask *ask, struct list_page_of *page)
{
    size_t count;
    page->samples = samples_make(ask->spec, &ask->trap, &count);
    for (size_t i = 0; i < count; i++)
        if (filter_fits(ask, &page->samples[i]))
            page->samples[page->count++] = page->samples[i];
    if (ask->ascending)
        reverse(page->samples, page->count);
}

static void give_page(const struct list_ask *ask, struct list_page_of *page, struct reply *r)
{
    if (trap_answer(ask->call, page->later, r))
        return;
    struct list_fill f = {.spec = ask->spec, .page = page, .trap = &ask->trap};
    cJSON *body = fill_template(&f, spec_get(ask->spec, "page"));
    if (cJSON_IsNull(body)) { /* the answer is the list, and there is none */
        cJSON_Delete(body);
        body = cJSON_CreateObject();
    }
    json_reply(r, body);
    trap_spoil_reply(ask->call, page->later, r);
}

/* A list whose pages follow a time comes again for ever when that is ignored. */
static void read_trap(struct list_ask *ask)
{
    ask->trap = trap_read(ask->call->trap);
    bool by_time = strcmp(spec_text(ask->spec, "paging", "style"), "time") == 0;
    if (by_time && ask->trap.cursor_twice && !ask->trap.ignored)
        ask->trap.ignored = xstrdup("time");
}

static void ask_done(struct list_ask *ask)
{
    for (size_t i = 0; i < ask->filter_count; i++)
        free(ask->filters[i].text);
    free(ask->trap.ignored);
    free(ask->place);
}

void lists_answer(const struct call_ref *a, struct reply *r)
{
    struct list_ask ask = {.call = a, .spec = specs[a->api]};
    struct list_page_of page = {0};
    bool post = spec_get(ask.spec, "post");
    read_trap(&ask);
    if (strcmp(a->method, post ? "POST" : "GET") != 0) {
        api_error(a, 405, r);
    } else if (post ? filter_read_body(&ask) : filter_read_query(&ask)) {
        select_samples(&ask, &page);
        if (page_cut(&ask, &page))
            give_page(&ask, &page, r);
        else
            api_error(a, 400, r);
    } else {
        api_error(a, 422, r);
    }
    free(page.samples);
    free(page.next);
    ask_done(&ask);
}

static const struct sample *sample_of(const struct call_ref *a, const struct sample *all,
                                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *id = spec_id(specs[a->api], &all[i]);
        bool found = strcmp(id, a->id) == 0;
        free(id);
        if (found)
            return &all[i];
    }
    return NULL;
}

bool lists_call(const struct call_ref *a, struct reply *r)
{
    if (a->api >= API_OTHER || !specs[a->api])
        return false;
    struct list_trap trap = trap_read(a->trap);
    size_t count;
    struct sample *all = samples_make(specs[a->api], &trap, &count);
    struct list_fill f = {.spec = specs[a->api], .sample = sample_of(a, all, count)};
    if (f.sample)
        json_reply(r, fill_template(&f, spec_get(f.spec, a->messages ? "messages" : "call")));
    free(all);
    free(trap.ignored);
    return f.sample;
}
