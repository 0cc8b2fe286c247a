/* A listing of kept calls: the worker looks through them, and no provider is asked. */
#include "base/alloc.h"
#include "cli/listing.h"
#include "tests/support/fetching.h"
#include "tests/support/keeping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct looking {
    struct fetching fetching;
    struct rate_limit *limits;
    struct query *query;
    struct listing *listing;
};

/* Nothing is sent, so that no key is asked for. */
static struct failure *no_key(void *context, const struct provider *p, char **key)
{
    (void)context;
    (void)key;
    fail_msg("the key of %s was asked for", p->name);
    return NULL;
}

static void begin(struct looking *t, const char *query, const char *const *names, size_t count)
{
    struct fetch_settings settings = {.kept = {.dir = keeping_dir()}};
    struct query_terms terms = {.time = {KEEPING_NOW_US, &civil_zone_in_force, 7}};
    struct query_problem problem;
    const struct provider *asked[2] = {NULL};
    fetching_start(&t->fetching, "", settings);
    for (size_t i = 0; i < count; i++)
        asked[i] = described_find(&t->fetching.described, names[i]);
    t->limits = rate_limit_new(1);
    t->query = query_new(query, &terms, &problem);
    assert_non_null(t->query);
    struct listing_setup setup = {.fetcher = t->fetching.fetcher,
                                  .limits = t->limits,
                                  .key = no_key,
                                  .set = t->fetching.described.set,
                                  .bounds = listing_on_screen};
    t->listing = listing_new(&setup, t->query, &terms, asked, count);
}

static void end(struct looking *t)
{
    listing_free(t->listing);
    query_free(t->query);
    rate_limit_free(t->limits);
    fetching_stop(&t->fetching);
}

static void look_at_all(struct looking *t)
{
    while (listing_is_busy(t->listing)) {
        assert_int_equal(listing_send(t->listing), 0);
        struct answer *a = fetching_next(&t->fetching);
        assert_ptr_equal(listing_take(t->listing, a), &t->listing->list[0]);
        fetch_answer_free(a);
    }
}

static void keep_three(void)
{
    keeping_keep("ringyo", "call_a",
                 "{\"id\":\"call_a\",\"status\":\"completed\",\"transcript\":"
                 "[{\"role\":\"user\",\"content\":\"I want a refund\"}]}",
                 KEEPING_NOW_US);
    keeping_keep("ringyo", "call_b", "{\"id\":\"call_b\",\"status\":\"failed\"}", KEEPING_NOW_US);
    keeping_keep("retell", "call_c",
                 "{\"call_id\":\"call_c\",\"call_status\":\"ended\",\"transcript_object\":"
                 "[{\"role\":\"user\",\"content\":\"A refund, please\"}]}",
                 KEEPING_NOW_US);
    keeping_plant("ringyo", "call_text", "no gzip", 7);
}

static char *ids_of(const struct looking *t)
{
    struct buf ids = {0};
    const struct list_row **rows = listing_merged(t->listing);
    for (size_t i = 0; i < listing_row_count(t->listing); i++)
        buf_printf(&ids, "%s%s", i ? " " : "", rows[i]->id);
    free(rows);
    buf_puts(&ids, "");
    return buf_take(&ids);
}

static void listing_kept__several_providers__one_source(void **state)
{
    (void)state;
    struct looking t;
    keep_three();
    begin(&t, "kept /refund/", (const char *const[]){"ringyo", "retell"}, 2);
    assert_int_equal(t.listing->count, 1);
    look_at_all(&t);
    struct listing_one *one = &t.listing->list[0];
    char *ids = ids_of(&t);
    assert_ptr_equal(one->provider, &listing_kept);
    assert_int_equal(one->state, LISTING_ENDED);
    assert_int_equal(one->looked, 4);
    assert_int_equal(one->kept, 4);
    assert_string_equal(one->notes, "1 kept file was passed over: it is no gzip file");
    assert_string_equal(ids, "call_c call_a");
    free(ids);
    end(&t);
}

/* As if the other one was asked and had nothing. */
static void listing_kept__another_provider__its_calls_are_left_out(void **state)
{
    (void)state;
    struct looking t;
    keep_three();
    begin(&t, "kept text:refund", (const char *const[]){"retell"}, 1);
    look_at_all(&t);
    char *ids = ids_of(&t);
    assert_string_equal(ids, "call_c");
    free(ids);
    end(&t);
}

static void listing_kept__nobody_is_wanted__nothing_is_looked_at(void **state)
{
    (void)state;
    struct looking t;
    begin(&t, "kept", NULL, 0);
    assert_int_equal(t.listing->count, 0);
    assert_false(listing_is_busy(t.listing));
    end(&t);
}

/* All answers that come are those of a search that begins afterwards. */
static void listing_kept__stopped__no_more_comes(void **state)
{
    (void)state;
    struct looking t;
    struct query_terms terms = {.time = {KEEPING_NOW_US, &civil_zone_in_force, 7}};
    struct query_problem problem;
    keep_three();
    begin(&t, "kept", (const char *const[]){"ringyo"}, 1);
    listing_stop(t.listing);
    assert_false(listing_is_busy(t.listing));
    assert_int_equal(t.listing->list[0].state, LISTING_PAUSED);
    assert_false(t.listing->list[0].more);
    unsigned job = fetch_kept_search(t.fetching.fetcher, query_new("kept", &terms, &problem),
                                     t.fetching.described.set);
    for (bool more = true; more;) {
        struct answer *a = fetching_next(&t.fetching);
        assert_int_equal(a->job, job);
        assert_null(listing_take(t.listing, a));
        more = a->kept_rows->more;
        fetch_answer_free(a);
    }
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(listing_kept__several_providers__one_source, keeping_set_up,
                                        keeping_tear_down),
        cmocka_unit_test_setup_teardown(listing_kept__another_provider__its_calls_are_left_out,
                                        keeping_set_up, keeping_tear_down),
        cmocka_unit_test_setup_teardown(listing_kept__nobody_is_wanted__nothing_is_looked_at,
                                        keeping_set_up, keeping_tear_down),
        cmocka_unit_test_setup_teardown(listing_kept__stopped__no_more_comes, keeping_set_up,
                                        keeping_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
