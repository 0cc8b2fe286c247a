/* The rule that matters most: an ID never decides where a key is sent. The text of a variable in an
 * ID is used only if the variable is not configured and its rule lists or bounds its values. If it
 * is configured and differs, no request is made. */
#include "provider/request.h"

#include "base/alloc.h"
#include "provider/id_form.h"
#include "provider/template.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ECHO_BYTES = 40 };

/* The values for a description's texts, and the copies that they point to. */
struct values {
    struct filling filling;
    char *copies[VARIABLES_MAX];
};

static void values_done(struct values *v)
{
    for (size_t i = 0; i < VARIABLES_MAX; i++)
        free(v->copies[i]);
}

static struct failure *variable_differs(const struct provider *p, const struct variable *v,
                                        const char *at, size_t bytes)
{
    struct failure *f = failure_new(
        KIND_USAGE, 0, "the call ID belongs to %s '%.*s', but '%s' is configured for '%.*s'",
        v->name, (int)(bytes < ECHO_BYTES ? bytes : ECHO_BYTES), at, p->name, ECHO_BYTES, v->value);
    return failure_hinted(
        f,
        xasprintf("configure the other account in a section of its own, with like = %s", p->name));
}

static struct failure *values_init(struct values *out, const struct provider *p, const char *id)
{
    struct form_values named = {0};
    bool fits = id_form_read(p, id, &named) && id_form_values_fit(p, &named);
    *out = (struct values){.filling = {.p = p, .id = id, .encode = true}};
    for (size_t i = 0; i < p->variable_count; i++) {
        const struct variable *v = &p->variables[i];
        bool is_closed = v->allowed || v->hex_max; /* an ID may only choose from such a set */
        if (!v->value && named.bytes[i] && fits && is_closed)
            out->copies[i] = xstrndup(named.at[i], named.bytes[i]);
        else if (v->value && named.bytes[i] &&
                 (strlen(v->value) != named.bytes[i] ||
                  memcmp(v->value, named.at[i], named.bytes[i]) != 0))
            return variable_differs(p, v, named.at[i], named.bytes[i]);
        out->filling.values[i] = v->value ? v->value : out->copies[i];
    }
    return NULL;
}

static struct failure *variable_missing(const struct provider *p, const struct variable *v)
{
    char *env = secret_env_name(p->name, v->name);
    struct failure *f = failure_new(
        KIND_USAGE, 0, "provider '%s' needs %s: set %s in [provider %s], or %s in the environment",
        p->name, v->name, v->name, p->name, env);
    free(env);
    return f;
}

struct failure *request_unusable(const struct provider *p)
{
    if (p->broken)
        return failure_new(KIND_USAGE, 0, "provider '%s' is disabled: %s", p->name, p->broken);
    if (!p->enabled)
        return failure_hinted(failure_new(KIND_USAGE, 0, "provider '%s' is disabled", p->name),
                              xasprintf("enable it with enabled = yes in [provider %s]", p->name));
    return NULL;
}

static struct failure *key_unusable(const struct provider *p, const char *key)
{
    if (!key || !*key)
        return failure_new(KIND_AUTH, 0, "no API key for provider '%s'", p->name);
    for (const char *c = key; *c; c++)
        if (*c <= ' ' || *c > '~')
            return failure_new(KIND_AUTH, 0, "the API key for provider '%s' is not visible ASCII",
                               p->name);
    return NULL;
}

/* Appends a text with its names replaced. */
static struct failure *put_filled(struct buf *out, const char *text, const struct values *v)
{
    const struct variable *missing = template_fill(out, text, &v->filling);
    return missing ? variable_missing(v->filling.p, missing) : NULL;
}

static struct failure *make_base(struct values *v, struct buf *url)
{
    const struct provider *p = v->filling.p;
    struct err e;
    v->filling.encode = false;
    struct failure *f = put_filled(url, p->base_url, v);
    v->filling.encode = true;
    if (f)
        return f;
    while (url->len && url->data[url->len - 1] == '/')
        url->data[--url->len] = '\0';
    if (!url_check_base(buf_str(url), &e))
        return failure_new(KIND_USAGE, 0, "base_url of provider '%s': %s", p->name, e.text);
    return NULL;
}

/* base_url, path and, unless it is NULL, the cursor as NAME=VALUE; in the description it is
 * NAME={/POINTER}. */
static struct failure *make_url(struct values *v, const char *path, const char *cursor,
                                struct request *out)
{
    const char *template = v->filling.p->second.cursor;
    struct buf url = {0};
    struct failure *f = make_base(v, &url);
    if (!f)
        f = put_filled(&url, path, v);
    if (cursor) {
        buf_putc(&url, strchr(path, '?') ? '&' : '?');
        buf_add(&url, template, template ? strcspn(template, "{") : 0);
        url_encode(&url, cursor);
    }
    out->url = f ? NULL : buf_take(&url);
    buf_done(&url);
    return f;
}

static struct failure *make_headers(const struct values *v, struct request *out)
{
    const struct provider *p = v->filling.p;
    out->headers = xcalloc(p->header_count + 1, sizeof *out->headers);
    for (size_t i = 0; i < p->header_count; i++) {
        struct buf line = {0};
        if (!p->headers[i].name)
            continue;
        buf_printf(&line, "%s: ", p->headers[i].name);
        const struct variable *missing = template_fill(&line, p->headers[i].value, &v->filling);
        if (!missing)
            out->headers[out->header_count++] = buf_take(&line);
        free_secret(buf_take(&line)); /* empty if it was added */
        if (missing && !missing->optional)
            return variable_missing(p, missing);
    }
    return NULL;
}

static struct failure *make_auth(struct values *v, const char *key, struct request *out)
{
    v->filling.encode = false;
    v->filling.key = key;
    struct failure *f = make_headers(v, out);
    struct buf pair = {0};
    if (f || !v->filling.p->basic)
        return f;
    f = put_filled(&pair, v->filling.p->basic, v);
    out->userpwd = buf_take(&pair);
    return f;
}

/* Hands over what was made, unless it failed. */
static struct failure *give(struct request *made, struct failure *f, struct request *out)
{
    if (f)
        request_done(made);
    else
        *out = *made;
    return f;
}

/* Why nothing can be asked about this ID. */
static struct failure *id_unusable(const struct provider *p, const char *id)
{
    struct err e;
    struct failure *f = request_unusable(p);
    return f || url_check_id(id, &e) ? f : failure_new(KIND_USAGE, 0, "%s", e.text);
}

static struct failure *request_make(const struct provider *p, const char *path, const char *id,
                                    const char *key, const char *cursor, struct request *out)
{
    struct failure *f = id_unusable(p, id);
    if (!f)
        f = key_unusable(p, key);
    if (f)
        return f;
    struct values v;
    struct request made = {.key = xstrdup(key)};
    f = values_init(&v, p, id);
    if (!f)
        f = make_url(&v, path, cursor, &made);
    if (!f)
        f = make_auth(&v, key, &made);
    values_done(&v);
    return give(&made, f, out);
}

struct failure *request_call(const struct provider *p, const char *id, const char *key,
                             struct request *out)
{
    return request_make(p, p->path, id, key, NULL, out);
}

struct failure *request_turns(const struct provider *p, const char *id, const char *key,
                              const char *cursor, struct request *out)
{
    return request_make(p, p->second.path, id, key, cursor, out);
}

static bool has_header(const struct request *r, const char *start)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (strncasecmp(r->headers[i], start, strlen(start)) == 0)
            return true;
    return false;
}

/* There is room for one more header than the description has. */
static void add_body(struct request *made, const char *body)
{
    made->body = xstrdup(body);
    if (!has_header(made, "Content-Type:"))
        made->headers[made->header_count++] = xstrdup("Content-Type: application/json");
}

struct failure *request_list(const struct provider *p, const char *path, const char *tail,
                             const char *body, const char *key, struct request *out)
{
    struct values v = {0};
    struct request made = {.key = xstrdup(key ? key : "")};
    struct buf url = {0};
    struct failure *f = request_unusable(p);
    if (!f)
        f = key_unusable(p, key);
    if (!f)
        f = values_init(&v, p, "");
    if (!f)
        f = make_base(&v, &url);
    if (!f)
        f = put_filled(&url, path, &v);
    if (!f)
        f = make_auth(&v, key, &made);
    values_done(&v);
    buf_puts(&url, tail);
    made.url = buf_take(&url);
    if (!f && body)
        add_body(&made, body);
    return give(&made, f, out);
}

char *request_base_url(const struct provider *p, const char *id)
{
    struct values v = {0};
    struct buf url = {0};
    if (!p->base_url)
        return NULL; /* as provider_any */
    struct failure *f = request_unusable(p);
    if (!f)
        f = values_init(&v, p, id);
    if (!f)
        f = make_base(&v, &url);
    values_done(&v);
    char *made = f ? NULL : buf_take(&url);
    buf_done(&url);
    failure_free(f);
    return made;
}

struct failure *request_recording_url(const struct provider *p, const char *id, char **url)
{
    struct values v = {0};
    struct request made = {0};
    struct failure *f = id_unusable(p, id);
    if (!f)
        f = values_init(&v, p, id);
    if (!f)
        f = make_url(&v, p->recording_path, NULL, &made);
    values_done(&v);
    if (!f)
        *url = made.url;
    return f;
}

struct failure *request_link(const struct provider *p, const char *id, const char *key,
                             const char *url, struct request *out)
{
    char *base = request_base_url(p, id);
    bool home = key && base && url_same_origin(base, url);
    struct values v = {0};
    struct request made = {.url = xstrdup(url)};
    struct failure *f = home ? key_unusable(p, key) : NULL;
    if (home && !f)
        f = values_init(&v, p, id);
    if (home && !f)
        f = make_auth(&v, key, &made);
    made.key = home ? xstrdup(key) : NULL;
    free(base);
    values_done(&v);
    return give(&made, f, out);
}

void request_done(struct request *r)
{
    for (size_t i = 0; i < r->header_count; i++)
        free_secret(r->headers[i]);
    free(r->headers);
    free_secret(r->userpwd);
    free_secret(r->key);
    free(r->url);
    free(r->body);
    *r = (struct request){0};
}

char *request_web_url(const struct provider *p, const char *id)
{
    struct values v;
    if (!p->web_url || p->broken || !url_check_id(id, NULL))
        return NULL;
    struct buf url = {0};
    struct failure *f = values_init(&v, p, id);
    bool complete = !f && !template_fill(&url, p->web_url, &v.filling);
    char *made = complete ? buf_take(&url) : NULL;
    buf_done(&url);
    values_done(&v);
    failure_free(f);
    return made;
}
