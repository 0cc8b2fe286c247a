/* The list of links, and links on their way out: opened, played, the call's page. */
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

#define SHOWN "Participants"
#define WRITES "sh -c 'printf \"%s \" \"$@\" > opened.new; mv opened.new opened' sh"

static struct pty *with_list(const char *call)
{
    struct pty *p = browse_call(call, SHOWN);
    pty_keys(p, "u");
    pty_expect(p, "[Links]");
    return p;
}

/* With programs that write down what they were given. */
static struct pty *with_programs(const char *call)
{
    const char *const args[] = {call, NULL};
    struct pty *p = browse_start(&(struct browse_options){
        .args = args,
        .options = "open_command = " WRITES " open {url}\n"
                   "play_command = " WRITES " play --start={start} {url}\n",
        .more = "[provider ringyo-page]\nlike = ringyo\nweb_url = https://app.example/c/{id}\n"
                "api_key = demo-ringyo\n"});
    pty_expect(p, SHOWN);
    return p;
}

static void list__an_hour_left__says_so(void **state)
{
    (void)state;
    struct pty *p = with_list("ringyo:call_media_hour");
    pty_expect(p, "expires in 59 min");
}

static void list__no_recording__says_so(void **state)
{
    (void)state;
    struct pty *p = with_list("ringyo:call_media_none");
    golden_expect(p, "links-none");
    pty_keys(p, "o");
    pty_expect(p, "this call has no recording");
    pty_keys(p, "jyu");
    pty_expect(p, "link, 27 characters");
    char *copied = term_clipboard(pty_term(p));
    assert_string_equal(copied, "https://files.example/t.vtt");
    free(copied);
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Links]");
}

static void list__live__is_not_ready(void **state)
{
    (void)state;
    struct pty *p = with_list("ringyo:call_media_live");
    pty_expect(p, "no recording yet, the call has not ended");
}

static void list__expired__a_new_one_is_fetched(void **state)
{
    (void)state;
    struct pty *p = with_list("ringyo:call_media_renewed");
    pty_expect(p, "expired 2 h ago, r fetches a new one");
    pty_keys(p, "r");
    pty_expect(p, "expires in 59 min");
    pty_expect(p, "[Links]");
}

static void list__expired__names_the_key_in_force(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"X", ", X fetches a new one"},
                                          {"none", ", :refetch fetches a new one"}};
    const char *const args[] = {"ringyo:call_media_expired", NULL};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *keys = xasprintf("[keys]\nrefetch = %s\n", rows[i][0]);
        struct pty *p = browse_start(&(struct browse_options){.args = args, .more = keys});
        pty_expect(p, SHOWN);
        pty_keys(p, "u");
        pty_expect(p, rows[i][1]);
        free(keys);
    }
}

/* The rows of the link hold nothing else, so that they join. */
static void list__selected__is_shown_whole(void **state)
{
    (void)state;
    struct pty *p = with_list("ringyo:call_media_hour");
    struct buf whole = {0};
    char *begin = xasprintf("http://127.0.0.1:%d/media/sound~ringyo-call_media_hour.wav?X-Amz",
                            browse_port());
    int row, col;
    pty_expect(p, begin);
    pty_expect(p, "6f2b5d7"); /* its end */
    pty_expect(p, "Esc cancel");
    assert_true(term_find(pty_term(p), begin, &row, &col));
    assert_int_equal(col, 0);
    for (; *term_row(pty_term(p), row); row++)
        buf_puts(&whole, term_row(pty_term(p), row));
    pty_keys(p, "yy");
    pty_expect(p, "link, ");
    char *copied = term_clipboard(pty_term(p));
    assert_string_equal(buf_str(&whole), copied);
    assert_true(strlen(copied) > 160);
    free(copied);
    free(begin);
    buf_done(&whole);
}

static void list__small_screen__says_how_much_is_missing(void **state)
{
    (void)state;
    struct pty *p = with_list("ringyo:call_media_hour");
    pty_expect(p, "6f2b5d7");
    pty_resize(p, 10, 40);
    pty_expect(p, " more characters: copy it");
    pty_expect_not(p, "6f2b5d7");
    pty_resize(p, 24, 80);
    pty_expect(p, "6f2b5d7");
}

static void list__searched__goes_to_the_link(void **state)
{
    (void)state;
    struct pty *p = with_list("ringyo:call_media_hour");
    pty_keys(p, "/t\\.vtt\r");
    pty_expect(p, "1/1");
    pty_expect(p, "https://files.example/t.vtt");
    pty_keys(p, "/recording\r");
    pty_expect(p, "media/sound~ringyo-call_media_hour.wav");
}

static void open__expired__asks_first(void **state)
{
    (void)state;
    struct pty *p = with_programs("ringyo:call_media_expired");
    pty_keys(p, "o");
    pty_expect(p, "the link expired 2 h ago, r fetches a new one: open it anyway?");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    assert_null(browse_file(p, "opened"));
    pty_keys(p, "u\r");
    pty_expect(p, "open it anyway?");
    pty_keys(p, "y");
    pty_expect(p, "opened http");
    char *text = browse_wait_file(p, "opened", "open http://127.0.0.1:");
    free(text);
}

static void play__from_the_selected_turn(void **state)
{
    (void)state;
    struct pty *p = with_programs("ringyo:call_media_hour");
    pty_keys(p, "4GO");
    pty_expect(p, "playing from 0:12: http"); /* a second before the turn */
    char *text = browse_wait_file(p, "opened", "X-Amz-Signature");
    assert_ptr_equal(strstr(text, "play --start=12.2 http://127.0.0.1:"), text);
    free(text);
    pty_keys(p, "gO");
    pty_expect(p, "playing from 0:00: http");
}

static void open__no_display__is_copied(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", SHOWN);
    pty_keys(p, "o");
    pty_expect(p, "no display, so the link is sent to the terminal:");
    pty_expect(p, "https://storage.ringyo.ai/recordings/call_xyz789.mp3 (OSC 52)");
}

static void page__web_url__rows(void **state)
{
    (void)state;
    struct pty *p = with_programs("ringyo-page:call_xyz789");
    pty_keys(p, "W");
    pty_expect(p, "opened https://app.example/c/call_xyz789");
    free(browse_wait_file(p, "opened", "open https://app.example/c/call_xyz789"));
    pty_stop(p);
    p = browse_call("ringyo:call_xyz789", SHOWN);
    pty_keys(p, "W");
    pty_expect(p, "no page is known: web_url of [provider ringyo] is not set");
}

static void list__masked__opens_the_real_one(void **state)
{
    (void)state;
    struct pty *p = with_programs("ringyo:call_media_~+41791234567");
    pty_keys(p, "Pu");
    pty_expect(p, "~+#######4567.mp3");
    pty_keys(p, "o");
    free(browse_wait_file(p, "opened", "~+41791234567.mp3"));
    pty_expect_not(p, "41791234567.mp3");
}

/* A provider like Ringyo, with further lines in its description, and a program that opens links. */
static struct pty *with_description(const char *lines, const char *call)
{
    char *more = xasprintf("[provider keyed]\nlike = ringyo\nbase_url = http://127.0.0.1:%d\n"
                           "api_key = demo-ringyo\npath = /ringyo/v1/calls/{id}\n%s",
                           browse_port(), lines);
    struct pty *p =
        browse_start(&(struct browse_options){.args = (const char *const[]){call, NULL},
                                              .options = "download_dir = ~/dl\n"
                                                         "open_command = " WRITES " open {url}\n",
                                              .more = more});
    pty_expect(p, SHOWN);
    free(more);
    return p;
}

#define NO_LINK(what) "no link to " what ": the recording is behind the provider's key, D saves it"
#define BEHIND "recording  behind the provider's key, D saves it"

/* From the panes, in the list, and from the selected row of the participants. */
static void behind_the_key__no_link__says_so(void **state)
{
    (void)state;
    struct pty *p = with_description("recording.path = /media/keyed~{id}\nlinks = /files\n"
                                     "link.url = /url\n",
                                     "keyed:call_media_none");
    pty_expect(p, "D download");
    pty_keys(p, "o");
    pty_expect(p, NO_LINK("open"));
    pty_keys(p, "yu");
    pty_expect(p, NO_LINK("copy"));
    pty_keys(p, "u");
    pty_expect(p, BEHIND);
    pty_expect(p, "D download");
    pty_expect_not(p, "o open");
    pty_keys(p, "\r");
    pty_expect(p, NO_LINK("open"));
    pty_keys(p, "yu");
    pty_expect(p, NO_LINK("copy"));
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Links]");
    pty_keys(p, "\x0f"); /* C-o */
    pty_expect(p, "[Participants]");
    pty_keys(p, "l\r");
    pty_expect(p, NO_LINK("open"));
    pty_keys(p, "yy");
    pty_expect(p, "nothing to copy: no recording link");
}

static void behind_the_key__in_the_list__saved(void **state)
{
    (void)state;
    struct pty *p =
        with_description("recording.path = /media/keyed~{id}\n", "keyed:call_media_none");
    pty_keys(p, "u");
    pty_expect(p, "recording     behind the provider's key, D saves it");
    pty_keys(p, "D");
    pty_expect(p, "saved '~/dl/call_media_none.mp3'");
}

/* A link that the description names: its file has the name, too. */
static void given__by_name__before_the_others(void **state)
{
    (void)state;
    struct pty *p = with_description("links = /files\nlink.url = /url\nlink.name = /kind\n",
                                     "keyed:call_media_none");
    pty_keys(p, "u");
    pty_expect(p, "  vtt        files.example");
    pty_stop(p);
    p = with_description("recordings = /nothing\nlinks = /recording_url\n",
                         "keyed:call_media_plain~given");
    pty_keys(p, "u");
    pty_expect(p, "  link          127.0.0.1");
    pty_keys(p, "jD");
    pty_expect(p, "saved '~/dl/call_media_plain_given-link.mp3'");
}

/* Masked, too, what is used is the real link. */
static void given__selected_participant_row__is_meant(void **state)
{
    (void)state;
    struct pty *p = with_description("recordings = /nothing\nlinks = /recording_url\n",
                                     "keyed:call_media_plain~+41791234567");
    pty_keys(p, "P\x0f");
    pty_expect(p, "[Participants]");
    pty_keys(p, "lj");
    pty_expect(p, "o open");
    pty_keys(p, "D");
    pty_expect(p, "saved '~/dl/call_media_plain__41791234567.mp3'");
    pty_keys(p, "\r");
    free(browse_wait_file(p, "opened", "/media/plain~+41791234567.mp3"));
    pty_keys(p, "yu");
    pty_expect(p, "link, ");
}

static void recordings__several__asks_which(void **state)
{
    (void)state;
    struct pty *p = with_programs("ringyo:call_parts");
    pty_keys(p, "o");
    pty_expect(p, "2 recordings: which one?");
    pty_keys(p, "jo");
    pty_expect(p, "opened https://storage.ringyo.ai/recordings/call_parts-b.mp3");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Links]");
    pty_keys(p, "D");
    pty_expect(p, "2 recordings: which one?");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Links]");
}

static void recordings__one_selected__is_meant(void **state)
{
    (void)state;
    struct pty *p = with_programs("ringyo:call_parts");
    pty_keys(p, "\x0f"); /* C-o */
    pty_expect(p, "[Participants]");
    pty_keys(p, "ljyu");
    pty_expect(p, "recording link, 53 characters");
    pty_keys(p, "o");
    pty_expect(p, "opened https://storage.ringyo.ai/recordings/call_parts-b.mp3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(list__an_hour_left__says_so, browse_end_test),
        cmocka_unit_test_teardown(list__no_recording__says_so, browse_end_test),
        cmocka_unit_test_teardown(list__live__is_not_ready, browse_end_test),
        cmocka_unit_test_teardown(list__expired__a_new_one_is_fetched, browse_end_test),
        cmocka_unit_test_teardown(list__expired__names_the_key_in_force, browse_end_test),
        cmocka_unit_test_teardown(list__selected__is_shown_whole, browse_end_test),
        cmocka_unit_test_teardown(list__small_screen__says_how_much_is_missing, browse_end_test),
        cmocka_unit_test_teardown(list__searched__goes_to_the_link, browse_end_test),
        cmocka_unit_test_teardown(open__expired__asks_first, browse_end_test),
        cmocka_unit_test_teardown(play__from_the_selected_turn, browse_end_test),
        cmocka_unit_test_teardown(open__no_display__is_copied, browse_end_test),
        cmocka_unit_test_teardown(page__web_url__rows, browse_end_test),
        cmocka_unit_test_teardown(list__masked__opens_the_real_one, browse_end_test),
        cmocka_unit_test_teardown(behind_the_key__no_link__says_so, browse_end_test),
        cmocka_unit_test_teardown(behind_the_key__in_the_list__saved, browse_end_test),
        cmocka_unit_test_teardown(given__by_name__before_the_others, browse_end_test),
        cmocka_unit_test_teardown(given__selected_participant_row__is_meant, browse_end_test),
        cmocka_unit_test_teardown(recordings__several__asks_which, browse_end_test),
        cmocka_unit_test_teardown(recordings__one_selected__is_meant, browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
