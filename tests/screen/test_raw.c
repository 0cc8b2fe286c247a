/* A call as JSON, and the other fields as a tree: what J, Enter, + and -, yp and yv do. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DOCUMENTED "ringyo:call_xyz789"
#define TWO "diga:550e8400-e29b-41d4-a716-446655440000" /* documents */
#define LAST_LINE "What's this call about?"
#define LINK "https://storage.ringyo.ai/recordings/call_xyz789.mp3"

static struct pty *start(const char *call, int rows, const char *shown)
{
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){call, NULL}, .rows = rows});
    pty_expect(p, shown);
    return p;
}

static struct pty *start_raw(const char *call, int rows, const char *shown)
{
    struct pty *p = start(call, rows, shown);
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    return p;
}

static bool has_copied(struct pty *p, const void *arg)
{
    return term_osc_count(pty_term(p), "52;") > *(const size_t *)arg;
}

static void expect_clipboard(struct pty *p, const char *keys, const char *said, const char *text)
{
    size_t before = term_osc_count(pty_term(p), "52;");
    pty_keys(p, keys);
    pty_wait_until(p, has_copied, &before, PTY_DEADLINE_MS);
    pty_expect(p, said);
    char *got = term_clipboard(pty_term(p));
    if (!got || strcmp(got, text) != 0)
        print_error("expected '%s' to be copied, got '%s'\n", text, got ? got : "(nothing)");
    pty_check(p, got && strcmp(got, text) == 0);
    free(got);
}

static void raw__capital_j__json_and_back(void **state)
{
    (void)state;
    struct pty *p = start_raw(DOCUMENTED, 24, LAST_LINE);
    golden_expect(p, "raw");
    pty_keys(p, "J");
    pty_expect(p, "[Transcript]");
    pty_expect_not(p, "JSON]");
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    pty_key(p, "S-Tab");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\t");
    pty_expect(p, "[JSON]");
    pty_keys(p, "\x1b");
    pty_expect(p, "[Call]");
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    pty_keys(p, "q"); /* not the call, which a second one closes */
    pty_expect(p, "[Call]");
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
}

static void raw__two_documents__one_below_the_other(void **state)
{
    (void)state;
    struct pty *p = start_raw(TWO, 40, "[Transcript]");
    pty_keys(p, "-");
    pty_expect(p, "{..} 4 members");
    pty_expect(p, "turns, ");
    golden_expect(p, "raw-two");
}

static void raw__enter_plus_minus__fold(void **state)
{
    (void)state;
    struct pty *p = start_raw(DOCUMENTED, 50, LAST_LINE);
    pty_keys(p, "9G\r");
    pty_expect(p, "\"transcript\": [..] 2 elements");
    pty_expect_gone(p, "\"content\"");
    pty_expect(p, "> ");
    pty_keys(p, "\r");
    pty_expect(p, "\"content\": \"Hello!");
    pty_keys(p, "-");
    pty_expect(p, "\"metadata\": {..} 2 members");
    pty_expect(p, "\"transcript\": [..] 2 elements");
    pty_keys(p, "\r"); /* one level, no more */
    pty_expect(p, "{..} 3 members");
    pty_keys(p, "+");
    pty_expect(p, "\"content\": \"Hello!");
    pty_expect(p, "cust_456");
    pty_keys(p, "G\r");
    pty_expect(p, "> {..} 11 members");
    pty_expect_gone(p, "cust_456");
}

/* Under the cursor's row there was nothing more to see. */
static void fold__at_the_last_row__some_of_it_is_seen(void **state)
{
    (void)state;
    struct pty *p = start_raw(TWO, 24, "[Transcript]");
    pty_keys(p, "-G\r");
    pty_expect(p, "> {..} 6 members");
    pty_keys(p, "\r");
    pty_expect(p, "> {");
    pty_expect(p, "\"data\": [..] 14 elements");
}

static void fold__the_last_other_field__some_of_it_is_seen(void **state)
{
    (void)state;
    struct pty *p = start_raw("ringyo:call_7f3k29q", 24, "[Transcript]");
    pty_keys(p, "J\t");
    pty_expect(p, "[Other fields]");
    pty_keys(p, "-G");
    pty_expect(p, "> metadata  {..} 3 members");
    pty_keys(p, "\r");
    pty_expect(p, "> metadata");
    pty_expect(p, "    order");
}

static void raw__yp_yv_yy__pointer_value_row(void **state)
{
    (void)state;
    struct pty *p = start_raw(DOCUMENTED, 50, LAST_LINE);
    pty_keys(p, "17G");
    expect_clipboard(p, "yp", "JSON Pointer, ", "/transcript/1/content");
    expect_clipboard(p, "yv", "value, ", "Hi Sarah, I'm doing well. What's this call about?");
    expect_clipboard(p, "yy", "row, ",
                     "\"content\": \"Hi Sarah, I'm doing well. What's this call about?\"");
    pty_keys(p, "15G");
    expect_clipboard(p, "yv", "value, ",
                     "{\"role\":\"user\",\"content\":\"Hi Sarah, I'm doing well. What's this call "
                     "about?\",\"timestamp\":3.2}");
    pty_keys(p, "2Gyp");
    pty_expect(p, "the pointer of the whole document is empty");
    pty_keys(p, "gyp");
    pty_expect(p, "nothing to copy");
}

static void raw__enter_on_a_link__opens_it(void **state)
{
    (void)state;
    struct pty *p = start_raw(DOCUMENTED, 50, LAST_LINE);
    pty_keys(p, "21G");
    expect_clipboard(p, "yp", "JSON Pointer, ", "/recording_url");
    expect_clipboard(p, "\r", "no display", LINK);
}

/* The call goes on, so there are more turns before the selected value with each answer. */
static void raw__fetched_again__same_place(void **state)
{
    (void)state;
    struct pty *p = start_raw("ringyo:live_30", 60, "[Transcript]");
    pty_keys(p, "Gkkk");
    expect_clipboard(p, "yp", "JSON Pointer, ", "/metadata/team");
    pty_keys(p, "9G\r"); /* the first turn is folded, and the place is behind it */
    pty_expect(p, "{..} 3 members");
    pty_keys(p, "Gkkk");
    size_t asked = browse_requests("live_30");
    pty_keys(p, "r");
    browse_wait_requests(p, "live_30", asked + 1);
    pty_expect(p, "\"timestamp\": 30.8");
    pty_expect(p, "{..} 3 members");
    expect_clipboard(p, "yp", "JSON Pointer, ", "/metadata/team");
}

static void raw__resized__same_place(void **state)
{
    (void)state;
    struct pty *p = start_raw(DOCUMENTED, 24, LAST_LINE);
    pty_keys(p, "17G");
    pty_resize(p, 12, 30);
    pty_expect(p, "Sarah");
    expect_clipboard(p, "yp", "JSON Pointer", "/transcript/1/content");
    pty_resize(p, 24, 80);
    pty_expect(p, "\"role\": \"user\"");
    expect_clipboard(p, "yp", "JSON Pointer, ", "/transcript/1/content");
}

static void raw__not_wrapped__sideways(void **state)
{
    (void)state;
    struct pty *p = start_raw(DOCUMENTED, 24, LAST_LINE);
    pty_resize(p, 24, 40);
    pty_expect(p, ".._xyz789");
    pty_keys(p, "w");
    pty_expect_gone(p, "Acme");
    pty_keys(p, "l");
    pty_expect(p, "\"content\": h from Acme");
    pty_expect(p, "\"status\": \"completed\"");
    pty_expect(p, "[JSON]─ from column 21 ");
    pty_keys(p, "h");
    pty_expect(p, "\"content\": \"Hello! This");
    pty_expect(p, "This is Sara>"); /* it goes on */
    pty_keys(p, "/about\r");        /* what is found is seen */
    pty_expect(p, "about?\"");
    pty_keys(p, "/Hello\r");
    pty_expect(p, "\"content\": \"Hello! This");
}

/* What could act on a terminal is seen as what it is, and copied without it. */
static void raw__hostile_texts__seen_as_they_are(void **state)
{
    (void)state;
    struct pty *p = start_raw("ringyo:call_hostile", 60, "[Transcript]");
    pty_expect(p, "\\u001b");
    golden_expect(p, "raw-hostile");
    pty_check(p, term_osc_count(pty_term(p), "") == 0);
    pty_keys(p, "J");
    pty_expect(p, "[Transcript]");
    p = start_raw("ringyo:call_wide", 60, "[Transcript]");
    golden_expect(p, "raw-wide");
}

/* The answer of a failed fetch: shown, copied and saved as it came. */
static void raw__failed_fetch__keeps_its_answer(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_404", 24, "No such call");
    pty_keys(p, "J");
    pty_expect(p, "[Answer]");
    pty_expect(p, "\"code\": \"call_not_found\"");
    expect_clipboard(p, "3jyp", "JSON Pointer, ", "/error/code");
    pty_keys(p, "yj");
    pty_expect(p, "answer, 114 characters");
    char *copied = term_clipboard(pty_term(p));
    pty_keys(p, "s");
    pty_expect(p, "save the answer: call_404.txt");
    pty_keys(p, "\x15kept.md\r");
    char *saved = browse_wait_file(p, "kept.md", "call_not_found");
    pty_check(p, copied && strstr(copied, "call_not_found"));
    pty_check(p,
              strlen(saved) == strlen(copied) + 1 && strncmp(saved, copied, strlen(copied)) == 0);
    free(saved);
    free(copied);
    pty_keys(p, "J");
    pty_expect(p, "No such call");
}

/* What is no JSON is shown as text, and gives way to the call that comes later. */
static void raw__failed_fetch__of_any_kind(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_html", 24, "A web page came");
    pty_keys(p, "J");
    pty_expect(p, "[Answer]");
    pty_expect(p, "<!doctype html><title>Sign in</title>");
    pty_keys(p, "/Sign\r");
    pty_expect(p, "1/2");
    browse_end_test(state);
    p = start("ringyo:call_limited_page_1", 24, "A web page came");
    pty_keys(p, "J");
    pty_expect(p, "Slow down");
    pty_keys(p, "r");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    browse_end_test(state);
    p = start("ringyo:call_utf_16", 24, "The answer cannot be used");
    pty_keys(p, "J");
    pty_expect(p, "s\xef\xbf\xbd"
                  "t\xef\xbf\xbd"
                  "a\xef\xbf\xbd");
    browse_end_test(state);
    p = start("ringyo:call_404", 24, "No such call");
    pty_keys(p, "icall_slow_5\r");
    pty_expect(p, "Fetching");
    pty_keys(p, "J");
    pty_expect(p, "the answer has not come yet"); /* and the other call's is gone */
    browse_end_test(state);
    p = start("ringyo:call_empty", 24, "The answer cannot be used");
    pty_keys(p, "J");
    pty_expect(p, "there was no answer");
    browse_end_test(state);
    p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"ringyo:call_404", NULL}, .options = "mask = yes"});
    pty_expect(p, "No such call");
    pty_keys(p, "J");
    pty_expect(p, "the answer is not masked: show it?");
    pty_keys(p, "y");
    pty_expect(p, "[Answer]");
}

/* One key takes all that the provider's support asks for. */
static void raw__failed_fetch__report(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"ringyo:call_404", NULL}, .options = "timezone = UTC"});
    pty_expect(p, "No such call");
    size_t before = term_osc_count(pty_term(p), "52;");
    pty_keys(p, "yn");
    pty_wait_until(p, has_copied, &before, PTY_DEADLINE_MS);
    pty_expect(p, "error report, ");
    char *got = term_clipboard(pty_term(p)), *at = got ? strstr(got, "Time: ") : NULL;
    pty_check(p, at != NULL);
    if (!at)
        return;
    char *end = strchr(at, '\n');
    pty_check(p, strncmp(end - 4, " UTC", 4) == 0);
    char *want = xasprintf("Problem:     no such call\n"
                           "Provider:    Ringyo\n"
                           "Call ID:     call_404\n"
                           "%.*s\n"
                           "Request:     http://127.0.0.1:%d/ringyo/v1/calls/call_404"
                           "?include=transcript,recording,analysis\n"
                           "HTTP status: 404\n"
                           "Code:        call_not_found\n"
                           "Message:     Call not found\n"
                           "Request ID:  req_5b1c07e2\n"
                           "Program:     callbrowser 0.1.0\n",
                           (int)(end - at), at, browse_port());
    if (strcmp(got, want) != 0)
        print_error("expected\n%s\ngot\n%s\n", want, got);
    pty_check(p, strcmp(got, want) == 0);
    free(want);
    free(got);
}

static void raw__no_call__says_so(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x1bJ");
    pty_expect(p, "no call is open here");
}

static void other_fields__enter__fold_and_unfold(void **state)
{
    (void)state;
    struct pty *p = start(DOCUMENTED, 40, LAST_LINE);
    pty_keys(p, "\t");
    pty_expect(p, "[Other fields]");
    pty_expect(p, "cust_456");
    pty_keys(p, "1G\r");
    pty_expect(p, "metadata  {..} 2 members");
    pty_expect_gone(p, "cust_456");
    expect_clipboard(p, "yv", "value, ",
                     "{\"customer_id\":\"cust_456\",\"campaign\":\"follow_up\"}");
    pty_keys(p, "r");
    browse_wait_requests(p, "call_xyz789", 2);
    pty_expect(p, "ringyo 200 in");
    pty_expect(p, "metadata  {..} 2 members");
    pty_keys(p, "+");
    pty_expect(p, "cust_456");
    pty_keys(p, "-");
    pty_expect(p, "metadata  {..} 2 members");
    pty_keys(p, "gyp");
    pty_expect(p, "pointers can be copied only in the JSON");
}

static void other_fields__long_list__begins_folded(void **state)
{
    (void)state;
    struct pty *p = start("cometchat:turns_50", 24, "Created");
    pty_keys(p, "\t\t\tz");
    pty_expect(p, "[..] 50 elements");
}

/* While typing the way to a match unfolds; Esc folds it again, Enter leaves it open. */
static void search__in_folded_parts__unfolds_the_way(void **state)
{
    (void)state;
    struct pty *p = start_raw(DOCUMENTED, 24, LAST_LINE);
    pty_keys(p, "-");
    pty_expect(p, "\"transcript\": [..] 2 elements");
    pty_keys(p, "/hi sarah");
    pty_expect(p, ">       \"content\": \"Hi Sarah");
    pty_expect(p, "{..} 3 members"); /* the first turn: it is not on the way */
    pty_expect(p, "\"metadata\": {..} 2 members");
    pty_keys(p, "\x08\x08\x08\x08\x08\x08\x08\x08"
                "campaign");
    pty_expect(p, ">     \"campaign\"");
    pty_expect(p, "\"transcript\": [..] 2 elements");
    pty_keys(p, "\x1b");
    pty_expect(p, "\"metadata\": {..} 2 members");
    pty_expect(p, "> call, ");
    pty_keys(p, "/\"role\r");
    pty_expect(p, "1/2 ");
    pty_expect(p, ">       \"role\": \"agent\"");
    pty_keys(p, "n");
    pty_expect(p, ">       \"role\": \"user\"");
    pty_expect(p, "\"role\": \"agent\"");
    pty_keys(p, "N");
    pty_expect(p, ">       \"role\": \"agent\"");
    pty_keys(p, "n-");
    pty_expect(p, "\"transcript\": [..] 2 elements");
    pty_expect(p, " 2 matches");
    pty_keys(p, "N");
    pty_expect(p, "2/2 ");
    pty_expect(p, ">       \"role\": \"user\"");
}

static void search__in_folded_other_fields__unfolds_the_way(void **state)
{
    (void)state;
    struct pty *p = start(DOCUMENTED, 40, LAST_LINE);
    pty_keys(p, "\t-");
    pty_expect(p, "metadata  {..} 2 members");
    pty_keys(p, "/follow");
    pty_expect(p, "campaign     follow_up");
    pty_keys(p, "\x1b");
    pty_expect(p, "metadata  {..} 2 members");
    pty_keys(p, "/cust_\r");
    pty_expect(p, "1/1 ");
    pty_expect(p, ">   customer_id  cust_456");
}

static void search__in_a_long_list_that_begins_folded__found(void **state)
{
    (void)state;
    struct pty *p = start("cometchat:turns_50", 40, "Created");
    pty_keys(p, "\t\t\tz");
    pty_expect(p, "[..] 50 elements");
    pty_keys(p, "/isJoined");
    pty_expect_gone(p, "[..] 50 elements");
    pty_keys(p, "\x1b");
    pty_expect(p, "[..] 50 elements");
}

#define TEST(function) cmocka_unit_test_teardown(function, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(raw__capital_j__json_and_back),
        TEST(raw__two_documents__one_below_the_other),
        TEST(raw__enter_plus_minus__fold),
        TEST(fold__at_the_last_row__some_of_it_is_seen),
        TEST(fold__the_last_other_field__some_of_it_is_seen),
        TEST(raw__yp_yv_yy__pointer_value_row),
        TEST(raw__enter_on_a_link__opens_it),
        TEST(raw__fetched_again__same_place),
        TEST(raw__resized__same_place),
        TEST(raw__not_wrapped__sideways),
        TEST(raw__hostile_texts__seen_as_they_are),
        TEST(raw__failed_fetch__keeps_its_answer),
        TEST(raw__failed_fetch__of_any_kind),
        TEST(raw__failed_fetch__report),
        TEST(raw__no_call__says_so),
        TEST(other_fields__enter__fold_and_unfold),
        TEST(other_fields__long_list__begins_folded),
        TEST(search__in_folded_parts__unfolds_the_way),
        TEST(search__in_folded_other_fields__unfolds_the_way),
        TEST(search__in_a_long_list_that_begins_folded__found),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
