/* What a paste sends, and what it does not: a stray clipboard goes nowhere. */
#include "tests/support/browse.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define KNOWN_LINE "Northwind Outdoor"

static struct pty *start(void)
{
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_check(p, pty_wait_mode(p, 2004, PTY_DEADLINE_MS));
    return p;
}

static void expect_sent(const char *pasted, const char *path)
{
    size_t before = browse_requests(path);
    struct pty *p = start();
    pty_paste(p, pasted);
    pty_expect(p, KNOWN_LINE);
    assert_int_equal(browse_requests(path), before + 1);
    pty_stop(p);
}

static void paste__one_known_id__fetched_at_once(void **state)
{
    (void)state;
    expect_sent("call_7f3k29q", "/ringyo/v1/calls/call_7f3k29q");
    expect_sent("  call_7f3k29q \n", "/ringyo/v1/calls/call_7f3k29q");
    expect_sent("ringyo:call_7f3k29q", "/ringyo/v1/calls/call_7f3k29q");
}

static void paste__url_curl_json__fetched_at_once(void **state)
{
    (void)state;
    char *url = xasprintf("http://127.0.0.1:%d/ringyo/v1/calls/call_7f3k29q", browse_port());
    char *curl = xasprintf("curl -s '%s' -H 'Authorization: Bearer x'\n", url);
    expect_sent(url, "/ringyo/v1/calls/call_7f3k29q");
    expect_sent(curl, "/ringyo/v1/calls/call_7f3k29q");
    expect_sent("{\"call_id\": \"call_7f3k29q\"}", "/ringyo/v1/calls/call_7f3k29q");
    free(url);
    free(curl);
}

static void paste__over_a_call__opens_another(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", "What's this call about?");
    pty_paste(p, "call_7f3k29q");
    pty_expect(p, KNOWN_LINE);
    pty_expect(p, "1 xyz789");
    pty_expect(p, "2 7f3k29q");
}

/* The form of the ID is Ringyo's, but the text names another provider. */
static void paste__a_provider_is_named__it_is_asked(void **state)
{
    (void)state;
    size_t ringyo = browse_requests("/ringyo/"), voxworks = browse_requests("/voxworks/");
    struct pty *p = start();
    pty_keys(p, "Voxworks call_9d2e41\r");
    pty_expect(p, "Harbour Fitness");
    pty_check(p, browse_requests("/voxworks/") == voxworks + 1);
    pty_stop(p);
    p = start();
    pty_paste(p, "Kim: voxworks: call_9d2e41 failed");
    pty_expect(p, "nothing has been sent yet");
    pty_keys(p, "\r");
    pty_expect(p, "Harbour Fitness");
    pty_check(p, browse_requests("/voxworks/") == voxworks + 2);
    pty_check(p, browse_requests("/ringyo/") == ringyo);
    pty_stop(p);
}

/* The ID in a URL of an unknown host is put into the pane; Enter fetches it. */
static void paste__url_of_nobody__is_offered(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = start();
    pty_paste(p, "https://app.example.com/calls/call_7f3k29q");
    pty_expect(p, "[Call ID] ringyo:call_7f3k29q");
    pty_expect(p, "no provider has the host 'app.example.com': a call of ringyo?");
    pty_expect(p, "Enter fetch");
    pty_check(p, browse_requests("") == before);
    pty_keys(p, "\r");
    pty_expect(p, KNOWN_LINE);
    pty_paste(p, "call_xyz789 and https://app.example.com/calls/call_turns_7");
    pty_expect(p, "[x]  ringyo  call_xyz789");
    pty_expect(p, "[ ]  ringyo  call_turns_7");
    pty_stop(p);
}

static void paste__phone_number__offers_to_list_its_calls(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_paste(p, "+13125550178");
    pty_expect(p, "list: +13125550178");
    pty_stop(p);
}

/* A mark of a sentence is not part of the ID. */
static void paste__in_brackets__fetched_at_once(void **state)
{
    (void)state;
    expect_sent("(call_7f3k29q).\xc2\xa0", "/ringyo/v1/calls/call_7f3k29q");
}

/* Nothing is sent within the time that the program needs to draw and to answer a key. */
static void expect_not_sent(const char *pasted, const char *shown)
{
    size_t before = browse_requests("");
    struct pty *p = start();
    pty_paste(p, pasted);
    pty_expect(p, shown);
    pty_keys(p, "\x1b?");
    pty_expect(p, "[Help]");
    pty_check(p, browse_requests("") == before);
    pty_stop(p);
}

static void paste__no_id__waits_for_enter(void **state)
{
    (void)state;
    expect_not_sent("correct horse battery staple", "correct horse");
    expect_not_sent("hunter2", "hunter2");
    expect_not_sent("v1.evil.example.x", "v1.evil");
    expect_not_sent("https://evil.example/v1/calls/call_7f3k29q", "evil.example");
}

static void paste__page_of_text__nothing_sent_no_key_fires(void **state)
{
    (void)state;
    struct buf page = {0};
    for (int i = 0; i < 60; i++)
        buf_puts(&page, "Q q line of a page with keys in it: j k G o yu yy r z ] [ ? \x1b[A\n");
    expect_not_sent(buf_str(&page), "u yy r z");
    buf_done(&page);
}

static void paste__100_kb__nothing_sent(void **state)
{
    (void)state;
    char *text = xmalloc(100001);
    memset(text, 'q', 100000);
    text[100000] = 0;
    expect_not_sent(text, "qqqq");
    free(text);
}

static void paste__enter_then__asks(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_paste(p, "no-such-call");
    pty_expect(p, "no-such-call");
    pty_keys(p, "\x15");
    pty_paste(p, "ringyo:7f3k29q");
    pty_expect(p, "7f3k29q");
    pty_keys(p, "\r");
    pty_expect(p, "No such call");
    assert_int_equal(browse_requests("/ringyo/v1/calls/7f3k29q"), 1);
}

static void paste__while_a_question_is_open__answers_nothing(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", "What's this call about?");
    pty_keys(p, "PJ");
    pty_expect(p, "show it?");
    pty_paste(p, "call_turns_7");
    pty_keys(p, "y");
    pty_expect(p, "[JSON]");
    assert_int_equal(browse_requests("call_turns_7"), 0);
}

/* A UUID fits two providers; the screen asks which. */
static void ask__two_providers__one_is_taken(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_keys(p, "8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64\r");
    pty_expect(p, "Which provider has call ");
    pty_expect(p, "Diga");
    pty_expect(p, "Ringg");
    assert_int_equal(browse_requests("8c1f4a52"), 0);
    pty_keys(p, "ri\r");
    pty_expect(p, "BrightSmile Dental");
    assert_int_equal(browse_requests("/diga/"), 0);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(paste__one_known_id__fetched_at_once),
        TEST(paste__url_curl_json__fetched_at_once),
        TEST(paste__over_a_call__opens_another),
        TEST(paste__a_provider_is_named__it_is_asked),
        TEST(paste__url_of_nobody__is_offered),
        TEST(paste__phone_number__offers_to_list_its_calls),
        TEST(paste__in_brackets__fetched_at_once),
        TEST(paste__no_id__waits_for_enter),
        TEST(paste__page_of_text__nothing_sent_no_key_fires),
        TEST(paste__100_kb__nothing_sent),
        TEST(paste__enter_then__asks),
        TEST(paste__while_a_question_is_open__answers_nothing),
        TEST(ask__two_providers__one_is_taken),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
