/* Lists of calls on the screen. Times of the mock's calls are fixed, so queries name their days. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NO_BREAK "\xc2\xa0"
#define DAY "2026-11-28"

/* With a query, in the providers of which the names are given. */
static struct pty *list(const char *query)
{
    struct pty *p = browse_start(&(struct browse_options){
        .options = "timezone = UTC", .more = "[find lost]\nquery = " DAY " failed ringg\n"});
    pty_expect(p, "No call yet");
    pty_expect(p, "lists calls");
    pty_keys(p, "\x1bL");
    pty_expect(p, "list:");
    pty_keys(p, query);
    pty_keys(p, "\r");
    return p;
}

static void list_prompt__names_whom_it_asks_and_sends_nothing_before_enter(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1bL");
    pty_expect(p, "Tab lists words; today; asks");
    pty_keys(p, "ringg diga");
    pty_expect(p, "asks diga, ringg");
    pty_keys(p, "\x17\x17"
                "vox\t");
    pty_expect(p, "list: voxworks");
    pty_expect(p, "asks voxworks");
    assert_int_equal(browse_requests(""), before);
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "list:");
}

static void list_name__in_the_tab_bar__complete_where_there_is_room(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", " 1/2 ");
    pty_keys(p, "L" DAY " ringg failed status:failed\r");
    pty_expect(p, "[2 list " DAY " ringg failed status:failed]");
    pty_resize(p, 24, 40);
    pty_expect(p, "[2 list " DAY " ring..]");
}

static void list_prompt__cannot_be_read__says_so_and_sends_nothing(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = list("ringg 2pm failed");
    pty_expect(p, "write '14:00'");
    pty_keys(p, "\x15"
                "14:00"); /* the cursor is at the end, so that all is deleted */
    pty_expect(p, "list: 14:00 ");
    pty_expect_not(p, "failed");
    pty_expect_gone(p, "write '14:00'");
    assert_int_equal(browse_requests(""), before);
}

static void list_tab__enter_opens_the_call_and_coming_back_keeps_the_row(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "jj");
    pty_expect(p, " 3/");
    pty_keys(p, "\r");
    pty_expect(p, "[2");
    pty_expect(p, "Transcript");
    pty_keys(p, "[");
    pty_expect(p, "[Calls]");
    pty_expect(p, " 3/");
    pty_keys(p, "\r"); /* the call that is open already */
    pty_expect(p, "[2");
    pty_expect_not(p, " 3 0");
    pty_keys(p, "[q");
    pty_expect_gone(p, "[Calls]");
}

static void list_tab__keys_of_calls__say_what_to_do(void **state)
{
    (void)state;
    static const char *const keys[] = {"o", "O", "D", "yj", "yn", "W", "R", "=", "J", "M"};
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_keys(p, ":no\r"); /* another message */
        pty_expect(p, "unknown command");
        pty_keys(p, keys[i]);
        pty_expect(p, "open the call first (Enter)");
    }
}

static void list_tab__hints__say_what_keys_do_here(void **state)
{
    (void)state;
    struct pty *p = list("ringg 2026-11-20..2026-11-29");
    pty_expect(p, "250 calls, back to");
    pty_expect(p, "Enter open");
    pty_expect(p, "r ask again");
    pty_keys(p, "V");
    pty_expect(p, "1 row selected");
    pty_expect(p, "Enter open  y copy  Y copy IDs  Esc ");
    pty_keys(p, "\x1bG");
    pty_expect(p, "> more of ringg before");
    pty_expect(p, "Enter ask");
    pty_keys(p, "L" DAY " ringg nobody\r");
    pty_expect(p, "no such call ('nobody' is looked for as a text)");
    pty_expect_not(p, "Enter");
}

/* Rows of several providers come one after the other; a cursor that was not moved is at the newest
 * call. */
static void list_tab__new__cursor_at_the_newest(void **state)
{
    (void)state;
    struct pty *p = list(DAY);
    pty_expect(p, "5 providers  all answered");
    pty_expect(p, " 1/");
    pty_keys(p, "jj");
    pty_expect(p, " 3/");
    pty_keys(p, "r");
    pty_expect(p, "asking");
    pty_expect(p, "5 providers  all answered");
    pty_expect(p, " 3/");
}

static void list_tab__command_line__numbers_columns_and_queries(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, ":12\r");
    pty_expect(p, " 12/23 ");
    pty_keys(p, ":sort dur\t");
    pty_expect(p, ":sort duration");
    pty_keys(p, "\r");
    pty_expect(p, "by duration");
    pty_keys(p, ":find vox\t");
    pty_expect(p, ":find voxworks");
    pty_keys(p, "\x15"
                "find lo\t");
    pty_expect(p, ":find lost");
}

static void list_tab__pipe__gets_the_table_or_the_selected(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "|grep -c '+' >got\r");
    pty_expect(p, "[any key returns to callbrowser]");
    free(browse_wait_file(p, "got", "23\n"));
    pty_keys(p, "x");
    pty_expect(p, "[Calls]");
    pty_keys(p, "Vj|grep -c '+' >two\r");
    pty_expect(p, "[any key returns to callbrowser]");
    free(browse_wait_file(p, "two", "2\n"));
}

static void list_tab__sort_filter_and_search(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg");
    pty_expect(p, "asked there; 250 calls"); /* Esc stops a list that is still being asked for */
    pty_keys(p, ":sort duration\r");
    pty_expect(p, "by duration");
    pty_keys(p, ":sort duration\r");
    pty_expect(p, "by duration reversed");
    pty_keys(p, ":sort number\r");
    pty_expect(p, "by number");
    pty_keys(p, ":sort reason\r");
    pty_expect(p, "by reason");
    pty_keys(p, ":sort summary\r");
    pty_expect(p, "by summary");
    pty_keys(p, ":sort size\r");
    pty_expect(p, "sort by one of time, provider");
    pty_keys(p, ":sort time\r&failed\r");
    pty_expect(p, "match &failed");
    pty_keys(p, "\x1b");
    pty_expect(p, "all calls are shown");
    pty_keys(p, "/completed\r");
    pty_expect(p, "/87 ");
}

static void list_tab__t__times_by_the_clock_or_how_long_ago(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "t");
    pty_expect(p, "times: how long ago");
    pty_expect(p, " d ");
    pty_keys(p, "t");
    pty_expect(p, "times: clock");
    pty_expect_not(p, " d ");
    pty_keys(p, "\r");
    pty_expect(p, "Transcript");
    pty_keys(p, ":sort time\r");
    pty_expect(p, "no list is open here");
}

/* What is filtered is what the screen shows, and the expression may be a number itself. */
static void list_tab__filter__is_masked_with_the_calls(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg");
    pty_expect(p, "asked there; 250 calls");
    pty_keys(p, "&14155554321\r");
    pty_expect(p, " match &14155554321");
    pty_expect_gone(p, " 0 match");
    pty_keys(p, "P");
    pty_expect(p, " 0 match &#######4321");
    pty_expect(p, "the filter hides all 151 calls");
    pty_keys(p, "P");
    pty_expect(p, "15:15  +14155554321");
}

static void list_tab__select__opens_several_and_copies(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "Vjj");
    pty_expect(p, "3 rows selected");
    pty_expect(p, "Y copy IDs");
    pty_keys(p, "y");
    pty_expect(p, "3 calls");
    pty_keys(p, "VjY");
    pty_expect(p, "2 call IDs");
    pty_expect_gone(p, "selected");
    pty_keys(p, "Vj\r");
    pty_expect(p, "[2");
    pty_expect(p, " 3");
    pty_keys(p, "[yi");
    pty_expect(p, "call ID");
}

/* Of several providers, whose ID it is. */
static void list_tab__copied_id__names_its_provider(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg diga failed");
    pty_expect(p, "[Calls]");
    pty_expect(p, " 1/");
    pty_keys(p, "Vjjjjjjjj" /* some of each */
                "Y");
    pty_expect(p, "call IDs");
    char *ids = term_clipboard(pty_term(p));
    pty_check(p, ids && strstr(ids, "diga:") && strstr(ids, "ringg:"));
    free(ids);
}

static void list_tab__closed_call__the_list_has_the_focus(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "jji");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x15ringyo:call_xyz789\r");
    pty_expect(p, "[2");
    pty_expect(p, "Transcript");
    pty_keys(p, "q");
    pty_expect(p, "[Calls]");
    pty_expect(p, " 3/23 ");
}

/* Those that need a call would only say that Enter opens it first. */
static void list_tab__help__most_used_keys_are_those_of_lists(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "?");
    pty_expect(p, "> Most used");
    pty_expect(p, "list calls: by number");
    pty_expect_not(p, "open the recording");
    pty_keys(p, "jjj\r"); /* runs the third one */
    pty_expect(p, "show only calls that match");
    pty_expect_gone(p, "[Help]");
    pty_keys(p, "no such text\r");
    pty_expect(p, "match &no such text");
}

static void list_tab__marks__stay_at_their_calls(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "jjma");
    pty_expect(p, "this call is mark a");
    pty_keys(p, "G:sort time\r");
    pty_expect(p, "by time reversed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "'a");
    pty_expect(p, " 21/23 ");
    pty_keys(p, "''");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "'b");
    pty_expect(p, "this mark is not set");
}

static void list_tab__save__by_the_ending(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "s");
    pty_expect(p, "calls.csv");
    pty_keys(p, "\x15~/x.pdf\r");
    pty_expect(p, "none of .csv .tsv .json .txt");
    pty_keys(p, "s\x15~/x.csv\r");
    pty_expect(p, "saved '");
    char *text = browse_wait_file(p, "x.csv", "failed");
    assert_ptr_equal(strstr(text, "provider,id,started_at,"), text);
    free(text);
}

static void list_tab__saved_query__by_its_name(void **state)
{
    (void)state;
    struct pty *p = list("lost");
    pty_expect(p, "[Calls]");
    pty_expect(p, "failed");
    pty_expect(p, "ringg");
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
}

static void list_tab__command_line__opens_a_list(void **state)
{
    (void)state;
    const char *const args[] = {"--find", DAY " failed", "ringg", "diga", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "ringg or diga, failed  37 of 550");
    const char *const wrong[] = {"--find", "25:00", NULL};
    p = browse_start(&(struct browse_options){.args = wrong});
    pty_expect(p, "list: 25:00");
    pty_expect(p, "no such time");
}

static void list_tab__more__asks_for_the_next_pages(void **state)
{
    (void)state;
    struct pty *p = list("ringg 2026-11-20..2026-11-29");
    pty_expect(p, "250 calls, back to");
    pty_keys(p, "G");
    pty_expect(p, "> more of ringg before");
    pty_keys(p, "\r\r"); /* the second one does nothing */
    pty_expect(p, "300 calls");
    pty_expect_gone(p, "more of ringg");
    pty_expect(p, " 251/300 "); /* the first one of those that came */
}

static void list_tab__configuration_read_again__asks_again(void **state)
{
    (void)state;
    struct pty *p = list("ringg 2026-11-20..2026-11-29");
    pty_expect(p, "250 calls, back to");
    pty_keys(p, ":reload-config\r");
    pty_expect(p, "configuration read");
    pty_keys(p, "G");
    pty_expect(p, "> more of ringg before");
    pty_keys(p, "y");
    pty_expect(p, "copy note");
    pty_keys(p, "y");
    pty_expect(p, "nothing to copy: no call");
    pty_keys(p, "\r");
    pty_expect(p, "the configuration was read again: ask for the list again");
    pty_keys(p, "r");
    pty_expect(p, "250 calls, back to");
}

static void list_prompt__masked__last_query_too(void **state)
{
    (void)state;
    struct pty *p = list("ringg " DAY " +14155554321");
    pty_expect(p, "15:15  +14155554321");
    pty_keys(p, "P");
    pty_expect(p, "15:15  +#######4321");
    pty_keys(p, "L");
    pty_expect(p, "ringg " DAY " +#######4321; asks");
}

static void list_prompt__another_provider_is_chosen__says_so(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){.options = "provider = ringg"});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1bLdiga");
    pty_expect(p, "asks nobody: another provider is chosen");
    pty_keys(p, "\r");
    pty_expect(p, "no provider to ask: another provider is chosen");
}

/* The list stays that of the providers which it was opened for. */
static void list_tab__another_provider_is_chosen_later__asks_the_same(void **state)
{
    (void)state;
    struct pty *p = list(DAY " ringg failed");
    pty_expect(p, " 1/23 ");
    pty_keys(p, "\x0f");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x0f");
    pty_expect(p, "[Providers]");
    pty_keys(p, "diga\r");
    pty_expect(p, "Provider  Diga");
    pty_keys(p, "\x1b");
    pty_expect(p, "[Calls]");
    size_t before = browse_requests("/calling/history");
    pty_keys(p, "r");
    pty_expect(p, "asking");
    pty_expect(p, "ringg  time");
    assert_true(browse_requests("/calling/history") > before);
}

/* Thousands would hold up the screen and the providers. */
static void list_tab__select__opens_so_many_at_once(void **state)
{
    (void)state;
    size_t before = browse_requests("call-details");
    struct pty *p = list("ringg 2026-11-20..2026-11-29");
    pty_expect(p, "250 calls, back to");
    pty_keys(p, "V99j\r");
    pty_expect(p, "open 100 calls?");
    pty_keys(p, "n");
    pty_expect_gone(p, "open 100 calls?");
    pty_keys(p, "j\r");
    pty_expect(p, "101 calls are selected; at most 100 are opened at once");
    assert_int_equal(browse_requests("call-details"), before);
}

static void list_tab__pasted_number__waits_for_enter(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1b");
    pty_expect(p, "L list calls  i ID  q close  ? help");
    pty_paste(p, "+1 (415) 555-4321\n");
    pty_expect(p, "list: \"+1 (415) 555-4321\"");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "list:");
    pty_paste(p, "+1" NO_BREAK "415" NO_BREAK "555" NO_BREAK "4321\n");
    pty_expect(p, "list: \"+1" NO_BREAK "415" NO_BREAK "555" NO_BREAK "4321\"");
    assert_int_equal(browse_requests(""), before);
}

static void list_tab__pasted_digits__may_be_an_id_of_the_chosen_provider(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .options = "provider = mine",
        .more = "[provider mine]\nbase_url = http://127.0.0.1:1\npath = /c/{id}\nid = /id\n"
                "header = X-API-KEY: {key}\napi_key = k\n"});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1b");
    pty_paste(p, "48151623");
    pty_expect(p, "nothing has been sent yet");
    pty_keys(p, "\x1b");
    pty_paste(p, "+48151623");
    pty_expect(p, "list: +48151623");
}

static void list_tab__more_of_person__fills_the_prompt(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", "ringyo 200");
    pty_keys(p, "M");
    pty_expect(p, "list: ringyo 30d +14155551234");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "list:");
    pty_keys(p, "P");
    pty_expect(p, "masked: 2 phone numbers");
    pty_keys(p, "M");
    pty_expect(p, "list: ringyo 30d 1234 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_teardown(name, browse_end_test)
        TEST(list_prompt__names_whom_it_asks_and_sends_nothing_before_enter),
        TEST(list_name__in_the_tab_bar__complete_where_there_is_room),
        TEST(list_prompt__cannot_be_read__says_so_and_sends_nothing),
        TEST(list_tab__enter_opens_the_call_and_coming_back_keeps_the_row),
        TEST(list_tab__keys_of_calls__say_what_to_do),
        TEST(list_tab__hints__say_what_keys_do_here),
        TEST(list_tab__new__cursor_at_the_newest),
        TEST(list_tab__command_line__numbers_columns_and_queries),
        TEST(list_tab__pipe__gets_the_table_or_the_selected),
        TEST(list_tab__sort_filter_and_search),
        TEST(list_tab__t__times_by_the_clock_or_how_long_ago),
        TEST(list_tab__filter__is_masked_with_the_calls),
        TEST(list_tab__select__opens_several_and_copies),
        TEST(list_tab__copied_id__names_its_provider),
        TEST(list_tab__closed_call__the_list_has_the_focus),
        TEST(list_tab__help__most_used_keys_are_those_of_lists),
        TEST(list_tab__marks__stay_at_their_calls),
        TEST(list_tab__save__by_the_ending),
        TEST(list_tab__saved_query__by_its_name),
        TEST(list_tab__command_line__opens_a_list),
        TEST(list_tab__more__asks_for_the_next_pages),
        TEST(list_tab__configuration_read_again__asks_again),
        TEST(list_prompt__masked__last_query_too),
        TEST(list_prompt__another_provider_is_chosen__says_so),
        TEST(list_tab__another_provider_is_chosen_later__asks_the_same),
        TEST(list_tab__select__opens_so_many_at_once),
        TEST(list_tab__pasted_number__waits_for_enter),
        TEST(list_tab__pasted_digits__may_be_an_id_of_the_chosen_provider),
        TEST(list_tab__more_of_person__fills_the_prompt),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
