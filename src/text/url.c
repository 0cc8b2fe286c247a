/* Pure functions, any thread; only the URL API of libcurl is used. */
#include "text/url.h"

#include "base/alloc.h"
#include "text/ascii.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/utf8.h"

#include <arpa/inet.h>
#include <assert.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ECHO_COLS = 40, HOST_TEXT_BYTES = 255, SPLIT_FLAGS = CURLU_NON_SUPPORT_SCHEME };

static void *grow(void *old, size_t bytes)
{
    return xreallocarray(old, bytes, 1);
}

static bool has_started;

/* libcurl gets its memory from our functions, which end the program when it runs out. libcurl
 * itself would report another error. */
static void start_library(void)
{
    has_started = curl_global_init_mem(CURL_GLOBAL_DEFAULT, xmalloc, free, grow, xstrdup,
                                       xcalloc) == CURLE_OK;
}

bool url_start_library(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_library);
    return has_started;
}

/* Without memory, a URL is neither good nor bad. */
static bool worked(CURLUcode code)
{
    if (code == CURLUE_OUT_OF_MEMORY)
        die("out of memory");
    return code == CURLUE_OK;
}

static CURLU *handle_new(const char *url)
{
    url_start_library(); /* this part of it works even if others cannot be started */
    CURLU *u = curl_url();
    if (!u)
        die("out of memory");
    if (worked(curl_url_set(u, CURLUPART_URL, url, SPLIT_FLAGS)))
        return u;
    curl_url_cleanup(u);
    return NULL;
}

/* Returns "" for a missing part. */
static char *part_dup(CURLU *u, CURLUPart what, unsigned flags)
{
    char *part = NULL;
    if (!worked(curl_url_get(u, what, &part, flags)))
        return xstrdup("");
    char *copy = xstrdup(part);
    curl_free(part);
    return copy;
}

static int part_port(CURLU *u, unsigned flags)
{
    char *port = part_dup(u, CURLUPART_PORT, flags);
    int number = (int)strtol(port, NULL, 10);
    free(port);
    return number;
}

bool url_split(const char *url, struct url_parts *out)
{
    CURLU *u = handle_new(url);
    if (!u)
        return false;
    *out = (struct url_parts){
        .scheme = part_dup(u, CURLUPART_SCHEME, 0),
        .host = part_dup(u, CURLUPART_HOST, 0),
        .path = part_dup(u, CURLUPART_PATH, 0),
        .query = part_dup(u, CURLUPART_QUERY, 0),
        .port = part_port(u, CURLU_DEFAULT_PORT),
    };
    curl_url_cleanup(u);
    return true;
}

void url_parts_done(struct url_parts *p)
{
    free(p->scheme);
    free(p->host);
    free(p->path);
    free(p->query);
    *p = (struct url_parts){0};
}

/* Splits a URL that is requested or passed on, which has to mean the same to any two parsers. They
 * disagree about other numbers of slashes than two (libcurl accepts one and three). *p is empty at
 * first, and also when the URL is refused. */
static bool split_checked(const char *url, struct url_parts *p, struct err *e)
{
    size_t bytes = strlen(url);
    if (bytes > URL_OPEN_MAX_BYTES)
        return err_set(e, "the URL is longer than %d bytes", URL_OPEN_MAX_BYTES);
    if (utf8_plain_bytes(url, bytes) < bytes || strchr(url, ' '))
        return err_set(e, "the URL has characters that are not visible ASCII");
    if (strchr(url, '\\'))
        return err_set(e, "the URL contains a backslash");
    if (!url_is_web(url))
        return err_set(e, "the URL does not begin with https:// or http://");
    const char *authority = strchr(url, '/') + 2;
    size_t n = strcspn(authority, "/?#");
    if (memchr(authority, '@', n))
        return err_set(e, "the URL contains a user name");
    if (!n || *authority == ':')
        return err_set(e, "the URL has no host");
    for (size_t i = 0; i < n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]",
                    authority[i]))
            return err_set(e, "the URL's host contains '%c'", authority[i]);
    if (url_split(url, p) && *p->host && p->port >= 1 && p->port <= 65535)
        return true;
    url_parts_done(p);
    return err_set(e, "the URL's host or port cannot be used");
}

bool url_is_web(const char *text)
{
    return strncasecmp(text, "https://", 8) == 0 || strncasecmp(text, "http://", 7) == 0;
}

bool url_may_open(const char *url, struct err *e)
{
    struct url_parts p = {0};
    bool ok = split_checked(url, &p, e);
    url_parts_done(&p);
    return ok;
}

bool url_check_base(const char *url, struct err *e)
{
    struct url_parts p = {0};
    if (!split_checked(url, &p, e))
        return false;
    assert(p.scheme && p.host);
    bool ok = true;
    if (strpbrk(url, "?#"))
        ok = err_set(e, "the URL has a query or a fragment");
    else if (strcmp(p.scheme, "https") != 0 && !url_host_is_loopback(p.host))
        ok =
            err_set(e, "http to '%s' is refused: only https is allowed, except for a loopback host",
                    p.host);
    url_parts_done(&p);
    return ok;
}

bool url_host_is_loopback(const char *host)
{
    size_t n = strlen(host);
    if (strcasecmp(host, "localhost") == 0 ||
        (n > 10 && strcasecmp(host + n - 10, ".localhost") == 0))
        return true;
    struct in_addr four;
    if (inet_pton(AF_INET, host, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
        host++;
        n -= 2;
    }
    char *bare = xstrndup(host, n);
    struct in6_addr six;
    bool loopback = inet_pton(AF_INET6, bare, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
    free(bare);
    return loopback;
}

bool url_same_origin(const char *a, const char *b)
{
    struct url_parts x = {0}, y = {0};
    bool same = url_split(a, &x) && url_split(b, &y) && strcasecmp(x.scheme, y.scheme) == 0 &&
                strcasecmp(x.host, y.host) == 0 && x.port == y.port;
    url_parts_done(&x);
    url_parts_done(&y);
    return same;
}

char *url_resolve(const char *base, const char *reference)
{
    CURLU *u = handle_new(base);
    char *resolved = NULL;
    if (u && worked(curl_url_set(u, CURLUPART_URL, reference, SPLIT_FLAGS)) &&
        worked(curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0)))
        resolved = part_dup(u, CURLUPART_URL, 0);
    curl_url_cleanup(u);
    return resolved;
}

char *url_host_text(const char *url)
{
    CURLU *u = handle_new(url);
    if (!u)
        return xstrdup("");
    char *host = part_dup(u, CURLUPART_HOST, 0);
    int port = part_port(u, 0);
    curl_url_cleanup(u);
    struct buf text = {0};
    clean_text(&text, host, utf8_prefix_bytes(host, strlen(host), HOST_TEXT_BYTES), CLEAN_SCREEN);
    if (*host && port)
        buf_printf(&text, ":%d", port);
    free(host);
    return buf_take(&text);
}

/* Sets the error, which quotes the beginning of the ID. */
static bool id_refuse(struct err *e, const char *id, const char *why)
{
    struct buf b = {0};
    clean_text(&b, id, utf8_prefix_bytes(id, strlen(id), ID_MAX_BYTES), CLEAN_SCREEN);
    size_t n = cols_fit(buf_str(&b), b.len, ECHO_COLS, NULL);
    err_set(e, "the call ID '%.*s%s' %s", (int)n, buf_str(&b), n < b.len ? "..." : "", why);
    buf_done(&b);
    return false;
}

static bool has_control(const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        int cp;
        at += utf8_decode(s + at, n - at, &cp);
        if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
            return true;
    }
    return false;
}

bool url_check_id(const char *id, struct err *e)
{
    size_t n = strlen(id);
    if (strspn(id, " \t\r\n") == n)
        return err_set(e, "the call ID is empty");
    if (n > ID_MAX_BYTES)
        return id_refuse(e, id, "is longer than 256 bytes");
    if (!utf8_is_valid(id, n))
        return id_refuse(e, id, "is not UTF-8");
    if (has_control(id, n))
        return id_refuse(e, id, "contains control characters");
    if (strcmp(id, ".") == 0 || strcmp(id, "..") == 0)
        return id_refuse(e, id, "cannot be requested");
    return true;
}

void url_encode(struct buf *out, const char *s)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (; *s; s++)
        if (strchr(unreserved, *s))
            buf_putc(out, *s);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*s);
}

void url_decode(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int high = s[i] == '%' && i + 2 < n ? ascii_hex_value(s[i + 1]) : -1;
        int low = high >= 0 ? ascii_hex_value(s[i + 2]) : -1;
        if (low >= 0)
            i += 2;
        buf_putc(out, low >= 0 ? (char)(high * 16 + low) : s[i]);
    }
}
