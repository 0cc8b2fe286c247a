#include "provider/list_request.h"

#include "provider/list_template.h"

#include <string.h>

static struct list_values values_of(const struct list_plan *plan, const struct list_filter *f)
{
    return (struct list_values){.json = plan->provider->list.body,
                                .limit = plan->provider->list.limit,
                                .value = f ? f->value : NULL,
                                .since_us = plan->since_us,
                                .until_us = plan->until_us,
                                .seconds = f ? f->seconds : 0,
                                .longer = f && f->find == LIST_LONGER};
}

static void put_filter(struct buf *out, const struct list_plan *plan, const struct list_filter *f,
                       const char *between)
{
    struct list_values v = values_of(plan, f);
    if (out->len)
        buf_puts(out, between);
    list_template_fill(out, list_plan_template(plan, f), list_template_marks_of_find(f->find), &v);
}

static void put_filters(struct buf *out, const struct list_plan *plan, size_t pass,
                        const char *between)
{
    for (size_t i = 0; i < plan->filter_count; i++)
        put_filter(out, plan, &plan->filters[i], between);
    if (plan->pass_count > 1)
        put_filter(out, plan, &plan->sides[pass], between);
}

/* Whether a query has the name of this NAME=VALUE. */
static bool has_name(const char *query, const char *pair)
{
    size_t n = strcspn(pair, "=&");
    for (const char *at = query; at && *at; at += *at == '&') {
        if (strncmp(at, pair, n) == 0 && at[n] == '=')
            return true;
        at += strcspn(at, "&");
    }
    return false;
}

/* Appends the pairs of a query, each after its separator, without those that `but` (may be NULL)
 * has. */
static void put_pairs(struct buf *out, const char *query, const char *but, char *separator)
{
    for (const char *at = query; *at; at += *at == '&') {
        size_t n = strcspn(at, "&");
        if (n && !has_name(but, at)) {
            buf_putc(out, *separator);
            buf_add(out, at, n);
            *separator = '&';
        }
        at += n;
    }
}

/* list.path without the names that the next page replaces. Variables are filled in later. */
static void put_path(struct buf *out, const struct list_plan *plan, const char *next,
                     char *separator)
{
    struct list_values v = values_of(plan, NULL);
    struct buf path = {0};
    list_template_fill(&path, plan->provider->list.path, LIST_MARKS_OF_PATH, &v);
    const char *all = buf_str(&path), *query = strchr(all, '?');
    buf_add(out, all, strcspn(all, "?"));
    if (query)
        put_pairs(out, query + 1, next, separator);
    buf_done(&path);
}

static struct failure *make_get(const struct list_plan *plan, size_t pass, const char *next,
                                const char *key, struct request *out)
{
    struct buf path = {0}, filters = {0}, tail = {0};
    char separator = '?';
    put_path(&path, plan, next, &separator);
    put_filters(&filters, plan, pass, "&");
    put_pairs(&tail, buf_str(&filters), next, &separator);
    put_pairs(&tail, next ? next : "", NULL, &separator);
    struct failure *f =
        request_list(plan->provider, buf_str(&path), buf_str(&tail), NULL, key, out);
    buf_done(&path);
    buf_done(&filters);
    buf_done(&tail);
    return f;
}

static struct failure *make_post(const struct list_plan *plan, size_t pass, const char *next,
                                 const char *key, struct request *out)
{
    struct buf path = {0}, filters = {0}, body = {0};
    struct list_values v = values_of(plan, NULL);
    char separator = '?';
    put_path(&path, plan, NULL, &separator);
    put_filters(&filters, plan, pass, ",");
    v.filters = buf_str(&filters);
    v.next = next;
    list_template_fill(&body, plan->provider->list.body, LIST_MARKS_OF_BODY, &v);
    struct failure *f = request_list(plan->provider, buf_str(&path), "", buf_str(&body), key, out);
    buf_done(&path);
    buf_done(&filters);
    buf_done(&body);
    return f;
}

struct failure *list_request(const struct list_plan *plan, size_t pass,
                             const struct list_paging *paging, const char *key, struct request *out)
{
    const char *next = paging->pass[pass].next;
    return plan->provider->list.body ? make_post(plan, pass, next, key, out)
                                     : make_get(plan, pass, next, key, out);
}
