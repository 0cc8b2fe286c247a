/* A pasted URL is compared with the templates of the provider's requests and pages. */
#include "provider/pasted.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "provider/id_form.h"
#include "provider/template.h"
#include "text/url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PORT_HTTP = 80, PORT_HTTPS = 443 };

/* The parts of a URL template. libcurl cannot split it: it refuses braces in a host. */
struct template_parts {
    char *host; /* as in the template */
    int port;
    char *path;  /* "", or beginning with '/' */
    char *query; /* without the '?' */
};

static bool template_split(const char *text, struct template_parts *out)
{
    const char *host = strstr(text, "://");
    if (!host)
        return false;
    host += 3;
    size_t authority = strcspn(host, "/?#"), n = authority;
    bool http = strncasecmp(text, "http:", 5) == 0;
    out->port = http ? PORT_HTTP : PORT_HTTPS;
    while (n > 0 && isdigit((unsigned char)host[n - 1]))
        n--;
    if (n > 0 && n < authority && host[n - 1] == ':')
        out->port = (int)strtol(host + n, NULL, 10);
    n = n > 0 && host[n - 1] == ':' ? n - 1 : authority;
    out->host = xstrndup(host, n);
    const char *path = host + authority;
    size_t path_bytes = strcspn(path, "?#");
    out->path = xstrndup(path, path_bytes);
    const char *query = path[path_bytes] == '?' ? path + path_bytes + 1 : "";
    out->query = xstrndup(query, strcspn(query, "#"));
    return true;
}

/* Fills in the configured variables; {id} and the other variables stay as they are. */
static char *fill_known(const struct provider *p, const char *base, const char *path)
{
    char *names[VARIABLES_MAX] = {0};
    struct filling f = {.p = p, .id = "{id}"};
    for (size_t i = 0; i < p->variable_count; i++) {
        names[i] = xasprintf("{%s}", p->variables[i].name);
        f.values[i] = p->variables[i].value ? p->variables[i].value : names[i];
    }
    struct buf out = {0};
    template_fill(&out, base, &f);
    while (*path == '/' && out.len && out.data[out.len - 1] == '/')
        out.data[--out.len] = '\0';
    template_fill(&out, path, &f);
    for (size_t i = 0; i < p->variable_count; i++)
        free(names[i]);
    return buf_take(&out);
}

static char *lower_case(const char *text)
{
    char *copy = xstrdup(text);
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return copy;
}

static bool host_fits(const struct provider *p, const struct template_parts *t,
                      const struct url_parts *u)
{
    struct form_values found;
    char *host = lower_case(u->host), *pattern = lower_case(t->host);
    bool fits = t->port == u->port && id_form_match(p, pattern, host, &found) &&
                id_form_values_fit(p, &found);
    free(host);
    free(pattern);
    return fits;
}

/* Undoes percent-encoding; NULL if the result cannot be an ID. */
static char *id_decode(const char *s, size_t n)
{
    struct buf out = {0};
    url_decode(&out, s, n);
    bool usable = out.len > 0 && strlen(out.data) == out.len && url_check_id(out.data, NULL);
    char *id = usable ? buf_take(&out) : NULL;
    buf_done(&out);
    return id;
}

/* The part of `path` in the place of {id}. A '/' at the end makes no difference. */
static char *id_in_path(const char *pattern, const char *path)
{
    const char *mark = strstr(pattern, "{id}");
    if (!mark)
        return NULL;
    size_t before = (size_t)(mark - pattern);
    if (strncmp(pattern, path, before) != 0)
        return NULL;
    size_t n = strcspn(path + before, "/");
    const char *after = path + before + n, *expected = mark + strlen("{id}");
    size_t rest = strlen(expected);
    if (strncmp(after, expected, rest) != 0 || (after[rest] && strcmp(after + rest, "/") != 0))
        return NULL;
    return id_decode(path + before, n);
}

/* The value of the parameter that is NAME={id} in the pattern. */
static char *id_in_query(const char *pattern, const char *query)
{
    const char *mark = strstr(pattern, "={id}"), *name = mark;
    if (!mark)
        return NULL;
    while (name > pattern && name[-1] != '&')
        name--;
    size_t n = (size_t)(mark - name) + 1;
    for (const char *at = query; at; at = strchr(at, '&')) {
        at += *at == '&';
        if (strncmp(at, name, n) == 0)
            return id_decode(at + n, strcspn(at + n, "&"));
    }
    return NULL;
}

static bool same_path(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    n -= n > 0 && a[n - 1] == '/';
    m -= m > 0 && b[m - 1] == '/';
    return n == m && memcmp(a, b, n) == 0;
}

static char *id_by(const struct provider *p, const char *base, const char *path,
                   const struct url_parts *u, bool *host)
{
    if (!base || !path)
        return NULL;
    char *text = fill_known(p, base, path), *id = NULL;
    struct template_parts t;
    if (template_split(text, &t)) {
        bool fits = host_fits(p, &t, u);
        *host = *host || fits;
        if (fits)
            id = id_in_path(t.path, u->path);
        if (fits && !id && same_path(t.path, u->path))
            id = id_in_query(t.query, u->query);
        free(t.host);
        free(t.path);
        free(t.query);
    }
    free(text);
    return id;
}

static char *url_id(const struct provider *p, const char *url, bool *host)
{
    struct url_parts u;
    *host = false;
    if (!url_split(url, &u))
        return NULL;
    char *id = id_by(p, p->base_url, p->path, &u, host);
    if (!id)
        id = id_by(p, p->base_url, p->second.path, &u, host);
    if (!id)
        id = id_by(p, p->web_url, "", &u, host);
    url_parts_done(&u);
    return id;
}

char *pasted_url_id(const struct provider *p, const char *url)
{
    bool host;
    return url_id(p, url, &host);
}

bool pasted_url_host(const struct provider *p, const char *url)
{
    bool host;
    free(url_id(p, url, &host));
    return host;
}

static bool fits_any(const struct provider_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->list[i].enabled && id_form_fits(&set->list[i], id))
            return true;
    return false;
}

char *pasted_url_guess(const struct provider_set *set, const char *url)
{
    if (!url_may_open(url, NULL))
        return NULL;
    for (size_t i = 0; i < set->count; i++)
        if (pasted_url_host(&set->list[i], url))
            return NULL;
    char *found = NULL;
    bool in_path = true;
    size_t n;
    for (const char *at = strstr(url, "://") + 3; *at; at += n + (at[n] != '\0')) {
        n = strcspn(at, "/?&=#");
        char *id = in_path || !found ? id_decode(at, n) : NULL;
        if (id && fits_any(set, id)) {
            free(found);
            found = id;
        } else {
            free(id);
        }
        in_path = in_path && at[n] == '/';
    }
    return found;
}
