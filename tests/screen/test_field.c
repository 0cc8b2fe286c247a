/* The inputs of tests/fixtures/field in a terminal. */
#include "base/alloc.h"
#include "provider/json.h"
#include "tests/support/browse.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DIR "tests/fixtures/field"

enum { QUIET_MAX_MS = 400 };

static const char traces[] = "play_command = sh -c \"echo >played\"\ndownload_dir = downloads\n"
                             "open_command = sh -c \"echo {url} >opened\"\n";

static char *read_file(const char *name)
{
    char *text = scratch_read(DIR, name);
    if (!text)
        fail_msg("expected the file " DIR "/%s", name);
    return text;
}

/* The lines NAME=VALUE of a file, in env, which ends with NULL; they point into text. */
static void cut_env(char *text, const char **env, size_t max)
{
    size_t n = 0;
    char *rest;
    for (char *line = strtok_r(text, "\n", &rest); line && n < max;
         line = strtok_r(NULL, "\n", &rest))
        if (*line != '#')
            env[n++] = line;
    env[n] = NULL;
}

/* The program on a saved answer of Ringyo, until `shown` is on the screen. */
static struct pty *start(const char *stem, const char *shown, const char *const *env)
{
    char *more = xasprintf("[provider saved]\nlike = ringyo\napi_key = k\n"
                           "base_url = http://127.0.0.1:%d/saved/field/%s\n",
                           browse_port(), stem);
    struct pty *p =
        browse_start(&(struct browse_options){.args = (const char *const[]){"saved:call_a", NULL},
                                              .options = traces,
                                              .more = more,
                                              .env = env});
    free(more);
    pty_expect(p, shown);
    return p;
}

/* Sends the pieces of a case, with silence between them. */
static void send_case(struct pty *p, const struct value *pieces)
{
    for (const struct value *piece = value_first(pieces); piece; piece = piece->next) {
        const struct value *bytes = value_first(piece), *ms = bytes->next;
        pty_send(p, bytes->text, bytes->bytes);
        pty_wait_quiet(p, ms->number < QUIET_MAX_MS ? (int)ms->number : QUIET_MAX_MS);
    }
}

/* Nothing was played, saved or fetched, and the call is still on the screen. */
static void check_nothing_ran(struct pty *p, const char *name, size_t requests)
{
    char *played = browse_file(p, "played"),
         *saved = browse_file(p, "downloads/call_media_plain.mp3");
    struct buf screen = {0};
    term_text(pty_term(p), &screen);
    bool shown = strstr(buf_str(&screen), "Transcript") && !strstr(buf_str(&screen), "tmux 3.4");
    if (played || saved || browse_requests("") != requests || !shown)
        fail_msg("%s: expected that nothing runs, got\n%s", name, buf_str(&screen));
    buf_done(&screen);
    free(played);
    free(saved);
}

/* Each case has a screen of its own. */
static void check_keys(const char *file)
{
    struct arena *a = arena_new();
    char *text = read_file(file);
    const struct value *cases = json_parse(a, text, strlen(text), NULL);
    assert_non_null(cases);
    for (const struct value *c = value_first(cases); c; c = c->next) {
        struct pty *p = browse_start(
            &(struct browse_options){.args = (const char *const[]){"ringyo:call_media_plain", NULL},
                                     .options = traces,
                                     .env = (const char *const[]){"DISPLAY=:9", NULL}});
        pty_expect(p, "1/12");
        pty_wait_quiet(p, 60); /* no answer to a frame comes within a key */
        size_t requests = browse_requests("");
        send_case(p, value_member(c, "send"));
        check_nothing_ran(p, value_member(c, "name")->text, requests);
        pty_stop(p);
    }
    free(text);
    arena_free(a);
}

static void keys__split_by_a_slow_line__run_nothing(void **state)
{
    (void)state;
    check_keys("split-key.keys.json");
}

static void keys__answers_of_the_terminal__run_nothing(void **state)
{
    (void)state;
    check_keys("terminal-reply.keys.json");
}

static const struct value *keypad_case(const struct value *cases, size_t n)
{
    const struct value *c = value_first(cases);
    while (n--)
        c = c->next;
    return value_member(c, "send");
}

static void keys__keypad__what_stands_on_them(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *text = read_file("keypad.keys.json");
    const struct value *cases = json_parse(a, text, strlen(text), NULL);
    struct pty *p = browse_call("ringyo:call_turns_30", "1/30");
    send_case(p, keypad_case(cases, 1)); /* 5 and G */
    pty_expect(p, "5/30");
    send_case(p, keypad_case(cases, 0)); /* the ID pane, Ctrl-U, 1230 */
    pty_expect(p, "1230");
    free(text);
    arena_free(a);
}

static void size__of_the_terminal__wins(void **state)
{
    (void)state;
    const char *env[8];
    char *text = read_file("start-size.env");
    cut_env(text, env, 7);
    struct pty *p = start("nfd.ringyo", "[Transcript]", env);
    int row = 0;
    pty_expect(p, "? help");
    pty_check(p, term_find(pty_term(p), "? help", &row, NULL) && row == 23);
    free(text);
}

static void locale__that_is_not_installed__is_utf_8(void **state)
{
    (void)state;
    const char *env[8];
    char *text = read_file("locale.env");
    cut_env(text, env, 5);
    size_t n = 0;
    while (env[n])
        n++;
    env[n++] = "LC_ALL";
    env[n++] = "LC_CTYPE";
    env[n] = NULL;
    struct pty *p =
        start("locale.ringyo", "Gr\xc3\xbc\xc3\x9f Gott, Frau M\xc3\xbcller, 5 \xe2\x82\xac", env);
    pty_expect(
        p,
        "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82, \xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e");
    free(text);
}

/* The text is in NFD where the keyboard types NFC, and the other way round. */
static void search__nfd_and_nfc__are_the_same(void **state)
{
    (void)state;
    static const char *const words[] = {"r\xc3\xa9sum\xc3\xa9", "re\xcc\x81sume\xcc\x81",
                                        "J\xc3\xbcrgen", "Ju\xcc\x88rgen",
                                        "\xed\x95\x99\xec\xa0\x90\xec\x9d\xb8\xec\xa0\x95"};
    struct pty *p = start("nfd.ringyo", "3 turns", NULL);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        pty_keys(p, "/");
        pty_keys(p, words[i]);
        pty_keys(p, "\r");
        pty_expect(p, " 1/1 ");
        pty_keys(p, "\x1b");
        pty_expect_gone(p, " 1/1 ");
    }
}

/* The sequence is wrapped for the terminal around GNU screen (DCS), and nobody can know whether it
 * was understood. */
static void copying__inside_gnu_screen__is_wrapped(void **state)
{
    (void)state;
    const char *env[8];
    char *text = read_file("gnu-screen.env");
    cut_env(text, env, 7);
    struct pty *p = start("nfd.ringyo", "[Transcript]", env);
    pty_keys(p, "yu");
    pty_expect(p, "sent to the terminal (OSC 52)");
    pty_check(p, strstr(buf_str(term_raw(pty_term(p))), "\x1bP\x1b]52;"));
    free(text);
}

static void pager__that_ends_at_once__is_waited_for(void **state)
{
    (void)state;
    const char *env[8];
    char *text = read_file("pager.env");
    cut_env(text, env, 7);
    struct pty *p = start("nfd.ringyo", "[Transcript]", env);
    pty_keys(p, "v");
    pty_expect(p, "[any key returns to callbrowser]");
    pty_keys(p, " ");
    pty_expect(p, "[Transcript]");
    free(text);
}

static void recording__between_blanks__is_opened(void **state)
{
    (void)state;
    struct pty *p =
        start("url-blanks.ringyo", "[Transcript]", (const char *const[]){"DISPLAY=:9", NULL});
    pty_keys(p, "o");
    char *opened = browse_wait_file(p, "opened", "\n");
    assert_string_equal(opened, "https://s.example.com/a.mp3\n");
    free(opened);
}

/* The body of an answer that failed is one key away. */
static void answer__of_a_failure__is_shown(void **state)
{
    (void)state;
    struct pty *p = start("error-with-data", "the transcription is not complete", NULL);
    pty_keys(p, "J");
    pty_expect(p, "incomplete_transcription");
}

static void recording__in_an_object__is_opened(void **state)
{
    (void)state;
    struct pty *p =
        start("recording-object.ringyo", "[Transcript]", (const char *const[]){"DISPLAY=:9", NULL});
    pty_keys(p, "o");
    char *opened = browse_wait_file(p, "opened", "\n");
    assert_string_equal(opened, "https://s.example.com/o.mp3\n");
    free(opened);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keys__split_by_a_slow_line__run_nothing),
        TEST(keys__answers_of_the_terminal__run_nothing),
        TEST(keys__keypad__what_stands_on_them),
        TEST(size__of_the_terminal__wins),
        TEST(locale__that_is_not_installed__is_utf_8),
        TEST(search__nfd_and_nfc__are_the_same),
        TEST(recording__between_blanks__is_opened),
        TEST(answer__of_a_failure__is_shown),
        TEST(recording__in_an_object__is_opened),
        TEST(copying__inside_gnu_screen__is_wrapped),
        TEST(pager__that_ends_at_once__is_waited_for),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
