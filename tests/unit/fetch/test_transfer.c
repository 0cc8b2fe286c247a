/* Where a transfer may connect to: the rules for addresses, and proxies. */
#include "base/alloc.h"
#include "fetch/probe.h"
#include "fetch/proxy.h"
#include "fetch/transfer.h"
#include "tests/support/canned.h"
#include "tests/support/test_wrapper.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static const char two_bytes[] =
    "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 2\r\n\r\nab";

static struct transfers *start_net(void)
{
    struct err e = {""};
    struct transfers *net = transfers_new(
        &(struct fetch_settings){.connect_timeout_s = 5, .timeout_s = 5, .jobs = 1}, &e);
    if (!net)
        fail_msg("expected libcurl, got '%s'", e.text);
    return net;
}

static enum received ignore_body(void *owner, const struct transfer *t, const char *bytes, size_t n)
{
    (void)owner, (void)t, (void)bytes, (void)n;
    return RECEIVED_TAKEN;
}

/* The failure of a request; NULL when it was answered. */
static struct failure *get(const char *url, bool public_only)
{
    struct response got;
    struct request r = {.url = xstrdup(url)};
    struct transfers *net = start_net();
    struct transfer *ended, *t = transfer_start_body(net, &r, ignore_body, NULL, public_only);
    while (!(ended = transfers_step(net)))
        transfers_wait(net, -1);
    assert_ptr_equal(ended, t);
    transfer_end(t, &got);
    struct failure *why = got.failure;
    got.failure = NULL;
    response_done(&got);
    request_done(&r);
    transfers_free(net);
    return why;
}

static void expect_refused(const char *url)
{
    struct failure *why = get(url, true);
    assert_non_null(why);
    assert_non_null(strstr(why->message, "leads to a loopback or private address"));
    failure_free(why);
}

/* The address of a name is checked when the connection is opened. */
static void transfer__public_only__no_loopback_by_name(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = two_bytes});
    char *url = xasprintf("http://localhost:%d/", canned_port(c));
    assert_null(get(url, false));
    expect_refused(url);
    assert_int_equal(canned_connections(c), 1);
    free(url);
    canned_stop(c);
}

/* No wait lasts until their time limits: libcurl may have answers that it has told nobody of. */
static void transfers_wait__two_of_them__looked_at_soon(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.end = CANNED_HOLD});
    struct request r = {.url = xasprintf("http://127.0.0.1:%d/", canned_port(c))};
    struct transfers *net = start_net();
    struct transfer *both[2];
    for (int i = 0; i < 2; i++)
        both[i] = transfer_start_body(net, &r, ignore_body, NULL, false);
    for (int i = 0; i < 10; i++) {
        assert_null(transfers_step(net)); /* the limits have not passed */
        transfers_wait(net, -1);
    }
    for (int i = 0; i < 2; i++)
        transfer_end(both[i], NULL);
    request_done(&r);
    transfers_free(net);
    canned_stop(c);
}

/* A proxy may be in our own network, and then it resolves the names. */
static void transfer__public_only__through_a_proxy(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = two_bytes});
    char *proxy = xasprintf("127.0.0.1:%d", canned_port(c)); /* without a scheme, as is common */
    setenv("http_proxy", proxy, 1);
    assert_null(get("http://media.example/z.mp3", true));
    unsetenv("http_proxy");
    char *received = canned_received(c);
    assert_non_null(strstr(received, "GET http://media.example/z.mp3 "));
    free(received);
    free(proxy);
    canned_stop(c);
}

/* A host that no_proxy lists is not the proxy, even on its address and port. */
static void transfer__public_only__exempt_from_the_proxy(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = two_bytes});
    char *proxy = xasprintf("127.0.0.1:%d", canned_port(c));
    char *url = xasprintf("http://0.0.0.0:%d/z.mp3", canned_port(c)); /* it leads to loopback */
    static const char *const lists[] = {"0.0.0.0", "*", "a.example,0.0.0.0", "0.0.0.0/8"};
    setenv("http_proxy", proxy, 1);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        setenv("no_proxy", lists[i], 1);
        expect_refused(url);
    }
    unsetenv("no_proxy");
    unsetenv("http_proxy");
    assert_int_equal(canned_connections(c), 0);
    free(url);
    free(proxy);
    canned_stop(c);
}

/* What goes to a proxy is not checked, so libcurl must not read an exemption out of no_proxy that
 * was not seen here. Some versions take so many bits for 8. */
static void transfer__public_only__no_proxy_is_read_once(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = two_bytes});
    char *proxy = xasprintf("127.0.0.1:%d", canned_port(c));
    char *url = xasprintf("http://0.0.0.0:%d/z.mp3", canned_port(c)); /* it leads to loopback */
    char *sent = xasprintf("GET %s ", url);
    setenv("http_proxy", proxy, 1);
    setenv("no_proxy", "0.0.0.0/4294967304", 1);
    assert_null(get(url, true));
    unsetenv("no_proxy");
    unsetenv("http_proxy");
    char *received = canned_received(c);
    if (!strstr(received, sent))
        fail_msg("expected a request to the proxy, got '%s'", received);
    free(received);
    free(sent);
    free(url);
    free(proxy);
    canned_stop(c);
}

static void proxy_of_environment__rows(void **state)
{
    (void)state;
    static const struct {
        const char *no_proxy, *url;
        bool exempt;
    } rows[] = {
        {NULL, "https://a.example/", false},
        {"", "https://a.example/", false},
        {NULL, "https://", true},
        {"*", "https://a.example/", true},
        {"a.example", "https://A.example/", true},
        {"a.example", "https://b.a.example/", true},
        {"a.example", "https://ba.example/", false},
        {".a.example", "https://a.example./", true},
        {"b.example, a.example.", "https://a.example:8443/", true},
        {"b.a.example", "https://a.example/", false},
        {",,.,", "https://a.example/", false},
        {"1.1.1.1", "https://1.1.1.1/", true},
        {"10.0.0.0/8", "https://10.255.0.1/", true},
        {"10.0.0.0/8", "https://11.0.0.1/", false},
        {"a.example, 192.168.16.0/20", "https://192.168.31.255/", true},
        {"192.168.16.0/20", "https://192.168.32.0/", false},
        {"10.1.2.3/32", "https://10.1.2.3/", true},
        {"10.1.2.3/0", "https://10.1.2.4/", false},
        {"10.1.2.3/33", "https://10.1.2.3/", false},
        {"10.0.0.0/8", "https://10.example/", false},
        {"fd00::/8", "https://[fd12::1]/", true},
        {"fd00::/8", "https://[fe80::1]/", false},
        {"2001:db8:8000::/33", "https://[2001:db8:8001::1]/", true},
        {"2001:db8:8000::/33", "https://[2001:db8:7fff::1]/", false},
        {"::1", "https://[0:0:0:0:0:0:0:1]/", true},
        {"[::1]", "https://[::1]/", true},
        {"0.0.0.0/8", "https://[::1]/", false},
    };
    setenv("https_proxy", "p:1", 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].no_proxy)
            setenv("no_proxy", rows[i].no_proxy, 1);
        if (!proxy_of_environment(rows[i].url) != rows[i].exempt)
            fail_msg("row %zu: expected %s", i, rows[i].exempt ? "no proxy" : "the proxy");
    }
    unsetenv("no_proxy");
    unsetenv("https_proxy");
    assert_null(proxy_of_environment("https://a.example/"));
}

/* Transfers that cannot be woken would wait for ever. */
static void transfers_new__no_files_left__fails(void **state)
{
    (void)state;
    struct err e = {""};
    struct rlimit before;
    int next = open("/dev/null", O_RDONLY);
    assert_true(next >= 0);
    close(next);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    struct rlimit limit = {.rlim_cur = (rlim_t)next, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    struct transfers *net = transfers_new(&(struct fetch_settings){.jobs = 1}, &e);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_null(net);
    assert_string_equal(e.text, "cannot start libcurl: too many open files");
}

static volatile sig_atomic_t pipes;

static void count_pipe(int number)
{
    (void)number;
    pipes++;
}

static void *send_sigpipe(void *server)
{
    canned_wait_requests(server, 1);
    kill(getpid(), SIGPIPE);
    return NULL;
}

static void probe_all__sigpipe__is_ignored(void **state)
{
    (void)state;
    struct err e;
    pthread_t sender;
    struct canned *c = canned_start(&(struct canned_script){.end = CANNED_HOLD});
    char *url = xasprintf("http://127.0.0.1:%d/", canned_port(c));
    struct probe probe = {.url = url};
    const struct fetch_settings settings = {.connect_timeout_s = 1, .timeout_s = 1, .jobs = 1};
    signal(SIGPIPE, count_pipe);
    assert_int_equal(pthread_create(&sender, NULL, send_sigpipe, c), 0);
    assert_true(probe_all(&probe, 1, &settings, &e));
    pthread_join(sender, NULL);
    assert_int_equal(pipes, 0);
    raise(SIGPIPE);
    assert_int_equal(pipes, 1);
    assert_non_null(probe.failure);
    failure_free(probe.failure);
    free(url);
    canned_stop(c);
}

/* The other one is still handed out. */
static void transfer__offline__ended_before_it_is_refused(void **state)
{
    (void)state;
    struct err e;
    struct request r = {.url = xstrdup("http://127.0.0.1:1/")};
    struct transfers *net = transfers_new(&(struct fetch_settings){.offline = true, .jobs = 1}, &e);
    struct transfer *first = transfer_start_body(net, &r, ignore_body, NULL, false);
    struct transfer *second = transfer_start_body(net, &r, ignore_body, NULL, false);
    transfer_end(second, NULL);
    assert_ptr_equal(transfers_step(net), first);
    assert_int_equal(transfer_response(first)->failure->cause, CAUSE_OFFLINE);
    assert_null(transfers_step(net));
    transfer_end(first, NULL);
    request_done(&r);
    transfers_free(net);
}

enum { AT_ONCE = 3 };

/* A port where connections are made and nobody answers; the caller closes *fd. */
static int deaf_port(int *fd)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    *fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(*fd, (struct sockaddr *)&at, size), 0);
    assert_int_equal(listen(*fd, AT_ONCE), 0);
    assert_int_equal(getsockname(*fd, (struct sockaddr *)&at, &size), 0);
    return ntohs(at.sin_port);
}

static int take_connections(int fd, int *taken)
{
    int count = 0;
    while ((taken[count] = accept(fd, NULL, NULL)) >= 0)
        count++;
    return count;
}

/* Whether the server speaks HTTP/2 is known after the first handshake. */
static void transfer__at_once__share_the_first_connection(void **state)
{
    (void)state;
    int fd, taken[AT_ONCE + 1], count;
    uint64_t total = 0;
    struct request r = {.url = xasprintf("https://127.0.0.1:%d/", deaf_port(&fd))};
    struct transfers *net = start_net();
    for (int i = 0; i < AT_ONCE; i++)
        transfer_start(net, &r, (struct budget){.total = &total, .limit_bytes = 1},
                       wrapped_ms(1000), NULL);
    for (int i = 0; i < AT_ONCE; i++)
        assert_null(transfers_step(net));
    count = take_connections(fd, taken);
    assert_int_equal(count, 1);
    for (int ended = 0; ended < AT_ONCE;) {
        struct response got;
        struct transfer *t = transfers_step(net);
        if (!t) {
            transfers_wait(net, -1);
            continue;
        }
        transfer_end(t, &got);
        assert_non_null(strstr(got.failure->message, "no connection to '127.0.0.1"));
        response_done(&got);
        ended++;
    }
    close(taken[0]);
    close(fd);
    transfers_free(net);
    request_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transfer__offline__ended_before_it_is_refused),
        cmocka_unit_test(transfers_new__no_files_left__fails),
        cmocka_unit_test(transfer__public_only__no_loopback_by_name),
        cmocka_unit_test(transfer__public_only__through_a_proxy),
        cmocka_unit_test(transfers_wait__two_of_them__looked_at_soon),
        cmocka_unit_test(transfer__public_only__exempt_from_the_proxy),
        cmocka_unit_test(transfer__public_only__no_proxy_is_read_once),
        cmocka_unit_test(proxy_of_environment__rows),
        cmocka_unit_test(transfer__at_once__share_the_first_connection),
        cmocka_unit_test(probe_all__sigpipe__is_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
