/* Copies of recordings that are there already: their names and bytes, and a disk that blocks. */
#include "base/alloc.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/media_bytes.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef __linux__
#include <sys/fanotify.h>
#endif

enum { BYTES = 3 * 1000 * 1000 + 1, DESCRIPTORS = 256 };

static struct fetching f;
static char *dir, *source;

static int start_all(void **state)
{
    (void)state;
    static unsigned char bytes[BYTES];
    dir = scratch_new();
    source = scratch_new();
    char *path = scratch_path(source, "made");
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    made_bytes(0, bytes, BYTES);
    assert_int_equal(write(fd, bytes, BYTES), BYTES);
    close(fd);
    free(path);
    fetching_start(&f, "", (struct fetch_settings){.timeout_s = 2});
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    if (f.fetcher)
        fetching_stop(&f);
    scratch_free(dir);
    scratch_free(source);
    return 0;
}

static struct fetch_recording *recording(const char *ending)
{
    struct fetch_recording *r = xmalloc(sizeof *r);
    char *path = scratch_path(source, "made");
    *r = (struct fetch_recording){open(path, O_RDWR | O_CLOEXEC), BYTES, xstrdup(ending)};
    assert_true(r->fd >= 0);
    free(path);
    return r;
}

static unsigned copy_to(struct fetch_recording *r, const char *to, bool replace)
{
    struct fetch_order order = {.dir = xstrdup(to), .name = xstrdup("call_1"), .replace = replace};
    unsigned job = fetch_copy(f.fetcher, r, &order);
    assert_null(order.dir);
    return job;
}

static struct answer *end_of(unsigned job)
{
    for (struct answer *a;; fetch_answer_free(a))
        if ((a = fetching_next(&f))->job == job && a->type != ANSWER_PROGRESS)
            return a;
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

static void expect_bytes(const char *path)
{
    unsigned char got[65536], want[65536];
    uint64_t at = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    for (ssize_t n; (n = read(fd, got, sizeof got)) > 0; at += (uint64_t)n) {
        made_bytes(at, want, (size_t)n);
        assert_memory_equal(got, want, (size_t)n);
    }
    close(fd);
    assert_int_equal(at, BYTES);
}

static void expect_copy(struct answer *a, const char *to, const char *name)
{
    struct stat st;
    if (a->type != ANSWER_SAVED)
        fail_msg("expected a copy, got '%s'", a->failure->message);
    char *path = scratch_path(to, name);
    assert_string_equal(a->path, path);
    assert_int_equal(a->bytes, BYTES);
    assert_int_equal(a->total, BYTES);
    expect_bytes(path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    free(path);
    fetch_answer_free(a);
}

static void expect_failed(struct answer *a, const char *words)
{
    if (a->type != ANSWER_FAILURE)
        fail_msg("expected a failure with '%s', got a file", words);
    if (!strstr(a->failure->message, words))
        fail_msg("expected '%s', got '%s'", words, a->failure->message);
    assert_false(a->can_resume);
    fetch_answer_free(a);
}

static void expect_nothing(struct answer *a, const char *words)
{
    expect_failed(a, words);
    assert_int_equal(count_files(), 0);
}

static void copy__names__those_of_downloads(void **state)
{
    (void)state;
    expect_copy(end_of(copy_to(recording(".mp3"), dir, false)), dir, "call_1.mp3");
    expect_copy(end_of(copy_to(recording(".mp3"), dir, false)), dir, "call_1-2.mp3");
    expect_copy(end_of(copy_to(recording(""), dir, false)), dir, "call_1");
    assert_int_equal(count_files(), 3);
    scratch_write(dir, "call_1.mp3", 0644, "before");
    expect_copy(end_of(copy_to(recording(".mp3"), dir, true)), dir, "call_1.mp3");
    assert_int_equal(count_files(), 3);
    char *new_dir = scratch_path(dir, "new");
    expect_copy(end_of(copy_to(recording(".wav"), new_dir, false)), new_dir, "call_1.wav");
    free(new_dir);
}

/* A player has the same descriptor. */
static void copy__offset__neither_used_nor_moved(void **state)
{
    (void)state;
    struct err e;
    struct fetch_recording *r = recording(".mp3");
    assert_int_equal(lseek(r->fd, 1234, SEEK_SET), 1234);
    struct fetch_recording *again = fetch_recording_copy(r, &e);
    assert_non_null(again);
    assert_true(fcntl(again->fd, F_GETFD) & FD_CLOEXEC);
    expect_copy(end_of(copy_to(again, dir, false)), dir, "call_1.mp3");
    assert_int_equal(lseek(r->fd, 0, SEEK_CUR), 1234);
    fetch_recording_free(r);
}

static int count_descriptors(void)
{
    int n = 0;
    for (int fd = 0; fd < DESCRIPTORS; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* The last copy may be closed a little after its answer. */
static void copy__ends__descriptor_closed(void **state)
{
    (void)state;
    int before = count_descriptors();
    for (int i = 0; i < 5; i++) {
        struct fetch_recording *r = recording(".mp3");
        r->bytes += (uint64_t)(i % 2); /* more than there are: it fails at the end */
        struct answer *a = end_of(copy_to(r, dir, true));
        assert_int_equal(a->type, i % 2 ? ANSWER_FAILURE : ANSWER_SAVED);
        fetch_answer_free(a);
    }
    assert_in_range(count_descriptors(), before, before + 1);
}

static void copy__no_descriptor_left__says_so(void **state)
{
    (void)state;
    struct err e;
    struct rlimit before, none;
    struct fetch_recording *r = recording(".mp3");
    getrlimit(RLIMIT_NOFILE, &before);
    none = (struct rlimit){0, before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    struct fetch_recording *again = fetch_recording_copy(r, &e);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_null(again);
    assert_non_null(strstr(e.text, "cannot open the recording: "));
    fetch_recording_free(r);
}

static void copy__fails__says_why_and_leaves_nothing(void **state)
{
    (void)state;
    struct rlimit before, small;
    expect_nothing(end_of(copy_to(recording(".mp3"), "/proc/self", false)),
                   "cannot write to '/proc/self'");
    expect_nothing(end_of(copy_to(recording(".mp3"), "/dev/null/x", false)), "Not a directory");
    struct fetch_recording *r = recording(".mp3");
    r->bytes++;
    expect_nothing(end_of(copy_to(r, dir, false)), "cannot read the recording: ");
    r = recording(".mp3");
    r->bytes = UINT64_MAX / 2;
    expect_nothing(end_of(copy_to(r, dir, false)), "no room in '");
    getrlimit(RLIMIT_FSIZE, &before);
    small = (struct rlimit){100000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    struct answer *a = end_of(copy_to(recording(".mp3"), dir, false));
    setrlimit(RLIMIT_FSIZE, &before);
    expect_nothing(a, "File too large");
}

/* Makes reading the source wait until the descriptor that is returned is closed, as a slow disk
 * would. Needs the rights of the administrator. */
static int block_source(void)
{
#ifdef FAN_ACCESS_PERM
    char *path = scratch_path(source, "made");
    int fd = fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY | O_CLOEXEC);
    bool blocks = fd >= 0 && fanotify_mark(fd, FAN_MARK_ADD, FAN_ACCESS_PERM, AT_FDCWD, path) == 0;
    free(path);
    if (blocks)
        return fd;
    if (fd >= 0)
        close(fd);
#endif
    print_message("reading a file cannot be made to wait here\n");
    skip();
    return -1;
}

static void wait_until_blocked(int fd)
{
    char event[64];
    assert_true(read(fd, event, sizeof event) > 0);
}

static void copy__disk_blocks__other_requests_are_answered(void **state)
{
    (void)state;
    int blocked = block_source();
    unsigned job = copy_to(recording(".mp3"), dir, false);
    wait_until_blocked(blocked);
    struct canned *c = canned_start(
        &(struct canned_script){.bytes = "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\n{}"});
    char *ini = fetching_ini("other", "http", canned_port(c));
    struct described described;
    described_init(&described, ini);
    unsigned other =
        fetch_submit(f.fetcher, described_find(&described, "other"), "call_1", xstrdup("key"));
    struct answer *a = end_of(other);
    assert_int_equal(a->http_status, 404);
    fetch_answer_free(a);
    fetch_download_stop(f.fetcher, job);
    expect_failed(end_of(job), "stopped");
    close(blocked);
    expect_copy(end_of(copy_to(recording(".mp3"), dir, false)), dir, "call_1.mp3");
    canned_stop(c);
    described_done(&described);
    free(ini);
}

static void copy__disk_blocks__cancelled_or_left(void **state)
{
    (void)state;
    int blocked = block_source();
    unsigned job = copy_to(recording(".mp3"), dir, false);
    wait_until_blocked(blocked);
    fetch_cancel(f.fetcher, job);
    copy_to(recording(".mp3"), dir, false);
    wait_until_blocked(blocked);
    fetching_stop(&f);
    f.fetcher = NULL;
    close(blocked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(copy__ends__descriptor_closed, start_all, stop_all),
        cmocka_unit_test_setup_teardown(copy__names__those_of_downloads, start_all, stop_all),
        cmocka_unit_test_setup_teardown(copy__offset__neither_used_nor_moved, start_all, stop_all),
        cmocka_unit_test_setup_teardown(copy__no_descriptor_left__says_so, start_all, stop_all),
        cmocka_unit_test_setup_teardown(copy__fails__says_why_and_leaves_nothing, start_all,
                                        stop_all),
        cmocka_unit_test_setup_teardown(copy__disk_blocks__other_requests_are_answered, start_all,
                                        stop_all),
        cmocka_unit_test_setup_teardown(copy__disk_blocks__cancelled_or_left, start_all, stop_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
