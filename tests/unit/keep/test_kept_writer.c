/* Keeping a call: what replaces what, what happens when the disk refuses, and that nothing whole is
 * lost when several programs write or one is killed. */
#include "base/alloc.h"
#include "keep/kept_folder.h"
#include "keep/kept_purge.h"
#include "tests/support/keeping.h"
#include "tests/support/scratch.h"

#include <errno.h>
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
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { WRITERS = 4, ROUNDS = 60, KILLS = 40, BODY_BYTES = 200 * 1000 };

static struct kept_call read_call(const char *id)
{
    struct kept_call k = {0};
    enum kept_trouble why = keeping_read(&k, "ringyo", id);
    if (why)
        fail_msg("%s %s", id, kept_trouble_what(why));
    return k;
}

static void expect_times(int64_t first_us, int64_t last_us)
{
    struct kept_call k = read_call("call_x");
    assert_int_equal(k.head.first_kept_us, first_us);
    assert_int_equal(k.head.kept_us, last_us);
    kept_call_done(&k);
}

static enum kept_writer_state write_order(struct kept_order *order, struct err *e)
{
    struct kept_writer *w = kept_writer_new(order);
    enum kept_writer_state state = KEPT_WRITER_MORE;
    while (state == KEPT_WRITER_MORE)
        state = kept_writer_step(w, 0, e);
    kept_writer_free(w);
    return state;
}

/* ---- what replaces what ---- */

static void kept_writer__kept_again__its_age_stays(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_x", "one", KEEPING_NOW_US);
    keeping_keep("ringyo", "call_x", "two", KEEPING_NOW_US + KEEPING_DAY_US);
    keeping_expect("ringyo", "call_x", "two");
    expect_times(KEEPING_NOW_US, KEEPING_NOW_US + KEEPING_DAY_US);
    assert_int_equal(keeping_count(), 2);
}

/* The older file was written while the clock was wrong. */
static void kept_writer__kept_in_the_future__is_kept_now(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_x", "one", KEEPING_NOW_US + KEEPING_DAY_US);
    keeping_keep("ringyo", "call_x", "two", KEEPING_NOW_US);
    expect_times(KEEPING_NOW_US, KEEPING_NOW_US);
}

static void kept_writer__masked_and_not__replace_each_other(void **state)
{
    (void)state;
    struct err e = {""};
    struct kept_order masked = {
        .dir = keeping_dir(),
        .call = {.head = {.provider = "ringyo", .id = "call_x"}, .masked = "{\"id\":\"call_x\"}\n"},
        .now_us = KEEPING_NOW_US + KEEPING_DAY_US,
        .call_us = INT64_MIN,
        .max_bytes = KEEPING_MAX_BYTES};
    keeping_keep("ringyo", "call_x", "{\"from\":\"+14155551234\"}", KEEPING_NOW_US);
    assert_int_equal(write_order(&masked, &e), KEPT_WRITER_KEPT);
    assert_false(keeping_has_text("4155551234"));
    struct kept_call k = read_call("call_x");
    assert_true(k.head.masked);
    assert_string_equal(k.masked, "{\"id\":\"call_x\"}");
    assert_int_equal(k.document_count, 0);
    assert_int_equal(k.head.first_kept_us, KEEPING_NOW_US);
    kept_call_done(&k);
    keeping_keep("ringyo", "call_x", "plain", KEEPING_NOW_US + 2 * KEEPING_DAY_US);
    keeping_expect("ringyo", "call_x", "plain");
    expect_times(KEEPING_NOW_US, KEEPING_NOW_US + 2 * KEEPING_DAY_US);
}

static void kept_writer__newer_schema__is_left_alone(void **state)
{
    (void)state;
    struct err e = {""};
    struct kept_call k = {0};
    keeping_plant_text("ringyo", "call_x", "{\"schema\":2,\"id\":\"marker\"}");
    assert_int_equal(keeping_try("ringyo", "call_x", "two", KEEPING_NOW_US, &e),
                     KEPT_WRITER_FAILED);
    assert_non_null(strstr(e.text, "/ringyo/call_x.json.gz' was written by a newer version"));
    assert_int_equal(keeping_read(&k, "ringyo", "call_x"), KEPT_TROUBLE_NEWER);
    assert_true(keeping_has_text("marker"));
}

/* Two IDs with the same hash, for example. */
static void kept_writer__file_of_another_call__is_left_alone(void **state)
{
    (void)state;
    struct err e = {""};
    keeping_keep("ringyo", "call_y", "one", KEEPING_NOW_US);
    char *from = keeping_path("ringyo", "call_y"), *to = keeping_path("ringyo", "call_x");
    assert_int_equal(link(from, to), 0);
    assert_int_equal(keeping_try("ringyo", "call_x", "two", KEEPING_NOW_US, &e),
                     KEPT_WRITER_FAILED);
    assert_non_null(strstr(e.text, "holds another call"));
    keeping_expect("ringyo", "call_y", "one");
    free(from);
    free(to);
}

static void kept_writer__broken_older_file__is_replaced(void **state)
{
    (void)state;
    keeping_plant("ringyo", "call_x", "no gzip", 7);
    keeping_keep("ringyo", "call_x", "one", KEEPING_NOW_US);
    expect_times(KEEPING_NOW_US, KEEPING_NOW_US);
    char *path = keeping_path("ringyo", "call_x");
    char *away = xasprintf("%s.away", keeping_dir());
    assert_int_equal(rename(path, away), 0);
    assert_int_equal(symlink(away, path), 0);
    keeping_keep("ringyo", "call_x", "two", KEEPING_NOW_US);
    keeping_expect("ringyo", "call_x", "two");
    assert_int_equal(keeping_count(), 2);
    free(path);
    free(away);
}

/* What could not be read again is not written. */
static void kept_writer__too_large__is_not_kept(void **state)
{
    (void)state;
    struct err e = {""};
    char *body = xmalloc(KEEPING_MAX_BYTES + 1);
    memset(body, 'x', KEEPING_MAX_BYTES);
    body[KEEPING_MAX_BYTES] = '\0';
    keeping_keep("ringyo", "call_x", "one", KEEPING_NOW_US);
    assert_int_equal(keeping_try("ringyo", "call_x", body, KEEPING_NOW_US, &e), KEPT_WRITER_FAILED);
    assert_string_equal(e.text, "it is larger than max_response_mb");
    keeping_expect("ringyo", "call_x", "one");
    body[KEEPING_MAX_BYTES - 1000] = '\0';
    keeping_keep("ringyo", "call_x", body, KEEPING_NOW_US);
    keeping_expect("ringyo", "call_x", body);
    free(body);
}

static void kept_writer__time_of_the_file__is_the_call_s(void **state)
{
    (void)state;
    struct stat st;
    struct err e = {""};
    struct kept_document d = {"call", "{}", 2, 200};
    struct kept_order order = {.dir = keeping_dir(),
                               .call = {.head = {.provider = "ringyo", .id = "call_x"},
                                        .documents = &d,
                                        .document_count = 1},
                               .now_us = KEEPING_NOW_US,
                               .call_us = KEEPING_NOW_US - KEEPING_DAY_US,
                               .max_bytes = KEEPING_MAX_BYTES};
    char *path = keeping_path("ringyo", "call_x");
    assert_int_equal(write_order(&order, &e), KEPT_WRITER_KEPT);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mtim.tv_sec, (KEEPING_NOW_US - KEEPING_DAY_US) / 1000000);
    order.call_us = INT64_MIN;
    order.now_us += KEEPING_DAY_US;
    assert_int_equal(write_order(&order, &e), KEPT_WRITER_KEPT);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mtim.tv_sec, KEEPING_NOW_US / 1000000);
    free(path);
}

/* The file is written in a slice of its own. */
static void kept_writer__slices__the_last_one_writes(void **state)
{
    (void)state;
    struct err e = {""};
    struct kept_document d = {"call", "{}", 2, 200};
    struct kept_order order = {.dir = keeping_dir(),
                               .call = {.head = {.provider = "ringyo", .id = "call_x"},
                                        .documents = &d,
                                        .document_count = 1},
                               .now_us = KEEPING_NOW_US,
                               .max_bytes = KEEPING_MAX_BYTES};
    size_t slices = 0, before = 0;
    struct kept_writer *w = kept_writer_new(&order);
    enum kept_writer_state now = KEPT_WRITER_MORE;
    for (; now == KEPT_WRITER_MORE; slices++) {
        before = keeping_count();
        now = kept_writer_step(w, 0, &e);
    }
    assert_int_equal(now, KEPT_WRITER_KEPT);
    assert_int_equal(before, 0);
    assert_int_equal(slices, 3); /* the answer, the end of the text, the file */
    kept_writer_free(w);
    w = kept_writer_new(&order);
    assert_int_equal(kept_writer_step(w, INT64_MAX, &e), KEPT_WRITER_KEPT);
    kept_writer_free(w);
}

/* ---- the disk refuses ---- */

static void kept_writer__disk_full__the_older_one_stays(void **state)
{
    (void)state;
    struct err e = {""};
    struct rlimit before, small;
    keeping_keep("ringyo", "call_x", "one", KEEPING_NOW_US);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 20;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum kept_writer_state again = keeping_try("ringyo", "call_x", "two", KEEPING_NOW_US, &e);
    enum kept_writer_state other = keeping_try("ringyo", "call_y", "two", KEEPING_NOW_US, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(again, KEPT_WRITER_FAILED);
    assert_int_equal(other, KEPT_WRITER_FAILED);
    assert_non_null(strstr(e.text, "cannot write '"));
    assert_non_null(strstr(e.text, "call_y.json.gz': File too large"));
    keeping_expect("ringyo", "call_x", "one");
    assert_int_equal(keeping_count(), 2);
}

static void write_read_only(void)
{
    struct err e = {""};
    char *inner = scratch_path(keeping_dir(), "ringyo");
    assert_int_equal(chmod(inner, 0500), 0);
    assert_int_equal(keeping_try("ringyo", "call_x", "two", KEEPING_NOW_US, &e),
                     KEPT_WRITER_FAILED);
    assert_non_null(strstr(e.text, "call_x.json.gz': Permission denied"));
    keeping_expect("ringyo", "call_x", "one");
    assert_int_equal(chmod(inner, 0700), 0);
    assert_int_equal(chmod(keeping_dir(), 0500), 0);
    assert_int_equal(keeping_try("diga", "call_x", "two", KEEPING_NOW_US, &e), KEPT_WRITER_FAILED);
    assert_non_null(strstr(e.text, "cannot make '"));
    assert_int_equal(chmod(keeping_dir(), 0700), 0);
    free(inner);
}

static void kept_writer__read_only__a_sentence(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_x", "one", KEEPING_NOW_US);
    keeping_as_user(write_read_only);
}

static void kept_writer__file_in_place_of_a_folder__a_sentence(void **state)
{
    (void)state;
    struct err e = {""};
    keeping_keep("diga", "call_x", "one", KEEPING_NOW_US);
    scratch_write(keeping_dir(), "ringyo", 0600, "x");
    assert_int_equal(keeping_try("ringyo", "call_x", "two", KEEPING_NOW_US, &e),
                     KEPT_WRITER_FAILED);
    assert_non_null(strstr(e.text, "/kept/ringyo' is no directory"));
}

/* ---- several programs ---- */

/* Bodies that are told apart by their first letter; a whole one has it everywhere. */
static char *body_of(char letter)
{
    char *body = xmalloc(BODY_BYTES + 1);
    memset(body, letter, BODY_BYTES);
    body[BODY_BYTES] = '\0';
    return body;
}

static void expect_whole(const char *id)
{
    struct kept_call k = read_call(id);
    char *body = body_of(k.documents[0].bytes[0]);
    assert_string_equal(k.documents[0].bytes, body);
    free(body);
    kept_call_done(&k);
}

static _Noreturn void write_rounds(char letter)
{
    struct err e;
    char *body = body_of(letter);
    for (int i = 0; i < ROUNDS; i++)
        if (keeping_try("ringyo", "call_x", body, KEEPING_NOW_US + i, &e) != KEPT_WRITER_KEPT)
            _exit(1);
    _exit(0);
}

static void kept_writer__several_at_once__always_a_whole_one(void **state)
{
    (void)state;
    pid_t writers[WRITERS];
    char *body = body_of('z');
    keeping_keep("ringyo", "call_x", body, KEEPING_NOW_US);
    for (int i = 0; i < WRITERS; i++)
        if ((writers[i] = fork()) == 0)
            write_rounds((char)('a' + i));
    for (int i = 0; i < ROUNDS; i++)
        expect_whole("call_x");
    for (int i = 0, status; i < WRITERS; i++) {
        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_int_equal(status, 0);
    }
    expect_whole("call_x");
    expect_times(KEEPING_NOW_US, KEEPING_NOW_US);
    assert_int_equal(keeping_count(), 2);
    free(body);
}

/* Another program forgets all calls and removes the folders meanwhile. */
static void kept_writer__folder_removed_meanwhile__is_made_again(void **state)
{
    (void)state;
    struct err e = {""};
    struct kept_document d = {"call", "{}", 2, 200};
    struct kept_order order = {.dir = keeping_dir(),
                               .call = {.head = {.provider = "ringyo", .id = "call_x"},
                                        .documents = &d,
                                        .document_count = 1},
                               .now_us = KEEPING_NOW_US,
                               .max_bytes = KEEPING_MAX_BYTES};
    keeping_keep("ringyo", "call_y", "{}", KEEPING_NOW_US);
    struct kept_writer *w = kept_writer_new(&order);
    char *inner = scratch_path(keeping_dir(), "ringyo"), *path = keeping_path("ringyo", "call_y");
    unlink(path);
    assert_int_equal(rmdir(inner), 0);
    assert_int_equal(rmdir(keeping_dir()), 0);
    enum kept_writer_state done = KEPT_WRITER_MORE;
    while (done == KEPT_WRITER_MORE)
        done = kept_writer_step(w, 0, &e);
    assert_int_equal(done, KEPT_WRITER_KEPT);
    keeping_expect("ringyo", "call_x", "{}");
    kept_writer_free(w);
    free(inner);
    free(path);
}

/* ---- killed in the middle ---- */

/* Keeps two calls for ever, and writes a byte after each. */
static _Noreturn void write_for_ever(int to)
{
    struct err e;
    char *bodies[] = {body_of('a'), body_of('b')};
    for (int i = 0;; i++) {
        keeping_try("ringyo", i % 3 ? "call_x" : "call_y", bodies[i % 2], KEEPING_NOW_US + i, &e);
        if (write(to, "x", 1) != 1)
            _exit(1);
    }
}

/* Kills a writer after so many calls, somewhere in the next one: the writer goes on while the byte
 * is read, so that the place is another one each time. */
static void kill_after(int calls)
{
    int ends[2];
    char byte;
    assert_int_equal(pipe(ends), 0);
    pid_t writer = fork();
    if (writer == 0)
        write_for_ever(ends[1]);
    close(ends[1]);
    for (int i = 0; i < calls; i++)
        assert_int_equal(read(ends[0], &byte, 1), 1);
    kill(writer, SIGKILL);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    close(ends[0]);
}

static void purge(void)
{
    struct kept_purge *p =
        kept_purge_new(keeping_dir(), (struct kept_limits){0}, KEEPING_NOW_US, KEEPING_MAX_BYTES);
    while (kept_purge_step(p, 0))
        ;
    assert_int_equal(kept_trouble_total(&kept_purge_census(p)->troubles), 0);
    kept_purge_free(p);
}

static void kept_writer__killed__nothing_whole_is_lost(void **state)
{
    (void)state;
    char *body = body_of('z');
    keeping_keep("ringyo", "call_x", body, KEEPING_NOW_US);
    keeping_keep("ringyo", "call_y", body, KEEPING_NOW_US);
    for (int i = 0; i < KILLS; i++) {
        kill_after(1 + i % 3);
        expect_whole("call_x");
        expect_whole("call_y");
        purge();
        assert_int_equal(keeping_count(), 3);
    }
    free(body);
}

/* At every step that a writer makes. */
static void kept_writer__killed_at_each_step__leaves_nothing(void **state)
{
    (void)state;
    char *body = body_of('m');
    struct kept_document d = {"call", body, BODY_BYTES, 200};
    struct kept_order order = {.dir = keeping_dir(),
                               .call = {.head = {.provider = "ringyo", .id = "call_x"},
                                        .documents = &d,
                                        .document_count = 1},
                               .now_us = KEEPING_NOW_US,
                               .max_bytes = KEEPING_MAX_BYTES};
    int steps = 0, status = 0;
    keeping_keep("ringyo", "call_y", "{}", KEEPING_NOW_US);
    for (; WIFEXITED(status) == 0 || steps == 0; steps++) {
        pid_t writer = fork();
        if (writer == 0) {
            struct err e;
            struct kept_writer *w = kept_writer_new(&order);
            for (int i = 0; i < steps; i++)
                if (kept_writer_step(w, 0, &e) != KEPT_WRITER_MORE)
                    _exit(0);
            raise(SIGKILL);
        }
        assert_int_equal(waitpid(writer, &status, 0), writer);
        assert_int_equal(keeping_count(), WIFEXITED(status) ? 3 : 2);
    }
    assert_true(steps > 3);
    keeping_expect("ringyo", "call_x", body);
    free(body);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, keeping_set_up, keeping_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kept_writer__kept_again__its_age_stays),
        TEST(kept_writer__kept_in_the_future__is_kept_now),
        TEST(kept_writer__masked_and_not__replace_each_other),
        TEST(kept_writer__newer_schema__is_left_alone),
        TEST(kept_writer__file_of_another_call__is_left_alone),
        TEST(kept_writer__broken_older_file__is_replaced),
        TEST(kept_writer__too_large__is_not_kept),
        TEST(kept_writer__time_of_the_file__is_the_call_s),
        TEST(kept_writer__slices__the_last_one_writes),
        TEST(kept_writer__disk_full__the_older_one_stays),
        TEST(kept_writer__read_only__a_sentence),
        TEST(kept_writer__file_in_place_of_a_folder__a_sentence),
        TEST(kept_writer__several_at_once__always_a_whole_one),
        TEST(kept_writer__folder_removed_meanwhile__is_made_again),
        TEST(kept_writer__killed__nothing_whole_is_lost),
        TEST(kept_writer__killed_at_each_step__leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
