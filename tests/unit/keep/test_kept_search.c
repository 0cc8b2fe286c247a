/* Searching the kept calls: which match, in which order, and what is passed over. */
#include "base/alloc.h"
#include "keep/kept_folder.h"
#include "keep/kept_search.h"
#include "tests/support/descriptions.h"
#include "tests/support/keeping.h"
#include "tests/support/scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static struct described described;

/* A provider of the test; retell and ringg are built in. */
static const char own[] = "[provider Upper]\nbase_url = https://upper.example\npath = /{id}\n"
                          "id = /id\n"
                          "[provider plain]\nbase_url = https://plain.example\npath = /{id}\n"
                          "id = /id\nstatus = /status\nstarted = /started iso\nsummary = /summary\n"
                          "duration = /duration s\nfailed = broken\ndirection = /way\n"
                          "party.from = /from\nturns = /turns\nturn.speaker = /who\n"
                          "turn.text = /text\n";

static int group_set_up(void **state)
{
    (void)state;
    described_init(&described, own);
    return 0;
}

static int group_tear_down(void **state)
{
    (void)state;
    described_done(&described);
    return 0;
}

static const struct kept {
    const char *id, *body;
    int days_ago;
} kept[] = {
    {"call_1",
     "{\"id\":\"call_1\",\"status\":\"done\",\"started\":\"2026-11-28T15:00:00Z\",\"duration\":90,"
     "\"from\":\"+14155551234\",\"way\":\"inbound\",\"summary\":\"Asked for a refund.\",\"turns\":["
     "{\"who\":\"agent\",\"text\":\"Hello, caf\xc3\xa9 M\xc3\xbcller\"},"
     "{\"who\":\"user\",\"text\":\"I want my\\nmoney \\u0062ack\"},"
     "{\"who\":\"system\",\"text\":\"Never promise parcels\"}]}",
     1},
    {"call_2",
     "{\"id\":\"call_2\",\"status\":\"broken\",\"started\":\"2026-11-19T15:00:00Z\",\"duration\":5,"
     "\"turns\":[{\"who\":\"agent\",\"text\":\"Order 17 is late\"}]}",
     10},
    {"call_3", "{\"id\":\"call_3\",\"status\":\"done\",\"started\":\"2026-10-20T15:00:00Z\"}", 40},
};

static int64_t us_ago(int days)
{
    return KEEPING_NOW_US - days * KEEPING_DAY_US;
}

static void keep_as(const char *provider, const struct kept *call)
{
    struct err e = {""};
    struct kept_document d = {"call", call->body, strlen(call->body), 200};
    struct kept_order order = {.dir = keeping_dir(),
                               .call = {.head = {.provider = provider, .id = call->id},
                                        .documents = &d,
                                        .document_count = 1},
                               .now_us = KEEPING_NOW_US,
                               .call_us = us_ago(call->days_ago),
                               .max_bytes = KEEPING_MAX_BYTES};
    struct kept_writer *w = kept_writer_new(&order);
    assert_int_equal(kept_writer_step(w, INT64_MAX, &e), KEPT_WRITER_KEPT);
    kept_writer_free(w);
}

static int set_up(void **state)
{
    keeping_set_up(state);
    for (size_t i = 0; i < LEN(kept); i++)
        keep_as("plain", &kept[i]);
    return 0;
}

static struct query *read_query(const char *text)
{
    static const struct query_provider names[] = {
        {"plain", NULL}, {"ringyo", "Ringyo"}, {"Upper", NULL}};
    struct query_terms t = {.time = {KEEPING_NOW_US, &civil_zone_in_force, 7},
                            .providers = names,
                            .provider_count = LEN(names)};
    struct query_problem problem;
    struct query *q = query_new(text, &t, &problem);
    if (!q)
        fail_msg("'%s': %s", text, problem.why.text);
    return q;
}

/* A search that is at its end. */
struct found {
    struct buf ids; /* separated by blanks, in the order in which they came */
    struct kept_troubles troubles;
    size_t slices, looked, total;
};

static void take(struct kept_search *s, struct found *f)
{
    size_t count;
    struct list_row **rows = kept_search_take(s, &count);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&f->ids, "%s%s", f->ids.len ? " " : "", rows[i]->id);
        free(rows[i]);
    }
    free(rows);
}

static struct found search(const char *text)
{
    struct found f = {.slices = 0};
    struct query *q = read_query(text);
    struct kept_search_terms terms = {keeping_dir(), q, described.set, KEEPING_MAX_BYTES};
    struct kept_search *s = kept_search_new(&terms);
    for (bool more = true; more; f.slices++) {
        more = kept_search_step(s, 0);
        take(s, &f);
    }
    f.troubles = *kept_search_troubles(s);
    f.looked = kept_search_looked(s);
    f.total = kept_search_total(s);
    kept_search_free(s);
    query_free(q);
    return f;
}

static void expect(const char *text, const char *ids)
{
    struct found f = search(text);
    if (strcmp(buf_str(&f.ids), ids) != 0)
        fail_msg("'%s': expected '%s', got '%s'", text, ids, buf_str(&f.ids));
    buf_done(&f.ids);
}

static void kept_search__queries__find_their_calls(void **state)
{
    (void)state;
    expect("kept", "call_1 call_2 call_3");
    expect("kept plain", "call_1 call_2 call_3");
    expect("kept ringyo", "");
    expect("kept !plain", "");
    expect("kept text:refund", "call_1");
    expect("kept text:\"MONEY BACK\"", "call_1");
    expect("kept \"order 17\"", "call_2");
    expect("kept !text:order", "call_1 call_3");
    expect("kept text:parcels", "");
    expect("kept \"cafe\xcc\x81 m\xc3\xbcller\"", "call_1");
    expect("kept /order \\d+/", "call_2");
    expect("kept /Order/", "call_2");
    expect("kept /ORDER/", "");
    expect("kept /^money back$/", "call_1");
    expect("kept /refund\\.|late$/", "call_1 call_2");
    expect("kept failed", "call_2");
    expect("kept in 1234", "call_1");
    expect("kept >60", "call_1");
    expect("kept 2026-11-19", "call_2");
    expect("kept 2026-11-01..", "call_1 call_2");
    expect("kept id:_3", "call_3");
    expect("kept nothing", "");
}

static void kept_search__slices__one_call_at_a_time(void **state)
{
    (void)state;
    struct found f = search("kept");
    assert_true(f.slices > LEN(kept));
    assert_int_equal(f.looked, LEN(kept));
    assert_int_equal(f.total, LEN(kept));
    assert_int_equal(kept_trouble_total(&f.troubles), 0);
    buf_done(&f.ids);
}

static void kept_search__each_trouble__is_counted(void **state)
{
    (void)state;
    static const struct kept unknown = {"call_4", "{}", 2}, odd = {"call_5", "not JSON", 3};
    keep_as("gone", &unknown);
    keep_as("plain", &odd);
    keeping_plant("plain", "call_6", "no gzip", 7);
    keeping_plant_text("plain", "call_7", "{\"schema\":2}");
    char *link = keeping_path("plain", "call_8");
    assert_int_equal(symlink("/etc/passwd", link), 0);
    char *folder = scratch_path(keeping_dir(), "linked");
    assert_int_equal(symlink("plain", folder), 0);
    struct found f = search("kept");
    assert_string_equal(buf_str(&f.ids), "call_1 call_2 call_3");
    assert_int_equal(kept_trouble_total(&f.troubles), 6);
    assert_int_equal(f.troubles.count[KEPT_TROUBLE_NO_PROVIDER], 1);
    assert_int_equal(f.troubles.count[KEPT_TROUBLE_UNREADABLE_CALL], 1);
    assert_int_equal(f.troubles.count[KEPT_TROUBLE_NO_GZIP], 1);
    assert_int_equal(f.troubles.count[KEPT_TROUBLE_NEWER], 1);
    assert_int_equal(f.troubles.count[KEPT_TROUBLE_LINK], 2);
    buf_done(&f.ids);
    free(link);
    free(folder);
}

/* A copy under another name could be neither opened nor forgotten by its ID. */
static void kept_search__copies_under_other_names__are_counted(void **state)
{
    (void)state;
    keeping_plant_text("plain", "call_9",
                       "{\"schema\":1,\"provider\":\"plain\",\"id\":\"call_1\",\"first_kept_at\":"
                       "\"2026-11-29T15:00:00Z\",\"kept_at\":\"2026-11-29T15:00:00Z\",\"masked\":"
                       "false,\"documents\":[{\"name\":\"call\",\"body\":\"{}\"}]}");
    keeping_plant_text("ringyo", "call_1",
                       "{\"schema\":1,\"provider\":\"plain\",\"id\":\"call_1\",\"first_kept_at\":"
                       "\"2026-11-29T15:00:00Z\",\"kept_at\":\"2026-11-29T15:00:00Z\",\"masked\":"
                       "false,\"documents\":[{\"name\":\"call\",\"body\":\"{}\"}]}");
    struct found f = search("kept");
    assert_string_equal(buf_str(&f.ids), "call_1 call_2 call_3");
    assert_int_equal(f.troubles.count[KEPT_TROUBLE_OTHER_CALL], 2);
    buf_done(&f.ids);
}

/* A masked call has the ID of its file, whatever the printed call says. */
static void kept_search__masked_call_of_another_id__has_its_files(void **state)
{
    (void)state;
    keeping_plant_text("plain", "call_9",
                       "{\"schema\":1,\"provider\":\"plain\",\"id\":\"call_9\",\"first_kept_at\":"
                       "\"2026-11-29T15:00:00Z\",\"kept_at\":\"2026-11-29T15:00:00Z\",\"masked\":"
                       "true,\"call\":{\"schema\":1,\"id\":\"call_1\",\"status\":\"unheard\"}}");
    expect("kept status:unheard", "call_9");
}

static void kept_search__masked_calls__are_searched(void **state)
{
    (void)state;
    keeping_plant_text("plain", "call_9",
                       "{\"schema\":1,\"provider\":\"plain\",\"id\":\"call_9\",\"first_kept_at\":"
                       "\"2026-11-29T15:00:00Z\",\"kept_at\":\"2026-11-29T15:00:00Z\",\"masked\":"
                       "true,\"call\":{\"schema\":1,\"id\":\"call_9\",\"status\":\"broken\","
                       "\"direction\":\"outbound\",\"started_at\":\"2026-11-28T15:00:00Z\","
                       "\"participants\":[{\"role\":\"to\",\"address\":\"########1234\"}],"
                       "\"transcript\":[{\"class\":\"agent\",\"text\":\"an orange parcel\"},"
                       "{\"class\":\"system\",\"text\":\"violet\"}]}}");
    expect("kept text:orange", "call_9");
    expect("kept text:violet", "");
    expect("kept /ge p/ failed out to:1234", "call_9");
}

/* Of a provider that is not asked no file is opened. The other one's folder has a hash. */
static void kept_search__providers__by_their_folders(void **state)
{
    (void)state;
    static const struct kept other = {"call_4", "{\"id\":\"call_4\"}", 2};
    keep_as("Upper", &other);
    keeping_plant("ringyo", "call_6", "no gzip", 7);
    expect("kept plain", "call_1 call_2 call_3");
    expect("kept !plain", "call_4");
    expect("kept upper", "call_4");
    struct found f = search("kept plain");
    assert_int_equal(kept_trouble_total(&f.troubles), 0);
    assert_int_equal(f.looked, f.total);
    buf_done(&f.ids);
    f = search("kept !plain");
    assert_int_equal(f.troubles.count[KEPT_TROUBLE_NO_GZIP], 1);
    buf_done(&f.ids);
}

/* Between two slices another program forgets calls, and the search is given up. */
static void kept_search__changed_meanwhile__goes_on(void **state)
{
    (void)state;
    struct err e = {""};
    struct found f = {.slices = 0};
    struct query *q = read_query("kept");
    struct kept_search_terms terms = {keeping_dir(), q, described.set, KEEPING_MAX_BYTES};
    struct kept_search *s = kept_search_new(&terms);
    while (!kept_search_looked(s))
        kept_search_step(s, 0);
    assert_true(kept_folder_forget(keeping_dir(), "plain", "call_2", 0, &e));
    while (kept_search_step(s, 0))
        ;
    take(s, &f);
    assert_string_equal(buf_str(&f.ids), "call_1 call_3");
    assert_int_equal(kept_trouble_total(kept_search_troubles(s)), 0);
    buf_done(&f.ids);
    kept_search_free(s);
    s = kept_search_new(&terms);
    for (int i = 0; i < 3; i++)
        kept_search_step(s, 0);
    kept_search_free(s);
    s = kept_search_new(&terms);
    kept_search_step(s, INT64_MAX);
    kept_search_free(s); /* with rows that nobody took */
    query_free(q);
}

static void kept_search__no_folder__finds_nothing(void **state)
{
    (void)state;
    struct query *q = read_query("kept");
    char *none = scratch_path(keeping_dir(), "none");
    struct kept_search_terms terms = {none, q, described.set, KEEPING_MAX_BYTES};
    struct kept_search *s = kept_search_new(&terms);
    assert_false(kept_search_step(s, 0));
    assert_int_equal(kept_search_total(s), 0);
    kept_search_free(s);
    query_free(q);
    free(none);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, keeping_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kept_search__queries__find_their_calls),
        TEST(kept_search__slices__one_call_at_a_time),
        TEST(kept_search__each_trouble__is_counted),
        TEST(kept_search__copies_under_other_names__are_counted),
        TEST(kept_search__masked_call_of_another_id__has_its_files),
        TEST(kept_search__masked_calls__are_searched),
        TEST(kept_search__providers__by_their_folders),
        TEST(kept_search__changed_meanwhile__goes_on),
        TEST(kept_search__no_folder__finds_nothing),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, group_set_up, group_tear_down);
}
