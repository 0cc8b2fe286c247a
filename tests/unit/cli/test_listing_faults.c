/* Lists whose pages do not come as they should: what is asked again, what is not, and what remains.
 */
#include "base/alloc.h"
#include "tests/support/asking.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LIMITED_NOW                                                                                \
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 2\r\n\r\n{}"
#define LIMITED "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}"
#define LIMITED_LONG                                                                               \
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 600\r\nContent-Length: 2\r\n\r\n{}"
#define LIMITED_60                                                                                 \
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 2\r\n\r\n{}"
#define BROKEN "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}"
#define REFUSED                                                                                    \
    "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 45\r\n\r\n"    \
    "{\"message\":\"bad key " ASKING_KEY "\"}    "

static void listing__limit_of_rate__same_page_again(void **state)
{
    (void)state;
    for (int post = 0; post < 2; post++) {
        struct asking t = {.servers = {{.total = 30,
                                        .limit = 10,
                                        .every_s = 60,
                                        .letter = 'a',
                                        .odd = {NULL, LIMITED_NOW, LIMITED_NOW},
                                        .odd_count = 3}},
                           .count = 1};
        asking_begin(&t, post, "7d", asking_all_pages, 60);
        asking_all(&t);
        assert_int_equal(asking_one(&t, 0, LISTING_ENDED)->row_count, 30);
        asking_expect_requests(&t, 0, 5);
        char *second = paged_request(t.servers[0].paged, 1);
        char *third = paged_request(t.servers[0].paged, 2);
        assert_string_equal(second, third);
        free(second);
        free(third);
        asking_end(&t);
    }
}

/* Each of these ends the asking, with one request more than pages; what came before remains. */
static void listing__failure__rows_remain(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        enum kind kind;
        bool post;
    } rows[] = {
        {LIMITED, KIND_RATE_LIMITED, false},
        {LIMITED, KIND_RATE_LIMITED, true},
        {LIMITED_LONG, KIND_RATE_LIMITED, true},
        {BROKEN, KIND_PROVIDER, true},
        {BROKEN, KIND_PROVIDER, false},
        {REFUSED, KIND_AUTH, false},
        {"", KIND_NETWORK, true},
        {"", KIND_NETWORK, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct asking t = {.servers = {{.total = 30,
                                        .limit = 10,
                                        .every_s = 60,
                                        .letter = 'a',
                                        .odd = {NULL, rows[i].answer},
                                        .odd_count = 2}},
                           .count = 1};
        asking_begin(&t, rows[i].post, "7d", asking_all_pages, 60);
        asking_all(&t);
        struct listing_one *one = asking_one(&t, 0, LISTING_FAILED);
        if (one->failure->kind != rows[i].kind)
            fail_msg("%zu: kind %d, '%s'", i, one->failure->kind, one->failure->message);
        assert_null(strstr(one->failure->message, ASKING_KEY));
        assert_int_equal(one->row_count, 10);
        assert_true(one->more);
        asking_expect_requests(&t, 0, 2);
        asking_end(&t);
    }
}

/* Another list does not ask a provider that limits the rate for this one. */
static void listing__limit_of_rate__holds_other_lists(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 30, .limit = 10, .odd = {LIMITED_60}, .odd_count = 1}},
                       .count = 1};
    asking_begin(&t, false, "7d", asking_all_pages, 100);
    struct listing *other =
        listing_new(&t.listing->setup, t.query, &t.terms, &t.listing->list[0].provider, 1);
    listing_send(t.listing);
    asking_some(&t, 0);
    assert_true(listing_send(other) > 50000);
    assert_int_equal(other->list[0].state, LISTING_WAITING);
    assert_true(listing_send(t.listing) > 50000);
    asking_expect_requests(&t, 0, 1);
    listing_free(other);
    asking_end(&t);
}

/* A key goes nowhere but to the host of base_url. */
static void listing__redirect__is_not_followed(void **state)
{
    (void)state;
    for (int post = 0; post < 2; post++) {
        struct asked elsewhere = {.total = 5, .limit = 10, .letter = 'e'};
        elsewhere.paged = paged_start(asking_answer, &elsewhere);
        char *redirect = xasprintf("HTTP/1.1 307 Elsewhere\r\nContent-Length: 0\r\n"
                                   "Location: http://127.0.0.1:%d/list\r\n\r\n",
                                   paged_port(elsewhere.paged));
        struct asking t = {.servers = {{.total = 30,
                                        .limit = 10,
                                        .letter = 'a',
                                        .odd = {NULL, redirect},
                                        .odd_count = 2}},
                           .count = 1};
        asking_begin(&t, post, "7d", asking_all_pages, 0);
        asking_all(&t);
        assert_non_null(strstr(asking_one(&t, 0, LISTING_FAILED)->failure->message, "redirect"));
        assert_int_equal(t.listing->list[0].row_count, 10);
        assert_int_equal(paged_count(elsewhere.paged), 0);
        asking_end(&t);
        paged_stop(elsewhere.paged);
        free(redirect);
    }
}

/* timeout_s is that of a page. */
static void listing__page_without_an_answer__ends_and_rows_remain(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 30, .limit = 10, .letter = 'a', .hold_from = 1}},
                       .count = 1,
                       .timeout_s = 1};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    asking_all(&t);
    assert_int_equal(asking_one(&t, 0, LISTING_FAILED)->failure->kind, KIND_NETWORK);
    assert_int_equal(t.listing->list[0].row_count, 10);
    assert_true(t.listing->list[0].more);
    asking_end(&t);
}

/* After a failure the same page can be asked for. */
static void listing__failure__more_asks_again(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 20,
                                    .limit = 10,
                                    .every_s = 60,
                                    .letter = 'a',
                                    .odd = {NULL, BROKEN},
                                    .odd_count = 2}},
                       .count = 1};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    asking_all(&t);
    listing_more(asking_one(&t, 0, LISTING_FAILED));
    asking_all(&t);
    assert_int_equal(asking_one(&t, 0, LISTING_ENDED)->row_count, 20);
    asking_end(&t);
}

/* A page with one row and so many blanks. */
static char *wide_page(char id, size_t blanks)
{
    struct buf json = {0};
    buf_printf(&json, "{\"rows\":[{\"id\":\"%c\",\"t\":%lld}],\"more\":true,\"next\":\"%c\"}", id,
               (long long)asking_now_s, id);
    while (blanks--)
        buf_putc(&json, ' ');
    return paged_json(buf_take(&json));
}

/* Two pages may together have more than one may. */
static void listing__size__is_bounded_for_each_page(void **state)
{
    (void)state;
    enum { KIB = 1024 };
    char *first = wide_page('y', 700 * KIB), *second = wide_page('z', 700 * KIB);
    char *larger = wide_page('x', 1400 * KIB);
    struct asking t = {.servers = {{.total = 20,
                                    .limit = 10,
                                    .every_s = 60,
                                    .letter = 'a',
                                    .odd = {first, second},
                                    .odd_count = 2},
                                   {.letter = 'b', .limit = 10, .odd = {larger}, .odd_count = 1}},
                       .count = 2};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    asking_all(&t);
    assert_int_equal(asking_one(&t, 0, LISTING_ENDED)->row_count, 22);
    assert_non_null(
        strstr(asking_one(&t, 1, LISTING_FAILED)->failure->message, "larger than 1 MiB"));
    asking_end(&t);
    free(first);
    free(second);
    free(larger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listing__limit_of_rate__same_page_again),
        cmocka_unit_test(listing__failure__rows_remain),
        cmocka_unit_test(listing__limit_of_rate__holds_other_lists),
        cmocka_unit_test(listing__redirect__is_not_followed),
        cmocka_unit_test(listing__page_without_an_answer__ends_and_rows_remain),
        cmocka_unit_test(listing__failure__more_asks_again),
        cmocka_unit_test(listing__size__is_bounded_for_each_page),
    };
    time_set_zone("UTC");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
