/* What is taken out of the program, and what is masked in it. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#define TWO_ANSWERS "diga:550e8400-e29b-41d4-a716-446655440000"
#define DOCUMENTED "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

static bool has_copied(struct pty *p, const void *arg)
{
    return term_osc_count(pty_term(p), "52;") > *(const size_t *)arg;
}

/* What the keys copy; yours. */
static char *copied(struct pty *p, const char *keys)
{
    size_t before = term_osc_count(pty_term(p), "52;");
    pty_keys(p, keys);
    pty_check(p, pty_wait_until(p, has_copied, &before, PTY_DEADLINE_MS));
    char *text = term_clipboard(pty_term(p));
    assert_non_null(text);
    return text;
}

/* The contact of this call has a number and an ID, and no name. */
static void copy__participant__number_then_id(void **state)
{
    (void)state;
    struct pty *p = browse_call(TWO_ANSWERS, "[Transcript]");
    pty_key(p, "S-Tab");
    pty_expect(p, "[Participants]");
    char *text = copied(p, "yy");
    pty_expect(p, "number, 13 characters");
    assert_string_equal(text, "+493055501234");
    free(text);
    text = copied(p, "yy");
    pty_expect(p, "ID, 36 characters");
    assert_string_equal(text, "f3c1a0de-95c4-4d0b-8a3e-2f7f1b6c9d20");
    free(text);
    text = copied(p, "yy"); /* from the beginning */
    pty_expect(p, "number, 13 characters");
    free(text);
    text = copied(p, "jyy");
    pty_expect(p, "ID, 36 characters");
    assert_string_equal(text, "7b0f9d1e-4c7a-4b51-8f0a-0d8a4e6c2b11");
    free(text);
}

static void mask__capital_p__on_and_off(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_expect(p, "+18005551234");
    pty_keys(p, "P");
    pty_expect(p, "masked: 2 phone numbers");
    pty_expect(p, "+#######1234");
    pty_expect_gone(p, "+18005551234");
    pty_expect(p, "2024-01-15 10:30:00");
    pty_expect(p, "call_xyz789");
    pty_keys(p, "t");
    pty_keys(p, "\x1b");
    pty_expect(p, ", 2 masked");
    pty_keys(p, "/a\r");
    pty_expect(p, "  2 masked");
    pty_keys(p, "V");
    pty_expect(p, "1 turn selected, 2 masked");
    pty_keys(p, "\x1b\x1b");
    pty_keys(p, "P");
    pty_expect(p, "masking off");
    pty_expect(p, "+18005551234");
}

static void mask__option__from_the_start_and_in_copies(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){DOCUMENTED, NULL}, .options = "mask = yes"});
    pty_expect(p, LAST_LINE);
    pty_expect(p, "+#######1234");
    pty_key(p, "S-Tab");
    pty_expect(p, "[Participants]");
    char *text = copied(p, "gyy");
    assert_string_equal(text, "+#######1234");
    free(text);
    pty_keys(p, "r");
    pty_expect(p, ", 2 masked");
    pty_expect_gone(p, "+18005551234");
}

static void mask__json__asks_first(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, "PJ");
    pty_expect(p, "the JSON is not masked: show it?");
    pty_expect(p, "Esc cancel");
    pty_expect_not(p, "? help");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    pty_expect_gone(p, "[JSON]");
    pty_keys(p, "Jy");
    pty_expect(p, "[JSON]");
    pty_expect(p, "+18005551234");
    pty_keys(p, "g");
    pty_expect(p, ", not masked");
    pty_keys(p, "PP");
    pty_expect_gone(p, "+18005551234");
    pty_expect(p, "[Transcript]");
}

/* A request id names nobody. */
static void mask__failure__words_and_code(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_blocked", "BLOCKED:+14155550123");
    pty_expect(p, "The number +14155550123 is blocked");
    pty_keys(p, "P");
    pty_expect(p, "BLOCKED:+#######0123");
    pty_expect(p, "The number +#######0123 is blocked");
    pty_expect(p, "req_14155550123");
    pty_expect_not(p, "+1415");
}

static void mask__set__as_the_key_does(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, ":set mask yes\r");
    pty_expect(p, "masked: 2 phone numbers");
    pty_expect(p, "+#######1234");
    pty_keys(p, ":set mask no\r");
    pty_expect(p, "+18005551234");
}

static void note__yn__with_the_selected_turn(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    char *text = copied(p, "Gyn");
    pty_expect(p, "ticket note, ");
    if (!strstr(text, "# Ringyo call `call_xyz789`") || !strstr(text, "> **0:03 user:** Hi Sarah"))
        fail_msg("expected the call and the last turn in '%s'", text);
    free(text);
}

static void raw__yj__as_it_came_or_after_a_question(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    char *text = copied(p, "yj");
    assert_non_null(strstr(text, "\"from_number\": \"+18005551234\""));
    free(text);
    pty_keys(p, "Pyj");
    pty_expect(p, "the JSON is not masked: copy it?");
    text = copied(p, "y");
    assert_non_null(strstr(text, "+18005551234"));
    free(text);
}

/* The raw JSON of this call holds a right-to-left override, which must not reach the clipboard. */
static void raw__yj__sanitised(void **state)
{
    (void)state;
    char *sent = scratch_read("tests/mock/calls/", "ringyo-call_wide.json");
    assert_non_null(strstr(sent, "\xe2\x80\xae"));
    free(sent);
    struct pty *p = browse_call("ringyo:call_wide", "[Transcript]");
    char *text = copied(p, "yj");
    assert_non_null(strstr(text, "last words"));
    assert_null(strstr(text, "\xe2\x80\xae"));
    free(text);
}

/* The name that is suggested is deleted, another one typed. */
static void save_as(struct pty *p, const char *name)
{
    pty_keys(p, "s");
    pty_expect(p, "save (");
    pty_keys(p, "\x15");
    pty_keys(p, name);
    pty_keys(p, "\r");
}

static void expect_mode_0600(struct pty *p, const char *name)
{
    struct stat st;
    char *path = xasprintf("%s/%s", pty_home(p), name);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(path);
}

static void save__s__forms_by_their_ending(void **state)
{
    (void)state;
    static const struct {
        const char *name, *begins;
    } rows[] = {
        {"a.txt", "Ringyo  call_xyz789\n"},
        {"a.json", "{\"schema\":1,"},
        {"a.MD", "# Ringyo call"},
        {"a.vtt", "WEBVTT\n"},
        {"a.raw", "{\n  \"id\": "},
        {"a", "Ringyo  call_xyz789\n"},
        {"v1.us.31780434", "Ringyo  call_xyz789\n"},
    };
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    save_as(p, "");
    pty_expect(p, "nothing was typed");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *typed = xasprintf("~/%s", rows[i].name);
        save_as(p, typed);
        pty_expect(p, " bytes");
        char *got = browse_wait_file(p, rows[i].name, rows[i].begins);
        assert_ptr_equal(strstr(got, rows[i].begins), got);
        expect_mode_0600(p, rows[i].name);
        free(got);
        free(typed);
        pty_keys(p, "\x1b");
        pty_expect_gone(p, " bytes");
    }
}

/* ":w FILE" saves as `s` does. */
static void save__ending_of_no_form__asks_first(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    save_as(p, "~/call.pdf");
    pty_expect(p, "'.pdf' is not one of .txt .json .md .vtt .raw: save as text?");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    assert_null(browse_file(p, "call.pdf"));
    pty_keys(p, ":w ~/call.csv\r");
    pty_expect(p, "'.csv' is not one of");
    pty_keys(p, "y");
    pty_expect(p, "saved '");
    free(browse_wait_file(p, "call.csv", "Ringyo  call_xyz789\n"));
    pty_keys(p, ":w ~/call.json\r");
    free(browse_wait_file(p, "call.json", "{\"schema\":1,"));
    pty_keys(p, ":w\r");
    pty_expect(p, "save (.txt .json");
}

static void save__existing__asks_before_replacing(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    scratch_write(pty_home(p), "kept.txt", 0644, "before");
    save_as(p, "~/kept.txt");
    pty_expect(p, "'~/kept.txt' exists: replace it?");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    char *text = browse_file(p, "kept.txt");
    assert_string_equal(text, "before");
    free(text);
    save_as(p, "~/kept.txt");
    pty_expect(p, "replace it?");
    pty_keys(p, "y");
    pty_expect(p, "saved '");
    free(browse_wait_file(p, "kept.txt", "Ringyo"));
    expect_mode_0600(p, "kept.txt");
}

/* The thread that saves has a second to finish. */
static void save__then_quit_at_once__is_saved(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    save_as(p, "~/a.txt");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_not(p, "not saved");
    char *text = browse_file(p, "a.txt");
    assert_non_null(text);
    assert_non_null(strstr(text, "Ringyo"));
    free(text);
}

static void save__what_cannot_be__is_said(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    save_as(p, "~/no/such/a.txt");
    pty_expect(p, "not saved: '"); /* and how long the path is, what more is seen */
    save_as(p, "~/");
    pty_expect(p, "is a directory");
    save_as(p, "/proc/callbrowser.txt");
    pty_expect(p, "not saved: '/proc/callbrowser.txt': ");
    save_as(p, "/dev/null");
    pty_expect(p, "is not a regular file");
    pty_keys(p, "s");
    pty_expect(p, "call_xyz789.txt");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "save (");
}

/* The suggested name is made from the ID, and a masked call asks before the answer is saved. */
static void save__masked__but_for_raw(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, "P");
    pty_expect(p, "masked: 2");
    pty_keys(p, "s\r");
    pty_expect(p, "saved '~/call_xyz789.txt', ");
    char *text = browse_wait_file(p, "call_xyz789.txt", "+#######1234");
    assert_null(strstr(text, "+1800"));
    free(text);
    save_as(p, "~/a.raw");
    pty_expect(p, "the JSON is not masked: save it?");
    pty_keys(p, "y");
    free(browse_wait_file(p, "a.raw", "+18005551234"));
}

/* What there is room for: the name that is typed, the ID that says which call it is. */
static void save__narrow__the_name_before_the_legend(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){TWO_ANSWERS, NULL}, .rows = 12, .cols = 40});
    pty_expect(p, "[Transcript]");
    pty_keys(p, "s");
    pty_expect(p, " save: ");
    pty_expect(p, "446655440000.txt");
    pty_keys(p, "\x15");
    pty_expect(p, " save (.txt .json .md .vtt .raw):");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "save (");
    pty_keys(p, "z");
    pty_expect(p, " diga ..-a716-446655440000 200 in ");
    pty_resize(p, 24, 80);
    pty_expect(p, " diga 550e8400-e29b-41d4-a716-446655440000 200 in ");
}

static void pager__v__gets_the_text_and_the_terminal(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){DOCUMENTED, NULL},
        .env = (const char *const[]){
            "PAGER=sh -c 'cat; read -r line </dev/tty; echo \"$line\" >got; exit 9'", NULL}});
    pty_expect(p, LAST_LINE);
    pty_keys(p, "v");
    pty_expect(p, "Ringyo  call_xyz789");
    pty_expect_gone(p, "[Transcript]");
    pty_keys(p, "typed\r");
    pty_expect(p, "[Transcript]");
    free(browse_wait_file(p, "got", "typed\n"));
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

/* While the JSON is shown, what takes it takes all of it; what is the call's own says so. */
static void json__two_answers__both_or_said(void **state)
{
    (void)state;
    struct pty *p = browse_call(TWO_ANSWERS, "[Transcript]");
    pty_keys(p, "J|grep -c '^}' >got\r");
    pty_expect(p, "[any key returns to callbrowser]");
    free(browse_wait_file(p, "got", "2\n"));
    pty_keys(p, "x");
    pty_expect(p, "[JSON]");
    char *text = copied(p, "yj");
    assert_null(strstr(text, "\"turns\""));
    free(text);
    pty_expect(p, "JSON without the turns, ");
    save_as(p, "~/a.raw");
    pty_expect(p, " bytes, without the turns");
    text = copied(p, "Gkyp");
    assert_string_equal(text, "/total_pages");
    free(text);
    pty_expect(p, "JSON Pointer in turns, ");
}

static void pager__missing__is_said(void **state)
{
    (void)state;
    wrapped_skip("posix_spawn does not say that a program cannot be run");
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){DOCUMENTED, NULL},
                                 .env = (const char *const[]){"PAGER=no-such-pager -R", NULL}});
    pty_expect(p, LAST_LINE);
    pty_keys(p, "v");
    pty_expect(p, "cannot run 'no-such-pager': "); /* what follows depends on PATH */
    pty_expect(p, "[Transcript]");
}

static void pipe__bar_or_exclamation__to_a_shell(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){DOCUMENTED, NULL},
        .env = (const char *const[]){"CALLBROWSER_DIGA_API_KEY=secret", NULL}});
    pty_expect(p, LAST_LINE);
    pty_keys(p, "P|grep -c '[#]1234' | tee got; env | grep -c API_KEY >keys\r");
    pty_expect(p, "[any key returns to callbrowser]");
    char *got = browse_wait_file(p, "got", "2\n");
    free(got);
    free(browse_wait_file(p, "keys", "0\n"));
    pty_keys(p, "x");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "!exit 3\r");
    pty_expect(p, "[any key returns to callbrowser]");
    pty_keys(p, " ");
    pty_expect(p, "sh ended with 3");
    pty_keys(p, "|\x1b");
    pty_expect(p, "[Transcript]");
}

static void plain__p__until_a_key(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, "p");
    pty_expect(p, "[any key returns to callbrowser]");
    pty_expect(p, "agent  Hello! This is Sarah");
    pty_expect_gone(p, "[Transcript]");
    pty_keys(p, "\x03");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

/* The signal for a file that is too large would end the program. */
static void save__larger_than_files_may_be__is_said(void **state)
{
    (void)state;
    wrapped_skip("the limit is the wrapper's");
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    struct rlimit most = {0, 0};
    assert_int_equal(prlimit(pty_pid(p), RLIMIT_FSIZE, &most, NULL), 0);
    pty_keys(p, "s\x15"
                "big.txt\r");
    pty_expect(p, "not saved: '~/big.txt': File too large");
    DIR *home = opendir(pty_home(p));
    assert_non_null(home);
    for (struct dirent *e; (e = readdir(home));)
        if (strstr(e->d_name, "big") || strstr(e->d_name, ".callbrowser-"))
            fail_msg("'%s' is left", e->d_name);
    closedir(home);
    pty_keys(p, "iringyo:call_7f3k29q\r"); /* the history cannot be written */
    pty_expect(p, "2 7f3k29q");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(copy__participant__number_then_id, browse_end_test),
        cmocka_unit_test_teardown(mask__capital_p__on_and_off, browse_end_test),
        cmocka_unit_test_teardown(mask__option__from_the_start_and_in_copies, browse_end_test),
        cmocka_unit_test_teardown(mask__json__asks_first, browse_end_test),
        cmocka_unit_test_teardown(mask__failure__words_and_code, browse_end_test),
        cmocka_unit_test_teardown(mask__set__as_the_key_does, browse_end_test),
        cmocka_unit_test_teardown(note__yn__with_the_selected_turn, browse_end_test),
        cmocka_unit_test_teardown(raw__yj__as_it_came_or_after_a_question, browse_end_test),
        cmocka_unit_test_teardown(raw__yj__sanitised, browse_end_test),
        cmocka_unit_test_teardown(save__s__forms_by_their_ending, browse_end_test),
        cmocka_unit_test_teardown(save__ending_of_no_form__asks_first, browse_end_test),
        cmocka_unit_test_teardown(save__existing__asks_before_replacing, browse_end_test),
        cmocka_unit_test_teardown(save__then_quit_at_once__is_saved, browse_end_test),
        cmocka_unit_test_teardown(save__what_cannot_be__is_said, browse_end_test),
        cmocka_unit_test_teardown(save__larger_than_files_may_be__is_said, browse_end_test),
        cmocka_unit_test_teardown(save__masked__but_for_raw, browse_end_test),
        cmocka_unit_test_teardown(save__narrow__the_name_before_the_legend, browse_end_test),
        cmocka_unit_test_teardown(pager__v__gets_the_text_and_the_terminal, browse_end_test),
        cmocka_unit_test_teardown(json__two_answers__both_or_said, browse_end_test),
        cmocka_unit_test_teardown(pager__missing__is_said, browse_end_test),
        cmocka_unit_test_teardown(pipe__bar_or_exclamation__to_a_shell, browse_end_test),
        cmocka_unit_test_teardown(plain__p__until_a_key, browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
