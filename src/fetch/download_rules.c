#include "fetch/download_rules.h"

#include "base/alloc.h"
#include "fetch/address.h"
#include "text/media_type.h"
#include "text/url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ENDING_MAX = 5, RATE_EVERY_MS = 500, DIGITS_MAX = 18 };

bool download_rules_may_be_private(const char *url, const char *base)
{
    struct url_parts u = {0}, b = {0};
    bool may = url_split(url, &u) && url_split(base, &b) &&
               (strcasecmp(u.host, b.host) == 0 || !address_host_may_be_public(b.host));
    url_parts_done(&u);
    url_parts_done(&b);
    return may;
}

bool download_rules_check_hop(const char *url, const char *from, const char *base, struct err *e)
{
    struct url_parts u = {0};
    bool ok = false;
    if (!url_may_open(url, e))
        return false;
    if (!url_split(url, &u))
        return err_set(e, "the URL cannot be used");
    if (!address_host_may_be_public(u.host) && !download_rules_may_be_private(url, base))
        err_set(e, "'%s' is a loopback or private address, which is not allowed here", u.host);
    else if (from && strcasecmp(u.scheme, "http") == 0 && strncasecmp(from, "https:", 6) == 0)
        err_set(e, "a redirect from https to http, to '%s', is not followed", u.host);
    else
        ok = true;
    url_parts_done(&u);
    return ok;
}

/* Reads digits only, and moves *s after them. */
static bool read_number(const char **s, uint64_t *out)
{
    size_t n = strspn(*s, "0123456789");
    if (n == 0 || n > DIGITS_MAX)
        return false;
    *out = strtoull(*s, NULL, 10);
    *s += n;
    return true;
}

bool download_rules_content_range(const char *s, uint64_t *from, uint64_t *total)
{
    uint64_t first, last, all = 0;
    if (!s || strncasecmp(s, "bytes ", 6) != 0)
        return false;
    s += 6;
    if (!read_number(&s, &first) || *s++ != '-' || !read_number(&s, &last) || *s++ != '/')
        return false;
    if (strcmp(s, "*") != 0 && (!read_number(&s, &all) || *s || last + 1 != all))
        return false;
    if (last < first)
        return false;
    *from = first;
    *total = all;
    return true;
}

static bool fits_a_header(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < ' ' || (unsigned char)*s >= 0x7f)
            return false;
    return true;
}

const char *download_rules_validator(const char *etag, const char *last_modified)
{
    if (etag && *etag == '"' && fits_a_header(etag))
        return etag;
    return last_modified && *last_modified && fits_a_header(last_modified) ? last_modified : NULL;
}

bool download_rules_is_document(const char *content_type, bool any)
{
    return media_type_is(content_type, "html") ||
           (any && (media_type_is(content_type, "xml") || media_type_is(content_type, "json")));
}

static size_t skip_blanks(const char *s, size_t n, size_t at)
{
    while (at < n && strchr(" \t\r\n", s[at]) && s[at])
        at++;
    return at;
}

bool download_rules_begins_document(const char *content_type, const char *body, size_t n)
{
    bool is_media = content_type && (strncasecmp(content_type, "audio/", 6) == 0 ||
                                     strncasecmp(content_type, "video/", 6) == 0);
    size_t first = skip_blanks(body, n, 0), second = skip_blanks(body, n, first + 1);
    if (is_media || second >= n || !body[second])
        return false;
    if (body[first] == '<')
        return isalpha((unsigned char)body[second]) || strchr("!?", body[second]);
    return (body[first] == '{' && strchr("\"}", body[second])) ||
           (body[first] == '[' && strchr("\"[{]", body[second]));
}

const char *download_rules_ending_of_type(const char *content_type)
{
    static const struct {
        const char *type, *ending;
    } types[] = {
        {"audio/mpeg", ".mp3"},      {"audio/mp3", ".mp3"},       {"audio/wav", ".wav"},
        {"audio/x-wav", ".wav"},     {"audio/wave", ".wav"},      {"audio/vnd.wave", ".wav"},
        {"audio/ogg", ".ogg"},       {"audio/opus", ".opus"},     {"audio/webm", ".webm"},
        {"audio/mp4", ".m4a"},       {"audio/x-m4a", ".m4a"},     {"audio/aac", ".aac"},
        {"audio/flac", ".flac"},     {"audio/x-flac", ".flac"},   {"video/mp4", ".mp4"},
        {"video/webm", ".webm"},     {"video/quicktime", ".mov"}, {"text/vtt", ".vtt"},
        {"text/plain", ".txt"},      {"text/html", ".html"},      {"application/json", ".json"},
        {"application/zip", ".zip"}, {"application/pdf", ".pdf"},
    };
    size_t n = content_type ? strcspn(content_type, "; \t") : 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strlen(types[i].type) == n && strncasecmp(types[i].type, content_type, n) == 0)
            return types[i].ending;
    return "";
}

char *download_rules_ending_of_url(const char *url)
{
    struct url_parts u;
    if (!url_split(url, &u))
        return xstrdup("");
    const char *slash = strrchr(u.path, '/'), *dot = strrchr(slash ? slash : u.path, '.');
    size_t n = dot ? strlen(dot + 1) : 0;
    bool fine = n > 0 && n <= ENDING_MAX && (!slash || dot > slash + 1);
    for (size_t i = 0; fine && i < n; i++)
        fine = isalnum((unsigned char)dot[1 + i]);
    char *ending = xstrdup(fine ? dot : "");
    for (char *c = ending; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    url_parts_done(&u);
    return ending;
}

bool download_rules_same_place(const char *a, const char *b)
{
    size_t n = strcspn(a, "?#");
    return n == strcspn(b, "?#") && memcmp(a, b, n) == 0;
}

void download_rules_count_rate(struct rate *r, int64_t now_ms, uint64_t bytes)
{
    int64_t ms = now_ms - r->at_ms;
    if (!r->at_ms || bytes < r->bytes) {
        *r = (struct rate){.at_ms = now_ms, .bytes = bytes};
        return;
    }
    if (ms < RATE_EVERY_MS)
        return;
    double now = (double)(bytes - r->bytes) * 1000 / (double)ms;
    r->per_s = r->per_s > 0 ? 0.7 * r->per_s + 0.3 * now : now;
    r->at_ms = now_ms;
    r->bytes = bytes;
}
