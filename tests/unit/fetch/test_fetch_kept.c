/* Kept calls through the worker: keeping what was fetched, opening, searching, forgetting, and what
 * is removed at the start. */
#include "base/alloc.h"
#include "keep/kept_folder.h"
#include "print/print.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/keeping.h"
#include "tests/support/mock.h"
#include "tests/support/scratch.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

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

static void start_limited(struct fetching *f, int days, int mb)
{
    char *ini = mock_ini(&mock);
    struct fetch_settings settings = {
        .kept = {.dir = keeping_dir(), .days = days, .mb = mb, .print = print_json}};
    fetching_start(f, ini, settings);
    free(ini);
}

static void start(struct fetching *f, enum fetch_archive what)
{
    start_limited(f, 0, 0);
    fetch_archive(f->fetcher, what);
}

/* Fetches a call; the caller frees its printed JSON. */
static char *fetch_printed(struct fetching *f, const char *provider, const char *id, unsigned *job)
{
    struct buf out = {0};
    struct answer *a = fetching_get(f, provider, id);
    assert_int_equal(a->type, ANSWER_CALL);
    print_json(&out, a->call);
    *job = a->job;
    fetch_answer_free(a);
    return buf_take(&out);
}

static unsigned fetch_call(struct fetching *f, const char *provider, const char *id)
{
    unsigned job;
    free(fetch_printed(f, provider, id, &job));
    return job;
}

/* The job's next answer, which must be of this type. */
static struct answer *next_of(struct fetching *f, unsigned job, enum answer_type type)
{
    struct answer *a = fetching_next(f);
    assert_int_equal(a->job, job);
    assert_int_equal(a->type, type);
    return a;
}

static void expect_kept(struct fetching *f, unsigned job)
{
    struct answer *a = next_of(f, job, ANSWER_KEPT);
    if (a->failure)
        fail_msg("%s", a->failure->message);
    assert_true(a->bytes > 0);
    fetch_answer_free(a);
}

static void keep_call(struct fetching *f, const char *provider, const char *id)
{
    unsigned job = fetch_call(f, provider, id);
    fetch_keep(f->fetcher, job);
    expect_kept(f, job);
}

static struct answer *open_call(struct fetching *f, const char *provider, const char *id)
{
    const struct provider *p = described_find(&f->described, provider);
    return next_of(f, fetch_kept_open(f->fetcher, p, id), ANSWER_KEPT_CALL);
}

static void expect_opened(struct fetching *f, const char *provider, const char *id,
                          const char *printed)
{
    struct buf out = {0};
    struct answer *a = open_call(f, provider, id);
    if (!a->call)
        fail_msg("%s: %s", id, a->failure->message);
    print_json(&out, a->call);
    assert_string_equal(buf_str(&out), printed);
    assert_true(a->kept.first_us > 0 && a->kept.first_us <= time_wall_us());
    assert_false(a->kept.masked);
    buf_done(&out);
    fetch_answer_free(a);
}

/* ---- keeping ---- */

static void fetch_kept__opened_again__the_same_call(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *id;
    } rows[] = {
        {"ringyo", "call_7f3k29q"},
        {"ringg", "8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64"},
        {"voxworks", "turns_2000"}, /* its transcript comes in pages */
        {"cometchat", "turns_5"},   /* its transcript cannot be had */
    };
    struct fetching f;
    start(&f, FETCH_ARCHIVE_YES);
    for (size_t i = 0; i < LEN(rows); i++) {
        unsigned job;
        char *printed = fetch_printed(&f, rows[i].provider, rows[i].id, &job);
        fetch_keep(f.fetcher, job);
        expect_kept(&f, job);
        expect_opened(&f, rows[i].provider, rows[i].id, printed);
        free(printed);
    }
    fetching_stop(&f);
}

static void fetch_kept__archive_no__nothing_is_made(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, FETCH_ARCHIVE_NO);
    unsigned job = fetch_call(&f, "ringyo", "call_xyz789");
    fetch_archive(f.fetcher, FETCH_ARCHIVE_YES); /* too late for this one */
    fetch_keep(f.fetcher, job);
    job = fetch_call(&f, "ringyo", "call_7f3k29q");
    fetch_archive(f.fetcher, FETCH_ARCHIVE_NO); /* before it is shown */
    fetch_keep(f.fetcher, job);
    fetching_stop(&f);
    assert_int_equal(keeping_count(), 0);
    assert_int_equal(access(keeping_dir(), F_OK), -1);
}

/* Nobody says that the call was shown. */
static void fetch_kept__not_shown__is_not_kept(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, FETCH_ARCHIVE_YES);
    fetch_call(&f, "ringyo", "call_xyz789");
    unsigned job = fetch_call(&f, "ringyo", "call_7f3k29q");
    fetch_cancel(f.fetcher, job);
    fetch_keep(f.fetcher, job);
    fetching_stop(&f);
    assert_int_equal(keeping_count(), 0);
}

/* The tab is closed, and the program quits. */
static void fetch_kept__quit_at_once__is_kept_all_the_same(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, FETCH_ARCHIVE_YES);
    unsigned job = fetch_call(&f, "ringyo", "call_xyz789");
    fetch_keep(f.fetcher, job);
    fetch_cancel(f.fetcher, job);
    fetching_stop(&f);
    assert_true(kept_folder_has(keeping_dir(), "ringyo", "call_xyz789"));
    assert_int_equal(keeping_count_hidden(), 0);
}

static void fetch_kept__key_in_the_answer__is_not_kept(void **state)
{
    (void)state;
    static const char body[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                               "Connection: close\r\n\r\n"
                               "{\"id\":\"a\",\"status\":\"done\",\"echo\":\"key demo-canned\"}";
    struct fetching f;
    struct canned *c = canned_start(&(struct canned_script){.bytes = body});
    char *ini = fetching_ini("canned", "http", canned_port(c));
    fetching_start(&f, ini, (struct fetch_settings){.kept = {.dir = keeping_dir()}});
    fetch_archive(f.fetcher, FETCH_ARCHIVE_YES);
    keep_call(&f, "canned", "a");
    assert_true(keeping_has_text("key ***"));
    assert_false(keeping_has_text("demo-canned"));
    fetching_stop(&f);
    canned_stop(c);
    free(ini);
}

/* Also if a call that is not masked was kept before. */
static void fetch_kept__masked__no_raw_answer(void **state)
{
    (void)state;
    static const char body[] =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
        "{\"id\":\"a\",\"status\":\"called +14155551234\"}";
    struct fetching f;
    struct canned *c = canned_start(&(struct canned_script){.bytes = body});
    char *ini = fetching_ini("canned", "http", canned_port(c));
    fetching_start(&f, ini,
                   (struct fetch_settings){.kept = {.dir = keeping_dir(), .print = print_json}});
    fetch_archive(f.fetcher, FETCH_ARCHIVE_YES);
    keep_call(&f, "canned", "a");
    assert_true(keeping_has_text("+14155551234") && keeping_has_text("\"documents\":"));
    fetch_archive(f.fetcher, FETCH_ARCHIVE_MASKED);
    keep_call(&f, "canned", "a");
    assert_false(keeping_has_text("4155551234"));
    assert_false(keeping_has_text("\"documents\":"));
    struct answer *a = open_call(&f, "canned", "a");
    assert_non_null(a->call);
    assert_true(a->kept.masked);
    assert_non_null(strstr(a->call->status, "1234"));
    fetch_answer_free(a);
    fetching_stop(&f);
    canned_stop(c);
    free(ini);
}

static void fetch_kept__cannot_be_written__one_sentence(void **state)
{
    (void)state;
    struct fetching f;
    char *share = xstrdup(keeping_dir());
    *strrchr(share, '/') = '\0'; /* the folder's folder is a file */
    char *name = strrchr(share, '/');
    *name++ = '\0';
    scratch_write(share, name, 0600, "x");
    start(&f, FETCH_ARCHIVE_YES);
    unsigned job = fetch_call(&f, "ringyo", "call_xyz789");
    fetch_keep(f.fetcher, job);
    struct answer *a = next_of(&f, job, ANSWER_KEPT);
    assert_non_null(a->failure);
    assert_ptr_equal(strstr(a->failure->message, "the call is not kept: "), a->failure->message);
    fetch_answer_free(a);
    fetching_expect_call(fetching_get(&f, "ringyo", "call_xyz789"), "shown all the same", 2, NULL);
    fetching_stop(&f);
    free(share);
}

/* ---- opening and forgetting ---- */

static void expect_not_opened(struct fetching *f, const char *id, enum kind kind, const char *words)
{
    struct answer *a = open_call(f, "ringyo", id);
    assert_null(a->call);
    assert_int_equal(a->failure->kind, kind);
    if (!strstr(a->failure->message, words))
        fail_msg("expected '%s' in '%s'", words, a->failure->message);
    fetch_answer_free(a);
}

static void fetch_kept__cannot_be_opened__the_reason(void **state)
{
    (void)state;
    struct fetching f;
    keeping_plant("ringyo", "call_text", "no gzip", 7);
    keeping_plant_text("ringyo", "call_new", "{\"schema\":2}");
    start(&f, FETCH_ARCHIVE_NO);
    expect_not_opened(&f, "call_none", KIND_NOT_FOUND, "'call_none' of ringyo is not kept");
    expect_not_opened(&f, "call_text", KIND_OTHER, "is no gzip file");
    expect_not_opened(&f, "call_new", KIND_OTHER, "newer version");
    fetching_stop(&f);
}

static void forget(struct fetching *f, const char *provider, const char *id)
{
    const struct provider *p = described_find(&f->described, provider);
    struct answer *a = next_of(f, fetch_kept_forget(f->fetcher, p, id), ANSWER_FORGOTTEN);
    if (a->failure)
        fail_msg("%s", a->failure->message);
    fetch_answer_free(a);
}

static void fetch_kept__forgotten__is_gone(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, FETCH_ARCHIVE_YES);
    keep_call(&f, "ringyo", "call_xyz789");
    assert_true(keeping_has_text("call_xyz789"));
    forget(&f, "ringyo", "call_xyz789");
    assert_false(keeping_has_text("call_xyz789"));
    forget(&f, "ringyo", "call_xyz789"); /* there is nothing to forget */
    fetching_stop(&f);
}

/* The call is still waiting to be kept, or is, when it is forgotten. */
static void fetch_kept__forgotten_while_kept__is_gone(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, FETCH_ARCHIVE_YES);
    const struct provider *p = described_find(&f.described, "voxworks");
    unsigned job = fetch_call(&f, "voxworks", "turns_2000");
    fetch_keep(f.fetcher, job);
    fetch_kept_forget(f.fetcher, p, "turns_2000");
    fetching_stop(&f);
    assert_false(kept_folder_has(keeping_dir(), "voxworks", "turns_2000"));
    assert_int_equal(keeping_count_hidden(), 0);
}

/* ---- searching ---- */

static struct query *read_query(const char *text)
{
    struct query_terms t = {.time = {KEEPING_NOW_US, &civil_zone_in_force, 7}};
    struct query_problem problem;
    struct query *q = query_new(text, &t, &problem);
    if (!q)
        fail_msg("'%s': %s", text, problem.why.text);
    return q;
}

struct found {
    struct buf ids; /* separated by blanks */
    size_t looked, total;
    char *note;
};

static void take_rows(struct found *found, const struct fetch_kept_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        buf_printf(&found->ids, "%s%s", found->ids.len ? " " : "", rows->rows[i]->id);
    found->looked = rows->looked;
    found->total = rows->total;
    free(found->note);
    found->note = xstrdup(rows->note);
}

static struct found search(struct fetching *f, const char *text)
{
    struct found found = {.looked = 0};
    unsigned job = fetch_kept_search(f->fetcher, read_query(text), f->described.set);
    for (bool more = true; more;) {
        struct answer *a = next_of(f, job, ANSWER_KEPT_ROWS);
        take_rows(&found, a->kept_rows);
        more = a->kept_rows->more;
        fetch_answer_free(a);
    }
    return found;
}

static void expect_found(struct fetching *f, const char *text, const char *ids, size_t total)
{
    struct found found = search(f, text);
    assert_string_equal(buf_str(&found.ids), ids);
    assert_int_equal(found.looked, total);
    assert_int_equal(found.total, total);
    assert_string_equal(found.note, "");
    buf_done(&found.ids);
    free(found.note);
}

static void fetch_kept__search__the_calls_of_a_query(void **state)
{
    (void)state;
    struct fetching f;
    start(&f, FETCH_ARCHIVE_YES);
    expect_found(&f, "kept", "", 0);
    keep_call(&f, "ringyo", "call_xyz789");
    keep_call(&f, "ringg", "8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64");
    expect_found(&f, "kept id:call_xyz789", "call_xyz789", 2);
    expect_found(&f, "kept text:nobodysaidthis", "", 2);
    fetching_stop(&f);
}

static void fetch_kept__search__files_passed_over_are_counted(void **state)
{
    (void)state;
    struct fetching f;
    keeping_plant("ringyo", "call_text", "no gzip", 7);
    start(&f, FETCH_ARCHIVE_NO);
    struct found found = search(&f, "kept");
    assert_string_equal(found.note, "1 kept file was passed over: it is no gzip file");
    buf_done(&found.ids);
    free(found.note);
    fetching_stop(&f);
}

/* A search that is not wanted any more, and one that is still running at the end. */
static void fetch_kept__search__cancelled(void **state)
{
    (void)state;
    struct fetching f;
    keeping_keep("ringyo", "call_x", "{}", KEEPING_NOW_US);
    start(&f, FETCH_ARCHIVE_NO);
    unsigned job = fetch_kept_search(f.fetcher, read_query("kept"), f.described.set);
    fetch_cancel(f.fetcher, job);
    fetching_expect_call(fetching_get(&f, "ringyo", "call_xyz789"), "after it", 2, NULL);
    fetch_kept_search(f.fetcher, read_query("kept"), f.described.set);
    fetching_stop(&f);
}

/* ---- removing ---- */

static int64_t days_ago_us(int days)
{
    return time_wall_us() - days * KEEPING_DAY_US;
}

static void fetch_kept__start__old_calls_are_removed(void **state)
{
    (void)state;
    struct fetching f;
    keeping_keep("ringyo", "call_old", "{}", days_ago_us(31));
    keeping_keep("ringyo", "call_new", "{}", days_ago_us(29));
    start_limited(&f, 30, 0);
    fetch_archive(f.fetcher, FETCH_ARCHIVE_YES);
    keep_call(&f, "ringyo", "call_xyz789"); /* nothing is kept before */
    fetching_stop(&f);
    keeping_expect("ringyo", "call_old", NULL);
    keeping_expect("ringyo", "call_new", "{}");
}

static void fetch_kept__start__wide_folders_are_said(void **state)
{
    (void)state;
    struct fetching f;
    keeping_keep("ringyo", "call_x", "{}", days_ago_us(1));
    assert_int_equal(chmod(keeping_dir(), 0755), 0);
    start(&f, FETCH_ARCHIVE_NO);
    struct answer *a = fetching_next(&f);
    assert_int_equal(a->type, ANSWER_PURGED);
    assert_null(a->failure);
    assert_string_equal(a->note,
                        "others could read 1 of the files and folders of kept calls until now");
    fetch_answer_free(a);
    fetching_stop(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, keeping_set_up, keeping_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fetch_kept__opened_again__the_same_call),
        TEST(fetch_kept__archive_no__nothing_is_made),
        TEST(fetch_kept__not_shown__is_not_kept),
        TEST(fetch_kept__quit_at_once__is_kept_all_the_same),
        TEST(fetch_kept__key_in_the_answer__is_not_kept),
        TEST(fetch_kept__masked__no_raw_answer),
        TEST(fetch_kept__cannot_be_written__one_sentence),
        TEST(fetch_kept__cannot_be_opened__the_reason),
        TEST(fetch_kept__forgotten__is_gone),
        TEST(fetch_kept__forgotten_while_kept__is_gone),
        TEST(fetch_kept__search__the_calls_of_a_query),
        TEST(fetch_kept__search__files_passed_over_are_counted),
        TEST(fetch_kept__search__cancelled),
        TEST(fetch_kept__start__old_calls_are_removed),
        TEST(fetch_kept__start__wide_folders_are_said),
    };
    return cmocka_run_group_tests(tests, start_mock, stop_mock);
}
