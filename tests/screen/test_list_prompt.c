/* The prompt of lists and the marks in them: what else can be typed, and what is said when it means
 * nothing. Times of the mock's calls are fixed, so queries name their day. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY "2026-11-28"

static struct pty *start(void)
{
    struct pty *p = browse_start(&(struct browse_options){
        .options = "timezone = UTC",
        .more = "[find bad]\nquery = 25:00\n[find lost]\nquery = " DAY " failed ringg\n"});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1b");
    return p;
}

/* 23 calls, the newest first. */
static struct pty *list(void)
{
    struct pty *p = start();
    pty_keys(p, "L" DAY " ringg failed\r");
    pty_expect(p, " 1/23 ");
    return p;
}

/* What was wrong is forgotten, as after a key. */
static void list_prompt__paste__goes_into_it(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = start();
    pty_keys(p, "L25:00\r");
    pty_expect(p, "no such time");
    pty_paste(p, " ringg");
    pty_expect(p, "list: 25:00 ringg");
    pty_expect_gone(p, "no such time");
    assert_int_equal(browse_requests(""), before);
}

static void list_prompt__command_line__opens_it(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = start();
    pty_keys(p, ":find\r");
    pty_expect(p, "list:");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "list:");
    pty_keys(p, ":find 25:00\r");
    pty_expect(p, "list: 25:00");
    pty_expect(p, "no such time");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "list:");
    pty_keys(p, ":find bad\r");
    pty_expect(p, "list: bad");
    pty_expect(p, "the saved query [find bad] cannot be used (see --check-config)");
    assert_int_equal(browse_requests(""), before);
}

/* Names are asked for with their word, and what nobody can be found by is said. */
static void list_prompt__more_of_person__by_name_or_not_at_all(void **state)
{
    (void)state;
    struct pty *p = browse_call("cometchat:group", "Participants");
    pty_keys(p, "M");
    pty_expect(p, "list: cometchat 30d name:");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "list:");
    p = browse_call("voxworks:web", "Transcript");
    pty_keys(p, "M");
    pty_expect(p, "the other side's number is not known");
}

static void list_marks__no_letter__says_so(void **state)
{
    (void)state;
    struct pty *p = list();
    pty_keys(p, "m");
    pty_expect(p, "mark this call with a letter");
    pty_keys(p, "1");
    pty_expect(p, "marks are letters");
    pty_keys(p, "jm\x03");
    pty_expect_gone(p, "mark");
    pty_keys(p, "''");
    pty_expect(p, "no jump has been made yet");
    pty_keys(p, "jm'");
    pty_expect(p, "marks are letters");
    pty_keys(p, "mZ");
    pty_expect(p, "this call is mark Z");
    pty_keys(p, "G'");
    pty_expect(p, "go to mark  Z");
    pty_keys(p, "Z");
    pty_expect(p, " 3/23 ");
    pty_keys(p, "'`");
    pty_expect(p, " 23/23 ");
}

/* A call that is not shown, and a row that is none. */
static void list_marks__no_call_there__says_so(void **state)
{
    (void)state;
    struct pty *p = list();
    pty_keys(p, "ma&completed\r");
    pty_expect(p, "match &completed");
    pty_keys(p, "'a");
    pty_expect(p, "the filter hides that call");
    pty_keys(p, "\x1b");
    pty_expect(p, "all calls are shown");
    pty_keys(p, "Lringg 2026-11-20..2026-11-29\r");
    pty_expect(p, "250 calls, back to");
    pty_keys(p, "G");
    pty_expect(p, "> more of ringg before");
    pty_keys(p, "ma");
    pty_expect(p, "no call in this row");
}

static void list_filter__others_or_wrong__is_said(void **state)
{
    (void)state;
    struct pty *p = list();
    pty_keys(p, "&(\r");
    pty_expect(p, "/(/ at 2: missing )");
    pty_keys(p, "&!failed\r");
    pty_expect(p, "9 match &!failed");
    pty_keys(p, "&!\r"); /* as an empty one */
    pty_expect(p, " 2/23 ");
    pty_keys(p, "&!no such text\r");
    pty_expect(p, "match &!no such text");
    pty_expect(p, " 2/23 ");
}

#define CONFIG ".config/callbrowser/callbrowser.ini"

/* Its provider is gone from the configuration: the rows stay, and nothing is sent. */
static void list_tab__provider_gone__says_so(void **state)
{
    (void)state;
    char *mine = xasprintf("[provider mine]\nlike = ringg\napi_key = demo-ringg\n"
                           "base_url = http://127.0.0.1:%d/ringg\n",
                           browse_port());
    struct pty *p =
        browse_start(&(struct browse_options){.options = "timezone = UTC", .more = mine});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1bL" DAY " mine failed\r");
    pty_expect(p, " 1/23 ");
    size_t before = browse_requests("call-details");
    char *text = browse_file(p, CONFIG);
    *strstr(text, "[provider mine]") = '\0';
    scratch_write(pty_home(p), CONFIG, 0600, text);
    pty_keys(p, ":reload-config\r");
    pty_expect(p, "configuration read");
    pty_keys(p, "\r");
    pty_expect(p, "not opened: the provider is no longer in the configuration");
    pty_expect(p, " 1/23 ");
    assert_int_equal(browse_requests("call-details"), before);
    free(text);
    free(mine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_teardown(name, browse_end_test)
        TEST(list_prompt__paste__goes_into_it),
        TEST(list_prompt__command_line__opens_it),
        TEST(list_prompt__more_of_person__by_name_or_not_at_all),
        TEST(list_marks__no_letter__says_so),
        TEST(list_marks__no_call_there__says_so),
        TEST(list_filter__others_or_wrong__is_said),
        TEST(list_tab__provider_gone__says_so),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
