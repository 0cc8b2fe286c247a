/* Calls in longer texts: which are found, of which providers, and which text is skipped. */
#include "base/alloc.h"
#include "base/buf.h"
#include "provider/pasted.h"
#include "tests/support/descriptions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define UUID "550e8400-e29b-41d4-a716-446655440000"
#define OTHER "8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64"
#define COMET "v1.us.31780434a95d45.16923681138d75114d60"

static const char ini[] =
    "[provider ringg]\napi_key = a\n[provider diga]\napi_key = b\n[provider cometchat]\n"
    "api_key = c\n[provider ringyo]\napi_key = d\nweb_url = https://app.ringyo.ai/calls/{id}\n"
    "[provider keyless]\nlike = ringyo\nid_form = kl_*\nbase_url = https://keyless.example\n";

/* "ringyo:call_1 any:... ?ringyo:call_2": a guess has a question mark. */
static void expect(const struct described *d, const char *chosen, const char *text,
                   const char *expected)
{
    struct pasted_calls s;
    struct buf got = {0};
    pasted_calls_find(&s, d->set, chosen ? described_find(d, chosen) : NULL, text, strlen(text));
    for (size_t i = 0; i < s.count; i++)
        buf_printf(&got, "%s%s%s:%s", i ? " " : "", s.list[i].is_guess ? "?" : "",
                   s.list[i].provider->name, s.list[i].id);
    if (strcmp(buf_str(&got), expected) != 0)
        fail_msg("'%s': expected '%s', got '%s'", text, expected, buf_str(&got));
    buf_done(&got);
    pasted_calls_done(&s);
}

static void pasted_calls__texts__give_their_calls(void **state)
{
    (void)state;
    static const struct {
        const char *chosen, *text, *expected;
    } rows[] = {
        {NULL, "", ""},
        {NULL, "nothing here, really: no.", ""},
        {NULL, "call_1 call_2", "ringyo:call_1 ringyo:call_2"},
        {NULL, "call_1,call_2;\"call_3\"\r\n'call_4'|call_5",
         "ringyo:call_1 ringyo:call_2 "
         "ringyo:call_3 ringyo:call_4 "
         "ringyo:call_5"},
        {NULL, "id,status\ncall_1,ok\ncall_1,failed\n", "ringyo:call_1"},
        {NULL, "[10:12] Kim: look at (call_1), please. And call_2!", "ringyo:call_1 ringyo:call_2"},
        {NULL, "ID:call_1 id=call_2 {\"x\":\"call_3\"}",
         "ringyo:call_1 ringyo:call_2 ringyo:call_3"},
        {NULL, "Kim’s call is “call_1”, not „call_2“、call_3。",
         "ringyo:call_1 ringyo:call_2 ringyo:call_3"},
        {NULL, UUID " and " COMET, "any:" UUID " cometchat:" COMET},
        {"diga", UUID " call_1", "diga:" UUID " ringyo:call_1"},
        {"any", UUID " call_1", "any:" UUID " any:call_1"},
        {NULL, "diga:" UUID " ringg:" OTHER, "diga:" UUID " ringg:" OTHER},
        {NULL, "diga:hello ringyo:world voxworks:anything any:" UUID,
         "voxworks:anything any:" UUID},
        {NULL,
         "see https://api.ringyo.ai/v1/calls/call_9?include=x, then "
         "<https://app.ringyo.ai/calls/call_8>.",
         "ringyo:call_9 ringyo:call_8"},
        {NULL, "https://evil.example/v1/calls/call_9 http://api.ringyo.ai/v1/calls/call_7",
         "?ringyo:call_9 ?ringyo:call_7"},
        {NULL, "https://evil.example/call_9 https://evil.example/x call_9 https://a.b/" UUID,
         "ringyo:call_9 ?any:" UUID},
        {NULL, "https://keyless.example/v1/calls/kl_1 kl_2", "keyless:kl_1"},
        {NULL, "v1.us.evil/../x v1.evil.31780434a95d45.x v1.us.../.x", ""},
        {NULL, "\xff\xfe call_1\xff call_2\x01 call_3", "ringyo:call_3"},
    };
    struct described d;
    described_init(&d, ini);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(&d, rows[i].chosen, rows[i].text, rows[i].expected);
    described_done(&d);
}

/* A provider's name holds for the IDs that follow it, up to another word. */
static void pasted_calls__names__win_over_the_form(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {"[10:12] Kim: voxworks call_1 failed", "voxworks:call_1"},
        {"Kim: Ringg " UUID ", again", "ringg:" UUID},
        {"Ringg: " UUID, "ringg:" UUID},
        {"Ringg:\n- " UUID "\n- " OTHER, "ringg:" UUID " ringg:" OTHER},
        {"voxworks call_1, call_2 and call_3", "voxworks:call_1 voxworks:call_2 ringyo:call_3"},
        {"provider,id,status\nvoxworks,call_1,ok\nDIGA," UUID ",failed\n",
         "voxworks:call_1 diga:" UUID},
        {"diga:call_1 ID:voxworks:call_2", "diga:call_1 voxworks:call_2"},
        {"voxworks is down, see hello", ""},
        {"voxworks: hello", ""},
        {"voxworks failed: https://app.example.com/call_1", "?ringyo:call_1"},
        {"voxworks: https://app.example.com/call_1", "?voxworks:call_1"},
        {"is there any call_1?", "ringyo:call_1"},
        {"Any: call_1", "any:call_1"},
        {"ringyos call_1\xe3\x80\x80"
         "call_2\xc2\xa0",
         "ringyo:call_1 ringyo:call_2"},
    };
    struct described d;
    described_init(&d, ini);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(&d, NULL, rows[i].text, rows[i].expected);
    described_done(&d);
}

static void pasted_calls__many__are_bounded(void **state)
{
    (void)state;
    struct described d;
    struct pasted_calls s;
    struct buf text = {0};
    described_init(&d, ini);
    for (int i = 0; i < PASTED_CALLS_MAX; i++)
        buf_printf(&text, "call_%d\n", i);
    pasted_calls_find(&s, d.set, NULL, buf_str(&text), text.len);
    assert_int_equal(s.count, PASTED_CALLS_MAX);
    assert_false(s.more);
    pasted_calls_done(&s);
    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "call_%d ", i);
    pasted_calls_find(&s, d.set, NULL, buf_str(&text), text.len);
    assert_int_equal(s.count, PASTED_CALLS_MAX);
    assert_true(s.more);
    pasted_calls_done(&s);
    buf_done(&text);
    described_done(&d);
}

/* Long runs of letters, separators, colons or slashes take linear time. */
static void pasted_calls__odd_pages__take_linear_time(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, ini);
    for (const char *c = "x:,/"; *c; c++) {
        struct pasted_calls s;
        struct buf text = {0};
        for (int i = 0; i < 1000000; i++)
            buf_putc(&text, *c);
        pasted_calls_find(&s, d.set, NULL, buf_str(&text), text.len);
        assert_int_equal(s.count, 0);
        buf_done(&text);
    }
    described_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pasted_calls__texts__give_their_calls),
        cmocka_unit_test(pasted_calls__names__win_over_the_form),
        cmocka_unit_test(pasted_calls__many__are_bounded),
        cmocka_unit_test(pasted_calls__odd_pages__take_linear_time),
    };
    return cmocka_run_group_tests_name("pasted_calls", tests, NULL, NULL);
}
