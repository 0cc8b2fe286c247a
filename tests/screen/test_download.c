/* Downloads as they are seen: asked for, cut and gone on with, stopped, refused; what is left. */
#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/browse.h"
#include "tests/support/canned.h"
#include "tests/support/media_bytes.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"
#include "text/time.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { SMALL = 300000, BIG = 50 << 20, KEY_MS = 50, KEYS = 40, WATCHED_MS = 1500 };

#define SHOWN "Participants"

/* A program may be ours or wrapped, so its file is found by the home. */
static char *in_downloads(struct pty *p, const char *name)
{
    return xasprintf("%s/dl/%s", pty_home(p), name);
}

static struct pty *on_calls(const char *const *args)
{
    struct pty *p =
        browse_start(&(struct browse_options){.args = args, .options = "download_dir = ~/dl\n"});
    pty_expect(p, SHOWN);
    return p;
}

static struct pty *on_call(const char *call)
{
    const char *const args[] = {call, NULL};
    return on_calls(args);
}

static int count_files(struct pty *p)
{
    char *dir = in_downloads(p, "");
    DIR *d = opendir(dir);
    int n = 0;
    for (struct dirent *e; d && (e = readdir(d));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    if (d)
        closedir(d);
    free(dir);
    return n;
}

static bool has_no_file(struct pty *p, const void *unused)
{
    (void)unused;
    return count_files(p) == 0;
}

/* The fetch thread removes it in its own time, and the screen does not show that. */
static void expect_nothing_left(struct pty *p)
{
    for (int tries = 0; tries < 500 && !pty_wait_until(p, has_no_file, NULL, 10); tries++)
        ;
    assert_int_equal(count_files(p), 0);
}

static void expect_file(struct pty *p, const char *name, uint64_t bytes)
{
    unsigned char got[65536], want[65536];
    uint64_t at = 0;
    struct stat st = {0};
    char *path = in_downloads(p, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0)
        fail_msg("expected the file '%s'", path);
    assert_int_equal(st.st_mode & 0777, 0600);
    for (ssize_t n; (n = read(fd, got, sizeof got)) > 0; at += (uint64_t)n) {
        made_bytes(at, want, (size_t)n);
        if (memcmp(got, want, (size_t)n) != 0)
            fail_msg("'%s' differs behind byte %llu", path, (unsigned long long)at);
    }
    close(fd);
    free(path);
    assert_int_equal(at, bytes);
}

static void download__whole__then_asks_before_replacing(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_plain~s1");
    pty_keys(p, "D");
    pty_expect(p, "saved '~/dl/call_media_plain_s1.mp3', 293.0 KiB in ");
    expect_file(p, "call_media_plain_s1.mp3", SMALL);
    pty_keys(p, "D");
    pty_expect(p, "'~/dl/call_media_plain_s1.mp3' exists: replace it?");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    assert_int_equal(browse_requests("/media/plain~s1"), 1);
    pty_keys(p, "Dy");
    pty_expect(p, "saved '");
    assert_int_equal(browse_requests("/media/plain~s1"), 2);
    assert_int_equal(count_files(p), 1);
}

static void download__cut_twice__goes_on(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_cut~s1");
    pty_keys(p, "D");
    pty_expect(p, "download interrupted at 16.7 of 50.0 MiB, D resumes");
    pty_keys(p, "D");
    pty_expect(p, "download interrupted at 27.8 of 50.0 MiB, D resumes");
    assert_in_range(count_files(p), 0, 1); /* hidden, or without a name */
    pty_keys(p, "D");
    pty_expect(p, "saved '");
    expect_file(p, "call_media_cut_s1.mp3", BIG);
    assert_int_equal(count_files(p), 1);
}

static void download__no_ranges__begins_again(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_norange~s1");
    pty_keys(p, "D");
    pty_expect(p, "download interrupted at 97.7 of 293.0 KiB, D resumes");
    pty_keys(p, "D");
    pty_expect(p, "saved '");
    expect_file(p, "call_media_norange_s1.mp3", SMALL);
}

static void download__progress__stopped_and_gone_on_with(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_slow~s1");
    pty_keys(p, "D");
    pty_expect(p, " of 50.0 MiB");
    pty_expect(p, "KiB/s, ");
    pty_expect(p, " left");
    pty_keys(p, "\x03");
    pty_expect(p, "download stopped at ");
    pty_expect(p, " of 50.0 MiB, D resumes");
    assert_in_range(count_files(p), 0, 1);
    pty_keys(p, "D");
    pty_expect(p, "downloading ");
    browse_wait_requests(p, "\"Range\":\"bytes=", 1);
    pty_keys(p, "\x1b");
    pty_expect(p, "download stopped at ");
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
    expect_nothing_left(p);
}

static void download__quitting__asks_and_leaves_nothing(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_slow~s2");
    pty_keys(p, "D");
    pty_expect(p, " of 50.0 MiB");
    pty_keys(p, "Q");
    pty_expect(p, "a download is running and would be lost: quit?");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    pty_keys(p, "qy");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
    assert_int_equal(count_files(p), 0);
}

static void download__sigterm__leaves_nothing(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_slow~s3");
    pty_keys(p, "D");
    pty_expect(p, " of 50.0 MiB");
    kill(pty_pid(p), SIGTERM);
    pty_expect_exit(p, 143);
    assert_int_equal(count_files(p), 0);
}

static bool can_be_nameless(const char *dir)
{
#if defined O_TMPFILE && !defined PORTABLE_ONLY
    int fd = open(dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
#else
    (void)dir;
    return false;
#endif
}

static void download__sigkill__leaves_nothing(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_slow~s6");
    char *path = in_downloads(p, "");
    pty_keys(p, "D");
    pty_expect(p, " of 50.0 MiB");
    bool nameless = can_be_nameless(path);
    kill(pty_pid(p), SIGKILL);
    pty_expect_exit(p, 137);
    assert_int_equal(count_files(p), nameless ? 0 : 1); /* else the next start removes it */
    free(path);
}

static bool is_gone(struct pty *p, const void *path)
{
    (void)p;
    return access(path, F_OK) != 0;
}

/* What an older version left, or a system without files that have no name. */
static void download__left_over__is_swept_at_the_start(void **state)
{
    (void)state;
    static const char name[] = ".callbrowser-2147483647-call_1.mp3.part";
    const char *const args[] = {"ringyo:call_xyz789", NULL};
    const struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
    char *dir = scratch_new(), *path = scratch_path(dir, name);
    char *option = xasprintf("download_dir = %s\n", dir);
    scratch_write(dir, name, 0600, "a part");
    scratch_write(dir, "call_1.mp3", 0600, "the user's");
    assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
    struct pty *p = browse_start(&(struct browse_options){.args = args, .options = option});
    pty_wait_until(p, is_gone, path, PTY_DEADLINE_MS);
    char *kept = scratch_read(dir, "call_1.mp3");
    assert_non_null(kept);
    assert_true(is_gone(p, path));
    free(kept);
    free(path);
    free(option);
    scratch_free(dir);
}

static void download__closed_tab__ends_it(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_media_slow~s4", "ringyo:call_xyz789", NULL};
    struct pty *p = on_calls(args);
    pty_keys(p, "D");
    pty_expect(p, " of 50.0 MiB");
    pty_keys(p, "]");
    pty_expect(p, "1 download in another tab");
    pty_keys(p, "[q");
    pty_expect(p, "close this call?");
    pty_keys(p, "y");
    pty_expect(p, "call_xyz789");
    pty_expect_gone(p, "download in another tab");
    expect_nothing_left(p);
}

static void download__disk_full__nothing_left(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_plain~s2");
    struct rlimit small = {100000, 100000};
    assert_int_equal(prlimit(pty_pid(p), RLIMIT_FSIZE, &small, NULL), 0);
    pty_keys(p, "D");
    pty_expect(p, "not downloaded: cannot write to"); /* the name may be long */
    pty_expect(p, "large");
    expect_nothing_left(p);
}

static void download__no_directory__says_so(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_media_plain~s3", NULL};
    struct pty *p = browse_start(
        &(struct browse_options){.args = args, .options = "download_dir = /dev/null/x\n"});
    pty_expect(p, SHOWN);
    pty_keys(p, "D");
    pty_expect(p, "not downloaded: cannot write to '/dev/null/x': Not a directory");
}

static void download__expired__asks_first(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_expired");
    pty_keys(p, "D");
    pty_expect(p, "the link expired 2 h ago, r fetches a new one: download it anyway?");
    pty_keys(p, "y");
    pty_expect(p, "saved '");
    expect_file(p, "call_media_expired.mp3", SMALL);
}

/* Storage services answer an old link with a page or an XML error, and some with 200. */
static void download__document__is_not_saved(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_page");
    pty_keys(p, "D");
    pty_expect(p, "sent no recording (text/html)");
    pty_check(p, !browse_file(p, "dl/call_media_page.mp3"));
}

static void download__dead_proxy__says_where_it_is_named(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"ringyo:call_xyz789", NULL},
        .env = (const char *const[]){"https_proxy=http://127.0.0.1:1", NULL}});
    pty_expect(p, SHOWN);
    pty_keys(p, "D");
    pty_expect(p, "cannot reach 'storage.ringyo.ai' through");
    pty_expect(p, "no_proxy in the environment");
}

static void download__none__says_so(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_none");
    pty_keys(p, "D");
    pty_expect(p, "this call has no recording");
    pty_stop(p);
    p = on_call("ringyo:call_media_live");
    pty_keys(p, "D");
    pty_expect(p, "no recording yet, the call has not ended");
}

static void download__redirect_elsewhere__without_the_key(void **state)
{
    (void)state;
    static const char answer[] =
        "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 2\r\n\r\nab";
    struct canned *c = canned_start(&(struct canned_script){.bytes = answer});
    char *call = xasprintf("ringyo:call_media_to_%d", canned_port(c));
    struct pty *p = on_call(call);
    pty_keys(p, "D");
    pty_expect(p, "saved '");
    char *received = canned_received(c);
    assert_non_null(strstr(received, "GET /x.mp3"));
    assert_null(strstr(received, "demo-ringyo"));
    free(received);
    canned_stop(c);
    free(call);
}

static void download__redirects__five_and_six(void **state)
{
    (void)state;
    struct pty *p = on_call("ringyo:call_media_hop5");
    pty_keys(p, "D");
    pty_expect(p, "saved '");
    pty_stop(p);
    p = on_call("ringyo:call_media_hop6");
    pty_keys(p, "D");
    pty_expect(p, "redirects more than five times");
    expect_nothing_left(p);
}

/* Starts on a call of a provider like Ringyo whose recordings are at this path of the mock, behind
 * its key. */
static struct pty *on_call_by_key(const char *path, const char *call)
{
    char *more = xasprintf("[provider keyed]\nlike = ringyo\nbase_url = http://127.0.0.1:%d\n"
                           "api_key = demo-ringyo\npath = /ringyo/v1/calls/{id}\n"
                           "recording.path = %s\n",
                           browse_port(), path);
    struct pty *p = browse_start(&(struct browse_options){.args = (const char *const[]){call, NULL},
                                                          .options = "download_dir = ~/dl\n",
                                                          .more = more});
    pty_expect(p, SHOWN);
    free(more);
    return p;
}

static void by_key__no_link__saved_with_the_key(void **state)
{
    (void)state;
    struct pty *p = on_call_by_key("/media/keyed~s8-{id}", "keyed:call_media_none");
    pty_expect(p, "behind the provider's key");
    pty_keys(p, "D");
    pty_expect(p, "saved '~/dl/call_media_none.mp3', 293.0 KiB in ");
    expect_file(p, "call_media_none.mp3", SMALL);
    assert_int_equal(browse_requests("/media/keyed~s8-call_media_none"), 1);
    pty_keys(p, "PD"); /* the name is taken, and its ending came from the server */
    pty_expect(p, "saved '~/dl/call_media_none-2.mp3', 293.0 KiB in ");
    assert_int_equal(count_files(p), 2);
    pty_expect_not(p, "demo-ringyo");
}

/* A link may have expired; the provider makes the recording anew. The path says nothing about the
 * kind of file. */
static void by_key__link_too__saved_with_the_key(void **state)
{
    (void)state;
    struct pty *p = on_call_by_key("/media/typed~s9-{id}.v2", "keyed:call_media_expired");
    pty_keys(p, "D");
    pty_expect(p, "saved '~/dl/call_media_expired.wav', 293.0 KiB in ");
    assert_int_equal(browse_requests("/media/typed~s9-call_media_expired"), 1);
    pty_keys(p, "o");
    pty_expect(p, "the link expired 2 h ago, r fetches a new one: open it anyway?");
}

static void by_key__refused__says_why(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"/ringyo/v1/calls/403?of={id}", "the key may not read this call: Missing required"},
        {"/ringyo/v1/calls/404?of={id}", "no such recording: Call not found; it may not be ready"},
        {"/ringyo/v1/calls/error_200_404?of={id}", "no such recording: Call not found"},
        {"/media/page?of={id}", "a web page came, not the API"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pty *p = on_call_by_key(rows[i][0], "keyed:call_media_none");
        pty_keys(p, "D");
        pty_expect(p, "not downloaded: ");
        pty_expect(p, rows[i][1]);
        assert_int_equal(count_files(p), 0);
        pty_stop(p);
    }
}

static void by_key__redirect_elsewhere__without_the_key(void **state)
{
    (void)state;
    static const char answer[] =
        "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 2\r\n\r\nab";
    struct canned *c = canned_start(&(struct canned_script){.bytes = answer});
    char *path = xasprintf("/media/to_%d?of={id}", canned_port(c));
    struct pty *p = on_call_by_key(path, "keyed:call_media_none");
    pty_keys(p, "D");
    pty_expect(p, "saved '~/dl/call_media_none.mp3', 0.0 KiB in ");
    char *received = canned_received(c);
    assert_non_null(strstr(received, "GET /x.mp3"));
    assert_null(strstr(received, "demo-ringyo"));
    free(received);
    canned_stop(c);
    free(path);
}

/* Of all providers that were asked, only one knows the ID. */
static void by_key__found_by_any__saved(void **state)
{
    (void)state;
    char *more = xasprintf("[provider keyed]\nlike = ringyo\nbase_url = http://127.0.0.1:%d\n"
                           "api_key = demo-ringyo\npath = /ringyo/v1/calls/call_media_{id}\n"
                           "id = /nothing\nrecording.path = /media/keyed~s10-{id}\n",
                           browse_port());
    struct pty *p =
        browse_start(&(struct browse_options){.args = (const char *const[]){"any:none", NULL},
                                              .options = "download_dir = ~/dl\n",
                                              .more = more});
    pty_expect(p, "behind the provider's key");
    pty_keys(p, "D");
    pty_expect(p, "saved '~/dl/none.mp3', 293.0 KiB in ");
    assert_int_equal(browse_requests("/media/keyed~s10-none"), 1);
    free(more);
}

static void by_key__cut__goes_on(void **state)
{
    (void)state;
    struct pty *p = on_call_by_key("/media/cut~s8-{id}", "keyed:call_media_none");
    pty_keys(p, "D");
    pty_expect(p, "download interrupted at 16.7 of 50.0 MiB, D resumes");
    pty_keys(p, "D");
    pty_expect(p, "download interrupted at 27.8 of 50.0 MiB, D resumes");
    pty_keys(p, "D");
    pty_expect(p, "saved '");
    expect_file(p, "call_media_none.mp3", BIG);
}

/* Each key is waited for on the screen; the median counts, for other programs run beside. */
static int by_size(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

static void download__running__keys_are_answered(void **state)
{
    (void)state;
    wrapped_skip("times are measured");
    struct pty *p = on_call("ringyo:call_media_slow~s5");
    long took[KEYS];
    pty_keys(p, "D");
    pty_expect(p, " of 50.0 MiB");
    for (int i = 0; i < KEYS; i++) {
        long begin = pty_now_ms();
        pty_keys(p, i % 2 ? "g" : "G");
        pty_expect(p, i % 2 ? " 1/12 " : " 12/12 ");
        took[i] = pty_now_ms() - begin;
    }
    qsort(took, KEYS, sizeof *took, by_size);
    if (took[KEYS / 2] > KEY_MS)
        fail_msg("expected keys answered within %d ms, the median took %ld", KEY_MS,
                 took[KEYS / 2]);
}

/* How often the word stands in what the terminal was sent. */
static size_t count_sent(struct pty *p, const char *word)
{
    const struct buf *raw = term_raw(pty_term(p));
    size_t n = 0, len = strlen(word);
    for (const char *at = raw->data;
         (at = memmem(at, (size_t)(raw->data + raw->len - at), word, len)); at += len)
        n++;
    return n;
}

static bool never(struct pty *p, const void *unused)
{
    (void)p, (void)unused;
    return false;
}

/* The digits alone change: the word before them is written once, and at most a byte in a
 * millisecond is.
 */
static void download__running__only_what_changed_is_sent(void **state)
{
    (void)state;
    wrapped_skip("times are measured");
    struct pty *p = on_call("ringyo:call_media_slow~s6");
    pty_keys(p, "D");
    pty_expect(p, "KiB/s");
    size_t words = count_sent(p, "downloading"), bytes = pty_bytes(p);
    int64_t since_ms = time_now_ms();
    pty_wait_until(p, never, NULL, WATCHED_MS); /* or longer: CALLBROWSER_TEST_SLOW */
    size_t sent = pty_bytes(p) - bytes, most = (size_t)(time_now_ms() - since_ms);
    assert_int_equal(count_sent(p, "downloading"), words);
    if (sent == 0 || sent > most)
        fail_msg("expected 1 to %zu bytes in as many ms, got %zu", most, sent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(download__whole__then_asks_before_replacing, browse_end_test),
        cmocka_unit_test_teardown(download__cut_twice__goes_on, browse_end_test),
        cmocka_unit_test_teardown(download__no_ranges__begins_again, browse_end_test),
        cmocka_unit_test_teardown(download__progress__stopped_and_gone_on_with, browse_end_test),
        cmocka_unit_test_teardown(download__quitting__asks_and_leaves_nothing, browse_end_test),
        cmocka_unit_test_teardown(download__sigterm__leaves_nothing, browse_end_test),
        cmocka_unit_test_teardown(download__sigkill__leaves_nothing, browse_end_test),
        cmocka_unit_test_teardown(download__left_over__is_swept_at_the_start, browse_end_test),
        cmocka_unit_test_teardown(download__closed_tab__ends_it, browse_end_test),
        cmocka_unit_test_teardown(download__disk_full__nothing_left, browse_end_test),
        cmocka_unit_test_teardown(download__no_directory__says_so, browse_end_test),
        cmocka_unit_test_teardown(download__expired__asks_first, browse_end_test),
        cmocka_unit_test_teardown(download__document__is_not_saved, browse_end_test),
        cmocka_unit_test_teardown(download__dead_proxy__says_where_it_is_named, browse_end_test),
        cmocka_unit_test_teardown(download__none__says_so, browse_end_test),
        cmocka_unit_test_teardown(download__redirect_elsewhere__without_the_key, browse_end_test),
        cmocka_unit_test_teardown(download__redirects__five_and_six, browse_end_test),
        cmocka_unit_test_teardown(by_key__no_link__saved_with_the_key, browse_end_test),
        cmocka_unit_test_teardown(by_key__link_too__saved_with_the_key, browse_end_test),
        cmocka_unit_test_teardown(by_key__refused__says_why, browse_end_test),
        cmocka_unit_test_teardown(by_key__redirect_elsewhere__without_the_key, browse_end_test),
        cmocka_unit_test_teardown(by_key__found_by_any__saved, browse_end_test),
        cmocka_unit_test_teardown(by_key__cut__goes_on, browse_end_test),
        cmocka_unit_test_teardown(download__running__keys_are_answered, browse_end_test),
        cmocka_unit_test_teardown(download__running__only_what_changed_is_sent, browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
