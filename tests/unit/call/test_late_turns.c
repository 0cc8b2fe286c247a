/* Masked copies whose turns are masked when they are asked for. */
#include "base/alloc.h"
#include "call/masked.h"
#include "print/print.h"
#include "tests/support/extracting.h"
#include "ui/view/view_facts.h"
#include "ui/view/view_transcript.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PHONE "+18005551234"
enum { MANY = 5000, SHOWN = 20 };

/* Values that belong to no turn, to a turn, to an element that is no turn, and to none. */
static const char answer[] =
    "{\"id\":\"c1\",\"from\":\"" PHONE "\",\"odd\":\"" PHONE "\",\"turns\":["
    "{\"who\":\"" PHONE "\",\"text\":\"Hi\",\"link\":\"https://x.example/" PHONE "\"},"
    "{\"who\":\"" PHONE "\",\"text\":\"Call " PHONE "\"},"
    "{\"odd\":{\"of\":\"" PHONE "\"}},"
    "{\"who\":\"" PHONE "\",\"text\":\"Yes\",\"more\":[\"" PHONE "\"]},"
    "{\"who\":\"user\",\"text\":\"No\"},"
    "{\"who\":\"user\",\"text\":\"\",\"calls\":[{\"fn\":\"" PHONE "\",\"cid\":\"" PHONE "\"}]},"
    "{\"last\":\"" PHONE "\"}]}";

/* What is printed of a call; the caller frees it. */
static char *json_of(const struct call *c)
{
    struct buf out = {0};
    print_json(&out, c);
    return buf_take(&out);
}

static void late_turns__any_order__as_all_at_once(void **state)
{
    (void)state;
    static const size_t orders[][5] = {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}};
    struct mask_count once, late;
    struct call *c = called("plain", answer), *all = masked_call(c, &once);
    char *want = json_of(all);
    assert_null(strstr(want, "800555"));
    assert_non_null(strstr(want, "\"last\":"));
    for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
        struct call *copy = masked_begin(c, &late);
        assert_int_equal(copy->turn_count, 5);
        for (size_t i = 0; i < o + 2; i++) {
            const struct turn *t = call_turn(copy, orders[o][i]);
            assert_ptr_equal(call_turn(copy, orders[o][i]), t);
        }
        assert_true(copy->late != NULL);
        assert_false(masked_run(copy, INT_MAX));
        assert_null(copy->late);
        char *got = json_of(copy);
        assert_string_equal(got, want);
        assert_int_equal(late.phones, once.phones);
        free(got);
        call_free(copy);
    }
    free(want);
    call_free(all);
    call_free(c);
}

/* A form that shows the whole call masks what is left. */
static void late_turns__printed__all_are_masked(void **state)
{
    (void)state;
    struct mask_count once, late;
    struct call *c = called("plain", answer), *all = masked_call(c, &once);
    struct call *copy = masked_begin(c, &late);
    char *want = json_of(all), *got = json_of(copy);
    assert_string_equal(got, want);
    assert_null(copy->late);
    assert_int_equal(late.phones, once.phones);
    free(want);
    free(got);
    call_free(copy);
    call_free(all);
    call_free(c);
}

static struct call *long_call(void)
{
    struct buf text = {0};
    buf_puts(&text, "{\"id\":\"c1\",\"turns\":[");
    for (int i = 0; i < MANY; i++)
        buf_printf(&text,
                   "%s{\"who\":\"%s\",\"text\":\"turn%dx " PHONE "\",\"at\":%d,\"x\":\"" PHONE
                   "\"}",
                   i ? "," : "", i % 2 ? "user" : "bot", i, i);
    buf_puts(&text, "]}");
    struct call *c = called("plain", buf_str(&text));
    buf_done(&text);
    return c;
}

static void draw(struct view *v)
{
    struct line line = {0};
    v->ops->layout(v, 100);
    for (size_t i = 0; i < SHOWN && i < v->ops->items(v); i++) {
        line_clear(&line);
        v->ops->rows(v, i, SHOWN);
        v->ops->row(v, i, 0, &line);
    }
    line_clear(&line);
    if (v->ops->title)
        v->ops->title(v, &line);
    line_done(&line);
}

/* The work of masking a call that is shown depends on the rows that are seen: each turn has two
 * numbers. */
static void late_turns__shown__only_those_that_are_seen(void **state)
{
    (void)state;
    struct mask_count count;
    struct call *c = long_call();
    struct transcript_style style = {.wrap = true};
    struct view *turns = view_transcript_new(c, &style);
    draw(turns);
    struct call *copy = masked_begin(c, &count);
    struct view *facts = view_facts_of_call(copy, NULL);
    view_transcript_set_form(turns, copy);
    draw(facts);
    draw(turns);
    assert_int_equal(count.phones, 2 * SHOWN);
    struct buf text = {0};
    turns->ops->text(turns, MANY - 1, &text);
    const char *words = buf_str(&text) + strlen("user") + 1; /* after the label */
    assert_non_null(strstr(words, "turn4999x"));
    assert_null(strstr(words, "800555"));
    assert_int_equal(count.phones, 2 * SHOWN + 2);
    assert_false(masked_run(copy, INT_MAX));
    assert_int_equal(count.phones, 2 * MANY);
    buf_done(&text);
    view_free(facts);
    view_free(turns);
    call_free(copy);
    call_free(c);
}

/* A slice ends when its time is over: without time it masks as many as between two looks. */
static void late_turns__no_time__a_few(void **state)
{
    (void)state;
    struct mask_count count;
    struct call *c = long_call(), *copy = masked_begin(c, &count);
    assert_true(masked_run(copy, 0));
    assert_in_range(count.phones, 1, MANY / 2);
    assert_non_null(copy->late);
    call_free(copy);
    call_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(late_turns__any_order__as_all_at_once),
        cmocka_unit_test(late_turns__printed__all_are_masked),
        cmocka_unit_test(late_turns__shown__only_those_that_are_seen),
        cmocka_unit_test(late_turns__no_time__a_few),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
