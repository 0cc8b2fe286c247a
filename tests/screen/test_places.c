/* Where one is: lists and questions on top of panes, zoom, and the place in a call that is fetched
 * again or was not fetched whole. */
#include "tests/support/browse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define FIRST "8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64"
#define SECOND "550e8400-e29b-41d4-a716-446655440000"
#define DOCUMENTED "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

static struct pty *start_with_list(void)
{
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_key(p, "S-Tab");
    pty_expect(p, "[Providers]");
    return p;
}

static void list__letters__begin_another_name(void **state)
{
    (void)state;
    struct pty *p = start_with_list();
    pty_keys(p, "j");
    pty_expect(p, "no provider begins with 'j'");
    pty_keys(p, "rivo\r");
    pty_expect(p, "[Call ID]");
    pty_expect(p, "Provider  Voxworks");
}

static void list__help_on_top__comes_back(void **state)
{
    (void)state;
    struct pty *p = start_with_list();
    pty_keys(p, "v");
    pty_expect(p, "> voxworks");
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "\x1b");
    pty_expect(p, "> voxworks");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Providers]");
}

static void lists__help_on_top__come_back(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *place, *close;
    } rows[] = {
        {"uj", "> recording 2", "\x1b"},
        {"=3e", ">#Summary", "q"},
        {":search-all sarah|the\rj", "> 17 matches  ringyo call_7f3k29q", "?"},
        {":wrong\r:messages\r", "unknown command 'wrong'", "\x1b"},
    };
    const char *const args[] = {"ringyo:call_parts", "ringyo:call_7f3k29q", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "ringyo 200");
    pty_expect(p, " 2 7f3k29q");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pty_keys(p, rows[i].keys);
        pty_expect(p, rows[i].place);
        pty_keys(p, "?");
        pty_expect(p, "[Help]");
        pty_expect_gone(p, rows[i].place);
        pty_keys(p, rows[i].close);
        pty_expect(p, rows[i].place);
        pty_keys(p, "q");
        pty_expect(p, "[Transcript]");
    }
}

/* One that lies below already is gone back to. */
static void lists__opened_from_each_other__one_by_one(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_parts", "ringyo:call_7f3k29q", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "ringyo 200");
    pty_expect(p, " 2 7f3k29q");
    pty_keys(p, "uj=");
    pty_expect(p, "[Two calls]");
    pty_keys(p, ":messages\r");
    pty_expect(p, "[Messages]");
    pty_keys(p, "q");
    pty_expect(p, "[Two calls]");
    pty_keys(p, "?u");
    pty_expect(p, "> recording 2");
    pty_keys(p, "q");
    pty_expect(p, "[Transcript]");
}

/* Masked meanwhile, and told something. */
static void lists__below_the_help__are_up_to_date(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_media_~+41791234567", "Participants");
    pty_keys(p, "u");
    pty_expect(p, "41791234567.mp3");
    pty_keys(p, "?P");
    pty_expect(p, "masked: ");
    pty_keys(p, "\x1b");
    pty_expect(p, "~+#######4567.mp3");
    pty_keys(p, "q:messages\r");
    pty_expect(p, "[Messages]");
    pty_keys(p, "?:wrong\r");
    pty_expect(p, "unknown command 'wrong'");
    pty_keys(p, "\x1b");
    pty_expect(p, "  unknown command 'wrong'");
}

/* As many hints as the row has room for, and after the first key of a sequence what may follow. */
static void hints__fill_the_row(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_7f3k29q", "ringyo:call_xyz789", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .cols = 160});
    pty_expect(p, "Northwind");
    pty_expect(p, "o open  yu copy link  yy copy  / search  yn copy note  e next spot  u links  "
                  "V select  i ID  ] next call  J JSON on/off  ? help");
    pty_keys(p, "y");
    pty_expect(p,
               " y  y copy  n copy note  i copy ID  u copy link  t copy transcript  j copy JSON  "
               "v copy value");
    pty_keys(p, "\x1b");
    pty_expect(p, "o open  yu copy link");
    pty_keys(p, "]");
    pty_expect(p, "/ search  yn copy note  u links  V select  i ID"); /* without a hot spot */
    pty_keys(p, "&sarah\r");
    pty_expect(p, "Esc ends the filter");
    pty_keys(p, "z");
    pty_expect(p, "z zoom on/off");
    pty_expect_gone(p, "Esc ends the filter"); /* Esc shows all panes first */
    pty_keys(p, "\x1b");
    pty_expect(p, "Esc ends the filter");
    pty_keys(p, "/sarah\r");
    pty_expect(p, "n next");
    pty_expect_gone(p, "Esc ends the filter"); /* but the search */
    pty_keys(p, "\x1b");
    pty_expect(p, "Esc ends the filter");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "Esc ends the filter");
}

/* What is typed may need the room of the hint. */
static void prompt__each__says_how_to_leave(void **state)
{
    (void)state;
    static const char *const keys[] = {":", "/", "&", "s", "|"};
    struct pty *p = browse_start(
        &(struct browse_options){.cols = 120, .args = (const char *const[]){DOCUMENTED, NULL}});
    pty_expect(p, LAST_LINE);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_keys(p, keys[i]);
        pty_expect(p, "Esc cancel");
        pty_keys(p, "\x1b");
        pty_expect_gone(p, "Esc cancel");
    }
    pty_keys(p, ":");
    for (int i = 0; i < 105; i++)
        pty_keys(p, "w");
    pty_expect_gone(p, "Esc cancel");
    pty_expect(p, "wwwwwwww");
}

/* An action that is not offered needs no room. */
static void hints__of_a_sequence__narrow(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_7f3k29q", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .cols = 95});
    pty_expect(p, "Northwind");
    pty_keys(p, "y");
    pty_expect(p, "j copy JSON  v copy value");
}

static void list__zoomed__is_seen(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, "z");
    pty_expect_gone(p, "Participants");
    pty_keys(p, "\t\t");
    pty_expect(p, "[Providers]");
    pty_expect(p, "Voxworks");
}

static void help__in_the_id_pane__opens_at_its_keys(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){.rows = 12});
    pty_expect(p, "[Call ID]");
    pty_key(p, "F1");
    pty_expect(p, "Typing, in the ID pane");
    pty_expect_not(p, "down a row");
}

static void help__elsewhere__opens_at_the_section_for_it(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, "?");
    pty_expect(p, "> Most used"); /* and all signs below it */
    pty_expect(p, "before a tab: in progress, watched");
    pty_expect(p, "agent (above), person (below), both, tool");
    pty_expect(p, "rows below the window; the selected row; a difference");
    pty_keys(p, "?V?");
    pty_expect(p, "> While turns or calls are selected");
    pty_keys(p, "?\x1bu?");
    pty_expect(p, "> Links and recordings");
    pty_keys(p, "}"); /* from section to section */
    pty_expect(p, "> Calls");
    pty_keys(p, "3{");
    pty_expect(p, "> Copy, save, export");
    pty_keys(p, "3{");
    pty_expect(p, "> Moving");
    pty_keys(p, "9{");
    pty_expect(p, "> Most used");
    pty_keys(p, "{");
    pty_expect(p, "no other section");
}

/* A key that can do nothing says so. */
static void keys__of_no_use__say_so(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"c", "c does nothing; ? shows what keys do"},
        {"yx", "yx does nothing"},
        {"l", "long turns are wrapped"},
        {"]", "no other call is open"},
        {"[", "no other call is open"},
        {":0\r", "'0' is neither a turn"},
        {":59:00\r", "the call had ended by then"},
        {"\t\t\t\t\r", "nothing to open or unfold here"},
        {"?l", "this pane does not scroll sideways"},
    };
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pty_keys(p, rows[i][0]);
        pty_expect(p, rows[i][1]);
    }
    pty_keys(p, "\x1by");
    pty_expect_gone(p, "? help");
    pty_keys(p, "\x1b");
    pty_expect(p, "? help");
    pty_expect_not(p, "does nothing");
}

static void questions__two_ids__one_after_the_other(void **state)
{
    (void)state;
    const char *const args[] = {FIRST, SECOND, NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Which provider has call " FIRST "?");
    pty_keys(p, "\x1b");
    pty_expect(p, "Which provider has call " SECOND "?");
    pty_keys(p, "r?");
    pty_expect(p, "[Help]");
    pty_keys(p, "q");
    pty_expect(p, "Which provider has call " SECOND "?");
    pty_expect(p, "> ringg");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "Which provider has call ");
    assert_int_equal(browse_requests("/diga/") + browse_requests("/ringg/"), 0);
}

static void alt__unbound__is_escape_and_the_key(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, "iabc");
    pty_expect(p, "abc");
    pty_keys(p, "\x1bz");
    pty_expect_gone(p, "abc");
    pty_expect_gone(p, "Call ID");
}

static void prompt__ctrl_c__closes_it(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "abc");
    pty_expect(p, "abc");
    pty_keys(p, "\x03");
    pty_expect_gone(p, "[Call ID]");
    pty_expect_gone(p, "abc");
}

static void recording__enter__is_opened(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_key(p, "S-Tab");
    pty_expect(p, "[Participants]");
    pty_keys(p, "\r");
    pty_keys(p, "l\r");
    pty_expect(p, "no display, so the link is sent");
}

static void live__fetched_again__stays_by_turn_or_at_the_end(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_live_12", " 1/4 ");
    pty_keys(p, "r");
    pty_expect(p, " 1/8 ");
    pty_keys(p, "G");
    pty_expect(p, " 8/8 ");
    pty_keys(p, "r");
    pty_expect(p, " 12/12 ");
}

static void transcript__fetched_again__place_kept_meanwhile(void **state)
{
    (void)state;
    struct pty *p = browse_call("diga:00000000-0000-4000-8000-000000000404", "No such call");
    pty_keys(p, "idiga:pages_3\r");
    pty_expect(p, " 1/30 ");
    pty_keys(p, "12G");
    pty_expect(p, " 12/30 ");
    pty_keys(p, "r");
    browse_wait_requests(p, "pages_3", 8);
    pty_expect(p, "diga 200 in");
    pty_expect(p, " 12/30 ");
}

static void transcript__stopped__says_so(void **state)
{
    (void)state;
    struct pty *p = browse_call("diga:messages_silent", "transcript loading");
    pty_expect(p, "Participants");
    pty_keys(p, "\x03");
    pty_expect(p, "the transcript was not fetched");
    pty_expect_gone(p, "transcript loading");
    pty_keys(p, "j");
    pty_expect(p, "cancelled: the transcript was not fetched");
    pty_keys(p, "P");
    pty_expect(p, "masked: ");
    pty_expect_not(p, "transcript loading");
    pty_keys(p, "r"); /* the same comes once more, and the rest may */
    pty_expect_gone(p, "was not fetched");
}

static void keys__terminal_cannot_send__are_reported(void **state)
{
    (void)state;
    const char *const env[] = {"TERM=vt100", NULL};
    struct pty *p =
        browse_start(&(struct browse_options){.more = "[keys]\ndown = <F20> j\n", .env = env});
    pty_expect(p, "this terminal cannot send '<F20>'");
}

static void mark__moves_beside_a_message(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_silent", "Fetching");
    pty_keys(p, "o");
    pty_expect(p, "no call is open here");
    pty_expect(p, "| no call");
    pty_expect(p, "/ no call");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

static void theme__unknown_in_the_file__the_default_one(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){.options = "theme = nope"});
    pty_expect(p, "unknown theme 'nope'");
    pty_expect(p, "No call yet");
}

static void tabs__arguments__each_has_one(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_xyz789", "zzz", "ringyo:a b", "ringyo:call_404", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "2! zzz");
    pty_expect(p, "4! 404");
    pty_keys(p, "]");
    pty_expect(p, "This call cannot be requested");
    pty_expect(p, "Call ID  zzz");
}

static void focus__after_another_call__is_where_it_was(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_7f3k29q", "Northwind");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "i");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "ringyo:call_xyz789\r");
    pty_expect(p, "Hello! This is Sarah");
    pty_keys(p, "[");
    pty_expect(p, "Northwind");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "i");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x1b");
    pty_expect(p, "[Transcript]");
}

static void paste__after_a_refused_one__replaces_it(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "No call yet");
    pty_paste(p, "hello world");
    pty_expect(p, "hello world");
    pty_paste(p, "call_xyz789");
    pty_expect(p, "Hello! This is Sarah");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(theme__unknown_in_the_file__the_default_one),
        TEST(tabs__arguments__each_has_one),
        TEST(focus__after_another_call__is_where_it_was),
        TEST(paste__after_a_refused_one__replaces_it),
        TEST(mark__moves_beside_a_message),
        TEST(keys__terminal_cannot_send__are_reported),
        TEST(list__letters__begin_another_name),
        TEST(list__help_on_top__comes_back),
        TEST(lists__help_on_top__come_back),
        TEST(lists__opened_from_each_other__one_by_one),
        TEST(lists__below_the_help__are_up_to_date),
        TEST(hints__fill_the_row),
        TEST(prompt__each__says_how_to_leave),
        TEST(hints__of_a_sequence__narrow),
        TEST(list__zoomed__is_seen),
        TEST(help__in_the_id_pane__opens_at_its_keys),
        TEST(keys__of_no_use__say_so),
        TEST(help__elsewhere__opens_at_the_section_for_it),
        TEST(questions__two_ids__one_after_the_other),
        TEST(alt__unbound__is_escape_and_the_key),
        TEST(prompt__ctrl_c__closes_it),
        TEST(recording__enter__is_opened),
        TEST(live__fetched_again__stays_by_turn_or_at_the_end),
        TEST(transcript__fetched_again__place_kept_meanwhile),
        TEST(transcript__stopped__says_so),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
