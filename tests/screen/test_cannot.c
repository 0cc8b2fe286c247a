/* Keys and commands that cannot do here what they do elsewhere: each says why, or asks first. */
#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/browse.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DOCUMENTED "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

struct said {
    const char *keys, *words;
};

static void expect_said(struct pty *p, const struct said *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pty_keys(p, rows[i].keys);
        pty_expect(p, rows[i].words);
        pty_keys(p, ":no\r"); /* another message */
        pty_expect(p, "unknown command");
    }
}

#define EXPECT_SAID(p, rows) expect_said(p, rows, sizeof(rows) / sizeof *(rows))

static struct pty *on_calls(const char *const *args, const char *shown)
{
    struct pty *p =
        browse_start(&(struct browse_options){.args = args, .options = "download_dir = ~/dl\n"});
    pty_expect(p, shown);
    return p;
}

static void cannot__no_call__says_so(void **state)
{
    (void)state;
    static const struct said rows[] = {
        {"yt", "nothing to copy: no transcript"},
        {"yi", "nothing to copy: no call ID"},
        {"yv", "nothing to copy: no value"},
        {"yp", "pointers can be copied only in the JSON"},
        {"yn", "no call is open here"},
        {"yj", "no call is open here"},
        {"s", "no call is open here"},
        {":w a.txt\r", "no call is open here"},
        {"p", "no call is open here"},
        {"|", "no call is open here"},
        {"=", "no call is open here"},
        {"n", "nothing to search here"},
        {"/", "nothing to search here"},
        {"&", "nothing to filter here"},
        {"e", "no transcript is shown here"},
        {"}", "no transcript is shown here"},
        {"m", "no transcript is shown here"},
        {"f", "nothing is playing"},
        {":play 5\r", "no call is open here"},
    };
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1b");
    EXPECT_SAID(p, rows);
}

/* Turns without times have no hot spots and no moments, and no form with times. */
static void cannot__no_times__says_so(void **state)
{
    (void)state;
    static const struct said rows[] = {
        {":0:10\r", "the turns have no times"},
        {"e", "the turns have no times, and nothing failed"},
        {"n", "nothing has been searched for yet"},
        {"m?", "marks are letters"},
        {"t", "the turns have no times"},
    };
    struct pty *p = browse_call("ringg:plain", "Transcript");
    EXPECT_SAID(p, rows);
    p = browse_call("ringyo:call_turns_0", "no transcript");
    pty_keys(p, ":w a.vtt\r");
    pty_expect(p, "not saved: the vtt form needs a transcript");
    assert_null(browse_file(p, "a.vtt"));
}

static void cannot__compare__with_no_call(void **state)
{
    (void)state;
    static const struct said rows[] = {{"9=", "tab 9 shows no other call"},
                                       {"1=", "tab 1 shows no other call"},
                                       {"2=", "tab 2 shows no other call"}};
    const char *const args[] = {DOCUMENTED, "ringyo:call_404", "ringyo:call_turns_12", NULL};
    struct pty *p = on_calls(args, " 3 turns_12");
    pty_expect(p, " 2! 404");
    EXPECT_SAID(p, rows);
    pty_keys(p, "="); /* the next one that is a call */
    pty_expect(p, "3  Ringyo call_turns_12");
    pty_keys(p, "q]]="); /* the one before is none */
    pty_expect(p, "1  Ringyo call_xyz789");
}

static void save__directory_or_link__is_said(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    scratch_write(pty_home(p), "notes/other.txt", 0600, "other");
    char *link = scratch_path(pty_home(p), "link.txt");
    assert_int_equal(symlink("notes/other.txt", link), 0);
    pty_keys(p, ":w ~/notes\r");
    pty_expect(p, "' is a directory");
    pty_keys(p, ":w ~/link.txt\r");
    pty_expect(p, "link.txt' exists (a symbolic link): replace it?");
    pty_keys(p, "y");
    pty_expect(p, "saved '");
    free(browse_wait_file(p, "link.txt", "Ringyo"));
    char *other = browse_file(p, "notes/other.txt");
    assert_string_equal(other, "other");
    free(other);
    free(link);
}

/* What came with a failure is not masked either. */
static void mask__answer_of_a_failure__asks_first(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_blocked", "BLOCKED:+14155550123");
    pty_keys(p, "P");
    pty_expect(p, "BLOCKED:+#######0123");
    pty_keys(p, "yj");
    pty_expect(p, "the answer is not masked: copy it?");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    pty_keys(p, "s\r");
    pty_expect(p, "the answer is not masked: save it?");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    assert_null(browse_file(p, "call_blocked.txt"));
    pty_keys(p, "yn");
    pty_expect(p, "error report, ");
    char *report = term_clipboard(pty_term(p));
    assert_non_null(report);
    assert_null(strstr(report, "+1415"));
    free(report);
}

/* Nothing was requested, or of several providers. */
static void report__of_no_provider__has_no_request(void **state)
{
    (void)state;
    const char *const args[] = {"https://evil.example/", NULL};
    struct pty *p = on_calls(args, "evil.example");
    pty_keys(p, "\x1byn");
    pty_expect(p, "error report, ");
    char *report = term_clipboard(pty_term(p));
    assert_non_null(report);
    assert_null(strstr(report, "Request:"));
    free(report);
}

static void copy__one_character__is_one(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:7", "No such call");
    pty_keys(p, "yi");
    pty_expect(p, "call ID, 1 character, sent");
}

static void copy__value__empty_or_none(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_measured", "Transcript");
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    pty_keys(p, "/\"content\": \"\"\r");
    pty_expect(p, "1/");
    pty_keys(p, "yv");
    pty_expect(p, "the value is an empty text");
}

static void download__no_regular_file_there__is_said(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_media_plain~s1", NULL};
    struct pty *p = on_calls(args, "Participants");
    scratch_write(pty_home(p), "dl/call_media_plain_s1.mp3/x", 0600, "");
    pty_keys(p, "D");
    pty_expect(p, "not downloaded: '");
    pty_expect(p, "a regular file");
    assert_int_equal(browse_requests("/media/plain~s1"), 0);
}

static void download__several__are_counted(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_media_slow~s1", "ringyo:call_media_slow~s2",
                                "ringyo:call_turns_12", NULL};
    struct pty *p = on_calls(args, "3 turns_12");
    pty_keys(p, "D");
    pty_expect(p, "downloading");
    pty_keys(p, "D");
    pty_expect(p, "a download of this call is running");
    pty_keys(p, "]");
    pty_expect(p, "1 download in another tab");
    pty_keys(p, "D");
    pty_expect(p, "downloading");
    pty_keys(p, "]");
    pty_expect(p, "2 downloads in other tabs");
    pty_keys(p, "Q");
    pty_expect(p, "2 downloads are running and would be lost");
    pty_keys(p, "y");
    pty_expect_exit(p, 0);
}

/* What is not enabled has no row, and what cannot be used says so in its. */
static void providers__each__in_its_state(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .options = "provider = ringg",
        .more =
            "[provider broken]\nlike = ringyo\nstatus = nowhere\n"
            "[provider keyless]\nlike = ringyo\n[provider off]\nlike = ringyo\nenabled = no\n"});
    pty_expect(p, "No call yet");
    pty_key(p, "S-Tab");
    pty_expect(p, "[Providers]");
    pty_expect(p, "> ringg");
    pty_expect(p, "(disabled)");
    pty_expect(p, "(no key)");
    pty_keys(p, "-");
    pty_expect(p, "no provider begins with '-'");
    pty_keys(p, "ke\r");
    pty_expect(p, "Provider  ");
}

/* A longer text with one call in it. */
static void typed__call_in_a_text__fetched_or_offered(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "No call yet");
    pty_keys(p, "see https://app.example.com/calls/call_7f3k29q, please\r");
    pty_expect(p, "found in the text; nothing has been sent yet");
    pty_expect(p, "[Call ID] ringyo:call_7f3k29q");
    pty_keys(p, "\x15"
                "https://app.example.com/calls/call_7f3k29q\r");
    pty_expect(p, "no provider has the host 'app.example.com': a call of ringyo?");
    assert_int_equal(browse_requests("call_7f3k29q"), 0);
    pty_keys(p, "\x15"
                "see ringyo:call_7f3k29q, please\r");
    pty_expect(p, "Northwind Outdoor");
}

static void paste__more_than_can_be_opened__the_first_ones(void **state)
{
    (void)state;
    struct buf text = {0};
    size_t before = browse_requests("call_turns_");
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "No call yet");
    for (int i = 0; i < 120; i++)
        buf_printf(&text, "call_turns_%d\n", i);
    pty_paste(p, buf_str(&text));
    buf_done(&text);
    pty_expect(p, "the first 100 of the text; Space marks, Enter fetches");
    pty_expect(p, "Fetch 100 of 100 calls");
    assert_int_equal(browse_requests("call_turns_"), before);
}

static void help__ascii__signs_are_letters(void **state)
{
    (void)state;
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){DOCUMENTED, NULL},
                                 .env = (const char *const[]){"LANG=C", "LC_ALL=C", NULL}});
    pty_expect(p, "Sarah");
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
}

static void search_all__narrow__the_end_of_long_ids(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"diga:550e8400-e29b-41d4-a716-446655440000", NULL},
        .cols = 30});
    pty_expect(p, "[Transcript]");
    pty_keys(p, ":search-all the\r");
    pty_expect(p, "diga ..");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cannot__no_call__says_so),
        TEST(cannot__no_times__says_so),
        TEST(cannot__compare__with_no_call),
        TEST(save__directory_or_link__is_said),
        TEST(mask__answer_of_a_failure__asks_first),
        TEST(report__of_no_provider__has_no_request),
        TEST(copy__one_character__is_one),
        TEST(copy__value__empty_or_none),
        TEST(download__no_regular_file_there__is_said),
        TEST(download__several__are_counted),
        TEST(providers__each__in_its_state),
        TEST(typed__call_in_a_text__fetched_or_offered),
        TEST(paste__more_than_can_be_opened__the_first_ones),
        TEST(help__ascii__signs_are_letters),
        TEST(search_all__narrow__the_end_of_long_ids),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
