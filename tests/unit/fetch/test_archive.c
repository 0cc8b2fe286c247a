/* The order in which the worker does things with kept calls, step by step: what waits for what, and
 * what happens to a call that waits. */
#include "base/alloc.h"
#include "fetch/archive.h"
#include "keep/kept_folder.h"
#include "keep/kept_list.h"
#include "print/print.h"
#include "provider/extract/extract.h"
#include "tests/support/descriptions.h"
#include "tests/support/keeping.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static const char ini[] = "[provider plain]\nbase_url = http://127.0.0.1:1\npath = /call/{id}\n"
                          "id = /id\nstatus = /status\nstarted = /started\n"
                          "[provider paged]\nlike = plain\nturns.path = /call/{id}/turns\n"
                          "turns = /turns\nturn.text = /text\n";

static struct described described;
static struct fetch_kept_settings settings;
static struct archive *archive;

static int group_set_up(void **state)
{
    (void)state;
    described_init(&described, ini);
    return 0;
}

static int group_tear_down(void **state)
{
    (void)state;
    described_done(&described);
    return 0;
}

static int set_up(void **state)
{
    keeping_set_up(state);
    settings = (struct fetch_kept_settings){
        .dir = keeping_dir(), .max_bytes = KEEPING_MAX_BYTES, .print = print_json};
    archive = archive_new(&settings, 1);
    return 0;
}

static int tear_down(void **state)
{
    archive_free(archive);
    return keeping_tear_down(state);
}

static void expect_answer(enum answer_type type, unsigned job, struct answer *a)
{
    if (!a)
        fail_msg("job %u: expected an answer", job);
    assert_int_equal(a->type, type);
    assert_int_equal(a->job, job);
    if (a->failure)
        fail_msg("job %u: %s", job, a->failure->message);
    fetch_answer_free(a);
}

/* Works until there is nothing to do; there must be no answer. */
static void finish_purge(void)
{
    while (archive_is_busy(archive))
        assert_null(archive_step(archive, 0));
}

/* A job has ended with this call. */
static void hold_with(unsigned number, const char *provider, const char *id, const char *note,
                      const char *more)
{
    const struct provider *p = described_find(&described, provider);
    struct job *j = job_new(number, p, id, xstrdup("key"));
    j->call_answer.http_status = 200;
    buf_printf(
        &j->call_answer.body,
        "{\"id\":\"%s\",\"status\":\"done\",\"started\":\"2026-11-28T15:00:00Z\",\"more\":\"%s\"}",
        id, more);
    j->note = note ? xstrdup(note) : NULL;
    j->note_kind = KIND_NETWORK;
    struct answer_body body = response_body(&j->call_answer);
    struct extracted made = extract(p, id, &body, NULL);
    assert_non_null(made.call);
    archive_hold(archive, j, made.call);
    call_free(made.call);
    job_free(j);
}

static void hold(unsigned number, const char *provider, const char *id, const char *note)
{
    hold_with(number, provider, id, note, "");
}

static void order_keep(unsigned number, enum fetch_archive what)
{
    struct command c = {.type = COMMAND_KEEP, .job = number, .archive = what};
    assert_null(archive_command(archive, &c));
}

static struct answer *order(enum command_type type, unsigned job, const char *provider, char *id)
{
    struct command c = {
        .type = type, .job = job, .provider = described_find(&described, provider), .id = id};
    return archive_command(archive, &c);
}

static void order_search(unsigned job)
{
    struct query_terms t = {.time = {KEEPING_NOW_US, &civil_zone_in_force, 7}};
    struct query_problem problem;
    struct command c = {.type = COMMAND_KEPT_SEARCH,
                        .job = job,
                        .query = query_new("kept", &t, &problem),
                        .set = described.set};
    assert_non_null(c.query);
    assert_null(archive_command(archive, &c));
}

/* Works until there is an answer. */
static struct answer *next(void)
{
    while (archive_is_busy(archive)) {
        struct answer *a = archive_step(archive, 0);
        if (a)
            return a;
    }
    return NULL;
}

/* ---- what waits for what ---- */

static void archive__keeping__waits_for_the_purge(void **state)
{
    (void)state;
    hold(5, "plain", "call_x", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    assert_null(archive_step(archive, INT64_MAX)); /* the purge */
    assert_int_equal(keeping_count(), 0);
    expect_answer(ANSWER_KEPT, 5, next());
    assert_false(archive_is_busy(archive));
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_x"));
}

static void archive__quit__keeps_what_waits(void **state)
{
    (void)state;
    hold(5, "plain", "call_x", NULL);
    hold(6, "plain", "call_y", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    order_keep(6, FETCH_ARCHIVE_YES);
    archive_finish(archive, INT64_MAX);
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_x"));
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_y"));
}

/* The time is over: the disk is too slow. */
static void archive__quit_too_late__keeps_nothing(void **state)
{
    (void)state;
    hold(5, "plain", "call_x", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    archive_finish(archive, 0);
    assert_int_equal(keeping_count(), 0);
}

/* Several searches, and keeping, take turns. */
static void archive__searches__take_turns(void **state)
{
    (void)state;
    keeping_keep("plain", "call_1", "{}", KEEPING_NOW_US);
    keeping_keep("plain", "call_2", "{}", KEEPING_NOW_US);
    finish_purge();
    hold(5, "plain", "call_x", NULL);
    order_search(10);
    order_search(11);
    order_keep(5, FETCH_ARCHIVE_YES);
    size_t seen[12] = {0};
    for (struct answer *a; (a = next()); fetch_answer_free(a)) {
        assert_true(a->job < sizeof seen / sizeof *seen);
        seen[a->job]++;
        if (a->job == 11)
            assert_true(seen[11] <= seen[10] && seen[10] <= seen[11] + 1);
        if (a->job == 5)
            assert_true(seen[10] && seen[11]);
    }
    assert_true(seen[5] && seen[10] && seen[11]);
}

/* ---- calls that wait ---- */

static void archive__forgotten__while_it_waits(void **state)
{
    (void)state;
    char id[] = "call_x";
    finish_purge();
    hold(5, "plain", "call_x", NULL);
    hold(6, "plain", "call_y", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    order_keep(6, FETCH_ARCHIVE_YES);
    expect_answer(ANSWER_FORGOTTEN, 7, order(COMMAND_KEPT_FORGET, 7, "plain", id));
    expect_answer(ANSWER_KEPT, 6, next());
    assert_false(archive_is_busy(archive));
    assert_false(kept_folder_has(keeping_dir(), "plain", "call_x"));
}

/* Nothing is left of a call that is half kept. */
static void archive__forgotten__in_the_middle(void **state)
{
    (void)state;
    char id[] = "call_x";
    finish_purge();
    hold(5, "plain", "call_x", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    assert_null(archive_step(archive, 0));
    expect_answer(ANSWER_FORGOTTEN, 7, order(COMMAND_KEPT_FORGET, 7, "plain", id));
    assert_false(archive_is_busy(archive));
    assert_false(keeping_has_text("call_x"));
}

/* As after `reload-config`. */
static void archive__forgotten__by_the_same_name(void **state)
{
    (void)state;
    char id[] = "call_x";
    struct provider again = *described_find(&described, "plain");
    finish_purge();
    hold(5, "plain", "call_x", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    expect_answer(ANSWER_FORGOTTEN, 7,
                  archive_command(archive, &(struct command){.type = COMMAND_KEPT_FORGET,
                                                             .job = 7,
                                                             .provider = &again,
                                                             .id = id}));
    assert_false(archive_is_busy(archive));
    assert_false(keeping_has_text("call_x"));
}

static void archive__dropped__only_what_is_not_kept(void **state)
{
    (void)state;
    finish_purge();
    hold(5, "plain", "call_x", NULL);
    hold(6, "plain", "call_y", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    archive_drop(archive, 5);
    archive_drop(archive, 6);
    order_keep(6, FETCH_ARCHIVE_YES);
    expect_answer(ANSWER_KEPT, 5, next());
    assert_null(next());
    assert_false(kept_folder_has(keeping_dir(), "plain", "call_y"));
}

static void archive__dropped__search(void **state)
{
    (void)state;
    finish_purge();
    order_search(10);
    order_search(11);
    archive_drop(archive, 10);
    expect_answer(ANSWER_KEPT_ROWS, 11, next());
    assert_null(next());
}

static void expect_not_kept(struct answer *a, const char *words)
{
    assert_non_null(a);
    assert_int_equal(a->type, ANSWER_KEPT);
    if (!a->failure || !strstr(a->failure->message, words))
        fail_msg("expected '%s', got '%s'", words, a->failure ? a->failure->message : "");
    fetch_answer_free(a);
}

static void archive__newer_file__is_left_alone(void **state)
{
    (void)state;
    static const char newer[] = "{\"schema\":2,\"documents\":[]}";
    keeping_plant_text("plain", "call_x", newer);
    finish_purge();
    hold(5, "plain", "call_x", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    expect_not_kept(next(), "was written by a newer version");
    assert_true(keeping_has_text(newer));
}

/* What is asked of kept calls without a folder is answered. */
static void archive__no_home__is_said(void **state)
{
    (void)state;
    char id[] = "call_x";
    archive_free(archive);
    settings.dir = NULL;
    archive = archive_new(&settings, 1);
    hold(5, "plain", "call_x", NULL);
    struct command c = {.type = COMMAND_KEEP, .job = 5, .archive = FETCH_ARCHIVE_YES};
    expect_not_kept(archive_command(archive, &c), "there is no home directory");
    expect_answer(ANSWER_FORGOTTEN, 7, order(COMMAND_KEPT_FORGET, 7, "plain", id));
    struct answer *a = order(COMMAND_KEPT_OPEN, 8, "plain", id);
    assert_int_equal(a->failure->kind, KIND_NOT_FOUND);
    fetch_answer_free(a);
    c = (struct command){.type = COMMAND_KEPT_SEARCH, .job = 9};
    a = archive_command(archive, &c);
    assert_false(a->kept_rows->more);
    assert_int_equal(a->kept_rows->count, 0);
    fetch_answer_free(a);
    assert_false(archive_is_busy(archive));
}

/* ---- too many calls ---- */

/* A text that cannot be packed to much less than 60 % of it. The caller frees it. */
static char *noise(size_t bytes)
{
    unsigned seed = 7;
    char *text = xmalloc(bytes + 1);
    for (size_t i = 0; i < bytes; i++) {
        seed = seed * 1103515245 + 12345;
        text[i] = (char)('a' + (seed >> 16) % 26);
    }
    text[bytes] = '\0';
    return text;
}

/* Nothing was to be kept at the start, so the size of what was there is no matter until then. */
static void archive__too_much__the_oldest_goes(void **state)
{
    (void)state;
    char *text = noise(1000 * 1000);
    keeping_keep("plain", "call_oldest", text, KEEPING_NOW_US - KEEPING_DAY_US);
    keeping_keep("plain", "call_older", text, KEEPING_NOW_US);
    archive_free(archive);
    settings.mb = 1;
    archive = archive_new(&settings, 1);
    finish_purge();
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_oldest"));
    hold(5, "plain", "call_x", NULL);
    order_keep(5, FETCH_ARCHIVE_YES);
    expect_answer(ANSWER_KEPT, 5, next());
    finish_purge();
    assert_false(kept_folder_has(keeping_dir(), "plain", "call_oldest"));
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_older"));
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_x"));
    free(text);
}

static void archive__too_much_at_the_start__the_oldest_goes(void **state)
{
    (void)state;
    char *text = noise(1000 * 1000);
    keeping_keep("plain", "call_oldest", text, KEEPING_NOW_US - KEEPING_DAY_US);
    keeping_keep("plain", "call_older", text, KEEPING_NOW_US);
    archive_free(archive);
    settings.mb = settings.start_mb = 1;
    archive = archive_new(&settings, 1);
    finish_purge();
    assert_false(kept_folder_has(keeping_dir(), "plain", "call_oldest"));
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_older"));
    hold_with(5, "plain", "call_x", NULL, text); /* what was there counts, and what is new */
    order_keep(5, FETCH_ARCHIVE_YES);
    expect_answer(ANSWER_KEPT, 5, next());
    finish_purge();
    assert_false(kept_folder_has(keeping_dir(), "plain", "call_older"));
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_x"));
    free(text);
}

/* A file of a newer version stays, and what is kept beside it too. */
static void archive__too_much_that_stays__the_others_stay(void **state)
{
    (void)state;
    static const char *const ids[] = {"call_5", "call_6", "call_7"};
    char *text = noise(1720 * 1000);
    char *newer = xasprintf("{\"schema\":2,\"documents\":\"%s\"}", text);
    keeping_plant_text("plain", "call_newer", newer);
    archive_free(archive);
    settings.mb = 1;
    archive = archive_new(&settings, 1);
    finish_purge();
    for (unsigned i = 0; i < LEN(ids); i++) {
        hold(5 + i, "plain", ids[i], NULL);
        order_keep(5 + i, FETCH_ARCHIVE_YES);
        expect_answer(ANSWER_KEPT, 5 + i, next());
        assert_false(archive_is_busy(archive));
    }
    for (unsigned i = 0; i < LEN(ids); i++)
        assert_true(kept_folder_has(keeping_dir(), "plain", ids[i]));
    assert_true(kept_folder_has(keeping_dir(), "plain", "call_newer"));
    free(text);
    free(newer);
}

/* ---- what is kept ---- */

static struct kept_call read_kept(const char *provider, const char *id)
{
    struct kept_call k = {0};
    assert_int_equal(keeping_read(&k, provider, id), KEPT_TROUBLE_NONE);
    return k;
}

/* Why the transcript is missing is a part of what was shown. */
static void archive__transcript_missing__its_note_is_kept(void **state)
{
    (void)state;
    hold(5, "paged", "call_x", "transcript: no answer");
    order_keep(5, FETCH_ARCHIVE_YES);
    expect_answer(ANSWER_KEPT, 5, next());
    struct kept_call k = read_kept("paged", "call_x");
    assert_string_equal(k.turns_note, "transcript: no answer");
    assert_int_equal(k.turns_kind, KIND_NETWORK);
    kept_call_done(&k);
}

/* The note may have a number in it; masked, it is one of the printed notes. */
static void archive__masked__has_no_other_note(void **state)
{
    (void)state;
    hold(5, "paged", "call_x", "transcript: no answer for +14155551234");
    order_keep(5, FETCH_ARCHIVE_MASKED);
    expect_answer(ANSWER_KEPT, 5, next());
    struct kept_call k = read_kept("paged", "call_x");
    assert_true(k.head.masked);
    assert_null(k.turns_note);
    assert_non_null(strstr(k.masked, "no answer"));
    assert_false(keeping_has_text("4155551234"));
    kept_call_done(&k);
}

/* Lists of kept calls are read in the order of the files' times. */
static void archive__kept__the_file_has_the_time_of_the_call(void **state)
{
    (void)state;
    hold(5, "plain", "call_x", NULL); /* a day before KEEPING_NOW_US */
    order_keep(5, FETCH_ARCHIVE_YES);
    expect_answer(ANSWER_KEPT, 5, next());
    struct kept_list *l = kept_list_new(keeping_dir());
    while (kept_list_step(l, INT64_MAX))
        continue;
    assert_int_equal(kept_list_count(l), 1);
    assert_int_equal(kept_list_at(l, 0)->call_us, KEEPING_NOW_US - KEEPING_DAY_US);
    kept_list_free(l);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(archive__keeping__waits_for_the_purge),
        TEST(archive__quit__keeps_what_waits),
        TEST(archive__quit_too_late__keeps_nothing),
        TEST(archive__searches__take_turns),
        TEST(archive__forgotten__while_it_waits),
        TEST(archive__forgotten__in_the_middle),
        TEST(archive__forgotten__by_the_same_name),
        TEST(archive__dropped__only_what_is_not_kept),
        TEST(archive__dropped__search),
        TEST(archive__newer_file__is_left_alone),
        TEST(archive__no_home__is_said),
        TEST(archive__too_much__the_oldest_goes),
        TEST(archive__too_much_at_the_start__the_oldest_goes),
        TEST(archive__too_much_that_stays__the_others_stay),
        TEST(archive__transcript_missing__its_note_is_kept),
        TEST(archive__masked__has_no_other_note),
        TEST(archive__kept__the_file_has_the_time_of_the_call),
    };
    return cmocka_run_group_tests(tests, group_set_up, group_tear_down);
}
