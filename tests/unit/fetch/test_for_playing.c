/* Recordings that are fetched for playing: into a file that nobody else can open and of which
 * nothing is left, with the rules of downloads. TMPDIR is a directory of the test. */
#include "base/alloc.h"
#include "provider/request.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/media_bytes.h"
#include "tests/support/mock.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SMALL = 300000, BIG = 50 << 20, DESCRIPTORS = 256, FULL = 3, NO_RIGHT = 4 };

static struct mock mock;
static struct fetching f;
static char *dir;

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

static void start_fetching(void)
{
    char *text = mock_ini(&mock);
    char *ini = xasprintf("%s[provider public]\nlike = ringyo\nbase_url = https://api.example\n"
                          "api_key = demo-ringyo\n",
                          text);
    fetching_start(&f, ini, (struct fetch_settings){.timeout_s = 2});
    free(ini);
    free(text);
}

static int new_dir(void **state)
{
    (void)state;
    dir = scratch_new();
    setenv("TMPDIR", dir, 1);
    return 0;
}

static int drop_dir(void **state)
{
    (void)state;
    unsetenv("TMPDIR");
    scratch_free(dir);
    return 0;
}

static int start_all(void **state)
{
    new_dir(state);
    start_fetching();
    return 0;
}

static int stop_all(void **state)
{
    fetching_stop(&f);
    return drop_dir(state);
}

static struct fetch_order order_of(const char *url)
{
    return (struct fetch_order){.provider = described_find(&f.described, "ringyo"),
                                .id = xstrdup("call_1"),
                                .key = xstrdup("demo-ringyo"),
                                .url = xstrdup(url),
                                .recording = true,
                                .for_playing = true};
}

static struct fetch_order media_order(const char *name)
{
    char *url = xasprintf("http://127.0.0.1:%d/media/%s", mock.port, name);
    struct fetch_order order = order_of(url);
    free(url);
    return order;
}

static struct fetch_order canned_order(struct canned *c)
{
    char *url = xasprintf("http://127.0.0.1:%d/x.mp3", canned_port(c));
    struct fetch_order order = order_of(url);
    free(url);
    return order;
}

static unsigned begin(const char *name)
{
    struct fetch_order order = media_order(name);
    return fetch_download(f.fetcher, &order);
}

static void again(unsigned job, const char *name)
{
    struct fetch_order order = media_order(name);
    fetch_download_again(f.fetcher, job, &order);
}

static int count_files(void)
{
    int n = -2; /* without . and .. */
    DIR *d = opendir(dir);
    assert_non_null(d);
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

/* The next answer of the job that is not progress; there is never a file by then. */
static struct answer *end_of(unsigned job)
{
    for (struct answer *a;; fetch_answer_free(a)) {
        a = fetching_next(&f);
        if (a->job == job && a->type != ANSWER_PROGRESS) {
            assert_int_equal(count_files(), 0);
            return a;
        }
    }
}

static struct answer *end_of_order(struct fetch_order order)
{
    return end_of(fetch_download(f.fetcher, &order));
}

static void expect_made(int fd, uint64_t bytes)
{
    unsigned char got[65536], want[65536];
    uint64_t at = 0;
    for (ssize_t n; (n = read(fd, got, sizeof got)) > 0; at += (uint64_t)n) {
        made_bytes(at, want, (size_t)n);
        if (memcmp(got, want, (size_t)n) != 0)
            fail_msg("other bytes than were sent, after byte %llu", (unsigned long long)at);
    }
    assert_int_equal(at, bytes);
}

static void expect_recording(struct answer *a, const char *ending, uint64_t bytes)
{
    struct stat st;
    if (a->type != ANSWER_RECORDING)
        fail_msg("expected a recording, got '%s'", a->failure ? a->failure->message : a->path);
    struct fetch_recording *r = a->recording;
    assert_null(a->path);
    assert_int_equal(a->bytes, bytes);
    assert_int_equal(r->bytes, bytes);
    assert_string_equal(r->ending, ending);
    assert_int_equal(fstat(r->fd, &st), 0);
    assert_true(S_ISREG(st.st_mode));
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_nlink, 0);
    assert_true(fcntl(r->fd, F_GETFD) & FD_CLOEXEC);
    expect_made(r->fd, bytes);
    fetch_answer_free(a);
}

static void expect_failed(struct answer *a, const char *words, bool can_resume)
{
    if (a->type != ANSWER_FAILURE)
        fail_msg("expected a failure with '%s', got a recording", words);
    if (!strstr(a->failure->message, words))
        fail_msg("expected '%s', got '%s'", words, a->failure->message);
    if (a->can_resume != can_resume)
        fail_msg("%s: expected that it can%s resume", a->failure->message, can_resume ? "" : "not");
    fetch_answer_free(a);
}

static int count_descriptors(void)
{
    int n = 0;
    for (int fd = 0; fd < DESCRIPTORS; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static void complete__a_file_without_a_name(void **state)
{
    (void)state;
    umask(0);
    expect_recording(end_of(begin("plain~p1.mp3")), ".mp3", SMALL);
    expect_recording(end_of(begin("typed~p1")), ".wav", SMALL);
    expect_recording(end_of(begin("hop5.mp3")), ".mp3", SMALL);
    expect_recording(end_of(begin("keyed~p1.mp3")), ".mp3", SMALL);
}

/* An answer that nobody takes closes its file, and so does one that comes too late. */
static void answer__not_taken__closed(void **state)
{
    (void)state;
    struct answer *a = end_of(begin("plain~p2.mp3"));
    assert_int_equal(a->type, ANSWER_RECORDING);
    struct fetch_recording *taken = a->recording;
    a->recording = NULL;
    fetch_answer_free(a);
    expect_made(taken->fd, SMALL);
    int before = count_descriptors();
    fetch_recording_free(taken);
    fetch_recording_free(NULL);
    assert_int_equal(count_descriptors(), before - 1);
    a = end_of(begin("plain~p2.mp3"));
    assert_int_equal(count_descriptors(), before);
    fetch_answer_free(a);
    assert_int_equal(count_descriptors(), before - 1);

    struct canned *c = canned_start(&(struct canned_script){
        .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab"});
    struct fetch_order order = canned_order(c);
    before = count_descriptors();
    unsigned job = fetch_download(f.fetcher, &order);
    canned_wait_gone(c, 1);
    fetch_cancel(f.fetcher, job);
    expect_failed(end_of(begin("over.mp3")), "answered 403", false); /* it was cancelled before */
    canned_stop(c);
    assert_in_range(count_descriptors(), 0, before);
}

static void cut_twice__resumes(void **state)
{
    (void)state;
    static const char name[] = "cut~p1.mp3";
    unsigned job = begin(name);
    expect_failed(end_of(job), "cut off", true);
    again(job, name);
    expect_failed(end_of(job), "cut off", true);
    again(job, name);
    expect_recording(end_of(job), ".mp3", BIG);
}

static void stopped__resumes_or_is_removed(void **state)
{
    (void)state;
    int before = count_descriptors();
    unsigned job = begin("slow~p1.mp3");
    struct answer *a = fetching_next(&f);
    for (; a->bytes == 0; a = fetching_next(&f))
        fetch_answer_free(a);
    assert_int_equal(a->type, ANSWER_PROGRESS);
    assert_int_equal(a->total, BIG);
    fetch_answer_free(a);
    fetch_download_stop(f.fetcher, job);
    expect_failed(end_of(job), "stopped", true);
    again(job, "slow~p1.mp3");
    fetch_cancel(f.fetcher, job);
    expect_failed(end_of(begin("over.mp3")), "answered 403", false); /* it was cancelled before */
    assert_int_equal(count_files(), 0);
    assert_in_range(count_descriptors(), 0, before + 2); /* connections that are kept open */
}

#define ANSWER(headers) "HTTP/1.1 200 OK\r\n" headers "\r\n"

static void limit__declared__refused_at_once(void **state)
{
    (void)state;
    static const struct {
        const char *length, *words;
        uint64_t max;
        bool may_be_saved; /* up to 16 GiB */
    } rows[] = {
        {"1073741825", "announces a file larger than 1 GiB", 0, true},
        {"17179869184", "announces a file larger than 1 GiB", 0, true},
        {"17179869185", "announces a file larger than 1 GiB", 0, false},
        {"1001", "announces a file larger than 1000 bytes", 1000, true},
        {"1000", "hardly anything arrived", 1000, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *bytes = xasprintf(ANSWER("Content-Length: %s\r\n") "ab", rows[i].length);
        struct canned *c =
            canned_start(&(struct canned_script){.bytes = bytes, .end = CANNED_HOLD});
        struct fetch_order order = canned_order(c);
        order.max_bytes = rows[i].max;
        struct answer *a = end_of_order(order);
        assert_int_equal(a->failure->hint != NULL, rows[i].may_be_saved);
        if (rows[i].may_be_saved)
            assert_string_equal(a->failure->hint, "it can be downloaded");
        expect_failed(a, rows[i].words, false);
        canned_wait_gone(c, 1);
        canned_stop(c);
        free(bytes);
    }
}

static void limit__not_declared__ends_it(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){
        .bytes = ANSWER("ETag: \"a\"\r\nConnection: close\r\n"), .repeat = "0123456789"});
    struct fetch_order order = canned_order(c);
    order.max_bytes = 100000;
    expect_failed(end_of_order(order), "sends more than 100000 bytes", false);
    canned_wait_gone(c, 1);
    canned_stop(c);
    c = canned_start(&(struct canned_script){
        .bytes = ANSWER("Content-Type: audio/ogg\r\nConnection: close\r\n") "0123456789"});
    order = canned_order(c);
    order.max_bytes = 10;
    struct answer *a = end_of_order(order);
    assert_int_equal(a->type, ANSWER_RECORDING);
    assert_int_equal(a->recording->bytes, 10);
    fetch_answer_free(a);
    canned_stop(c);
}

/* The rules are those of downloads. */
static void rules__rows(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *words;
    } rows[] = {
        {ANSWER("Content-Type: text/html\r\nContent-Length: 2\r\n") "ab",
         "sent no recording (text/html)"},
        {ANSWER("Content-Type: application/json\r\nContent-Length: 2\r\n") "{}",
         "sent no recording (application/json)"},
        {ANSWER("Content-Length: 0\r\n"), "empty file"},
        {"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
         "after a redirect: the URL does not begin with https"},
        {"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nab", "answered 404: not found"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canned *c = canned_start(&(struct canned_script){.bytes = rows[i].answer});
        expect_failed(end_of_order(canned_order(c)), rows[i].words, false);
        char *received = canned_received(c);
        assert_null(strstr(received, "demo-ringyo"));
        free(received);
        canned_stop(c);
    }
    struct canned *c = canned_start(&(struct canned_script){.bytes = ANSWER("")});
    struct fetch_order order = canned_order(c);
    order.provider = described_find(&f.described, "public");
    expect_failed(end_of_order(order), "loopback or private", false);
    assert_int_equal(canned_connections(c), 0);
    canned_stop(c);
}

/* Of a recording behind the key, the path ends with the ID. */
static void by_key__played_too(void **state)
{
    (void)state;
    char *ini = xasprintf("[provider keyed]\nlike = ringyo\nbase_url = http://127.0.0.1:%d\n"
                          "api_key = demo-ringyo\nrecording.path = /media/keyed~p2-{id}\n",
                          mock.port);
    struct described described;
    described_init(&described, ini);
    struct fetch_order order = order_of("");
    order.provider = described_find(&described, "keyed");
    order.by_key = true;
    free(order.url);
    assert_null(request_recording_url(order.provider, "call.v2", &order.url));
    expect_recording(end_of_order(order), ".mp3", SMALL);
    described_done(&described);
    free(ini);
}

static void tmpdir__not_set__tmp(void **state)
{
    (void)state;
    struct stat tmp, st;
    unsetenv("TMPDIR");
    struct answer *a = end_of(begin("plain~p3.mp3"));
    assert_int_equal(a->type, ANSWER_RECORDING);
    assert_int_equal(stat("/tmp", &tmp), 0);
    assert_int_equal(fstat(a->recording->fd, &st), 0);
    assert_int_equal(st.st_dev, tmp.st_dev);
#ifdef __linux__
    char at[64] = "";
    char *link = xasprintf("/proc/self/fd/%d", a->recording->fd);
    assert_true(readlink(link, at, sizeof at - 1) > 0);
    assert_int_equal(strncmp(at, "/tmp/", 5), 0);
    assert_non_null(strstr(at, "(deleted)"));
    free(link);
#endif
    expect_recording(a, ".mp3", SMALL);
    setenv("TMPDIR", "", 1);
    expect_recording(end_of(begin("plain~p3.mp3")), ".mp3", SMALL);
}

static void tmpdir__cannot_be_written__says_so(void **state)
{
    (void)state;
    char *missing = scratch_path(dir, "missing");
    char *words = xasprintf("cannot write to '%s': No such file", missing);
    setenv("TMPDIR", missing, 1);
    expect_failed(end_of(begin("plain~p4.mp3")), words, false);
    setenv("TMPDIR", "/proc/self", 1);
    expect_failed(end_of(begin("plain~p5.mp3")), "cannot write to '/proc/self'", false);
    setenv("TMPDIR", "/dev/null", 1);
    expect_failed(end_of(begin("plain~p6.mp3")), "Not a directory", false);
    free(words);
    free(missing);
}

static void disk__write_fails__says_so(void **state)
{
    (void)state;
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = (struct rlimit){100000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    struct answer *full = end_of(begin("plain~p7.mp3"));
    setrlimit(RLIMIT_FSIZE, &before);
    expect_failed(full, "File too large", false);
}

/* Runs `run` in a process of its own, in which no thread runs yet. Returns its status. */
static int in_child(void (*run)(int output), char *output, size_t size, int signal_then)
{
    int ends[2], status;
    size_t n = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        run(ends[1]);
        _exit(0);
    }
    close(ends[1]);
    for (ssize_t got = 1; got > 0 && n<size - 1; n += got> 0 ? (size_t)got : 0) {
        got = read(ends[0], output + n, size - 1 - n);
        if (got > 0 && signal_then) {
            assert_int_equal(count_files(), 0);
            kill(child, signal_then);
        }
    }
    output[n] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void fetch_for_ever(int output)
{
    start_fetching();
    begin("slow~p2.mp3");
    for (struct answer *a;; fetch_answer_free(a)) {
        a = fetching_next(&f);
        if (a->bytes > 0 && write(output, "x", 1) < 0)
            _exit(1);
    }
}

static void killed__leaves_nothing(void **state)
{
    (void)state;
    char output[64];
    int status = in_child(fetch_for_ever, output, sizeof output, SIGKILL);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(count_files(), 0);
}

static void write_failure(int output, struct answer *a)
{
    const char *text = a->type == ANSWER_FAILURE ? a->failure->message : "a recording";
    if (write(output, text, strlen(text)) < 0 || write(output, "\n", 1) < 0)
        _exit(1);
    fetch_answer_free(a);
}

/* On a file system of 64 KiB, which only this process sees. */
static void fetch_to_full_disk(int output)
{
#ifdef CLONE_NEWNS
    if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
        mount("none", dir, "tmpfs", 0, "size=64k") < 0)
        _exit(NO_RIGHT);
    start_fetching();
    struct canned *c = canned_start(&(struct canned_script){
        .bytes = ANSWER("Connection: close\r\n"), .repeat = "0123456789abcdef"});
    write_failure(output, end_of_order(canned_order(c)));
    write_failure(output, end_of(begin("plain~p8.mp3")));
    struct fetch_order order = canned_order(c);
    order.max_bytes = 50000;
    write_failure(output, end_of_order(order));
    canned_stop(c);
    fetching_stop(&f);
    _exit(FULL);
#else
    (void)output;
    _exit(NO_RIGHT);
#endif
}

static void full_disk__says_so(void **state)
{
    (void)state;
    char output[1024];
    int status = in_child(fetch_to_full_disk, output, sizeof output, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NO_RIGHT) {
        print_message("a small file system cannot be mounted here\n");
        skip();
    }
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), FULL);
    char *host = strstr(output, "'127.0.0.1"), *expected;
    assert_non_null(host);
    expected = xasprintf("cannot write to '%s': No space left on device\n"
                         "no room in '%s': 0 MiB are free, 1 MiB are needed\n"
                         "%.*s sends more than 50000 bytes\n",
                         dir, dir, (int)strcspn(host, " "), host);
    assert_string_equal(output, expected);
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(killed__leaves_nothing, new_dir, drop_dir),
        cmocka_unit_test_setup_teardown(full_disk__says_so, new_dir, drop_dir),
        cmocka_unit_test_setup_teardown(complete__a_file_without_a_name, start_all, stop_all),
        cmocka_unit_test_setup_teardown(answer__not_taken__closed, start_all, stop_all),
        cmocka_unit_test_setup_teardown(cut_twice__resumes, start_all, stop_all),
        cmocka_unit_test_setup_teardown(stopped__resumes_or_is_removed, start_all, stop_all),
        cmocka_unit_test_setup_teardown(limit__declared__refused_at_once, start_all, stop_all),
        cmocka_unit_test_setup_teardown(limit__not_declared__ends_it, start_all, stop_all),
        cmocka_unit_test_setup_teardown(rules__rows, start_all, stop_all),
        cmocka_unit_test_setup_teardown(by_key__played_too, start_all, stop_all),
        cmocka_unit_test_setup_teardown(tmpdir__not_set__tmp, start_all, stop_all),
        cmocka_unit_test_setup_teardown(tmpdir__cannot_be_written__says_so, start_all, stop_all),
        cmocka_unit_test_setup_teardown(disk__write_fails__says_so, start_all, stop_all),
    };
    return cmocka_run_group_tests(tests, start_mock, stop_mock);
}
