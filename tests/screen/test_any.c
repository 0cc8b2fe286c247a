/* One ID asked of all providers at once. */
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

enum { PROVIDERS = 5 };

static struct pty *ask_any(const char *call, const char *more)
{
    const char *args[] = {call, NULL};
    return browse_start(&(struct browse_options){.args = args, .more = more});
}

/* An answer may still be on its way. */
static void expect_message(struct pty *p, const char *text)
{
    pty_keys(p, ":messages\r");
    pty_expect(p, "[Messages]");
    pty_expect(p, text);
}

static void any__one_knows__shown_and_the_others_in_the_messages(void **state)
{
    (void)state;
    struct pty *p = ask_any("any:call_7f3k29q", NULL);
    pty_expect(p, "Northwind Outdoor");
    pty_expect(p, "ringyo 200 in");
    pty_expect(p, "[Transcript]");
    browse_wait_requests(p, "call_7f3k29q", PROVIDERS);
    expect_message(p, "diga:call_7f3k29q: Call call_7f3k29q not found");
    pty_expect(p, "ringg:call_7f3k29q: Call not found");
    pty_keys(p, "\033");
    pty_expect_gone(p, "[Messages]");
    pty_keys(p, "r");
    browse_wait_requests(p, "/ringyo/v1/calls/call_7f3k29q", 2);
    char *history = browse_wait_file(p, ".local/state/callbrowser/history", "call_7f3k29q");
    assert_string_equal(history, "ringyo:call_7f3k29q\n");
    free(history);
}

static void any__nobody_knows__the_answers_on_one_page(void **state)
{
    (void)state;
    size_t before = browse_requests("call_404");
    struct pty *p = ask_any("any:call_404", NULL);
    pty_expect(p, "No provider knows this call");
    golden_expect(p, "any-none");
    pty_keys(p, "r");
    browse_wait_requests(p, "call_404", before + 2 * PROVIDERS);
    pty_expect(p, "No provider knows this call");
}

/* One below the other, each under its provider: shown, copied and saved. */
static void any__nobody_knows__keeps_the_answers(void **state)
{
    (void)state;
    const char *args[] = {"any:call_404", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .rows = 60});
    pty_expect(p, "J          shows the answers");
    pty_keys(p, "J");
    pty_expect(p, "[Answer]");
    pty_expect(p, "CometChat, HTTP status 404:");
    pty_expect(p, "Voxworks, HTTP status 404:");
    pty_expect(p, "\"code\":\"call_not_found\"");
    pty_keys(p, "yj");
    pty_expect(p, "answer, ");
    pty_keys(p, "s\x15kept.txt\r");
    char *saved = browse_wait_file(p, "kept.txt", "Voxworks, HTTP status 404:");
    char *copied = term_clipboard(pty_term(p));
    pty_check(p, copied && strncmp(saved, copied, strlen(copied)) == 0);
    pty_check(p, strstr(saved, "CometChat, HTTP status 404:\n\n{") == saved);
    free(copied);
    free(saved);
    pty_keys(p, "J");
    pty_expect(p, "No provider knows this call");
    browse_end_test(state);
    p = ask_any("any:call_empty", NULL);
    pty_expect(p, "No provider knows this call");
    pty_keys(p, "J");
    pty_expect(p, "there was no answer");
}

static void any__several_know__a_tab_each(void **state)
{
    (void)state;
    struct pty *p = ask_any("any:call_turns_12", NULL);
    pty_expect(p, "knows this ID too: tab 5");
    static const char *const providers[] = {"cometchat", "diga", "ringg", "ringyo", "voxworks"};
    for (size_t i = 0; i < PROVIDERS; i++)
        pty_expect(p, providers[i]);
    pty_keys(p, "qqqq");
    pty_expect_gone(p, "[1 ");
    pty_expect(p, "Call ID  call_turns_12");
}

static void any__chosen_in_the_pane__asks_all(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_key(p, "S-Tab");
    pty_expect(p, "all providers that have a key, at once");
    pty_keys(p, "an\r");
    pty_expect_gone(p, "CometChat");
    pty_expect(p, "any");
    pty_keys(p, "call_9d2e41\r");
    pty_expect(p, "Zoe from Harbour Fitness");
    pty_expect(p, "voxworks 200 in");
}

/* It is asked for again where it is known, and what is on the screen stays good for every key. */
static void any__open_already__fetched_from_who_has_it(void **state)
{
    (void)state;
    struct pty *p = ask_any("ringyo:call_xyz789", NULL);
    pty_expect(p, "What's this call about?");
    size_t before = browse_requests("call_xyz789");
    pty_keys(p, "iany:call_xyz789\rD");
    browse_wait_requests(p, "call_xyz789", before + 1);
    pty_expect(p, "ringyo");
    assert_int_equal(browse_requests("call_xyz789"), before + 1);
    pty_keys(p, "\x03?");
    pty_expect(p, "[Help]");
}

static void any__cancelled__is_asked_again_on_request(void **state)
{
    (void)state;
    struct pty *p = ask_any("any:call_silent", NULL);
    pty_expect(p, "0 of 5 answered");
    pty_keys(p, "\033");
    pty_expect(p, "Cancelled");
    pty_keys(p, "r");
    pty_expect(p, "0 of 5 answered");
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
}

/* Other people's keys and key commands do not stand in the way of those who have one. */
static void any__no_key__is_that_providers_answer(void **state)
{
    (void)state;
    struct pty *p = ask_any("any:call_404", "[provider other]\nlike = ringyo\n"
                                            "api_key_command = false\n");
    pty_expect(p, "No provider knows this call");
    pty_expect(p, "CometChat  Call not found");
    pty_expect(p, "'false' failed");
}

/* The first row of "Which provider?" asks those that fit; then `a` asks the others. A request that
 * an earlier test cancelled may come late, so only those for this ID are counted. */
static void any__of_those_that_fit__then_the_others(void **state)
{
    (void)state;
    static const char id[] = "8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f65";
    static const char of_voxworks[] = "/get-call/8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f65";
    static const char of_ringg[] = "\"id=8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f65";
    size_t ringg = browse_requests(of_ringg), others = browse_requests(of_voxworks);
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, id);
    pty_keys(p, "\r");
    pty_expect(p, "> any    asks all of them");
    pty_keys(p, "\r");
    pty_expect(p, "None of these providers knows this call");
    pty_expect(p, "a         asks all other providers that have a key");
    pty_expect_not(p, "CometChat");
    pty_keys(p, "r");
    browse_wait_requests(p, of_ringg, ringg + 2);
    pty_expect(p, "None of these providers knows this call");
    assert_int_equal(browse_requests(of_voxworks), others);
    pty_keys(p, "a");
    pty_expect(p, "No provider knows this call");
    pty_expect(p, "Ringg      Call not found");
    pty_expect(p, "CometChat  Call not found");
    pty_expect_gone(p, "asks all other providers"); /* the rest of the frame may still be coming */
    assert_int_equal(browse_requests(of_ringg), ringg + 2);
    assert_int_equal(browse_requests(of_voxworks), others + 1);
    pty_keys(p, "a");
    pty_expect(p, "there is no other provider to ask here");
}

static void any__those_that_fit__one_has_it(void **state)
{
    (void)state;
    size_t before = browse_requests("8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64");
    const char *args[] = {"8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "> any ");
    pty_keys(p, "\r");
    pty_expect(p, "BrightSmile Dental");
    pty_expect(p, "Provider  Ringg");
    browse_wait_requests(p, "8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64", before + 2);
}

/* Esc keeps the ID, in the pane and in its history; nothing was sent. */
static void ask__left__keeps_the_id(void **state)
{
    (void)state;
    static const char id[] = "550e8400-e29b-41d4-a716-446655440009";
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, id);
    pty_keys(p, "\r");
    pty_expect(p, "Which provider has call 550e8400");
    pty_resize(p, 24, 40);
    pty_expect(p, "[Which provider has call 550e8400-e..]"); /* a cut is seen */
    pty_resize(p, 24, 80);
    pty_keys(p, "\033");
    pty_expect_gone(p, "Which provider has call 550e8400");
    pty_expect(p, "[Call ID] 550e8400-e29b-41d4-a716-446655440009");
    pty_keys(p, "\x15");
    pty_expect_gone(p, "550e8400");
    pty_key(p, "Up");
    pty_expect(p, "[Call ID] 550e8400-e29b-41d4-a716-446655440009");
    assert_int_equal(browse_requests(id), 0);
    pty_keys(p, "\rd\r");
    pty_expect(p, "Call 550e8400-e29b-41d4-a716-446655440009 not found");
}

/* One provider does not know the call: `a` finds who does. */
static void not_found__a__asks_the_others(void **state)
{
    (void)state;
    struct pty *p = ask_any("ringyo:call_9d2e41", NULL);
    pty_expect(p, "No such call");
    size_t before = browse_requests("call_9d2e41");
    pty_keys(p, "a");
    pty_expect(p, "Zoe from Harbour Fitness");
    pty_expect(p, "voxworks 200 in");
    browse_wait_requests(p, "call_9d2e41", before + PROVIDERS - 1);
    pty_keys(p, "a");
    pty_expect(p, "there is no other provider to ask here");
}

/* The answer that was there before, which is on the screen, is one of them. */
static void not_found__a__keeps_the_first_answer(void **state)
{
    (void)state;
    const char *args[] = {"ringyo:call_404", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .rows = 60});
    pty_expect(p, "No such call");
    pty_keys(p, "J");
    pty_expect(p, "[Answer]");
    pty_keys(p, "a");
    pty_expect(p, "No provider knows this call");
    pty_keys(p, "J");
    pty_expect(p, "Diga, HTTP status 404:");
    pty_expect(p, "Ringyo, HTTP status 404:");
    pty_expect(p, "call_not_found");
}

/* Fetching the call again asks all of them. */
static void not_found__a_and_r__asks_all_again(void **state)
{
    (void)state;
    const char *args[] = {"ringyo:call_404", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .rows = 60});
    pty_expect(p, "No such call");
    pty_keys(p, "a");
    pty_expect(p, "No provider knows this call");
    size_t before = browse_requests("call_404");
    pty_keys(p, "r");
    browse_wait_requests(p, "call_404", before + PROVIDERS);
    pty_expect(p, "No provider knows this call");
    pty_expect_gone(p, "a  asks all other providers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(any__one_knows__shown_and_the_others_in_the_messages,
                                  browse_end_test),
        cmocka_unit_test_teardown(any__nobody_knows__the_answers_on_one_page, browse_end_test),
        cmocka_unit_test_teardown(any__nobody_knows__keeps_the_answers, browse_end_test),
        cmocka_unit_test_teardown(any__several_know__a_tab_each, browse_end_test),
        cmocka_unit_test_teardown(any__chosen_in_the_pane__asks_all, browse_end_test),
        cmocka_unit_test_teardown(any__open_already__fetched_from_who_has_it, browse_end_test),
        cmocka_unit_test_teardown(any__cancelled__is_asked_again_on_request, browse_end_test),
        cmocka_unit_test_teardown(any__of_those_that_fit__then_the_others, browse_end_test),
        cmocka_unit_test_teardown(any__those_that_fit__one_has_it, browse_end_test),
        cmocka_unit_test_teardown(ask__left__keeps_the_id, browse_end_test),
        cmocka_unit_test_teardown(not_found__a__asks_the_others, browse_end_test),
        cmocka_unit_test_teardown(not_found__a__keeps_the_first_answer, browse_end_test),
        cmocka_unit_test_teardown(not_found__a_and_r__asks_all_again, browse_end_test),
        cmocka_unit_test_teardown(any__no_key__is_that_providers_answer, browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
