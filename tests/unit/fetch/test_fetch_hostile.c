/* Fetching from servers that do what they should not: cut, reset, flood, redirect, lie. */
#include "base/alloc.h"
#include "fetch/curl_failure.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define BODY "{\"id\":\"x\",\"status\":\"done\"}"
#define GOOD HEAD "Content-Length: 26\r\n\r\n" BODY
#define LEN(a) (sizeof(a) / sizeof *(a))

static void start_on(struct fetching *f, int port, struct fetch_settings settings)
{
    char *ini = fetching_ini("canned", "http", port);
    fetching_start(f, ini, settings);
    free(ini);
}

static void expect_failure(const struct canned_script *script, const char *what, enum kind kind,
                           const char *words)
{
    struct canned *c = canned_start(script);
    struct fetching f;
    start_on(&f, canned_port(c), (struct fetch_settings){.timeout_s = 2, .max_response_mb = 1});
    fetching_expect_failure(fetching_get(&f, "canned", "x"), what, kind, words);
    fetching_stop(&f);
    canned_stop(c);
}

#define BYTES_64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define BYTES_256 BYTES_64 BYTES_64 BYTES_64 BYTES_64

static const struct {
    const char *what;
    struct canned_script script;
    enum kind kind;
    const char *words;
} broken[] = {
    {"reset at once", {.end = CANNED_RESET}, KIND_NETWORK, "'127.0.0.1:"},
    {"closed at once", {.end = CANNED_CLOSE}, KIND_NETWORK, "without an answer"},
    {"reset in the headers",
     {"HTTP/1.1 200 OK\r\nContent-Ty", .end = CANNED_RESET},
     KIND_NETWORK,
     "cut off after 0 bytes"},
    {"reset after the headers",
     {HEAD "Content-Length: 26\r\n\r\n", .end = CANNED_RESET},
     KIND_NETWORK,
     "cut off after 0 bytes"},
    {"cut in a header",
     {.bytes = "HTTP/1.1 200 OK\r\nContent-Le"},
     KIND_NETWORK,
     "cut off after 0 bytes"},
    {"cut after a header", {.bytes = HEAD}, KIND_NETWORK, "cut off after 0 bytes"},
    {"longer than it is",
     {.bytes = HEAD "Content-Length: 99\r\n\r\n" BODY},
     KIND_NETWORK,
     "cut off after 26 bytes"},
    {"negative length",
     {.bytes = HEAD "Content-Length: -5\r\n\r\n" BODY},
     KIND_PROVIDER,
     "valid HTTP"},
    {"9 GB",
     {HEAD "Content-Length: 9663676416\r\n\r\n", .repeat = BODY},
     KIND_PROVIDER,
     "larger than 1 MiB"},
    {"HTTP/0.9", {.bytes = BODY}, KIND_PROVIDER, "valid HTTP"},
    {"an SSH banner", {.bytes = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"}, KIND_PROVIDER, "valid HTTP"},
    {"headers for ever",
     {"HTTP/1.1 200 OK\r\n", .repeat = "X-Filler: abc\r\n"},
     KIND_PROVIDER,
     "too many headers"},
    {"a header for ever",
     {"HTTP/1.1 200 OK\r\nX-A: ", .repeat = "aaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
     KIND_PROVIDER,
     "header"},
    {"a NUL in a header",
     {"HTTP/1.1 200 OK\r\nX-A: b\0c\r\n\r\n" BODY, .count = 55},
     KIND_PROVIDER,
     "valid HTTP"},
    {"1xx for ever",
     {"HTTP/1.1 100 Continue\r\n\r\n", .repeat = "HTTP/1.1 100 Continue\r\n\r\n"},
     KIND_PROVIDER,
     "too many headers"},
    {"chunks for ever",
     {HEAD "Transfer-Encoding: chunked\r\n\r\n", .repeat = "100\r\n" BYTES_256 "\r\n"},
     KIND_PROVIDER,
     "larger than 1 MiB"},
    {"a body without end",
     {HEAD "\r\n", .repeat = "{\"id\":\"x\",\"more\":[1,2,3,4,5,6]}"},
     KIND_PROVIDER,
     "larger than 1 MiB"},
    {"a chunk of no size",
     {.bytes = HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n" BODY},
     KIND_NETWORK,
     "'127.0.0.1:"},
    {"an unknown encoding",
     {.bytes = HEAD "Content-Encoding: pigeon\r\n\r\n" BODY},
     KIND_PROVIDER,
     "cannot be decompressed"},
    {"no gzip",
     {.bytes = HEAD "Content-Encoding: gzip\r\n\r\n" BODY},
     KIND_PROVIDER,
     "cannot be decompressed"},
    {"silence", {.end = CANNED_HOLD}, KIND_NETWORK, "no answer from '127.0.0.1"},
    {"silence in the headers",
     {HEAD, .end = CANNED_HOLD},
     KIND_NETWORK,
     "was incomplete after 2 s"},
    {"silence in the body",
     {HEAD "\r\n{\"id\":", .end = CANNED_HOLD},
     KIND_NETWORK,
     "was incomplete after 2 s (6 bytes)"},
    {"headers, byte by byte",
     {GOOD, .piece = 1, .piece_ms = 500},
     KIND_NETWORK,
     "no answer from '127.0.0.1"},
    {"300 without a target",
     {.bytes = "HTTP/1.1 300 \r\nContent-Length: 0\r\n\r\n"},
     KIND_PROVIDER,
     "redirect to nowhere"},
};

static void fetch__answer__broken_in_some_way(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(broken); i++)
        expect_failure(&broken[i].script, broken[i].what, broken[i].kind, broken[i].words);
}

static void fetch__answer__header_of_400_kb(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, HEAD "X-Long: ");
    for (int i = 0; i < 400 * 1024; i++)
        buf_putc(&b, 'a');
    buf_puts(&b, "\r\n\r\n" BODY);
    expect_failure(&(struct canned_script){.bytes = b.data, .count = b.len}, "400 KB header",
                   KIND_PROVIDER, "header");
    buf_done(&b);
}

/* A response that is cut anywhere is a failure, never a call and never a crash. */
static void fetch__answer__cut_at_every_byte(void **state)
{
    (void)state;
    static const char chunked[] =
        HEAD "Transfer-Encoding: chunked\r\n\r\n1a\r\n" BODY "\r\n0\r\n\r\n";
    static const char *const answers[] = {GOOD, chunked};
    for (size_t a = 0; a < LEN(answers); a++) {
        size_t complete = strlen(answers[a]);
        for (size_t n = 1; n + 1 < complete; n++) { /* the last LF may be missing */
            struct canned *c =
                canned_start(&(struct canned_script){.bytes = answers[a], .count = n});
            struct fetching f;
            start_on(&f, canned_port(c), (struct fetch_settings){0});
            struct answer *got = fetching_get(&f, "canned", "x");
            if (got->type != ANSWER_FAILURE)
                fail_msg("answer %zu cut at %zu of %zu: expected a failure", a, n, complete);
            fetch_answer_free(got);
            fetching_stop(&f);
            canned_stop(c);
        }
    }
}

/* Appends the output of the command. */
static void gzip(struct buf *out, const char *command)
{
    struct run r = {0};
    run_program(&r, (const char *const[]){"/bin/sh", "-c", command, NULL}, NULL);
    assert_int_equal(r.code, 0);
    buf_add(out, r.out.data, r.out.len);
    run_done(&r);
}

/* 60 MB of zeros, compressed to about 60 KB. */
static void fetch__answer__gzip_bomb(void **state)
{
    (void)state;
    struct buf packed = {0}, b = {0};
    gzip(&packed, "head -c 60000000 /dev/zero | gzip -9c");
    buf_printf(&b, HEAD "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", packed.len);
    buf_add(&b, packed.data, packed.len);
    expect_failure(&(struct canned_script){.bytes = b.data, .count = b.len}, "gzip bomb",
                   KIND_PROVIDER, "larger than 1 MiB");
    buf_done(&b);
    buf_done(&packed);
}

/* libcurl reports what follows the end of the compressed bytes as a failed write. */
static void fetch__answer__more_after_gzip(void **state)
{
    (void)state;
    struct buf packed = {0}, b = {0};
    gzip(&packed, "printf '%s' '" BODY "' | gzip -9c; printf more");
    buf_printf(&b, HEAD "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", packed.len);
    buf_add(&b, packed.data, packed.len);
    expect_failure(&(struct canned_script){.bytes = b.data, .count = b.len}, "more after gzip",
                   KIND_PROVIDER, "cannot be decompressed");
    buf_done(&b);
    buf_done(&packed);
}

static void fetch__answer__gzip_in_gzip(void **state)
{
    (void)state;
    static const struct {
        const char *encoding;
        bool good; /* the header names both layers */
    } rows[] = {{"gzip, gzip", true}, {"gzip", false}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf packed = {0}, b = {0};
        gzip(&packed, "printf '%s' '" BODY "' | gzip -9c | gzip -9c");
        buf_printf(&b, HEAD "Content-Encoding: %s\r\nContent-Length: %zu\r\n\r\n", rows[i].encoding,
                   packed.len);
        buf_add(&b, packed.data, packed.len);
        struct canned *c = canned_start(&(struct canned_script){.bytes = b.data, .count = b.len});
        struct fetching f;
        start_on(&f, canned_port(c), (struct fetch_settings){0});
        struct answer *a = fetching_get(&f, "canned", "x");
        if (rows[i].good)
            fetching_expect_call(a, rows[i].encoding, 0, NULL);
        else
            fetching_expect_failure(a, rows[i].encoding, KIND_PROVIDER, "not JSON");
        fetching_stop(&f);
        canned_stop(c);
        buf_done(&packed);
        buf_done(&b);
    }
}

/* Header values that a provider may send, as the seconds before the next request; -1: unusable. The
 * clock runs while the test does. */
static void fetch__retry_after__seconds_or_a_date(void **state)
{
    (void)state;
    char soon[64];
    time_t then = time(NULL) + 60;
    struct tm tm;
    strftime(soon, sizeof soon, "Retry-After: %a, %d %b %Y %H:%M:%S GMT\r\n", gmtime_r(&then, &tm));
    const struct {
        const char *line;
        int low, high;
    } rows[] = {
        {"", -1, -1},
        {"Retry-After:\r\n", -1, -1},
        {"Retry-After: 5\r\n", 5, 5},
        {"Retry-After:  7 \r\n", 7, 7},
        {"Retry-After: 0\r\n", 0, 0},
        {"Retry-After: soon\r\n", -1, -1},
        {"Retry-After: -1\r\n", -1, -1},
        {"Retry-After: \033[31m\r\n", -1, -1},
        {"Retry-After: 99999999999999999999999999\r\n", -1, -1},
        {"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", 0, 0},
        {"Retry-After: Fri, 31 Dec 2038 23:59:59 GMT\r\n", -1, 86400},
        {soon, 40, 60},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *bytes = xasprintf("HTTP/1.1 429 No\r\n%sContent-Length: 2\r\n\r\n{}", rows[i].line);
        struct canned *c = canned_start(&(struct canned_script){.bytes = bytes});
        struct fetching f;
        start_on(&f, canned_port(c), (struct fetch_settings){0});
        struct answer *a = fetching_get(&f, "canned", "x");
        assert_int_equal(a->type, ANSWER_FAILURE);
        int got = a->failure->retry_after_s;
        if (got < rows[i].low || got > rows[i].high)
            fail_msg("'%s': %d, expected %d to %d", rows[i].line, got, rows[i].low, rows[i].high);
        fetching_expect_failure(a, rows[i].line, KIND_RATE_LIMITED, "");
        fetching_stop(&f);
        canned_stop(c);
        free(bytes);
    }
}

/* A password for the host is not sent, whatever the user's .netrc says. */
static void fetch__netrc__is_not_read(void **state)
{
    (void)state;
    char *dir = scratch_new(), *home = xstrdup(getenv("HOME") ? getenv("HOME") : "/");
    scratch_write(dir, ".netrc", 0600,
                  "machine 127.0.0.1 login user password netrc-secret\n"
                  "default login user password netrc-secret\n");
    setenv("HOME", dir, 1);
    struct canned *c = canned_start(&(struct canned_script){.bytes = GOOD});
    struct fetching f;
    start_on(&f, canned_port(c), (struct fetch_settings){0});
    fetching_expect_call(fetching_get(&f, "canned", "x"), "a call", 0, NULL);
    char *received = canned_received(c);
    assert_non_null(strstr(received, "GET /"));
    assert_null(strcasestr(received, "Authorization:"));
    fetching_stop(&f);
    canned_stop(c);
    setenv("HOME", home, 1);
    scratch_free(dir);
    free(received);
    free(home);
}

/* Escape sequences in the reason, in headers and in the body appear in no message. */
static void fetch__answer__escapes_everywhere(void **state)
{
    (void)state;
    static const char *const answers[] = {
        "HTTP/1.1 500 \033]0;owned\007\r\nContent-Type: text/\033[31mhtml\r\n"
        "X-Request-Id: \033[2Jr1\r\nContent-Length: 5\r\n\r\n\033[31m",
        "HTTP/1.1 200 \033c\r\nContent-Type: text/\033[31mhtml\r\nContent-Length: "
        "5\r\n\r\n\033[31m",
        "HTTP/1.1 400 \033c\r\nContent-Length: 29\r\n\r\n{\"message\":\"a\\u001b[31m\\r\\nb\"}",
    };
    for (size_t i = 0; i < LEN(answers); i++) {
        struct canned *c = canned_start(&(struct canned_script){.bytes = answers[i]});
        struct fetching f;
        start_on(&f, canned_port(c), (struct fetch_settings){0});
        struct answer *a = fetching_get(&f, "canned", "x");
        assert_int_equal(a->type, ANSWER_FAILURE);
        assert_true(!a->failure->request_id || strcmp(a->failure->request_id, "[2Jr1") == 0);
        fetching_expect_failure(a, answers[i], i < 2 ? KIND_PROVIDER : KIND_REFUSED, "");
        fetching_stop(&f);
        canned_stop(c);
    }
}

/* Codes that no server here can cause: each sentence names the host. */
static void curl_failure__every_code__names_the_host(void **state)
{
    (void)state;
    static const struct {
        int code;
        enum kind kind;
        const char *words;
    } rows[] = {
        {1, KIND_PROVIDER, "did not answer with valid HTTP"},
        {3, KIND_USAGE, "URL cannot be used"},
        {5, KIND_NETWORK, "cannot use the proxy"},
        {6, KIND_NETWORK, "cannot find the host"},
        {7, KIND_NETWORK, "cannot connect to"},
        {8, KIND_PROVIDER, "did not answer with valid HTTP"},
        {16, KIND_PROVIDER, "did not answer with valid HTTP"},
        {18, KIND_NETWORK, "closed the connection without an answer"},
        {23, KIND_PROVIDER, "cannot be decompressed"},
        {27, KIND_PROVIDER, "header that is too large"},
        {28, KIND_NETWORK, "was not found within 10 s"},
        {35, KIND_NETWORK, "TLS handshake failed"},
        {43, KIND_PROVIDER, "has a header that cannot be read"},
        {52, KIND_NETWORK, "closed the connection"},
        {55, KIND_NETWORK, "closed the connection"},
        {56, KIND_NETWORK, "closed the connection"},
        {60, KIND_NETWORK, "could not be verified"},
        {61, KIND_PROVIDER, "cannot be decompressed"},
        {77, KIND_NETWORK, "no certificates to trust"},
        {92, KIND_PROVIDER, "did not answer with valid HTTP"},
        {97, KIND_NETWORK, "cannot use the proxy"},
        {100, KIND_PROVIDER, "header that is too large"}, /* new in Debian 13 */
        {101, KIND_NETWORK, "no secure connection"},
        {1234, KIND_NETWORK, "libcurl says 1234"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct curl_result t = {.code = rows[i].code,
                                .host = "a.example:8443",
                                .detail = "",
                                .connect_timeout_s = 10,
                                .timeout_s = 30};
        struct failure *f = curl_failure(&t);
        if (f->kind != rows[i].kind || !strstr(f->message, rows[i].words) ||
            !strstr(f->message, "'a.example:8443'"))
            fail_msg("%d: expected kind %s, '%s' and the host, got %s and '%s'", rows[i].code,
                     failure_kind_name(rows[i].kind), rows[i].words, failure_kind_name(f->kind),
                     f->message);
        failure_free(f);
    }
}

/* Includes the files that each connection opens. */
static void curl_failure__no_files__whatever_was_to_be_opened(void **state)
{
    (void)state;
    static const int codes[] = {6, 7, 77};
    for (size_t i = 0; i < LEN(codes); i++) {
        struct failure *f = curl_failure(&(struct curl_result){
            .code = codes[i], .host = "a", .detail = "", .ca_file = "b", .files_short = true});
        if (f->kind != KIND_NETWORK || !strstr(f->message, "too many open files"))
            fail_msg("%d: expected too many open files, got '%s'", codes[i], f->message);
        failure_free(f);
    }
}

/* The peer is blamed for what it did, and for nothing else. */
static void curl_failure__no_connection__why(void **state)
{
    (void)state;
    static const struct {
        int os_error;
        const char *message;
    } rows[] = {
        {ECONNREFUSED, "connection refused by 'a'"},
        {EMFILE, "cannot connect to 'a': too many open files"},
        {ENFILE, "cannot connect to 'a': too many open files"},
        {ENETUNREACH, "cannot connect to 'a': Network is unreachable"},
        {0, "cannot connect to 'a'"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct failure *f = curl_failure(&(struct curl_result){
            .code = 7, .host = "a", .detail = "", .os_error = rows[i].os_error});
        assert_string_equal(f->message, rows[i].message);
        failure_free(f);
    }
}

/* Sets a limit that lets nothing more be opened, and returns the former one. */
static struct rlimit allow_no_more_files(void)
{
    struct rlimit before;
    int next = open("/dev/null", O_RDONLY);
    assert_true(next >= 0);
    close(next);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    struct rlimit limit = {.rlim_cur = (rlim_t)next, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    return before;
}

static void fetch__no_files_left__is_reported(void **state)
{
    (void)state;
    static const char *const hosts[] = {"127.0.0.1", "far.invalid"};
    for (size_t i = 0; i < LEN(hosts); i++) {
        struct fetching f;
        char *ini = xasprintf("[provider far]\nbase_url = https://%s\npath = /{id}\n"
                              "header = X-API-KEY: {key}\nid = /id\n",
                              hosts[i]);
        fetching_start(&f, ini, (struct fetch_settings){0});
        struct rlimit before = allow_no_more_files();
        struct answer *a = fetching_get(&f, "far", "x");
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
        assert_non_null(strstr(a->failure->hint ? a->failure->hint : "", "ulimit -n"));
        fetching_expect_failure(a, hosts[i], KIND_NETWORK, "too many open files");
        fetching_stop(&f);
        free(ini);
    }
}

static void fetch__redirect__is_never_followed(void **state)
{
    (void)state;
    static const int statuses[] = {301, 302, 303, 307, 308};
    static const struct {
        const char *target, *words; /* a * is the second server's port */
    } rows[] = {
        {"http://127.0.0.1:*/call/x", "a redirect to '127.0.0.1:"},
        {"https://elsewhere.example/x", "a redirect to 'elsewhere.example'"},
        {"//127.0.0.1:*/x", "a redirect to '"},
        {"/call/y", "a redirect to '/call/y'"},
        {"file:///etc/passwd", "a redirect to '"},
        {"javascript:alert(1)", "a redirect to '"},
        {"https://e\033[31m.example/", "a redirect to '"},
        {"", "a redirect to nowhere"},
    };
    struct canned *second = canned_start(&(struct canned_script){.bytes = GOOD});
    for (size_t s = 0; s < LEN(statuses); s++)
        for (size_t i = 0; i < LEN(rows); i++) {
            struct buf b = {0};
            buf_printf(&b, "HTTP/1.1 %d Go\r\nContent-Length: 0\r\nLocation: ", statuses[s]);
            for (const char *at = rows[i].target; *at; at++)
                *at == '*' ? buf_printf(&b, "%d", canned_port(second)) : buf_putc(&b, *at);
            buf_puts(&b, "\r\n\r\n");
            expect_failure(&(struct canned_script){.bytes = b.data}, rows[i].target, KIND_PROVIDER,
                           rows[i].words);
            buf_done(&b);
        }
    assert_int_equal(canned_connections(second), 0);
    canned_stop(second);
}

static void fetch__cookies__are_never_kept(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){
        .bytes = HEAD "Set-Cookie: track=me; Path=/\r\nContent-Length: 26\r\n\r\n" BODY});
    struct fetching f;
    start_on(&f, canned_port(c), (struct fetch_settings){0});
    for (int i = 0; i < 2; i++)
        fetching_expect_call(fetching_get(&f, "canned", "x"), "cookie", 0, NULL);
    char *got = canned_received(c);
    assert_null(strstr(got, "track"));
    free(got);
    fetching_stop(&f);
    canned_stop(c);
}

static void set_proxies(const char *url)
{
    static const char *const names[] = {"http_proxy", "https_proxy", "all_proxy"};
    for (size_t i = 0; i < LEN(names); i++)
        url ? setenv(names[i], url, 1) : unsetenv(names[i]);
}

static void fetch__proxy__never_for_loopback(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = GOOD});
    struct canned *proxy = canned_start(&(struct canned_script){.bytes = GOOD});
    char *url = xasprintf("http://127.0.0.1:%d", canned_port(proxy));
    struct fetching f;
    set_proxies(url);
    start_on(&f, canned_port(c), (struct fetch_settings){0});
    fetching_expect_call(fetching_get(&f, "canned", "x"), "loopback", 0, NULL);
    set_proxies(NULL);
    assert_int_equal(canned_connections(proxy), 0);
    fetching_stop(&f);
    canned_stop(proxy);
    canned_stop(c);
    free(url);
}

static const char far_ini[] = "[provider far]\nbase_url = https://far.invalid\npath = /{id}\n"
                              "header = X-API-KEY: {key}\nid = /id\n";

static void fetch__proxy__that_is_dead(void **state)
{
    (void)state;
    struct canned *proxy = canned_start(&(struct canned_script){0});
    char *url = xasprintf("http://127.0.0.1:%d", canned_port(proxy));
    canned_stop(proxy);
    struct fetching f;
    set_proxies(url);
    fetching_start(&f, far_ini, (struct fetch_settings){0});
    fetching_expect_failure(fetching_get(&f, "far", "x"), "dead proxy", KIND_NETWORK,
                            "cannot reach 'far.invalid' through the proxy");
    set_proxies(NULL);
    fetching_stop(&f);
    free(url);
}

static void fetch__proxy__sees_no_key(void **state)
{
    (void)state;
    struct canned *proxy = canned_start(&(struct canned_script){
        .bytes = "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"});
    char *url = xasprintf("http://127.0.0.1:%d", canned_port(proxy));
    struct fetching f;
    set_proxies(url);
    fetching_start(&f, far_ini, (struct fetch_settings){0});
    fetching_expect_failure(fetching_get(&f, "far", "x"), "407", KIND_NETWORK,
                            "the proxy wants a login to reach 'far.invalid' (407)");
    set_proxies(NULL);
    char *got = canned_received(proxy);
    assert_non_null(strstr(got, "CONNECT far.invalid:443 "));
    assert_null(strstr(got, "demo-far"));
    assert_null(strstr(got, "X-API-KEY"));
    free(got);
    free(url);
    fetching_stop(&f);
    canned_stop(proxy);
}

/* The failure says where to write the login, and which kinds the proxy offers. */
static void fetch__proxy__wants_a_login(void **state)
{
    (void)state;
    static const struct {
        const char *login, *headers, *message, *hint;
    } rows[] = {
        {"", "Proxy-Authenticate: Basic realm=\"x\"\r\nProxy-Authenticate: NTLM\r\n",
         "the proxy wants a login to reach 'far.invalid' (407)",
         "write it as https_proxy=http://USER:PASSWORD@HOST:PORT; it offers Basic, NTLM"},
        {"", "Proxy-Authenticate: Negotiate\r\n",
         "the proxy wants a login to reach 'far.invalid' (407)",
         "write it as https_proxy=http://USER:PASSWORD@HOST:PORT; it offers Negotiate, but "
         "callbrowser can only do Basic"},
        {"", "", "the proxy wants a login to reach 'far.invalid' (407)",
         "write it as https_proxy=http://USER:PASSWORD@HOST:PORT"},
        {"me:wrong@", "Proxy-Authenticate: Basic\r\n",
         "the proxy refused the login to reach 'far.invalid' (407)",
         "check the user and the password in https_proxy; it offers Basic"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *bytes = xasprintf("HTTP/1.1 407 No\r\n%sContent-Length: 0\r\n\r\n", rows[i].headers);
        struct canned *proxy = canned_start(&(struct canned_script){.bytes = bytes});
        char *url = xasprintf("http://%s127.0.0.1:%d", rows[i].login, canned_port(proxy));
        struct fetching f;
        set_proxies(url);
        fetching_start(&f, far_ini, (struct fetch_settings){0});
        struct answer *a = fetching_get(&f, "far", "x");
        set_proxies(NULL);
        assert_int_equal(a->failure->cause, CAUSE_PROXY_LOGIN);
        assert_string_equal(a->failure->message, rows[i].message);
        assert_string_equal(a->failure->hint, rows[i].hint);
        fetch_answer_free(a);
        fetching_stop(&f);
        canned_stop(proxy);
        free(url);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fetch__answer__broken_in_some_way),
        cmocka_unit_test(fetch__answer__header_of_400_kb),
        cmocka_unit_test(fetch__answer__cut_at_every_byte),
        cmocka_unit_test(fetch__answer__gzip_bomb),
        cmocka_unit_test(fetch__answer__more_after_gzip),
        cmocka_unit_test(fetch__answer__gzip_in_gzip),
        cmocka_unit_test(fetch__netrc__is_not_read),
        cmocka_unit_test(fetch__retry_after__seconds_or_a_date),
        cmocka_unit_test(fetch__answer__escapes_everywhere),
        cmocka_unit_test(curl_failure__every_code__names_the_host),
        cmocka_unit_test(curl_failure__no_files__whatever_was_to_be_opened),
        cmocka_unit_test(curl_failure__no_connection__why),
        cmocka_unit_test(fetch__no_files_left__is_reported),
        cmocka_unit_test(fetch__redirect__is_never_followed),
        cmocka_unit_test(fetch__cookies__are_never_kept),
        cmocka_unit_test(fetch__proxy__never_for_loopback),
        cmocka_unit_test(fetch__proxy__that_is_dead),
        cmocka_unit_test(fetch__proxy__sees_no_key),
        cmocka_unit_test(fetch__proxy__wants_a_login),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
