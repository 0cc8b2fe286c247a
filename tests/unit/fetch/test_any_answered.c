/* What several providers answered, as one document. */
#include "fetch/any.h"
#include "tests/support/extracting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct any_one one_of(const char *name, int status, const char *text)
{
    struct answer_body answer = body(status, text);
    return (struct any_one){.provider = provider(name),
                            .failure = failure_new(KIND_OTHER, status, "failed"),
                            .answered = extract_only_document(provider(name), "c1", &answer)};
}

static struct call *answered(struct any_one *list, size_t count)
{
    struct any any = {.list = list, .count = count};
    struct call *c = any_answered(&any, "c1");
    for (size_t i = 0; i < count; i++) {
        failure_free(list[i].failure);
        call_free(list[i].answered);
    }
    return c;
}

static void any_answered__two_of_three__one_below_the_other(void **state)
{
    (void)state;
    struct any_one list[] = {one_of("ringg", 404, "{\"a\":1}"), one_of("diga", 500, ""),
                             one_of("ringyo", 0, "<html>")};
    struct call *c = answered(list, 3);
    assert_non_null(c);
    assert_int_equal(c->document_count, 1);
    assert_null(c->documents[0].root);
    assert_string_equal(c->documents[0].bytes,
                        "Ringg, HTTP status 404:\n\n{\"a\":1}\n\nRingyo:\n\n<html>");
    call_free(c);
}

static void any_answered__nothing_kept__none(void **state)
{
    (void)state;
    struct any_one list[] = {one_of("ringg", 404, "")};
    assert_null(answered(list, 1));
    assert_null(answered(NULL, 0));
}

/* A long answer leaves room for the others; a character is not cut. */
static void any_answered__long__equal_shares(void **state)
{
    (void)state;
    struct buf text = {0};
    while (text.len < EXTRACT_KEPT_BYTES)
        buf_puts(&text, "\xe2\x82\xac");
    struct any_one list[] = {one_of("ringg", 404, buf_str(&text)),
                             one_of("ringyo", 404, buf_str(&text))};
    struct call *c = answered(list, 2);
    const struct document *d = c->documents;
    const char *second = strstr(d->bytes, "\n\nRingyo, HTTP status 404:");
    assert_in_range(d->count, EXTRACT_KEPT_BYTES - 4, EXTRACT_KEPT_BYTES);
    assert_non_null(second);
    assert_in_range(second - d->bytes, EXTRACT_KEPT_BYTES / 2 - 2, EXTRACT_KEPT_BYTES / 2);
    assert_memory_equal(second - 3, "\xe2\x82\xac", 3);
    assert_memory_equal(d->bytes + d->count - 3, "\xe2\x82\xac", 3);
    call_free(c);
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_answered__two_of_three__one_below_the_other),
        cmocka_unit_test(any_answered__nothing_kept__none),
        cmocka_unit_test(any_answered__long__equal_shares),
    };
    return cmocka_run_group_tests_name("any_answered", tests, extracting_setup,
                                       extracting_teardown);
}
