/* The list of kept calls and its order; what is removed for its age and for the size, and what is
 * counted. */
#include "base/alloc.h"
#include "keep/kept_folder.h"
#include "keep/kept_list.h"
#include "keep/kept_purge.h"
#include "tests/support/keeping.h"
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { MANY = 40 };

static int64_t days_ago(double days)
{
    return KEEPING_NOW_US - (int64_t)(days * (double)KEEPING_DAY_US);
}

/* Keeps a call that was at another moment than it was kept. */
static void keep_call_of(const char *id, int64_t call_us, int64_t kept_us)
{
    keeping_keep("ringyo", id, "{}", kept_us);
    char *path = keeping_path("ringyo", id);
    struct timespec t = {.tv_sec = (time_t)(call_us / 1000000)};
    assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){t, t}, 0), 0);
    free(path);
}

/* Bytes that gzip does not make smaller. */
static char *noise(size_t n)
{
    char *text = xmalloc(n + 1);
    uint64_t seed = 88172645463325252U;
    for (size_t i = 0; i < n; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        text[i] = (char)('!' + seed % 90);
    }
    text[n] = '\0';
    return text;
}

static struct kept_census purge(struct kept_limits limits)
{
    struct kept_purge *p = kept_purge_new(keeping_dir(), limits, KEEPING_NOW_US, KEEPING_MAX_BYTES);
    while (kept_purge_step(p, 0))
        ;
    struct kept_census census = *kept_purge_census(p);
    kept_purge_free(p);
    return census;
}

/* ---- the list ---- */

static void kept_list__order__newest_call_first(void **state)
{
    (void)state;
    static const char *const want[] = {"call_b", "call_d", "call_c", "call_a"};
    keep_call_of("call_a", days_ago(9), days_ago(1));
    keep_call_of("call_b", days_ago(2), days_ago(2));
    keep_call_of("call_c", days_ago(5), days_ago(0));
    keep_call_of("call_d", days_ago(3), days_ago(3));
    struct kept_list *l = kept_list_new(keeping_dir());
    size_t slices = 1;
    while (kept_list_step(l, 0))
        slices++;
    assert_true(slices > LEN(want));
    assert_int_equal(kept_list_count(l), LEN(want));
    for (size_t i = 0; i < LEN(want); i++) {
        char *name = xasprintf("%s.json.gz", want[i]);
        char *path = kept_list_path(l, kept_list_at(l, i)), *same = keeping_path("ringyo", want[i]);
        assert_string_equal(kept_list_at(l, i)->name, name);
        assert_string_equal(path, same);
        free(name);
        free(path);
        free(same);
    }
    assert_null(kept_list_folder(l, 1));
    kept_list_free(l);
}

/* Files that are none of ours are passed over in silence, a folder that is a link is counted. */
static void kept_list__other_files__are_passed_over(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_x", "{}", KEEPING_NOW_US);
    scratch_write(keeping_dir(), "README", 0600, "mine");
    scratch_write(keeping_dir(), ".git/call_x.json.gz", 0600, "x");
    scratch_write(keeping_dir(), "ringyo/notes.txt", 0600, "mine");
    scratch_write(keeping_dir(), "ringyo/.json.gz", 0600, "mine");
    scratch_write(keeping_dir(), "ringyo/.x.json.gz", 0600, "mine");
    scratch_write(keeping_dir(), "ringyo/deep/call_x.json.gz", 0600, "x");
    char *link = scratch_path(keeping_dir(), "linked");
    assert_int_equal(symlink("ringyo", link), 0);
    struct kept_list *l = kept_list_new(keeping_dir());
    while (kept_list_step(l, INT64_MAX))
        ;
    assert_int_equal(kept_list_count(l), 1);
    assert_int_equal(kept_trouble_total(kept_list_troubles(l)), 1);
    assert_int_equal(kept_list_troubles(l)->count[KEPT_TROUBLE_LINK], 1);
    kept_list_free(l);
    free(link);
}

static void kept_list__more_than_its_most__are_counted(void **state)
{
    (void)state;
    struct buf note = {0};
    keep_call_of("call_a", days_ago(9), days_ago(1));
    keep_call_of("call_b", days_ago(2), days_ago(2));
    keep_call_of("call_c", days_ago(5), days_ago(0));
    struct kept_list *l = kept_list_new_of(keeping_dir(), 1);
    while (kept_list_step(l, INT64_MAX))
        ;
    assert_int_equal(kept_list_count(l), 1);
    kept_trouble_put_note(&note, kept_list_troubles(l));
    assert_string_equal(buf_str(&note), "2 kept files were passed over: 2 more than the million "
                                        "that are looked at");
    buf_done(&note);
    kept_list_free(l);
}

/* Without descriptors nothing is found, and that is counted. */
static void kept_list__no_descriptors__is_counted(void **state)
{
    (void)state;
    struct rlimit before, few;
    keeping_keep("ringyo", "call_x", "{}", KEEPING_NOW_US);
    int last = dup(0);
    close(last);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = before;
    few.rlim_cur = (rlim_t)last + 1; /* one for the folder, none for the provider's */
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    struct kept_list *l = kept_list_new(keeping_dir());
    while (kept_list_step(l, INT64_MAX))
        ;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(kept_list_count(l), 0);
    assert_int_equal(kept_list_troubles(l)->count[KEPT_TROUBLE_UNREADABLE], 1);
    kept_list_free(l);
}

static void kept_list__no_folder__is_empty(void **state)
{
    (void)state;
    struct kept_list *l = kept_list_new(keeping_dir());
    assert_false(kept_list_step(l, 0));
    assert_int_equal(kept_list_count(l), 0);
    assert_int_equal(kept_trouble_total(kept_list_troubles(l)), 0);
    kept_list_free(l);
    struct kept_census c = purge((struct kept_limits){.days = 30, .mb = 500});
    assert_int_equal(c.calls + c.removed, 0);
    assert_true(c.oldest_us == INT64_MAX);
    assert_int_equal(access(keeping_dir(), F_OK), -1);
}

/* ---- age ---- */

/* Of the moment when a call was first kept; a renewed copy is no younger. */
static void kept_purge__days__since_first_kept(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_old", "{\"a\":\"marker-17\"}", days_ago(31));
    keeping_keep("ringyo", "call_old", "{\"a\":\"marker-17\"}", days_ago(1));
    keeping_keep("ringyo", "call_edge", "{}", days_ago(30));
    keep_call_of("call_new", days_ago(400), days_ago(2));
    struct kept_census c = purge((struct kept_limits){.days = 30});
    assert_int_equal(c.removed, 1);
    assert_int_equal(c.calls, 2);
    assert_true(c.oldest_us == days_ago(30));
    assert_string_equal(c.failed.text, "");
    assert_false(keeping_has_text("marker-17"));
    keeping_expect("ringyo", "call_old", NULL);
    keeping_expect("ringyo", "call_edge", "{}");
    keeping_expect("ringyo", "call_new", "{}");
    c = purge((struct kept_limits){.days = 0});
    assert_int_equal(c.removed, 0);
}

/* One that cannot be read counts from when it was changed last, so that it goes in the end, and so
 * does one that says that it was kept in the future. */
static void kept_purge__unreadable_files__go_too(void **state)
{
    (void)state;
    int64_t later = time(NULL) * INT64_C(1000000) + 31 * KEEPING_DAY_US;
    keeping_plant("ringyo", "call_broken", "no gzip", 7);
    keeping_plant_text("ringyo", "call_newer", "{\"schema\":2,\"documents\":[]}");
    keeping_keep("ringyo", "call_future", "{}", later + KEEPING_DAY_US);
    for (int i = 0; i < 2; i++) {
        struct kept_purge *p = kept_purge_new(
            keeping_dir(), (struct kept_limits){.days = 30 + 2 * !i}, later, KEEPING_MAX_BYTES);
        while (kept_purge_step(p, 0))
            ;
        const struct kept_census *c = kept_purge_census(p);
        assert_int_equal(c->removed, i ? 3 : 0);
        assert_int_equal(c->calls, i ? 0 : 1);
        assert_int_equal(c->troubles.count[KEPT_TROUBLE_NO_GZIP], i ? 0 : 1);
        assert_int_equal(c->troubles.count[KEPT_TROUBLE_NEWER], i ? 0 : 1);
        kept_purge_free(p);
    }
}

/* Another program forgets the call while it is about to be removed, and keeps it anew. */
static void kept_purge__kept_anew_meanwhile__stays(void **state)
{
    (void)state;
    struct err e = {""};
    keeping_keep("ringyo", "call_x", "one", days_ago(31));
    keeping_keep("ringyo", "call_y", "one", days_ago(31));
    struct kept_purge *p = kept_purge_new(keeping_dir(), (struct kept_limits){.days = 30},
                                          KEEPING_NOW_US, KEEPING_MAX_BYTES);
    while (kept_purge_census(p)->bytes == 0 || kept_purge_census(p)->oldest_us == 0)
        assert_true(kept_purge_step(p, 0));
    assert_int_equal(kept_purge_census(p)->removed, 0);
    assert_true(kept_folder_forget(keeping_dir(), "ringyo", "call_x", 0, &e));
    keeping_keep("ringyo", "call_x", "two", KEEPING_NOW_US);
    while (kept_purge_step(p, 0))
        ;
    keeping_expect("ringyo", "call_x", "two");
    keeping_expect("ringyo", "call_y", NULL);
    kept_purge_free(p);
}

/* ---- size ---- */

static void kept_purge__mib__the_oldest_go_first(void **state)
{
    (void)state;
    size_t quarter = 256 * 1024;
    char *body = noise(quarter);
    for (int i = 0; i < 6; i++) {
        char id[] = "call_0";
        id[5] = (char)('0' + i);
        keeping_keep("ringyo", id, body, days_ago(i));
    }
    keeping_keep("ringyo", "call_5", body, days_ago(0)); /* renewed, and the oldest all the same */
    struct kept_census c = purge((struct kept_limits){.mb = 1});
    assert_true(c.bytes <= 1 << 20);
    assert_true(c.bytes > (1 << 20) - 2 * quarter);
    keeping_expect("ringyo", "call_5", NULL);
    keeping_expect("ringyo", "call_0", body);
    assert_int_equal(c.removed + c.calls, 6);
    for (size_t i = 0; i < 6; i++) {
        char id[] = "call_0";
        id[5] = (char)('0' + i);
        keeping_expect("ringyo", id, i < c.calls ? body : NULL);
    }
    c = purge((struct kept_limits){.mb = 1});
    assert_int_equal(c.removed, 0);
    free(body);
}

/* What another version wrote does not go to make room, and takes none from the others. */
static void kept_purge__newer_schema__stays_for_its_size(void **state)
{
    (void)state;
    char *body = noise(2 << 20);
    char *newer = xasprintf("{\"schema\":2,\"documents\":\"%.*s\"}", 1330 * 1000, body);
    keeping_plant_text("ringyo", "call_newer", newer);
    keeping_keep("ringyo", "call_x", "{}", days_ago(20));
    struct kept_census c = purge((struct kept_limits){.mb = 1});
    assert_in_range(c.fixed, (1 << 20) + 1, c.bytes - 1);
    assert_int_equal(c.removed, 0);
    assert_int_equal(c.troubles.count[KEPT_TROUBLE_NEWER], 1);
    free(newer);
    free(body);
}

/* A damaged file is younger than the calls, because its age is that of its last change. */
static void kept_purge__damaged__goes_before_any_call(void **state)
{
    (void)state;
    char *body = noise(2 << 20);
    keeping_keep("ringyo", "call_x", "{}", days_ago(20));
    keeping_plant("ringyo", "call_broken", body, 2 << 20);
    struct kept_census c = purge((struct kept_limits){.mb = 1});
    assert_int_equal(c.removed, 1);
    assert_int_equal(c.calls, 1);
    keeping_expect("ringyo", "call_x", "{}");
    free(body);
}

/* ---- all ---- */

static void kept_purge__all__nothing_of_ours_is_left(void **state)
{
    (void)state;
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);
    char *dead = xasprintf("ringyo/.callbrowser-%ld-3", (long)gone);
    keeping_keep("ringyo", "call_x", "{\"a\":\"marker-17\"}", days_ago(1));
    keeping_keep("diga", "call_y", "{\"a\":\"marker-17\"}", days_ago(0));
    keeping_plant("ringyo", "call_broken", "marker-17", 9);
    keeping_plant_text("ringyo", "call_newer", "{\"schema\":2,\"a\":\"marker-17\"}");
    scratch_write(keeping_dir(), dead, 0600, "half of marker-17");
    scratch_write(keeping_dir(), "diga/notes.txt", 0600, "mine");
    struct kept_census c = purge((struct kept_limits){.all = true});
    assert_int_equal(c.removed, 4);
    assert_int_equal(c.bytes + c.calls + kept_trouble_total(&c.troubles), 0);
    assert_false(keeping_has_text("marker-17"));
    assert_int_equal(keeping_count(), 2); /* the user's own file, and its folder */
    char *own = scratch_path(keeping_dir(), "diga/notes.txt");
    assert_int_equal(unlink(own), 0);
    purge((struct kept_limits){.all = true});
    assert_int_equal(access(keeping_dir(), F_OK), -1);
    free(own);
    free(dead);
}

/* ---- what is no kept call ---- */

static void kept_purge__links_and_pipes__are_left_and_counted(void **state)
{
    (void)state;
    struct stat st;
    keeping_keep("ringyo", "call_x", "{}", days_ago(99));
    char *fifo = keeping_path("ringyo", "call_fifo"), *link = keeping_path("ringyo", "call_link");
    char *folder = keeping_path("ringyo", "call_folder");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    alarm(20);
    struct kept_census c = purge((struct kept_limits){.days = 1, .mb = 1});
    alarm(0);
    assert_int_equal(c.removed, 1);
    assert_int_equal(kept_trouble_total(&c.troubles), 3);
    assert_int_equal(c.troubles.count[KEPT_TROUBLE_SPECIAL], 1);
    assert_int_equal(c.troubles.count[KEPT_TROUBLE_LINK], 1);
    assert_int_equal(c.troubles.count[KEPT_TROUBLE_DIRECTORY], 1);
    assert_int_equal(lstat(link, &st), 0);
    free(fifo);
    free(link);
    free(folder);
}

static void kept_purge__parts_of_the_dead__are_swept(void **state)
{
    (void)state;
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);
    char *dead = xasprintf("ringyo/.callbrowser-%ld-3", (long)gone);
    char *alive = xasprintf("ringyo/.callbrowser-%ld-3", (long)getppid());
    keeping_keep("ringyo", "call_x", "{}", KEEPING_NOW_US);
    scratch_write(keeping_dir(), dead, 0600, "half of marker-17");
    scratch_write(keeping_dir(), alive, 0600, "half");
    char *path = scratch_path(keeping_dir(), alive);
    struct timespec t = {.tv_sec = (time_t)(KEEPING_NOW_US / 1000000)};
    utimensat(AT_FDCWD, path, (struct timespec[]){t, t}, 0);
    purge((struct kept_limits){0});
    assert_false(keeping_has_text("marker-17"));
    assert_int_equal(keeping_count_hidden(), 1);
    free(path);
    free(dead);
    free(alive);
}

static void purge_read_only(void)
{
    char *inner = scratch_path(keeping_dir(), "ringyo");
    assert_int_equal(chmod(inner, 0500), 0);
    struct kept_census c = purge((struct kept_limits){.days = 30});
    assert_int_equal(c.removed, 0);
    assert_int_equal(c.calls, 1);
    assert_non_null(strstr(c.failed.text, "cannot remove '"));
    assert_int_equal(chmod(inner, 0700), 0);
    free(inner);
}

static void purge_half_read_only(void)
{
    char *inner = scratch_path(keeping_dir(), "ringyo");
    assert_int_equal(chmod(inner, 0500), 0);
    struct kept_census c = purge((struct kept_limits){.mb = 1});
    assert_int_equal(c.removed, 0);
    assert_int_equal(c.calls, 2);
    assert_non_null(strstr(c.failed.text, "cannot remove '"));
    assert_int_equal(chmod(inner, 0700), 0);
    free(inner);
}

/* Other calls do not go for the room that the one which cannot go takes. */
static void kept_purge__cannot_make_room__leaves_the_others(void **state)
{
    (void)state;
    char *body = noise(1000 * 1000);
    keeping_keep("ringyo", "call_x", body, days_ago(5));
    keeping_keep("diga", "call_y", body, days_ago(1));
    free(body);
    keeping_as_user(purge_half_read_only);
}

static void kept_purge__read_only__says_that_it_stays(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_x", "{}", days_ago(31));
    keeping_as_user(purge_read_only);
}

static void kept_purge__wider_modes__are_tightened_and_counted(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_x", "{}", KEEPING_NOW_US);
    char *path = keeping_path("ringyo", "call_x"), *inner = scratch_path(keeping_dir(), "ringyo");
    chmod(path, 0644);
    chmod(inner, 0755);
    chmod(keeping_dir(), 0755);
    assert_int_equal(purge((struct kept_limits){0}).tightened, 3);
    assert_int_equal(purge((struct kept_limits){0}).tightened, 0);
    free(path);
    free(inner);
}

/* Each step does a little: a folder, a file. */
static void kept_purge__many__in_slices(void **state)
{
    (void)state;
    for (int i = 0; i < MANY; i++) {
        char *id = xasprintf("call_%d", i);
        keeping_keep("ringyo", id, "{}", days_ago(i));
        free(id);
    }
    struct kept_purge *p = kept_purge_new(keeping_dir(), (struct kept_limits){.days = 9},
                                          KEEPING_NOW_US, KEEPING_MAX_BYTES);
    size_t slices = 1;
    while (kept_purge_step(p, 0))
        slices++;
    assert_true(slices > 2 * MANY);
    assert_int_equal(kept_purge_census(p)->calls, 10);
    assert_int_equal(kept_purge_census(p)->removed, MANY - 10);
    kept_purge_free(p);
}

static void kept_trouble__note__counts(void **state)
{
    (void)state;
    struct buf out = {0};
    struct kept_troubles t = {0};
    kept_trouble_put_note(&out, &t);
    assert_string_equal(buf_str(&out), "");
    t.count[KEPT_TROUBLE_CUT] = 1;
    kept_trouble_put_note(&out, &t);
    assert_string_equal(buf_str(&out), "1 kept file was passed over: it is cut off");
    buf_clear(&out);
    t.count[KEPT_TROUBLE_NEWER] = 2;
    kept_trouble_put_note(&out, &t);
    assert_string_equal(buf_str(&out), "3 kept files were passed over: 1 cut off, 2 of a newer "
                                       "version");
    buf_done(&out);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, keeping_set_up, keeping_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kept_list__order__newest_call_first),
        TEST(kept_list__other_files__are_passed_over),
        TEST(kept_list__more_than_its_most__are_counted),
        TEST(kept_list__no_descriptors__is_counted),
        TEST(kept_list__no_folder__is_empty),
        TEST(kept_purge__days__since_first_kept),
        TEST(kept_purge__unreadable_files__go_too),
        TEST(kept_purge__kept_anew_meanwhile__stays),
        TEST(kept_purge__mib__the_oldest_go_first),
        TEST(kept_purge__newer_schema__stays_for_its_size),
        TEST(kept_purge__damaged__goes_before_any_call),
        TEST(kept_purge__all__nothing_of_ours_is_left),
        TEST(kept_purge__links_and_pipes__are_left_and_counted),
        TEST(kept_purge__parts_of_the_dead__are_swept),
        TEST(kept_purge__cannot_make_room__leaves_the_others),
        TEST(kept_purge__read_only__says_that_it_stays),
        TEST(kept_purge__wider_modes__are_tightened_and_counted),
        TEST(kept_purge__many__in_slices),
        TEST(kept_trouble__note__counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
