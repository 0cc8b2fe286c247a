/* `:reload-config`: what is taken over, what stays, what is said. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define CONFIG ".config/callbrowser/callbrowser.ini"

static struct pty *start(const char *options)
{
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"ringyo:call_turns_2000", NULL}, .options = options});
    pty_expect(p, " 1/2000 ");
    return p;
}

/* The file with these options, and what the mock needs; `more` at its end. */
static void write_config(struct pty *p, const char *options, const char *more)
{
    char *text = browse_file(p, CONFIG);
    const char *providers = strstr(text, "\n[provider ");
    assert_non_null(providers);
    char *whole = xasprintf("[callbrowser]\n%s\n%s\n%s\n", options, providers, more);
    scratch_write(pty_home(p), CONFIG, 0600, whole);
    free(whole);
    free(text);
}

static void reload(struct pty *p, const char *said)
{
    pty_keys(p, ":reload-config\r");
    pty_expect(p, said);
}

static void reload__options_and_keys__in_force_and_the_place_stays(void **state)
{
    (void)state;
    struct pty *p = start("");
    pty_keys(p, "100G");
    pty_expect(p, " 100/2000 ");
    write_config(p, "timestamps = off\nmouse = yes\ngap_s = 3600", "[keys]\nhelp = X\n");
    reload(p, "configuration read ");
    pty_expect(p, " 100/2000 ");
    pty_expect_gone(p, "7:51");
    pty_expect_gone(p, "Hot spots");
    pty_check(p, pty_wait_mode(p, 1000, PTY_DEADLINE_MS));
    pty_keys(p, "X");
    pty_expect(p, "[Help]");
}

/* What a key or :set changed stays when the file says nothing new about it. */
static void reload__changed_by_hand__stays(void **state)
{
    (void)state;
    struct pty *p = start("timestamps = relative");
    pty_keys(p, "P");
    pty_expect(p, "masked: 2 phone numbers"); /* said when all turns are masked */
    pty_keys(p, "Gg");
    pty_expect(p, ", 2 masked");
    pty_keys(p, ":set timestamps off\r");
    pty_expect_gone(p, "0:04");
    write_config(p, "timestamps = clock", "");
    reload(p, "configuration read ");
    pty_expect_not(p, "10:30:04");
    pty_keys(p, "j");
    pty_expect(p, ", 2 masked");
}

static void reload__problems__are_messages(void **state)
{
    (void)state;
    struct pty *p = start("");
    write_config(p, "wrapp = no\nlayout = stacked\ntheme = no-such", "[keys]\nnonsense = x\n");
    reload(p, "configuration read: 3 problems, see :messages");
    pty_keys(p, ":messages\r");
    pty_expect(p, "unknown option 'wrapp' (did you mean 'wrap'?)");
    pty_expect(p, "nonsense");
    pty_expect(p, "no-such");
}

static void reload__what_is_read_at_the_start__is_named(void **state)
{
    (void)state;
    struct pty *p = start("");
    write_config(p, "timeout_s = 7\nascii = yes", "");
    reload(p, "effective at the next start: ascii, timeout_s");
    pty_keys(p, ":set timeout_s\r");
    pty_expect(p, "timeout_s = 30");
}

static void reload__no_file_that_can_be_read__changes_nothing(void **state)
{
    (void)state;
    struct pty *p = start("timestamps = off");
    char *path = xasprintf("%s/" CONFIG, pty_home(p));
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    int held = open(path, O_RDWR | O_CLOEXEC); /* a reader would wait for what is written */
    free(path);
    reload(p, "nothing changed: the configuration is a pipe, which is read once");
    pty_keys(p, "j");
    pty_expect_gone(p, "nothing changed");
    pty_keys(p, ":set timestamps\r");
    pty_expect(p, "timestamps = off");
    close(held);
}

/* Nobody waits for a pipe that nobody writes into. */
static void reload__theme_and_note_are_pipes__refused_at_once(void **state)
{
    (void)state;
    struct pty *p = start("");
    const char *const names[] = {"theme", "note"};
    for (int i = 0; i < 2; i++) {
        char *path = xasprintf("%s/%s", pty_home(p), names[i]);
        assert_int_equal(mkfifo(path, 0600), 0);
        free(path);
    }
    write_config(p, "theme = ~/theme\nnote_template = ~/note", "");
    reload(p, "configuration read: 2 problems");
    pty_keys(p, ":messages\r");
    pty_expect(p, "/note': it");
    pty_expect(p, "/theme': it is not");
}

static void reload__name_of_a_zone__moves_the_times(void **state)
{
    (void)state;
    struct pty *p = start("timezone = UTC");
    pty_expect(p, "2026-01-15 10:30:00 UTC");
    write_config(p, "timezone = Europe/Berlin", "");
    reload(p, "configuration read");
    pty_expect(p, "2026-01-15 11:30:00 CET");
    write_config(p, "timezone = Europe/Nowhere", "");
    reload(p, "configuration read: 1 problem");
    pty_expect(p, "2026-01-15 11:30:00 CET");
}

/* A key that was put right is used, and calls of a provider that is gone stay. */
static void reload__providers__by_their_names(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"ringyo:call_xyz789", "mine:call_xyz789", NULL},
        .more = "[provider mine]\nlike = ringyo\ntitle = Mine\napi_key = x y\n"});
    pty_expect(p, "[1 ");
    pty_keys(p, "]");
    pty_expect(p, "No API key for this provider");
    char *url = xasprintf("[provider mine]\nlike = ringyo\ntitle = Mine\n"
                          "base_url = http://127.0.0.1:%d/ringyo\napi_key = demo-ringyo\n",
                          browse_port());
    write_config(p, "", url);
    char *text = browse_file(p, CONFIG);
    char *first = strstr(text, "[provider mine]"), *second = strstr(first + 1, "[provider mine]");
    assert_non_null(second);
    memmove(first, second, strlen(second) + 1);
    scratch_write(pty_home(p), CONFIG, 0600, text);
    reload(p, "configuration read ");
    pty_keys(p, "r");
    pty_expect(p, "Sarah from Acme");
    *first = '\0';
    scratch_write(pty_home(p), CONFIG, 0600, text);
    reload(p, "configuration read ");
    pty_expect(p, "Sarah from Acme");
    pty_keys(p, "r");
    pty_expect(p, "'mine' is no longer in the configuration");
    free(text);
    free(url);
}

/* The list that was searched is closed; what is typed goes on, and the panes stay where they are.
 */
static void reload__search_prompt_open__the_place_stays(void **state)
{
    (void)state;
    struct pty *p = start("");
    pty_keys(p, "100G");
    pty_expect(p, " 100/2000 ");
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "jjjjjj:reload-config\r/");
    pty_expect_gone(p, "[Help]");
    pty_keys(p, "zq");
    pty_expect(p, "/zq");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "/zq");
    pty_expect(p, " 100/2000 ");
}

/* It is not lost with its list; of one whom nobody can be asked about any more it is said. */
static void reload__whose_call__is_asked_still(void **state)
{
    (void)state;
    struct pty *p = start("");
    pty_keys(p, "i12345678-0000-4000-8000-000000000404\r");
    pty_expect(p, "Which provider has call 12345678");
    reload(p, "configuration read ");
    pty_expect(p, "Which provider has call 12345678");
    scratch_write(pty_home(p), CONFIG, 0600, "");
    pty_keys(p, ":reload-config\r");
    pty_expect(p, "no key for a provider with call IDs of this form");
    pty_expect_gone(p, "Which provider");
}

static void reload__asked_of_all__who_knows_it_can_be_asked_again(void **state)
{
    (void)state;
    struct pty *p =
        browse_start(&(struct browse_options){.args = (const char *const[]){"any:slow_2", NULL}});
    pty_expect(p, "of 5 answered");
    reload(p, "configuration read ");
    pty_expect(p, "knows this ID too: tab 5");
    size_t before = browse_requests("slow_2");
    pty_keys(p, "r");
    browse_wait_requests(p, "slow_2", before + 1);
}

/* Freed memory is overwritten, so that keys of providers that were freed before cannot be wiped. */
static void reload__then_quit__ends_well(void **state)
{
    (void)state;
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){"ringyo:call_turns_20", NULL},
                                 .env = (const char *const[]){"MALLOC_PERTURB_=85", NULL}});
    pty_expect(p, " 1/20 ");
    reload(p, "configuration read ");
    reload(p, "configuration read ");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

#define TEST(function) cmocka_unit_test_teardown(function, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reload__options_and_keys__in_force_and_the_place_stays),
        TEST(reload__changed_by_hand__stays),
        TEST(reload__problems__are_messages),
        TEST(reload__what_is_read_at_the_start__is_named),
        TEST(reload__no_file_that_can_be_read__changes_nothing),
        TEST(reload__theme_and_note_are_pipes__refused_at_once),
        TEST(reload__name_of_a_zone__moves_the_times),
        TEST(reload__providers__by_their_names),
        TEST(reload__search_prompt_open__the_place_stays),
        TEST(reload__whose_call__is_asked_still),
        TEST(reload__asked_of_all__who_knows_it_can_be_asked_again),
        TEST(reload__then_quit__ends_well),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
