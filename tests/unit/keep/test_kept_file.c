/* Files that cannot be read as kept calls: each has its own trouble, and none is waited for. */
#include "base/alloc.h"
#include "keep/gzip.h"
#include "keep/kept_file.h"
#include "keep/kept_folder.h"
#include "os/file.h"
#include "tests/support/keeping.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { OTHER_USER = 4321, SECONDS_MAX = 20 };

static char *path;

/* A whole kept call, ringyo:call_x. */
static int set_up(void **state)
{
    keeping_set_up(state);
    keeping_keep("ringyo", "call_x", "{\"call_id\":\"call_x\"}", KEEPING_NOW_US);
    path = keeping_path("ringyo", "call_x");
    return 0;
}

static int tear_down(void **state)
{
    free(path);
    return keeping_tear_down(state);
}

/* Reading, its head alone, and opening by provider and ID agree. */
static void expect(enum kept_trouble want, size_t max_bytes)
{
    struct kept_file file;
    struct kept_call k = {0};
    enum kept_trouble got = kept_file_read(&k, path, max_bytes, &file);
    kept_call_done(&k);
    if (got != want)
        fail_msg("expected '%s', got '%s'", kept_trouble_what(want), kept_trouble_what(got));
    got = kept_folder_open(&k, keeping_dir(), "ringyo", "call_x", max_bytes);
    kept_call_done(&k);
    if (got != want)
        fail_msg("opened: expected '%s', got '%s'", kept_trouble_what(want),
                 kept_trouble_what(got));
}

static void expect_head(enum kept_trouble want)
{
    struct kept_file file;
    struct kept_call k = {0};
    enum kept_trouble got = kept_file_read_head(&k, path, KEEPING_MAX_BYTES, &file);
    if (got != want)
        fail_msg("expected '%s', got '%s'", kept_trouble_what(want), kept_trouble_what(got));
    if (!got)
        assert_string_equal(k.head.id, "call_x");
    kept_call_done(&k);
}

static struct buf bytes_of_file(void)
{
    struct buf b = {0};
    char chunk[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) > 0;)
        buf_add(&b, chunk, (size_t)n);
    close(fd);
    return b;
}

static void plant(const struct buf *b, size_t n)
{
    keeping_plant("ringyo", "call_x", b->data, n);
}

/* ---- what is in the file ---- */

static void kept_file__whole__is_read(void **state)
{
    (void)state;
    struct stat st;
    expect(KEPT_TROUBLE_NONE, KEEPING_MAX_BYTES);
    expect_head(KEPT_TROUBLE_NONE);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void kept_file__cut_anywhere__is_cut(void **state)
{
    (void)state;
    struct buf whole = bytes_of_file();
    for (size_t n = 0; n < whole.len; n++) {
        plant(&whole, n);
        expect(n < 2 ? KEPT_TROUBLE_NO_GZIP : KEPT_TROUBLE_CUT, KEEPING_MAX_BYTES);
    }
    buf_done(&whole);
}

static void kept_file__odd_bytes__their_trouble(void **state)
{
    (void)state;
    struct buf whole = bytes_of_file(), odd = {0};
    buf_add(&odd, whole.data, whole.len);
    odd.data[odd.len - 5] ^= 1;
    plant(&odd, odd.len);
    expect(KEPT_TROUBLE_DAMAGED, KEEPING_MAX_BYTES);
    buf_clear(&odd);
    buf_add(&odd, whole.data, whole.len);
    buf_puts(&odd, "\n");
    plant(&odd, odd.len);
    expect(KEPT_TROUBLE_TRAILING, KEEPING_MAX_BYTES);
    buf_add(&odd, whole.data, whole.len);
    memmove(odd.data + whole.len, odd.data + whole.len + 1, whole.len);
    plant(&odd, 2 * whole.len);
    expect(KEPT_TROUBLE_MEMBERS, KEEPING_MAX_BYTES);
    keeping_plant("ringyo", "call_x", "{\"schema\":1}", 12);
    expect(KEPT_TROUBLE_NO_GZIP, KEEPING_MAX_BYTES);
    keeping_plant_text("ringyo", "call_x", "{\"schema\":1");
    expect(KEPT_TROUBLE_NO_JSON, KEEPING_MAX_BYTES);
    expect_head(KEPT_TROUBLE_NO_JSON);
    keeping_plant_text("ringyo", "call_x", "{\"schema\":1}");
    expect(KEPT_TROUBLE_NO_CALL, KEEPING_MAX_BYTES);
    keeping_plant_text("ringyo", "call_x", "{\"schema\":2,\"documents\":3}");
    expect(KEPT_TROUBLE_NEWER, KEEPING_MAX_BYTES);
    expect_head(KEPT_TROUBLE_NEWER);
    buf_done(&whole);
    buf_done(&odd);
}

/* The order of the members does not matter. */
static void kept_file__written_by_others__its_head_is_found(void **state)
{
    (void)state;
    keeping_plant_text("ringyo", "call_x",
                       "{\"documents\":[{\"name\":\"call\",\"body\":\"{}\"}],\"schema\":1,"
                       "\"id\":\"call_x\",\"provider\":\"ringyo\",\"kept_at\":"
                       "\"2026-11-29T15:00:00Z\",\"first_kept_at\":\"2026-11-29T15:00:00Z\"}");
    expect(KEPT_TROUBLE_NONE, KEEPING_MAX_BYTES);
    expect_head(KEPT_TROUBLE_NONE);
}

/* Only the beginning of a file is looked at first. */
static void kept_file__member_of_3000_bytes_in_front__its_head_is_found(void **state)
{
    (void)state;
    char *text =
        xasprintf("{\"schema\":1,\"note\":\"%3000d\",\"provider\":\"ringyo\",\"id\":\"call_x\","
                  "\"first_kept_at\":\"2026-11-29T15:00:00Z\",\"kept_at\":"
                  "\"2026-11-29T15:00:00Z\",\"masked\":false,\"documents\":[{\"name\":"
                  "\"call\",\"body\":\"{}\"}]}",
                  1);
    keeping_plant_text("ringyo", "call_x", text);
    expect(KEPT_TROUBLE_NONE, KEEPING_MAX_BYTES);
    expect_head(KEPT_TROUBLE_NONE);
    free(text);
}

static void kept_file__too_large__by_its_text_or_itself(void **state)
{
    (void)state;
    expect(KEPT_TROUBLE_TOO_LARGE, 100);
    struct buf noise = {0};
    unsigned seed = 1;
    for (int i = 0; i < 200 * 1024; i++)
        buf_putc(&noise, (char)((seed = seed * 1103515245 + 12345) >> 16));
    plant(&noise, noise.len);
    expect(KEPT_TROUBLE_TOO_LARGE, 100 * 1024);
    expect(KEPT_TROUBLE_NO_GZIP, KEEPING_MAX_BYTES);
    buf_done(&noise);
}

static void kept_file__of_another_call__is_no_answer(void **state)
{
    (void)state;
    struct kept_call k = {0};
    char *other = keeping_path("ringyo", "call_y");
    assert_int_equal(link(path, other), 0);
    assert_int_equal(keeping_read(&k, "ringyo", "call_y"), KEPT_TROUBLE_OTHER_CALL);
    free(other);
}

/* ---- what the file is ---- */

static void kept_file__no_regular_file__is_not_waited_for(void **state)
{
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    alarm(SECONDS_MAX);
    unlink(path);
    expect(KEPT_TROUBLE_MISSING, KEEPING_MAX_BYTES);
    assert_int_equal(mkfifo(path, 0600), 0);
    expect(KEPT_TROUBLE_SPECIAL, KEEPING_MAX_BYTES);
    unlink(path);
    assert_int_equal(mkdir(path, 0700), 0);
    expect(KEPT_TROUBLE_DIRECTORY, KEEPING_MAX_BYTES);
    rmdir(path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(strlen(path) < sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path));
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    expect(KEPT_TROUBLE_SPECIAL, KEEPING_MAX_BYTES);
    close(fd);
    unlink(path);
    assert_int_equal(symlink("/dev/zero", path), 0);
    expect(KEPT_TROUBLE_LINK, KEEPING_MAX_BYTES);
    alarm(0);
}

static void kept_file__link_to_a_kept_call__is_not_followed(void **state)
{
    (void)state;
    char *real = xasprintf("%s.real", path);
    assert_int_equal(rename(path, real), 0);
    assert_int_equal(symlink(real, path), 0);
    expect(KEPT_TROUBLE_LINK, KEEPING_MAX_BYTES);
    free(real);
}

static void kept_file__of_another_user__is_not_read(void **state)
{
    (void)state;
    struct kept_file file;
    struct kept_call k = {0};
    if (geteuid() != 0) { /* only root can give a file away */
        assert_int_equal(kept_file_read(&k, "/etc/passwd", KEEPING_MAX_BYTES, &file),
                         KEPT_TROUBLE_OTHERS);
        return;
    }
    assert_int_equal(chown(path, OTHER_USER, OTHER_USER), 0);
    expect(KEPT_TROUBLE_OTHERS, KEEPING_MAX_BYTES);
}

static void expect_unreadable(void)
{
    assert_int_equal(chmod(path, 0), 0);
    expect(KEPT_TROUBLE_UNREADABLE, KEEPING_MAX_BYTES);
}

static void kept_file__without_permission__is_unreadable(void **state)
{
    (void)state;
    keeping_as_user(expect_unreadable);
}

static void kept_file__others_could_read_it__tightened(void **state)
{
    (void)state;
    struct stat st;
    struct kept_file file;
    struct kept_call k = {0};
    assert_int_equal(chmod(path, 0644), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(kept_file_read(&k, path, KEEPING_MAX_BYTES, &file), KEPT_TROUBLE_NONE);
        assert_int_equal(file.tightened, i == 0);
        kept_call_done(&k);
    }
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

/* ---- writing ---- */

static void kept_file__written__with_its_time(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(kept_file_write(path, "x", 1, INT64_C(1700000000123456)), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mtim.tv_sec, 1700000000);
    assert_int_equal(st.st_mtim.tv_nsec, 123456000);
    assert_int_equal(kept_file_write(path, "x", 1, -1500000), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mtim.tv_sec, -2);
}

/* Another program sweeps all the while, and the time of a call is older than that of any part that
 * a running program has. */
static void *sweep(void *done)
{
    char *dir = xstrndup(path, (size_t)(strrchr(path, '/') - path));
    while (!*(atomic_bool *)done)
        file_sweep_at_once(dir, time(NULL));
    free(dir);
    return NULL;
}

static void kept_file__written__while_another_program_sweeps(void **state)
{
    (void)state;
    enum { WRITES = 3000 };
    atomic_bool done = false;
    pthread_t sweeper;
    int failed = 0;
    assert_int_equal(pthread_create(&sweeper, NULL, sweep, &done), 0);
    for (int i = 0; i < WRITES; i++)
        failed += kept_file_write(path, "x", 1, 0) != 0;
    done = true;
    assert_int_equal(pthread_join(sweeper, NULL), 0);
    assert_int_equal(failed, 0);
}

/* In words, for what is said of it. */
static void kept_trouble__each__has_words(void **state)
{
    (void)state;
    for (int why = KEPT_TROUBLE_NONE; why < KEPT_TROUBLES; why++)
        assert_true(strlen(kept_trouble_what((enum kept_trouble)why)) > 0);
    assert_string_equal(kept_trouble_what(KEPT_TROUBLE_NONE), "is whole");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kept_file__whole__is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kept_file__cut_anywhere__is_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kept_file__odd_bytes__their_trouble, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kept_file__written_by_others__its_head_is_found, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(kept_file__member_of_3000_bytes_in_front__its_head_is_found,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(kept_file__too_large__by_its_text_or_itself, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(kept_file__of_another_call__is_no_answer, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(kept_file__no_regular_file__is_not_waited_for, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(kept_file__link_to_a_kept_call__is_not_followed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(kept_file__of_another_user__is_not_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kept_file__without_permission__is_unreadable, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(kept_file__others_could_read_it__tightened, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(kept_file__written__with_its_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kept_file__written__while_another_program_sweeps, set_up,
                                        tear_down),
        cmocka_unit_test(kept_trouble__each__has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
