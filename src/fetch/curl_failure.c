#include "fetch/curl_failure.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "text/url.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The codes that have a message of their own. The numbers are a stable part of libcurl's interface:
 * https://curl.se/libcurl/c/libcurl-errors.html */
enum {
    BAD_PROTOCOL = 1,
    BAD_URL = 3,
    NO_PROXY_NAME = 5,
    NO_NAME = 6,
    NO_CONNECTION = 7,
    WEIRD_REPLY = 8,
    BAD_HTTP2 = 16,
    CUT_OFF = 18,
    BAD_CONTENT = 23,
    LARGE_HEADER = 27, /* "out of memory", which never happens: transfer.c sees to that */
    TIMED_OUT = 28,
    BAD_TLS = 35,
    BAD_HEADER = 43,
    GOT_NOTHING = 52,
    SEND_FAILED = 55,
    RECEIVE_FAILED = 56,
    BAD_CERTIFICATE = 60,
    BAD_ENCODING = 61,
    BAD_CA_FILE = 77,
    BAD_HTTP2_STREAM = 92,
    BAD_PROXY = 97,
    TOO_LARGE = 100, /* since 8.6.0, for a header; before it was LARGE_HEADER */
    NO_ECH = 101     /* since 8.8.0 */
};

#define NO_HTTP " did not answer with valid HTTP"
#define NO_PROXY "cannot use the proxy to reach "
#define PROXY_HINT "check https_proxy, all_proxy and no_proxy in the environment"

static struct failure *no_files(const struct curl_result *t)
{
    return failure_hinted(
        failure_new(KIND_NETWORK, 0, "cannot connect to '%s': too many open files", t->host),
        xstrdup("raise the limit (ulimit -n), or ask for fewer calls at once (--jobs)"));
}

static struct failure *no_connection(const struct curl_result *t)
{
    if (t->refused)
        return failure_new(KIND_PROVIDER, 0,
                           "'%s' leads to a loopback or private address, which is not allowed here",
                           t->host);
    if (t->os_error == EMFILE || t->os_error == ENFILE || (t->files_short && !t->os_error))
        return no_files(t);
    if (t->proxy)
        return failure_hinted(
            failure_new(KIND_NETWORK, 0, "cannot reach '%s' through the proxy", t->host),
            xstrdup(PROXY_HINT));
    if (t->os_error == ECONNREFUSED)
        return failure_new(KIND_NETWORK, 0, "connection refused by '%s'", t->host);
    return failure_new(KIND_NETWORK, 0, "cannot connect to '%s'%s%s", t->host,
                       t->os_error ? ": " : "", t->os_error ? strerror(t->os_error) : "");
}

static struct failure *timed_out(const struct curl_result *t)
{
    if (t->connected && t->slow)
        return failure_new(KIND_NETWORK, t->http_status,
                           "hardly anything arrived from '%s' in %d s", t->host, t->timeout_s);
    if (t->connected && (t->http_status || t->body_bytes))
        return failure_new(KIND_NETWORK, t->http_status,
                           "the answer from '%s' was incomplete after %d s (%zu bytes)", t->host,
                           t->timeout_s, t->body_bytes);
    if (t->connected)
        return failure_new(KIND_NETWORK, 0, "no answer from '%s' within %d s", t->host,
                           t->timeout_s);
    int s = t->timeout_s < t->connect_timeout_s ? t->timeout_s : t->connect_timeout_s;
    if (t->looked_up)
        return failure_new(KIND_NETWORK, 0, "no connection to '%s' within %d s", t->host, s);
    return failure_new(KIND_NETWORK, 0, "the host '%s' was not found within %d s", t->host, s);
}

/* The bits are a stable part of libcurl's interface, as the codes are. */
static void put_logins(struct buf *out, long bits)
{
    static const struct {
        long bit;
        const char *name;
    } kinds[] = {{1, "Basic"}, {2, "Digest"}, {4, "Negotiate"}, {8, "NTLM"}, {64, "Bearer"}};
    size_t named = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (bits & kinds[i].bit)
            buf_printf(out, "%s%s", named++ ? ", " : "; it offers ", kinds[i].name);
    if (named && !(bits & kinds[0].bit))
        buf_puts(out, ", but callbrowser can only do Basic");
}

struct failure *curl_failure_proxy_login(const struct curl_result *t)
{
    struct buf hint = {0};
    bool has_login = t->proxy && strchr(t->proxy, '@');
    struct failure *f = failure_caused(CAUSE_PROXY_LOGIN, 0, "the proxy %s to reach '%s' (407)",
                                       has_login ? "refused the login" : "wants a login", t->host);
    buf_puts(&hint, has_login ? "check the user and the password in https_proxy"
                              : "write it as https_proxy=http://USER:PASSWORD@HOST:PORT");
    put_logins(&hint, t->proxy_auth);
    f->hint = buf_take(&hint);
    return f;
}

static struct failure *cut_off(const struct curl_result *t)
{
    if (t->proxy_status == 407)
        return curl_failure_proxy_login(t);
    if (t->proxy_status >= 300)
        return failure_new(KIND_NETWORK, 0, "the proxy answered %d when asked for '%s'",
                           t->proxy_status, t->host);
    if (t->http_status)
        return failure_new(KIND_NETWORK, t->http_status,
                           "the answer from '%s' was cut off after %zu bytes", t->host,
                           t->body_bytes);
    return failure_new(KIND_NETWORK, 0, "'%s' closed the connection without an answer", t->host);
}

static struct failure *bad_certificate(const struct curl_result *t)
{
    struct failure *f = failure_new(KIND_NETWORK, 0, "the certificate of '%s' is not trusted: %s",
                                    t->host, *t->detail ? t->detail : "it could not be verified");
    f->hint =
        t->ca_file
            ? xasprintf("%s names '%s': its certificates are trusted in place of the system's",
                        t->ca_from, t->ca_file)
            : xstrdup("if your network has a certificate authority of its own, name its file "
                      "in ca_file");
    return f;
}

static struct failure *bad_tls(const struct curl_result *t)
{
    return failure_new(KIND_NETWORK, 0, "no secure connection to '%s': %s", t->host,
                       *t->detail ? t->detail : "the TLS handshake failed");
}

static struct failure *no_name(const struct curl_result *t)
{
    if (t->files_short)
        return no_files(t);
    return failure_new(KIND_NETWORK, 0, "cannot find the host '%s'", t->host);
}

static struct failure *bad_ca_file(const struct curl_result *t)
{
    if (t->files_short)
        return no_files(t); /* the certificates are opened for each connection */
    if (!t->ca_file)
        return failure_hinted(
            failure_new(KIND_NETWORK, 0,
                        "cannot verify '%s': this system has no certificates to trust", t->host),
            xstrdup("install the package ca-certificates, or name a file in ca_file"));
    return failure_new(KIND_USAGE, 0, "cannot use the certificates of %s '%s'", t->ca_from,
                       t->ca_file);
}

/* The codes whose sentence depends on the details. */
static const struct {
    int code;
    struct failure *(*explain)(const struct curl_result *t);
} explained[] = {
    {NO_NAME, no_name},         {NO_CONNECTION, no_connection},
    {CUT_OFF, cut_off},         {TIMED_OUT, timed_out},
    {GOT_NOTHING, cut_off},     {SEND_FAILED, cut_off},
    {RECEIVE_FAILED, cut_off},  {BAD_CERTIFICATE, bad_certificate},
    {BAD_CA_FILE, bad_ca_file}, {BAD_TLS, bad_tls},
    {NO_ECH, bad_tls},
};

/* The others: the words before and after the host's name. */
static const struct {
    int code;
    enum kind kind;
    const char *before, *after, *hint; /* hint NULL: that of the kind */
} said[] = {
    {BAD_PROTOCOL, KIND_PROVIDER, "", NO_HTTP, NULL},
    {WEIRD_REPLY, KIND_PROVIDER, "", NO_HTTP, NULL},
    {BAD_HTTP2, KIND_PROVIDER, "", NO_HTTP, NULL},
    {BAD_HTTP2_STREAM, KIND_PROVIDER, "", NO_HTTP, NULL},
    {LARGE_HEADER, KIND_PROVIDER, "the answer from ", " has a header that is too large", NULL},
    {TOO_LARGE, KIND_PROVIDER, "the answer from ", " has a header that is too large", NULL},
    {BAD_HEADER, KIND_PROVIDER, "the answer from ", " has a header that cannot be read", NULL},
    {BAD_CONTENT, KIND_PROVIDER, "the answer from ", " cannot be decompressed", NULL},
    {BAD_ENCODING, KIND_PROVIDER, "the answer from ", " cannot be decompressed", NULL},
    {BAD_URL, KIND_USAGE, "the request's URL cannot be used (host ", ")", NULL},
    {NO_PROXY_NAME, KIND_NETWORK, NO_PROXY, "", PROXY_HINT},
    {BAD_PROXY, KIND_NETWORK, NO_PROXY, "", PROXY_HINT},
};

struct failure *curl_failure(const struct curl_result *t)
{
    for (size_t i = 0; i < sizeof explained / sizeof *explained; i++)
        if (explained[i].code == t->code)
            return explained[i].explain(t);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i].code == t->code)
            return failure_hinted(failure_new(said[i].kind, t->http_status, "%s'%s'%s",
                                              said[i].before, t->host, said[i].after),
                                  said[i].hint ? xstrdup(said[i].hint) : NULL);
    return failure_new(KIND_NETWORK, t->http_status, "the request to '%s' failed (libcurl says %d)",
                       t->host, t->code);
}

struct failure *curl_failure_redirect(int status, const char *location)
{
    char *host = location ? url_host_text(location) : xstrdup("");
    const char *target = *host ? host : location;
    struct failure *f =
        target && *target
            ? failure_new(KIND_PROVIDER, status,
                          "the provider answered %d, a redirect to '%s'; it is not followed",
                          status, target)
            : failure_new(KIND_PROVIDER, status, "the provider answered %d, a redirect to nowhere",
                          status);
    free(host);
    return failure_hinted(f, xstrdup("check the provider's base_url"));
}
