#include "tests/support/mock_lists.h"

#include "base/alloc.h"
#include "tests/support/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <curl/curl.h>

enum { PAGES_MAX = 320 };

const struct mock_service mock_services[MOCK_SERVICES] = {
    {"ringg", "/calling/history",
     "limit=50&start_date=2020-01-01T00:00:00Z&end_date=2030-01-01T00:00:00Z",
     "X-API-KEY: demo-ringg", "/calls", "/id", "offset", "#", 50},
    {"diga", "/v1/call/", "limit=100&order=desc", "Authorization: Bearer demo-diga", "/data", "/id",
     "after", "/last_id", 100},
    {"voxworks", "/api/v1/calls", "limit=50", "Authorization: Bearer demo-voxworks", "/calls",
     "/id", "cursor", "/meta/next_cursor", 50},
    {"cometchat", "/calls", "perPage=100", "apikey: demo-cometchat", "/data", "/sessionId", "page",
     "p", 100},
    {"ringyo", "/v1/calls", "limit=100&order=desc", "Authorization: Bearer demo-ringyo", "/data",
     "/id", "cursor", "/next_cursor", 100},
    {"vapi", "/call", "limit=25", "Authorization: Bearer demo-vapi", "", "/id", "createdAtLe", "t",
     25},
    {"retell", "/v3/list-calls", "", "Authorization: Bearer demo-retell", "/items", "/call_id",
     "pagination_key", "/pagination_key", 100},
    {"bland", "/v1/calls", "limit=100&ascending=false", "authorization: demo-bland", "/calls",
     "/call_id", "from", "#", 100},
    {"synthflow", "/v2/calls", "limit=50&model_id=model_mia",
     "Authorization: Bearer demo-synthflow", "/response/calls", "/call_id", "offset", "#", 50},
    {"elevenlabs", "/v1/convai/conversations", "page_size=100", "xi-api-key: demo-elevenlabs",
     "/conversations", "/conversation_id", "cursor", "/next_cursor", 100},
};

const struct mock_service *mock_service(const char *name)
{
    size_t i = 0;
    while (strcmp(mock_services[i].name, name) != 0)
        i++;
    return &mock_services[i];
}

void mock_answer_done(struct mock_answer *g)
{
    cJSON_Delete(g->json);
}

/* body NULL: GET. */
struct mock_answer mock_request(const struct mock *m, const char *path, const char *key,
                                const char *body)
{
    struct http_reply r;
    char *url = xasprintf("http://127.0.0.1:%d%s", m->port, path);
    http_request(url, &key, 1, body, &r);
    struct mock_answer g = {r.status, r.retry_after_s,
                            cJSON_ParseWithLength(buf_str(&r.body), r.body.len)};
    http_reply_done(&r);
    free(url);
    return g;
}

/* One page. The filter is a part of the query, or of filter_criteria; next is as it is sent. */
struct mock_answer mock_page(const struct mock *m, const char *trap, const struct mock_service *s,
                             const char *filter, const char *next)
{
    bool post = strcmp(s->name, "retell") == 0;
    char *path = post ? xasprintf("%s/%s%s", trap, s->name, s->path)
                      : xasprintf("%s/%s%s?%s%s%s%s%s", trap, s->name, s->path, next,
                                  *next ? "&" : "", filter, *filter ? "&" : "", s->query);
    char *body = post ? xasprintf("{\"limit\":100,\"sort_order\":\"descending\","
                                  "\"filter_criteria\":{%s}%s%s}",
                                  filter, *next ? "," : "", next)
                      : NULL;
    struct mock_answer g = mock_request(m, path, s->key, body);
    free(body);
    free(path);
    return g;
}

/* A JSON pointer without escapes. */
cJSON *mock_at(cJSON *in, const char *pointer)
{
    while (in && *pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        char *step = xstrndup(pointer, n);
        in = cJSON_IsArray(in) ? cJSON_GetArrayItem(in, (int)strtol(step, NULL, 10))
                               : cJSON_GetObjectItemCaseSensitive(in, step);
        free(step);
        pointer += n;
    }
    return in;
}

static char *escaped(const char *value)
{
    char *made = curl_easy_escape(NULL, value, 0), *copy = xstrdup(made);
    curl_free(made);
    return copy;
}

/* The next page as it is asked for, or NULL after the last one. */
char *mock_next(const struct mock_service *s, cJSON *answer, const cJSON *all, int pages, int rows)
{
    bool full = rows == s->page;
    if (*s->value == '#')
        return full ? xasprintf("%s=%d", s->next, cJSON_GetArraySize(all)) : NULL;
    if (*s->value == 'p')
        return full ? xasprintf("%s=%d", s->next, pages + 1) : NULL;
    const char *value =
        *s->value == 't' ? cJSON_GetStringValue(mock_at(
                               cJSON_GetArrayItem(all, cJSON_GetArraySize(all) - 1), "/createdAt"))
                         : cJSON_GetStringValue(mock_at(answer, s->value));
    cJSON *more = mock_at(answer, "/has_more");
    if (!value || (more && !cJSON_IsTrue(more)) || (*s->value == 't' && !full))
        return NULL;
    char *sent = escaped(value);
    char *next = strcmp(s->name, "retell") == 0 ? xasprintf("\"%s\":\"%s\"", s->next, value)
                                                : xasprintf("%s=%s", s->next, sent);
    free(sent);
    return next;
}

const char *mock_id(const struct mock_service *s, cJSON *row)
{
    const char *id = cJSON_GetStringValue(mock_at(row, s->id));
    return id ? id : "";
}

static bool has_id(const struct mock_service *s, cJSON *rows, const char *id)
{
    cJSON *row;
    cJSON_ArrayForEach(row, rows)
    {
        if (strcmp(mock_id(s, row), id) == 0)
            return true;
    }

    return false;
}

/* Moves the rows that did not come yet to `all`; how many there were in the answer. */
static int take_rows(const struct mock_service *s, cJSON *answer, cJSON *all)
{
    cJSON *rows = mock_at(answer, s->rows);
    int count = cJSON_GetArraySize(rows);
    for (cJSON *row; (row = cJSON_DetachItemFromArray(rows, 0));)
        if (has_id(s, all, mock_id(s, row)))
            cJSON_Delete(row);
        else
            cJSON_AddItemToArray(all, row);
    return count;
}

/* All rows of all pages; the caller frees them. */
cJSON *mock_walk(const struct mock *m, const char *trap, const struct mock_service *s,
                 const char *filter)
{
    cJSON *all = cJSON_CreateArray();
    char *next = xstrdup("");
    for (int pages = 1; next; pages++) {
        int before = cJSON_GetArraySize(all);
        struct mock_answer g = mock_page(m, trap, s, filter, next);
        if (g.status != 200 || pages > PAGES_MAX)
            fail_msg("%s %s %s: page %d, status %ld", s->name, filter, next, pages, g.status);
        int rows = take_rows(s, g.json, all);
        free(next);
        next = cJSON_GetArraySize(all) > before || rows == 0
                   ? mock_next(s, g.json, all, pages, rows)
                   : NULL;
        mock_answer_done(&g);
    }
    return all;
}
