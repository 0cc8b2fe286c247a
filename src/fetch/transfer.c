/* The only file of this room that knows libcurl. Everything here runs on the worker's thread except
 * transfers_free (after it) and transfers_wake.
 *
 * By default libcurl would send our key headers to the target of a redirect and in clear to the
 * proxy of http_proxy, and read .netrc and SSLKEYLOGFILE: all options below are needed. VERBOSE is
 * never set, as it prints keys. */
#include "fetch/transfer.h"

#include "base/alloc.h"
#include "fetch/address.h"
#include "fetch/curl_failure.h"
#include "fetch/proxy.h"
#include "fetch/redact.h"
#include "os/os.h"
#include "text/url.h"

#include <curl/curl.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { MAX_HEADERS = 1000, MAX_HEADER_BYTES = 256 * 1024, SLOW_BYTES = 64 };

struct transfers {
    CURLM *multi;
    bool offline;             /* libcurl gets no request */
    struct transfer *refused; /* for that reason; not handed out yet */
    char *ca_file, *ca_dir;   /* NULL: the system's */
    const char *ca_from;      /* the option or variable that names ca_file */
    int connect_timeout_s, timeout_s;
    bool shared; /* several transfers have run, and not all of them have ended */
};

struct transfer {
    struct transfers *net;
    struct transfer *next; /* in net->refused */
    CURL *easy;
    struct curl_slist *headers;
    struct budget budget;
    transfer_receive *receive; /* NULL: the body is kept in the response */
    void *owner;
    struct response response;
    char *host;
    char *key, *basic;         /* of the request, which no answer may show; NULL: none was sent */
    const char *proxy;         /* borrowed from the environment; NULL: not used */
    bool public_only, refused; /* refused: by on_socket */
    bool looks_up;             /* a name, for a connection of its own */
    int socket_error;          /* errno of the last socket that was to be opened, or 0 */
    size_t header_count, header_bytes;
    CURLcode result;
    bool finished;
    char error[CURL_ERROR_SIZE];
};

static char *variable_dup(const char *name)
{
    const char *value = os_variable(name);
    return value ? xstrdup(value) : NULL;
}

/* Without ca_file, the variables that curl(1) reads (https://curl.se/docs/sslcerts.html). */
static void find_certificates(struct transfers *net, const char *ca_file)
{
    net->ca_from = ca_file && *ca_file ? "ca_file" : "CURL_CA_BUNDLE";
    net->ca_file = ca_file && *ca_file ? xstrdup(ca_file) : variable_dup(net->ca_from);
    if (net->ca_file)
        return;
    net->ca_dir = variable_dup("SSL_CERT_DIR");
    net->ca_from = "SSL_CERT_FILE";
    net->ca_file = variable_dup(net->ca_from);
}

struct transfers *transfers_new(const struct fetch_settings *settings, struct err *e)
{
    unsetenv("SSLKEYLOGFILE");
    CURLM *multi = url_start_library() ? curl_multi_init() : NULL;
    if (multi && curl_multi_wakeup(multi) != CURLM_OK) { /* it got no descriptors to wake it by */
        curl_multi_cleanup(multi);
        multi = NULL;
    }
    if (!multi) {
        err_set(e, "cannot start libcurl%s", os_files_are_short() ? ": too many open files" : "");
        return NULL;
    }
    struct transfers *net = xcalloc(1, sizeof *net);
    net->multi = multi;
    net->offline = settings->offline;
    find_certificates(net, settings->ca_file);
    net->connect_timeout_s = settings->connect_timeout_s;
    net->timeout_s = settings->timeout_s;
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)settings->jobs);
    return net;
}

void transfers_free(struct transfers *net)
{
    if (!net)
        return;
    curl_multi_cleanup(net->multi);
    free(net->ca_file);
    free(net->ca_dir);
    free(net);
}

void transfers_wake(struct transfers *net)
{
    if (curl_multi_wakeup(net->multi) != CURLM_OK)
        die("cannot wake the thread that fetches"); /* nobody would take the commands */
}

/* The longest wait while transfers may share a connection: libcurl 7.88.1 may read the bytes of all
 * streams of HTTP/2 for one transfer, and the others notice only when libcurl looks at them. */
enum { SHARED_MS = 20 };

void transfers_wait(struct transfers *net, int timeout_ms)
{
    int most = net->shared ? SHARED_MS : INT_MAX;
    curl_multi_poll(net->multi, NULL, 0, timeout_ms < 0 || timeout_ms > most ? most : timeout_ms,
                    NULL);
}

static void fail(struct transfer *t, struct failure *f)
{
    if (t->response.failure)
        failure_free(f);
    else
        t->response.failure = f;
}

/* A download follows redirects. */
static void hide_key(struct transfer *t)
{
    response_hide(&t->response, t->key, t->receive != NULL);
    response_hide(&t->response, t->basic, t->receive != NULL);
}

static size_t on_header(char *line, size_t size, size_t n, void *of)
{
    struct transfer *t = of;
    n *= size;
    t->header_bytes += n;
    if (++t->header_count > MAX_HEADERS || t->header_bytes > MAX_HEADER_BYTES) {
        fail(t, failure_new(KIND_PROVIDER, transfer_status(t),
                            "the answer from '%s' has too many headers (over %d, or %d KiB)",
                            t->host, MAX_HEADERS, MAX_HEADER_BYTES / 1024));
        return 0;
    }
    response_read_header(&t->response, line, n);
    if (n <= 2) /* an empty line ends the headers */
        hide_key(t);
    return n;
}

static struct failure *too_large(const struct transfer *t)
{
    return failure_caused(CAUSE_TOO_LARGE, transfer_status(t),
                          "the answer from '%s' is larger than %llu MiB (max_response_mb)", t->host,
                          (unsigned long long)(t->budget.limit_bytes >> 20));
}

static bool hand_on(struct transfer *t, const char *bytes, size_t n)
{
    enum received what = t->receive(t->owner, t, bytes, n);
    if (what != RECEIVED_KEEP)
        return what == RECEIVED_TAKEN;
    if (t->response.body.len + n > TRANSFER_KEPT_BYTES)
        return false;
    buf_add(&t->response.body, bytes, n);
    return true;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *of)
{
    struct transfer *t = of;
    n *= size;
    t->response.body_bytes += n;
    if (t->receive)
        return hand_on(t, bytes, n) ? n : 0;
    uint64_t before = t->budget.alone ? t->response.body.len : *t->budget.total;
    if (before + n > t->budget.limit_bytes) {
        fail(t, too_large(t));
        return 0;
    }
    *t->budget.total += n;
    buf_add(&t->response.body, bytes, n);
    return n;
}

static bool is_loopback(const char *url)
{
    struct url_parts parts;
    if (!url_split(url, &parts))
        return false;
    bool loopback = url_host_is_loopback(parts.host);
    url_parts_done(&parts);
    return loopback;
}

/* Decides where the request may go. PIPEWAIT: requests at once share the first connection to their
 * host if it speaks HTTP/2, for which they wait. Without TLS that is known after a whole answer. */
static void set_target(struct transfer *t, const char *url)
{
    bool loopback = is_loopback(url);
    curl_easy_setopt(t->easy, CURLOPT_URL, url);
    curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR,
                     loopback || t->receive ? "http,https" : "https");
    curl_easy_setopt(t->easy, CURLOPT_PIPEWAIT, curl_strnequal(url, "https:", 6) ? 1L : 0L);
    curl_easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(t->easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(t->easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(t->easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    curl_easy_setopt(t->easy, CURLOPT_PATH_AS_IS, 1L);
    if (loopback)
        curl_easy_setopt(t->easy, CURLOPT_PROXY, "");
    else
        t->proxy = proxy_of_environment(url);
}

/* The path, or that of an empty file where reading would not end soon: the worker would wait for
 * the writer of a pipe, and read a huge file for long. libcurl refuses the empty one likewise. */
static const char *bounded(const char *ca_file)
{
    struct stat st;
    bool ends = stat(ca_file, &st) < 0 || (S_ISREG(st.st_mode) && st.st_size <= CA_FILE_MAX_BYTES);
    return ends ? ca_file : "/dev/null";
}

static void set_tls(const struct transfer *t)
{
    curl_easy_setopt(t->easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(t->easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(t->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (t->net->ca_file)
        curl_easy_setopt(t->easy, CURLOPT_CAINFO, bounded(t->net->ca_file));
    if (t->net->ca_dir)
        curl_easy_setopt(t->easy, CURLOPT_CAPATH, t->net->ca_dir);
}

static int on_look_up(void *resolver, void *reserved, void *of)
{
    (void)resolver, (void)reserved;
    ((struct transfer *)of)->looks_up = true;
    return 0;
}

static void set_http(struct transfer *t, const struct request *r)
{
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
    curl_easy_setopt(t->easy, CURLOPT_HTTP09_ALLOWED, 0L);
    if (r->head)
        curl_easy_setopt(t->easy, CURLOPT_NOBODY, 1L);
    if (r->userpwd) {
        curl_easy_setopt(t->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(t->easy, CURLOPT_USERPWD, r->userpwd);
    }
    if (!t->receive)
        curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(t->easy, CURLOPT_USERAGENT, "callbrowser");
    curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->error);
    curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
}

/* FRESH_CONNECT: libcurl repeats a request by itself when an open connection turns out to be
 * closed, and a POST must not be sent twice. */
static void set_post(const struct transfer *t, const char *body)
{
    if (!body)
        return;
    curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
    curl_easy_setopt(t->easy, CURLOPT_COPYPOSTFIELDS, body);
    curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT, 1L);
}

/* QUICK_EXIT: cancelling and time-outs do not wait for a name look-up that hangs. */
static void set_limits(const struct transfer *t, long timeout_ms)
{
    curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(t->easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT, (long)t->net->connect_timeout_s);
    if (t->receive) {
        curl_easy_setopt(t->easy, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
        curl_easy_setopt(t->easy, CURLOPT_LOW_SPEED_TIME, timeout_ms / 1000);
        return;
    }
    curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, timeout_ms > 0 ? timeout_ms : 1L);
    curl_easy_setopt(t->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->budget.limit_bytes);
}

/* libcurl does not report why there is no socket. */
static curl_socket_t on_socket(void *of, curlsocktype purpose, struct curl_sockaddr *a)
{
    struct transfer *t = of;
    (void)purpose;
    if (t->public_only && !t->proxy && !address_is_public(&a->addr)) {
        t->refused = true;
        return CURL_SOCKET_BAD;
    }
    int fd = socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
    t->socket_error = fd < 0 ? errno : 0;
    return fd;
}

/* Either all connections go to the proxy, which may be in our own network and resolves names
 * itself, or all go to the host; libcurl does not read no_proxy again. FRESH_CONNECT: an open
 * connection may belong to a request that was allowed to go there. */
static void set_public_only(struct transfer *t)
{
    if (!t->public_only)
        return;
    curl_easy_setopt(t->easy, CURLOPT_PROXY, t->proxy ? t->proxy : "");
    curl_easy_setopt(t->easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT, 1L);
}

static struct curl_slist *header_list(const struct request *r, const char *accept)
{
    struct curl_slist *list = curl_slist_append(NULL, accept);
    for (size_t i = 0; list && i < r->header_count; i++) {
        struct curl_slist *longer = curl_slist_append(list, r->headers[i]);
        if (!longer)
            die("out of memory");
        list = longer;
    }
    return list;
}

/* Nothing is sent by any other function of the program. */
static void begin(struct transfer *t)
{
    if (t->net->offline) {
        t->next = t->net->refused;
        t->net->refused = t;
    } else if (curl_multi_add_handle(t->net->multi, t->easy) != CURLM_OK) {
        die("out of memory");
    }
}

/* Starts a copy of `as`. */
static struct transfer *start(const struct transfer *as, const struct request *request,
                              long timeout_ms)
{
    struct transfer *t = xmalloc(sizeof *t);
    *t = *as;
    t->host = url_host_text(request->url);
    t->key = request->key ? xstrdup(request->key) : NULL;
    t->basic = redact_basic(request->userpwd);
    t->headers = header_list(request, t->receive ? "Accept: */*" : "Accept: application/json");
    t->easy = curl_easy_init();
    if (!t->easy || !t->headers)
        die("out of memory");
    set_target(t, request->url);
    set_tls(t);
    set_post(t, request->body);
    set_http(t, request);
    curl_easy_setopt(t->easy, CURLOPT_RESOLVER_START_FUNCTION, on_look_up);
    curl_easy_setopt(t->easy, CURLOPT_RESOLVER_START_DATA, t);
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETDATA, t);
    set_limits(t, timeout_ms);
    set_public_only(t);
    begin(t);
    return t;
}

struct transfer *transfer_start(struct transfers *net, const struct request *request,
                                struct budget budget, long timeout_ms, void *owner)
{
    const struct transfer t = {.net = net, .owner = owner, .budget = budget};
    return start(&t, request, timeout_ms);
}

struct transfer *transfer_start_body(struct transfers *net, const struct request *request,
                                     transfer_receive *receive, void *owner, bool public_only)
{
    const struct transfer t = {
        .net = net, .owner = owner, .receive = receive, .public_only = public_only};
    return start(&t, request, net->timeout_s * 1000L);
}

void *transfer_owner(const struct transfer *t)
{
    return t->owner;
}

int transfer_status(const struct transfer *t)
{
    long status = 0;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    return (int)status;
}

const struct response *transfer_response(const struct transfer *t)
{
    return &t->response;
}

int64_t transfer_length(const struct transfer *t)
{
    curl_off_t length = -1;
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    return length;
}

/* Seconds since the start of the transfer; 0: not reached, or not needed. */
static double seconds_at(const struct transfer *t, CURLINFO time)
{
    curl_off_t us = 0;
    curl_easy_getinfo(t->easy, time, &us);
    return (double)us / 1e6;
}

static struct failure *explain(const struct transfer *t)
{
    long os_error = 0, proxy_status = 0, proxy_auth = 0;
    curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &os_error);
    curl_easy_getinfo(t->easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
    curl_easy_getinfo(t->easy, CURLINFO_PROXYAUTH_AVAIL, &proxy_auth);
    struct curl_result result = {
        .code = (int)t->result,
        .host = t->host,
        .proxy = t->proxy,
        .detail = t->error,
        .ca_file = t->net->ca_file,
        .ca_from = t->net->ca_from,
        .os_error = os_error ? (int)os_error : t->socket_error,
        .http_status = transfer_status(t),
        .proxy_status = (int)proxy_status,
        .proxy_auth = proxy_auth,
        .body_bytes = (size_t)t->response.body_bytes,
        .slow = t->receive != NULL,
        .refused = t->refused,
        .files_short = os_files_are_short(),
        .looked_up = !t->looks_up || seconds_at(t, CURLINFO_NAMELOOKUP_TIME_T) > 0,
        .connected = seconds_at(t, CURLINFO_PRETRANSFER_TIME_T) > 0,
        .connect_timeout_s = t->net->connect_timeout_s,
        .timeout_s = t->net->timeout_s,
    };
    return t->result == CURLE_OK ? curl_failure_proxy_login(&result) : curl_failure(&result);
}

/* A proxy answers a request for an http URL itself. */
static bool is_plain(const struct transfer *t)
{
    const char *scheme = NULL;
    curl_easy_getinfo(t->easy, CURLINFO_SCHEME, &scheme);
    return scheme && curl_strequal(scheme, "http");
}

/* Retry-After (RFC 9110, 10.2.3) as libcurl reads it: a number of seconds, or a date. libcurl
 * reports 0 for "now", but also for a value that it cannot read, and version 8.14 for a date in the
 * past. */
static int retry_after_s(const struct transfer *t)
{
    curl_off_t s = 0;
    const char *text = t->response.retry_after;
    curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &s);
    if (!text || s > RETRY_AFTER_MAX_S)
        return -1;
    if (s == 0 && *text != '0' && curl_getdate(text, NULL) < 0)
        return -1;
    return s > 0 ? (int)s : 0;
}

/* Makes the message now: libcurl overwrites its error buffer while it cleans up. */
static void judge(struct transfer *t)
{
    int status = t->response.http_status = transfer_status(t);
    t->response.retry_after_s = retry_after_s(t);
    hide_key(t);
    if (t->result == CURLE_OK && !t->response.has_headers && !t->response.failure)
        t->result = CURLE_PARTIAL_FILE; /* which libcurl does not notice */
    if (t->result == CURLE_FILESIZE_EXCEEDED)
        fail(t, too_large(t));
    else if (t->result != CURLE_OK || (status == 407 && t->proxy && is_plain(t)))
        fail(t, explain(t));
    else if (status >= 300 && status < 400)
        fail(t, curl_failure_redirect(status, t->response.location));
}

/* The next transfer that was refused, which has finished now; NULL: none. */
static struct transfer *step_refused(struct transfers *net)
{
    struct transfer *t = net->refused;
    if (!t)
        return NULL;
    net->refused = t->next;
    t->finished = true;
    fail(t, failure_caused(CAUSE_OFFLINE, 0, "nothing is sent with --offline"));
    judge(t);
    return t;
}

struct transfer *transfers_step(struct transfers *net)
{
    int running, left;
    if (net->offline)
        return step_refused(net);
    curl_multi_perform(net->multi, &running);
    net->shared = running > 1 || (running && net->shared);
    for (CURLMsg *m; (m = curl_multi_info_read(net->multi, &left));) {
        struct transfer *t;
        if (m->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
        t->result = m->data.result;
        t->finished = true;
        judge(t);
        return t;
    }
    return NULL;
}

static void leave_refused(const struct transfer *t)
{
    struct transfer **at = &t->net->refused;
    while (*at && *at != t)
        at = &(*at)->next;
    if (*at)
        *at = t->next;
}

void transfer_end(struct transfer *t, struct response *out)
{
    if (!t)
        return;
    leave_refused(t);
    curl_multi_remove_handle(t->net->multi, t->easy);
    curl_easy_cleanup(t->easy);
    for (struct curl_slist *at = t->headers; at; at = at->next)
        wipe_bytes(at->data, strlen(at->data)); /* one of them holds the key */
    curl_slist_free_all(t->headers);
    if (out) {
        *out = t->response;
        response_complete(out);
    } else {
        response_done(&t->response);
    }
    free(t->host);
    free_secret(t->key);
    free_secret(t->basic);
    free(t);
}

static double between(double from, double to)
{
    return to > from ? to - from : 0;
}

struct transfer_times transfer_times(const struct transfer *t)
{
    double name = seconds_at(t, CURLINFO_NAMELOOKUP_TIME_T);
    double connected = seconds_at(t, CURLINFO_CONNECT_TIME_T);
    double secure = seconds_at(t, CURLINFO_APPCONNECT_TIME_T);
    double sent = seconds_at(t, CURLINFO_PRETRANSFER_TIME_T);
    return (struct transfer_times){
        .name_s = name,
        .connect_s = between(name, connected),
        .tls_s = between(connected, secure),
        .answer_s = between(sent, seconds_at(t, CURLINFO_STARTTRANSFER_TIME_T)),
    };
}
