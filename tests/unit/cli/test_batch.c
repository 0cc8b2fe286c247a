/* Many calls in one run: rate limits, signals, memory. The program runs as a child against the mock
 * provider. */
#include "base/alloc.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static size_t logged; /* bytes of the mock's log that earlier tests wrote */

#define CALL_JSON(r, ...) CALL(r, "-p", "json", __VA_ARGS__)

/* The requests since the last call, "ringyo/call_1 diga/x ", which the caller frees. *gap_ms is the
 * time between the first two. */
static char *asked(long long *gap_ms)
{
    char *log = mock_log(&printing.mock);
    struct buf ids = {0};
    long long at_ms[2] = {0};
    size_t count = 0;
    for (char *line = log + logged, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        const char *path = strstr(line, "\"path\":\"/"), *id = strstr(line, "\"id\":\"");
        const char *at = strstr(line, "\"at_ms\":");
        assert_true(path && id && at);
        path += strlen("\"path\":\"/");
        buf_printf(&ids, "%.*s/%.*s ", (int)strcspn(path, "/"), path, (int)strcspn(id + 6, "\""),
                   id + 6);
        if (count < 2)
            at_ms[count++] = strtoll(at + strlen("\"at_ms\":"), NULL, 10);
    }
    logged = logged + strlen(log + logged);
    free(log);
    log = mock_log(&printing.mock);
    logged = strlen(log);
    free(log);
    *gap_ms = at_ms[1] - at_ms[0];
    return buf_take(&ids);
}

static void assert_asked(const char *expected)
{
    long long gap_ms;
    char *got = asked(&gap_ms);
    assert_string_equal(got, expected);
    free(got);
}

static void limited__waits_for_retry_after__other_calls_too(void **state)
{
    (void)state;
    struct run r;
    long long gap_ms;
    CALL_JSON(&r, "-j", "1", "ringyo", "call_limited_1", "call_turns_1", "diga:turns_0");
    char *ids = asked(&gap_ms);
    assert_code(&r, 0);
    assert_string_equal(ids, "ringyo/call_limited_1 diga/turns_0 diga/turns_0 "
                             "ringyo/call_limited_1 ringyo/call_turns_1 ");
    assert_err(&r, "callbrowser: ringyo: rate limited, resuming in 1 s\n");
    assert_int_equal(count_lines(&r.out), 3);
    free(ids);
    run_done(&r);
}

/* Something in front of the API limits the rate, too: a web page is no answer, but it is waited
 * for. */
static void limited__by_a_web_page__waits_too(void **state)
{
    (void)state;
    struct run r;
    CALL_JSON(&r, "ringyo", "call_limited_page_1");
    assert_code(&r, 0);
    assert_err(&r, "callbrowser: ringyo: rate limited, resuming in 1 s\n");
    run_done(&r);
    CALL_JSON(&r, "--max-wait", "0", "ringyo", "call_limited_page_2");
    assert_code(&r, 7);
    assert_has(&r.err, "a web page came, not the API");
    run_done(&r);
    long long gap_ms;
    char *ids = asked(&gap_ms);
    assert_string_equal(ids, "ringyo/call_limited_page_1 ringyo/call_limited_page_1 "
                             "ringyo/call_limited_page_2 ");
    assert_true(gap_ms >= 1000);
    free(ids);
}

static void limited__never_earlier_than_retry_after(void **state)
{
    (void)state;
    struct run r;
    long long gap_ms;
    CALL_JSON(&r, "voxworks", "limited_1");
    char *ids = asked(&gap_ms);
    assert_code(&r, 0);
    assert_string_equal(ids, "voxworks/limited_1 voxworks/limited_1 ");
    if (gap_ms < 1000)
        fail_msg("expected 1000 ms between the two, got %lld", gap_ms);
    free(ids);
    run_done(&r);
}

static void limited__after_three_retries__fails(void **state)
{
    (void)state;
    struct run r;
    CALL_JSON(&r, "ringyo", "call_429_in_0");
    assert_code(&r, 5);
    assert_asked("ringyo/call_429_in_0 ringyo/call_429_in_0 ringyo/call_429_in_0 "
                 "ringyo/call_429_in_0 ");
    assert_has(&r.out, "\"retry_after_s\":0}}");
    assert_int_equal(count_lines(&r.err), 1);
    run_done(&r);
}

static void limited__max_wait_0__never_asks_again(void **state)
{
    (void)state;
    struct run r;
    CALL_JSON(&r, "--max-wait", "0", "ringyo", "call_429_in_0");
    assert_code(&r, 5);
    assert_asked("ringyo/call_429_in_0 ");
    run_done(&r);
}

static void limited__longer_than_max_wait__others_are_not_asked(void **state)
{
    (void)state;
    struct run r;
    CALL_JSON(&r, "-j", "1", "--max-wait", "3599", "ringyo", "call_429_in_3600", "call_turns_1",
              "voxworks:turns_1");
    assert_code(&r, 5);
    assert_asked("ringyo/call_429_in_3600 voxworks/turns_1 ");
    assert_has(&r.out, "\"id\":\"call_turns_1\",\"error\":{\"kind\":\"rate_limited\","
                       "\"http_status\":null");
    assert_has(&r.err, "ringyo call_turns_1: not requested: the provider's rate limit lasts longer "
                       "than --max-wait allows; retry in 3600 s\n");
    run_done(&r);
}

static void limited__without_a_time__not_asked_again(void **state)
{
    (void)state;
    struct run r;
    CALL_JSON(&r, "-j", "1", "ringyo", "call_429_bare", "call_turns_1");
    assert_code(&r, 5);
    assert_asked("ringyo/call_429_bare ringyo/call_turns_1 ");
    run_done(&r);
}

static void limited__the_transcript__requests_the_call_again(void **state)
{
    (void)state;
    struct run r;
    CALL_JSON(&r, "diga", "limited_messages_1");
    assert_code(&r, 0);
    assert_has(&r.err, "callbrowser: diga: rate limited, resuming in 1 s\n");
    assert_has(&r.out, "\"transcript\":[{");
    assert_has(&r.out, "\"notes\":[],");
    run_done(&r);
    CALL_JSON(&r, "--max-wait", "0", "diga", "limited_messages_99");
    assert_code(&r, 5);
    assert_has(&r.out, "\"transcript\":[],");
    assert_has(&r.out, "transcript: the provider answered 429: ");
    run_done(&r);
}

static void transcript__refused__call_is_printed_and_has_failed(void **state)
{
    (void)state;
    struct run r;
    CALL_JSON(&r, "diga", "messages_500", "messages_404", "turns_1");
    assert_code(&r, 7);
    assert_has(&r.out, "\"id\":\"messages_500\",\"status\":\"completed\"");
    assert_has(&r.out, "\"id\":\"turns_1\",\"status\":\"completed\"");
    assert_err(&r, "callbrowser: diga messages_500: transcript: the provider answered 500: "
                   "An unexpected error occurred.\n");
    run_done(&r);
}

static char *many_ids(int count, int turns)
{
    struct buf ids = {0};
    for (int i = 0; i < count; i++)
        buf_printf(&ids, "call_turns_%d\n", turns);
    return buf_take(&ids);
}

/* The peak memory in KiB of a run over these IDs. */
static long memory_of(const char *ids)
{
    struct rusage usage;
    int status;
    char *path = scratch_path(printing.home, "ids");
    scratch_write(printing.home, "ids", 0600, ids);
    int input = open(path, O_RDONLY | O_CLOEXEC), null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(input, 0);
        dup2(null, 1);
        execl(printing.program, printing.program, "-c", printing.config, "-p", "json", "-j", "4",
              "ringyo", "-", (char *)NULL);
        _exit(127);
    }
    assert_int_equal(wait4(pid, &status, 0, &usage), pid);
    assert_int_equal(status, 0);
    close(input);
    close(null);
    free(path);
    return usage.ru_maxrss;
}

static void memory__many_calls__as_for_few(void **state)
{
    (void)state;
    if (getenv("CALLBROWSER_TEST_WRAPPER") || printing_is_sanitized())
        skip();
    char *few = many_ids(100, 20), *many = many_ids(2000, 20);
    long few_kib = memory_of(few), many_kib = memory_of(many);
    if (many_kib > few_kib + few_kib / 4)
        fail_msg("expected about %ld KiB for 2000 calls, as for 100, got %ld", few_kib, many_kib);
    free(few);
    free(many);
}

/* 100 calls of 700 KB each could arrive before the first one. */
static void memory__waiting_results__are_bounded(void **state)
{
    (void)state;
    enum { MOST_KIB = 40 * 1024 };
    if (getenv("CALLBROWSER_TEST_WRAPPER") || printing_is_sanitized())
        skip();
    char *big = many_ids(100, 5000), *ids = xasprintf("call_slow_1\n%s", big);
    long kib = memory_of(ids);
    if (kib > MOST_KIB)
        fail_msg("expected at most %d KiB, got %ld", MOST_KIB, kib);
    free(ids);
    free(big);
}

/* The second call waits until the first one is written. */
static void more_than_is_held__input_stays_open__continues(void **state)
{
    (void)state;
    struct run r;
    printing_start(&r, printing.config, ARGS("-p", "json", "-j", "1", "ringyo", "-"));
    run_write(&r, "call_turns_70000\ncall_turns_1\n", 30);
    run_wait_output(&r, "\"id\":\"call_turns_1\"");
    run_close_input(&r);
    run_finish(&r);
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 2);
    run_done(&r);
}

/* Reads one piece, so that the program is in the middle of a call. */
static void read_piece(int fd, struct buf *into)
{
    char bytes[4096];
    ssize_t n = read(fd, bytes, sizeof bytes);
    assert_true(n > 0);
    buf_add(into, bytes, (size_t)n);
}

/* Nobody reads what the program writes. */
static void expect_interrupted(struct run *r)
{
    int status;
    kill(r->pid, SIGINT);
    alarm((unsigned)wrapped_ms(20000) / 1000);
    assert_int_equal(waitpid(r->pid, &status, 0), r->pid);
    alarm(0);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGINT);
    run_done(r);
}

static void interrupted__while_writing__the_line_is_complete(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct run r;
        printing_start(&r, printing.config,
                       ARGS("-p", "json", "ringyo", "call_turns_4000", "call_silent"));
        read_piece(r.output, &r.out);
        kill(r.pid, signals[i]);
        run_finish(&r);
        assert_code(&r, 128 + signals[i]);
        assert_int_equal(count_lines(&r.out), 1);
        assert_int_equal(r.out.data[r.out.len - 1], '\n');
        assert_err(&r, "");
        run_done(&r);
    }
}

static void interrupted__the_reader_does_not_read__ends(void **state)
{
    (void)state;
    struct run r;
    printing_start(&r, printing.config, ARGS("-p", "json", "ringyo", "call_turns_4000"));
    read_piece(r.output, &r.out);
    expect_interrupted(&r);
    struct buf ids = {0};
    for (int i = 0; i < 3000; i++)
        buf_puts(&ids, "..\n");
    printing_start(&r, printing.config, ARGS("-p", "text", "ringyo", "-"));
    run_write(&r, ids.data, ids.len);
    read_piece(r.error, &r.err);
    expect_interrupted(&r);
    buf_done(&ids);
}

static void interrupted__while_waiting_for_a_limit(void **state)
{
    (void)state;
    struct run r;
    printing_start(&r, printing.config,
                   ARGS("-p", "json", "ringyo", "call_turns_1", "call_429_in_30"));
    run_wait_output(&r, "call_turns_1");
    kill(r.pid, SIGINT);
    run_finish(&r);
    assert_code(&r, 128 + SIGINT);
    run_done(&r);
}

static void interrupted__ignored_at_the_start__stays_ignored(void **state)
{
    (void)state;
    struct run r;
    char *line =
        xasprintf("trap '' INT; exec %s -c %s -p json ringyo -", printing.program, printing.config);
    run_start(&r, ARGS("/bin/sh", "-c", line));
    run_write(&r, "call_turns_1\n", 13);
    run_wait_output(&r, "call_turns_1");
    kill(r.pid, SIGINT);
    run_write(&r, "call_turns_2\n", 13);
    run_close_input(&r);
    run_finish(&r);
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 2);
    free(line);
    run_done(&r);
}

/* A signal ends the program even if input and output are always ready. */
static void interrupted__with_nothing_to_wait_for(void **state)
{
    (void)state;
    struct run r;
    char *line =
        xasprintf("exec %s -c %s -p json ringyo - </dev/zero", printing.program, printing.config);
    run_start(&r, ARGS("/bin/sh", "-c", line));
    run_wait_output(&r, "\"kind\":\"usage\"");
    kill(r.pid, SIGINT);
    run_finish(&r);
    assert_code(&r, 128 + SIGINT);
    free(line);
    run_done(&r);
}

/* SIGPIPE is tested in test_cli. */
static void head__reads_one_line__no_message(void **state)
{
    (void)state;
    struct run r;
    char *ids = many_ids(500, 20), *path = scratch_path(printing.home, "ids");
    char *line = xasprintf("%s -c %s -p json ringyo - <%s | head -n 1", printing.program,
                           printing.config, path);
    scratch_write(printing.home, "ids", 0600, ids);
    run_program(&r, ARGS("/bin/sh", "-c", line), NULL);
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 1);
    assert_err(&r, "");
    free(line);
    free(path);
    free(ids);
    run_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limited__waits_for_retry_after__other_calls_too),
        cmocka_unit_test(limited__by_a_web_page__waits_too),
        cmocka_unit_test(limited__never_earlier_than_retry_after),
        cmocka_unit_test(limited__after_three_retries__fails),
        cmocka_unit_test(limited__max_wait_0__never_asks_again),
        cmocka_unit_test(limited__longer_than_max_wait__others_are_not_asked),
        cmocka_unit_test(limited__without_a_time__not_asked_again),
        cmocka_unit_test(limited__the_transcript__requests_the_call_again),
        cmocka_unit_test(transcript__refused__call_is_printed_and_has_failed),
        cmocka_unit_test(memory__many_calls__as_for_few),
        cmocka_unit_test(memory__waiting_results__are_bounded),
        cmocka_unit_test(more_than_is_held__input_stays_open__continues),
        cmocka_unit_test(interrupted__while_writing__the_line_is_complete),
        cmocka_unit_test(interrupted__the_reader_does_not_read__ends),
        cmocka_unit_test(interrupted__while_waiting_for_a_limit),
        cmocka_unit_test(interrupted__with_nothing_to_wait_for),
        cmocka_unit_test(interrupted__ignored_at_the_start__stays_ignored),
        cmocka_unit_test(head__reads_one_line__no_message),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
