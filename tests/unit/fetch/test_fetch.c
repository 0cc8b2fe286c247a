/* Fetching from the mock provider: the answers, their order, and how to stop it. */
#include "base/alloc.h"
#include "fetch/channel.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/mock.h"
#include "text/time.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define GOOD                                                                                       \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n"              \
    "{\"id\":\"a\",\"status\":\"done\"} "

enum { CANCEL_MS = 2000 /* half of what a resolver that is waited for takes */ };

/* For this program and its libraries, the machine has been up for 30 days: so many milliseconds do
 * not fit in an int. */
int clock_gettime(clockid_t id, struct timespec *now)
{
    long rc = syscall(SYS_clock_gettime, id, now);
    if (rc == 0 && id == CLOCK_MONOTONIC)
        now->tv_sec += 30 * 24 * 3600;
    return (int)rc;
}

static struct mock mock;

static int start_mock(void **state)
{
    (void)state;
    mock_start(&mock);
    return 0;
}

static int stop_mock(void **state)
{
    (void)state;
    mock_stop(&mock);
    return 0;
}

static void start(struct fetching *f, struct fetch_settings settings)
{
    char *ini = mock_ini(&mock);
    fetching_start(f, ini, settings);
    free(ini);
}

static void start_on(struct fetching *f, int port, struct fetch_settings settings)
{
    char *ini = fetching_ini("canned", "http", port);
    fetching_start(f, ini, settings);
    free(ini);
}

static void fetch__call__each_provider(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *id;
        size_t turns;
    } rows[] = {
        {"ringyo", "call_xyz789", 2},
        {"ringyo", "call_7f3k29q", 16},
        {"ringg", "8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64", 10},
        {"diga", "550e8400-e29b-41d4-a716-446655440000", 14},
        {"voxworks", "call_9d2e41", 10},
        {"voxworks", "turns_2000", 2000},
        {"cometchat", "turns_5", 0},
    };
    struct fetching f;
    start(&f, (struct fetch_settings){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fetching_expect_call(fetching_get(&f, rows[i].provider, rows[i].id), rows[i].id,
                             rows[i].turns, NULL);
    fetching_stop(&f);
}

static void fetch__call__failures_are_answers(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        enum kind kind;
        const char *words;
    } rows[] = {
        {"404", KIND_NOT_FOUND, ""},
        {"401", KIND_AUTH, ""},
        {"403", KIND_AUTH, ""},
        {"422", KIND_REFUSED, ""},
        {"429", KIND_RATE_LIMITED, ""},
        {"500", KIND_PROVIDER, ""},
        {"503", KIND_PROVIDER, ""},
        {"html", KIND_PROVIDER, ""},
        {"empty", KIND_PROVIDER, ""},
        {"cut_off", KIND_NETWORK, "cut off after"},
        {"big", KIND_PROVIDER, "larger than 4 MiB"},
        {"redirect", KIND_PROVIDER, "login.elsewhere.example"},
        {"..", KIND_USAGE, ""},
    };
    static const char *const providers[] = {"ringg", "diga", "voxworks", "ringyo"};
    struct fetching f;
    start(&f, (struct fetch_settings){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t p = 0; p < sizeof providers / sizeof *providers; p++)
            fetching_expect_failure(fetching_get(&f, providers[p], rows[i].id), rows[i].id,
                                    rows[i].kind, rows[i].words);
    fetching_stop(&f);
}

static void fetch__second_document__never_fails_the_call(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        size_t turns;
        const char *note;
    } rows[] = {
        {"turns_30", 30, NULL},
        {"pages_3", 30, NULL},
        {"pages_loop", 2, "named a page twice"},
        {"pages_101", 1000, "more than 100 pages"},
        {"messages_404", 0, "transcript: the provider answered 404: none"},
        {"messages_500", 0, "transcript: the provider answered 500"},
        {"messages_401", 0, "transcript: the provider answered 401"},
    };
    struct fetching f;
    start(&f, (struct fetch_settings){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fetching_expect_call(fetching_get(&f, "diga", rows[i].id), rows[i].id, rows[i].turns,
                             rows[i].note);
    fetching_stop(&f);
}

static void fetch__second_document__does_not_come(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){.timeout_s = 2});
    fetching_expect_call(fetching_get(&f, "diga", "messages_silent"), "messages_silent", 0,
                         "transcript: no answer from '127.0.0.1");
    fetching_stop(&f);
}

/* Pages of about 200 KB each: those received before the limit are shown. */
static void fetch__second_document__stops_at_the_limit(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){.max_response_mb = 1});
    struct answer *a = fetching_get(&f, "diga", "turns_40000");
    assert_int_equal(a->type, ANSWER_CALL);
    assert_in_range(a->call->turn_count, 1000, 20000);
    assert_in_range(a->bytes, 1, 1 << 20);
    fetching_expect_call(a, "turns_40000", a->call->turn_count, "larger than 1 MiB");
    fetching_stop(&f);
}

static void fetch__second_document__the_call_is_shown_first(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){0});
    unsigned job = fetching_submit(&f, "diga", "messages_late_1", "demo-diga");
    int partial = 0;
    struct answer *a = fetching_last(&f, job, &partial, NULL);
    fetching_expect_call(a, "messages_late_1", 12, NULL);
    assert_int_equal(partial, 1);
    fetching_stop(&f);
}

/* One request at once: the second document waits for the first. */
static void fetch__second_document__one_request_at_once(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){.jobs = 1});
    fetching_expect_call(fetching_get(&f, "diga", "pages_2"), "pages_2", 20, NULL);
    fetching_stop(&f);
}

static void fetch__second_document__sent_together(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.end = CANNED_HOLD});
    char *ini = xasprintf("[provider diga]\nbase_url = http://127.0.0.1:%d\n", canned_port(c));
    struct fetching f;
    fetching_start(&f, ini, (struct fetch_settings){0});
    unsigned job = fetching_submit(&f, "diga", "x", "k");
    canned_wait_requests(c, 2);
    fetch_cancel(f.fetcher, job);
    canned_wait_gone(c, 2);
    fetching_stop(&f);
    canned_stop(c);
    free(ini);
}

static void fetch__progress__is_reported_while_it_drips(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){0});
    int progress = 0;
    unsigned job = fetching_submit(&f, "ringyo", "call_drip_10", "demo-ringyo");
    struct answer *a = fetching_last(&f, job, NULL, &progress);
    fetching_expect_call(a, "call_drip_10", 12, NULL);
    if (progress < 2 || progress > 15)
        fail_msg("expected 2 to 15 progress answers, got %d", progress);
    fetching_stop(&f);
}

static void fetch__jobs__one_that_hangs_holds_up_no_other(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){0});
    unsigned hanging = fetching_submit(&f, "ringyo", "call_silent", "demo-ringyo");
    for (int i = 0; i < 4; i++)
        fetching_submit(&f, "ringyo", "call_turns_3", "demo-ringyo");
    for (int calls = 0; calls < 4;) {
        struct answer *a = fetching_next(&f);
        assert_int_not_equal(a->job, hanging);
        calls += a->type == ANSWER_CALL;
        fetch_answer_free(a);
    }
    fetching_stop(&f);
}

static void expect_order(struct fetching *f, const unsigned *jobs, size_t count)
{
    for (size_t i = 0; i < count;) {
        struct answer *a = fetching_next(f);
        if (a->type != ANSWER_PROGRESS && a->job != jobs[i++])
            fail_msg("expected job %u next, got %u", jobs[i - 1], a->job);
        fetch_answer_free(a);
    }
}

static void fetch__prefer__comes_next(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){.jobs = 1});
    unsigned first = fetching_submit(&f, "ringyo", "call_silent", "demo-ringyo");
    unsigned a = fetching_submit(&f, "ringyo", "call_turns_3", "demo-ringyo");
    unsigned b = fetching_submit(&f, "ringyo", "call_404", "demo-ringyo");
    unsigned c = fetching_submit(&f, "ringyo", "call_turns_4", "demo-ringyo");
    fetch_prefer(f.fetcher, c);
    fetch_cancel(f.fetcher, first);
    expect_order(&f, (const unsigned[]){c, a, b}, 3);
    fetching_stop(&f);
}

static void fetch__cancel__drops_answers_that_wait(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){0});
    unsigned job = fetching_submit(&f, "ringyo", "call_turns_3", "demo-ringyo");
    struct pollfd fd = {.fd = fetch_fd(f.fetcher), .events = POLLIN};
    assert_int_equal(poll(&fd, 1, 5000), 1);
    fetch_cancel(f.fetcher, job);
    assert_null(fetch_next(f.fetcher));
    assert_int_equal(poll(&fd, 1, 0), 0);
    fetching_expect_call(fetching_get(&f, "ringyo", "call_turns_4"), "call_turns_4", 4, NULL);
    fetching_stop(&f);
}

/* With one request at a time, another call is fetched as soon as the first is cancelled. */
static void expect_quick_cancel(struct fetching *f, unsigned job, const char *what)
{
    int64_t start_ms = time_now_ms();
    fetch_cancel(f->fetcher, job);
    struct answer *a = fetching_get(f, "ringyo", "call_xyz789");
    int64_t took_ms = time_now_ms() - start_ms;
    fetching_expect_call(a, what, 2, NULL);
    if (took_ms > CANCEL_MS)
        fail_msg("%s: expected the next call within %d ms, it took %d", what, CANCEL_MS,
                 (int)took_ms);
}

static void wait_progress(struct fetching *f)
{
    struct answer *a = fetching_next(f);
    assert_int_equal(a->type, ANSWER_PROGRESS);
    fetch_answer_free(a);
}

static char *log_wait(const char *id)
{
    for (int64_t end = time_now_ms() + 5000; time_now_ms() < end;) {
        char *log = mock_log(&mock);
        if (strstr(log, id))
            return log;
        free(log);
    }
    fail_msg("expected a request for '%s' in the log", id);
    return NULL;
}

static void fetch__cancel__at_any_moment(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, (struct fetch_settings){.jobs = 1});
    unsigned job = fetching_submit(&f, "ringyo", "call_slow_77", "demo-ringyo");
    free(log_wait("call_slow_77"));
    expect_quick_cancel(&f, job, "silence");
    job = fetching_submit(&f, "ringyo", "call_drip_50", "demo-ringyo");
    wait_progress(&f);
    expect_quick_cancel(&f, job, "drip");
    job = fetching_submit(&f, "ringyo", "call_silent", "demo-ringyo");
    expect_quick_cancel(&f, job, "at once");
    fetching_stop(&f);
}

/* A port whose queue of connections is full: a connect gets no answer. */
static int deaf_port(int *listener, int *filler, int fillers)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(*listener, (struct sockaddr *)&at, size), 0);
    assert_int_equal(listen(*listener, 0), 0);
    assert_int_equal(getsockname(*listener, (struct sockaddr *)&at, &size), 0);
    for (int i = 0; i < fillers; i++) {
        filler[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)!connect(filler[i], (struct sockaddr *)&at, size);
    }
    return ntohs(at.sin_port);
}

static void fetch__connect__no_answer(void **state)
{
    (void)state;
    int listener, filler[4], port = deaf_port(&listener, filler, 4);
    char *sections = mock_ini(&mock), *deaf = fetching_ini("deaf", "http", port);
    char *ini = xasprintf("%s%s", sections, deaf);
    struct fetching f;
    fetching_start(&f, ini, (struct fetch_settings){.jobs = 1, .connect_timeout_s = 1});
    unsigned job = fetching_submit(&f, "deaf", "x", "k");
    struct pollfd fd = {.fd = fetch_fd(f.fetcher), .events = POLLIN};
    assert_int_equal(poll(&fd, 1, 100), 0);
    expect_quick_cancel(&f, job, "connecting");
    fetching_expect_failure(fetching_get(&f, "deaf", "x"), "connecting", KIND_NETWORK,
                            "no connection to '127.0.0.1");
    fetching_stop(&f);
    for (int i = 0; i < 4; i++)
        close(filler[i]);
    close(listener);
    free(ini);
    free(deaf);
    free(sections);
}

static void fetch__connect__refused(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){0});
    struct fetching f;
    start_on(&f, canned_port(c), (struct fetch_settings){0});
    canned_stop(c);
    fetching_expect_failure(fetching_get(&f, "canned", "x"), "refused", KIND_NETWORK,
                            "connection refused by '127.0.0.1");
    fetching_stop(&f);
}

/* A look-up of a name under .invalid (RFC 6761) may fail or hang: neither holds anything up. */
static void fetch__resolve__cancel_and_quit(void **state)
{
    (void)state;
    char *sections = mock_ini(&mock);
    char *ini = xasprintf("%s[provider lost]\nbase_url = https://nowhere.invalid\n"
                          "path = /{id}\nid = /id\nheader = X-API-KEY: {key}\n",
                          sections);
    struct fetching f;
    fetching_start(&f, ini, (struct fetch_settings){.jobs = 1});
    unsigned job = fetching_submit(&f, "lost", "x", "k");
    expect_quick_cancel(&f, job, "look-up");
    fetching_submit(&f, "lost", "y", "k");
    fetching_stop(&f);
    free(ini);
    free(sections);
}

static void fetch__key__arrives_complete(void **state)
{
    (void)state;
    char key[4097];
    memset(key, 'k', sizeof key - 1);
    memcpy(key + sizeof key - 4, "z==", 4);
    struct canned *c = canned_start(&(struct canned_script){.bytes = GOOD});
    struct fetching f;
    start_on(&f, canned_port(c), (struct fetch_settings){0});
    struct answer *a =
        fetching_last(&f, fetching_submit(&f, "canned", "a b/\xc3\xa9", key), NULL, NULL);
    fetching_expect_call(a, "key", 0, NULL);
    char *got = canned_received(c), *header = xasprintf("\r\nX-API-KEY: %s\r\n", key);
    assert_non_null(strstr(got, header));
    assert_non_null(strstr(got, "GET /call/a%20b%2F%C3%A9 HTTP/1.1\r\n"));
    assert_non_null(strstr(got, "\r\nAccept: application/json\r\n"));
    assert_null(strstr(got, "Cookie"));
    fetching_stop(&f);
    canned_stop(c);
    free(got);
    free(header);
}

/* How often a thread has waited, if it is the worker; else -1. */
static long worker_waits(const char *task)
{
    char line[256], *path = xasprintf("/proc/self/task/%s/status", task);
    FILE *file = fopen(path, "r");
    bool worker = false;
    long waits = -1;
    while (file && fgets(line, sizeof line, file)) {
        worker |= strcmp(line, "Name:\tfetch\n") == 0;
        if (worker && strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
            waits = strtol(line + 24, NULL, 10);
    }
    if (file)
        fclose(file);
    free(path);
    return waits;
}

static long wake_ups(void)
{
    long waits = -1;
    DIR *d = opendir("/proc/self/task");
    assert_non_null(d);
    for (struct dirent *e; waits < 0 && (e = readdir(d));)
        waits = worker_waits(e->d_name);
    closedir(d);
    assert_true(waits >= 0);
    return waits;
}

static void fetch__idle__no_wake_ups(void **state)
{
    (void)state;
#ifdef PORTABLE_ONLY
    skip(); /* the thread has no name to be found by */
#endif
    struct fetching f;
    start(&f, (struct fetch_settings){0});
    fetching_expect_call(fetching_get(&f, "ringyo", "call_turns_3"), "call", 3, NULL);
    struct pollfd fd = {.fd = fetch_fd(f.fetcher), .events = POLLIN};
    assert_int_equal(poll(&fd, 1, 50), 0);
    long before = wake_ups(); /* the worker sleeps by now */
    assert_int_equal(poll(&fd, 1, 500), 0);
    assert_int_equal(wake_ups() - before, 0);
    fetching_stop(&f);
}

static void hand_over(struct channel *c, unsigned job, enum answer_type type, uint64_t bytes)
{
    struct answer *a = xcalloc(1, sizeof *a);
    *a = (struct answer){.job = job, .type = type, .bytes = bytes};
    channel_answer(c, a);
}

/* Nobody reads answers while a pager has the terminal. */
static void channel__progress__only_the_newest_waits(void **state)
{
    (void)state;
    struct err e;
    struct channel *c = channel_new(&e);
    char got[200] = "";
    assert_non_null(c);
    for (uint64_t i = 1; i <= 100; i++) {
        hand_over(c, 1, ANSWER_PROGRESS, i);
        hand_over(c, 2, ANSWER_PROGRESS, i);
    }
    hand_over(c, 1, ANSWER_FAILURE, 100);
    hand_over(c, 1, ANSWER_PROGRESS, 101); /* progress that must not appear before the failure */
    for (struct answer *a; (a = channel_answer_next(c)); fetch_answer_free(a)) {
        size_t n = strlen(got);
        snprintf(got + n, sizeof got - n, "%u:%llu%s ", a->job, (unsigned long long)a->bytes,
                 a->type == ANSWER_PROGRESS ? "" : "!");
    }
    assert_string_equal(got, "1:100 2:100 1:100! 1:101 ");
    channel_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channel__progress__only_the_newest_waits),
        cmocka_unit_test(fetch__call__each_provider),
        cmocka_unit_test(fetch__call__failures_are_answers),
        cmocka_unit_test(fetch__second_document__never_fails_the_call),
        cmocka_unit_test(fetch__second_document__does_not_come),
        cmocka_unit_test(fetch__second_document__stops_at_the_limit),
        cmocka_unit_test(fetch__second_document__the_call_is_shown_first),
        cmocka_unit_test(fetch__second_document__one_request_at_once),
        cmocka_unit_test(fetch__second_document__sent_together),
        cmocka_unit_test(fetch__progress__is_reported_while_it_drips),
        cmocka_unit_test(fetch__jobs__one_that_hangs_holds_up_no_other),
        cmocka_unit_test(fetch__prefer__comes_next),
        cmocka_unit_test(fetch__cancel__drops_answers_that_wait),
        cmocka_unit_test(fetch__cancel__at_any_moment),
        cmocka_unit_test(fetch__connect__no_answer),
        cmocka_unit_test(fetch__connect__refused),
        cmocka_unit_test(fetch__resolve__cancel_and_quit),
        cmocka_unit_test(fetch__key__arrives_complete),
        cmocka_unit_test(fetch__idle__no_wake_ups),
    };
    return cmocka_run_group_tests(tests, start_mock, stop_mock);
}
