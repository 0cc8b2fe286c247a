/* Recordings that are played, with the fake player in place of mpv: turns begin every 4.4 s. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/fake_player.h"
#include "tests/support/golden.h"
#include "tests/support/sanitized.h"
#include "tests/support/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SHOWN "Participants"
#define CALL "ringyo:call_media_plain"
#define PLAYS "\xe2\x96\xb6 "
#define PAUSED "\xe2\x80\x96 "
#define NOTE "\xe2\x99\xaa"
#define NOTHING "nothing is playing: O plays from the selected turn"
#define LIKE(name)                                                                                 \
    "[provider " name "]\nlike = ringyo\napi_key = demo-ringyo\n"                                  \
    "path = /ringyo/v1/calls/{id}\nbase_url = http://127.0.0.1:%d\n"

enum { QUIET_MS = 300, IDLE_MS = 500 };

static char *bin; /* where the player is, and what it writes */

static int begin_test(void **state)
{
    (void)state;
    bin = scratch_new();
    return 0;
}

static int end_test(void **state)
{
    int failed = browse_end_test(state);
    scratch_free(bin);
    return failed;
}

struct setting {
    const char *player; /* how it behaves; NULL: there is none */
    bool by_itself;     /* else it plays on as fake_player_do says */
    const char *options, *more;
    const char *const *calls; /* NULL: CALL */
    int rows, cols;
    bool ascii;
};

static struct pty *start(const struct setting *s)
{
    static const char *const one[] = {CALL, NULL};
    char *path = xasprintf("PATH=%s%s", bin, s->player ? ":/usr/bin:/bin" : "");
    const char *const env[] = {path, s->ascii ? "LANG=C" : "LANG=C.UTF-8", NULL};
    if (s->player)
        fake_player_install(bin, s->player, 60);
    if (s->player && !s->by_itself)
        fake_player_take_control(bin);
    struct pty *p = browse_start(&(struct browse_options){.args = s->calls ? s->calls : one,
                                                          .env = env,
                                                          .options = s->options,
                                                          .more = s->more,
                                                          .rows = s->rows,
                                                          .cols = s->cols});
    pty_expect(p, SHOWN);
    free(path);
    return p;
}

static struct pty *start_call(const char *call)
{
    const char *const calls[] = {call, NULL};
    return start(&(struct setting){.player = "", .calls = calls});
}

/* Plays from the fourth turn, at 13.2 s. */
static struct pty *play_fourth(void)
{
    struct pty *p = start(&(struct setting){.player = ""});
    pty_keys(p, "4GO");
    pty_expect(p, PLAYS "0:12 / 1:00");
    return p;
}

static bool log_holds(struct pty *p, const void *text)
{
    (void)p;
    char *log = scratch_read(bin, "player.log");
    bool holds = log && strstr(log, text);
    free(log);
    return holds;
}

/* Nothing reports that the player was told something. */
static void expect_told(struct pty *p, const char *text)
{
    for (int tries = 0; tries < 500; tries++)
        if (pty_wait_until(p, log_holds, text, 10))
            return;
    char *log = scratch_read(bin, "player.log");
    fail_msg("expected '%s' in what the player was told:\n%s", text, log ? log : "nothing");
}

static bool is_alone(struct pty *p, const void *arg)
{
    (void)p, (void)arg;
    char *path = scratch_path(bin, "player.control");
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    bool alone = fd < 0 && errno == ENXIO; /* nobody reads it */
    if (fd >= 0)
        close(fd);
    free(path);
    return alone;
}

static void expect_no_player(struct pty *p)
{
    for (int tries = 0; tries < 500; tries++)
        if (pty_wait_until(p, is_alone, NULL, 10))
            return;
    fail_msg("a player is left");
}

/* ---- playing ---- */

static void play__from_the_selected_turn__a_second_before(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    expect_told(p, "\"seek\",12.200000,\"absolute+exact\"");
    expect_told(p, "recording of 300000 bytes at 0");
    pty_expect(p, "> " NOTE "0:13");
    pty_expect(p, ". pause  , back  ; on  x speed  f unfollow  ? help");
    char *log = scratch_read(bin, "player.log");
    assert_null(strstr(log, "http"));
    assert_null(strstr(log, "demo-ringyo"));
    free(log);
}

static void play__again__seeks_in_the_same_player(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    size_t fetched = browse_requests("/media/");
    pty_keys(p, "6GO");
    pty_expect(p, PLAYS "0:21");
    expect_told(p, "\"seek\",21.000000");
    assert_int_equal(browse_requests("/media/"), fetched);
    char *log = scratch_read(bin, "player.log"), *first = strstr(log, "loadfile");
    assert_non_null(first);
    assert_null(strstr(first + 1, "loadfile"));
    free(log);
}

static void play__kept__is_not_fetched_again(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    size_t fetched = browse_requests("/media/");
    pty_keys(p, "\x03");
    pty_expect(p, "no longer playing");
    pty_keys(p, "gO");
    pty_expect(p, PLAYS "0:00 / 1:00");
    assert_int_equal(browse_requests("/media/"), fetched);
}

static void play__count__pauses_at_the_end_of_the_last(void **state)
{
    (void)state;
    struct pty *p = start(&(struct setting){.player = ""});
    pty_keys(p, "4G2O");
    pty_expect(p, PLAYS "0:12 / 1:00");
    fake_player_do(bin, "21.5");
    pty_expect(p, PLAYS "0:21");
    fake_player_do(bin, "22.05");
    pty_expect(p, PAUSED "0:22");
    expect_told(p, "\"seek\",22.000000");
    pty_keys(p, ".");
    pty_expect(p, PLAYS "0:22");
    fake_player_do(bin, "30");
    pty_expect(p, PLAYS "0:30");
}

static void pause__and_go_on(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, ".");
    pty_expect(p, PAUSED "0:12 / 1:00");
    pty_expect(p, ". go on");
    pty_keys(p, ".");
    pty_expect(p, PLAYS "0:12 / 1:00");
}

static void back_and_on__by_five_seconds(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, ";");
    pty_expect(p, PLAYS "0:17");
    pty_keys(p, "2;");
    pty_expect(p, PLAYS "0:27");
    pty_keys(p, "3,");
    pty_expect(p, PLAYS "0:12");
    pty_keys(p, "9,");
    pty_expect(p, PLAYS "0:00");
}

/* The turn that was asked for counts until one seeks elsewhere. */
static void back__another_turn_is_heard(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_expect(p, "> " NOTE "0:13");
    pty_keys(p, ";,");
    pty_expect(p, PLAYS "0:12");
    pty_expect(p, "> " NOTE "0:08");
}

static void end__reached__plays_from_the_start_again(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    fake_player_do(bin, "end");
    pty_expect(p, PAUSED "1:00 / 1:00  at the end");
    pty_expect(p, "> " NOTE "0:48");
    pty_expect(p, ". again");
    pty_keys(p, ".");
    pty_expect(p, PLAYS "0:00");
    pty_expect(p, ". pause");
}

/* The provider does not say how long it is: that is known only when the player has come there. */
static void end__before_the_turn__plays_from_the_start(void **state)
{
    (void)state;
    static const char said[] = "the recording ends before this turn: played from its start";
    struct pty *p = start(&(struct setting){.player = ""});
    pty_keys(p, ":offset 90\r");
    pty_expect(p, "90 s later");
    pty_keys(p, "4GO");
    pty_expect(p, PLAYS "0:00 / 1:00  ");
    pty_expect(p, said);
    expect_told(p, "\"seek\",102.200000");
    expect_told(p, "\"seek\",0.000000");
    fake_player_do(bin, "3");
    pty_expect(p, PLAYS "0:03 / 1:00");
    pty_keys(p, "k");
    pty_expect_gone(p, said);
    pty_keys(p, "4GO");
    pty_expect(p, PLAYS "0:00 / 1:00");
    pty_expect(p, said);
}

/* The turn that plays is at 103.2 s then, but it has been heard. */
static void end__turn_moved_beyond_it__stops_there(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    fake_player_do(bin, "14");
    pty_expect(p, PLAYS "0:14");
    pty_keys(p, ":offset 90\r");
    pty_expect(p, "90 s later");
    fake_player_do(bin, "end");
    pty_expect(p, PAUSED "1:00 / 1:00  at the end");
    pty_keys(p, ":offset 0\r");
    pty_expect(p, "the sound is where the times say");
    pty_expect(p, PAUSED "1:00 / 1:00  at the end");
    pty_expect(p, "> " NOTE "0:48");
    char *log = scratch_read(bin, "player.log");
    assert_null(strstr(log, "\"seek\",0.000000"));
    free(log);
}

static void speed__goes_round(void **state)
{
    (void)state;
    static const char *const speeds[] = {"1:00  1.25x", "1:00  1.5x", "1:00  2x"};
    struct pty *p = play_fourth();
    for (size_t i = 0; i < 3; i++) {
        pty_keys(p, "x");
        pty_expect(p, speeds[i]);
    }
    expect_told(p, "\"speed\",2.000");
    pty_keys(p, "x");
    pty_expect_gone(p, "  2x");
    expect_told(p, "\"speed\",1.000");
}

/* The next recording is played at the same speed. */
static void speed__stays(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "x\x03");
    pty_expect(p, "no longer playing");
    pty_keys(p, "O");
    pty_expect(p, PLAYS "0:12 / 1:00  1.25x");
}

static void keys__nothing_plays__say_so(void **state)
{
    (void)state;
    static const char *const keys[] = {".", ",", ";", "x", "f"};
    struct pty *p = start(&(struct setting){.player = ""});
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_keys(p, keys[i]);
        pty_expect(p, NOTHING);
        pty_keys(p, "j");
        pty_expect_gone(p, NOTHING);
    }
    pty_keys(p, "u");
    pty_expect(p, "[Links]");
    pty_keys(p, ".");
    pty_expect(p, NOTHING);
    pty_expect(p, "[Links]");
}

static void keys__in_lists_and_json__work(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "u");
    pty_expect(p, "[Links]");
    pty_keys(p, ".");
    pty_expect(p, PAUSED "0:12");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Links]");
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    pty_keys(p, ".");
    pty_expect(p, PLAYS "0:12");
}

/* ---- following ---- */

static void follow__the_cursor_moves_with_the_sound(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_expect(p, " 4/12 ");
    fake_player_do(bin, "17.65");
    pty_expect(p, "> " NOTE "0:17");
    pty_expect(p, " 5/12 ");
    pty_keys(p, "k");
    pty_expect(p, "f follow");
    fake_player_do(bin, "22.1");
    pty_expect(p, "  " NOTE "0:22");
    pty_expect_not(p, "> " NOTE);
    pty_keys(p, "f");
    pty_expect(p, "> " NOTE "0:22");
    pty_expect(p, "f unfollow");
    pty_keys(p, "f");
    pty_expect(p, "f follow");
    fake_player_do(bin, "26.5");
    pty_expect(p, "  " NOTE "0:26");
    pty_expect(p, " 6/12 ");
}

/* Turns scroll into sight when they are heard. */
static void follow__beyond_the_window__scrolls(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_expect_not(p, "0:48");
    fake_player_do(bin, "48.5");
    pty_expect(p, "> " NOTE "0:48");
    pty_expect(p, " 12/12 ");
}

static void follow__selecting__ends_it(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "V");
    pty_expect(p, "y copy");
    fake_player_do(bin, "22.1");
    pty_expect(p, NOTE "0:22");
    pty_expect(p, " 4/12 ");
    pty_keys(p, "f");
    pty_expect(p, "not followed while turns are selected");
}

/* A filter moves the cursor, too, but the user has not. It hides what is heard at first. */
static void follow__filtered__goes_on(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "&depot|neighbour\r");
    pty_expect(p, "2 of 12 turns");
    pty_expect(p, " 6/12 ");
    pty_expect_gone(p, NOTE "0:");
    fake_player_do(bin, "22.1");
    pty_expect(p, "> " NOTE "0:22");
    fake_player_do(bin, "26.5");
    pty_expect(p, PLAYS "0:26");
    pty_expect_gone(p, NOTE "0:");
    pty_expect(p, " 6/12 ");
    fake_player_do(bin, "30.9");
    pty_expect(p, "> " NOTE "0:30");
}

static void follow__searching__ends_it(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "/neighbour\r");
    pty_expect(p, "1/1");
    pty_expect(p, PLAYS "0:12 / 1:00  1/1");
    fake_player_do(bin, "17.7");
    pty_expect(p, "  " NOTE "0:17");
    pty_expect(p, " 8/12 ");
}

/* The cursor is at a match meanwhile, and what is heard does not take it away from there. */
static void follow__search_cancelled__goes_on(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "/neighbour");
    pty_expect(p, "1/1");
    fake_player_do(bin, "17.7");
    pty_expect(p, "  " NOTE "0:17");
    pty_keys(p, "\x1b");
    pty_expect(p, "> " NOTE "0:17");
    fake_player_do(bin, "22.1");
    pty_expect(p, "> " NOTE "0:22");
}

static void follow__unfolded__goes_on(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "w+-");
    fake_player_do(bin, "17.7");
    pty_expect(p, "> " NOTE "0:17");
}

/* ---- what else goes on ---- */

static void offset__moves_what_is_heard(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    fake_player_do(bin, "18");
    pty_expect(p, "> " NOTE "0:17");
    pty_keys(p, ":offset +1.2\r");
    pty_expect(p, "the sound is 1.2 s later than the times say");
    pty_expect(p, "> " NOTE "0:13");
    pty_keys(p, ":offset -0.5\r");
    pty_expect(p, "the sound is 0.5 s earlier than the times say");
    pty_keys(p, "8GO");
    expect_told(p, "\"seek\",29.300000");
    pty_keys(p, ":offset 1x\r");
    pty_expect(p, "'1x' is not a number of seconds, such as +1.2 or -0.5");
    pty_keys(p, ":offset\r");
    pty_expect(p, "the sound is 0.5 s earlier than the times say");
    pty_keys(p, ":offset 0\r");
    pty_expect(p, "the sound is where the times say");
}

static void reload__goes_on(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, ":offset 2\r");
    pty_expect(p, "2 s later");
    size_t asked = browse_requests("/calls/call_media_plain");
    pty_keys(p, "r");
    browse_wait_requests(p, "/calls/call_media_plain", asked + 1);
    fake_player_do(bin, "24.5"); /* the sixth turn is at 24.0 now */
    pty_expect(p, PLAYS "0:24");
    pty_expect(p, NOTE "0:22");
}

/* The call is in progress, and has four turns more with each answer. */
static void reload__new_turns__are_heard(void **state)
{
    (void)state;
    static const char *const calls[] = {"keyed:call_live_28", NULL};
    char *more = xasprintf(LIKE("keyed") "recording.path = /media/keyed~{id}\n", browse_port());
    struct pty *p = start(&(struct setting){.player = "", .calls = calls, .more = more});
    pty_expect(p, " 1/4 ");
    pty_keys(p, "3GO");
    pty_expect(p, PLAYS "0:07 / 1:00");
    pty_keys(p, "r");
    pty_expect(p, " 3/8 ");
    fake_player_do(bin, "22.1");
    pty_expect(p, "> " NOTE "0:22");
    free(more);
}

static void masked__goes_on(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "P");
    pty_expect(p, "masked:");
    fake_player_do(bin, "22.1");
    pty_expect(p, "> " NOTE "0:22");
}

static void masked__asks_once(void **state)
{
    (void)state;
    struct pty *p = start(&(struct setting){.player = "", .options = "mask = yes\n"});
    pty_keys(p, "4GO");
    pty_expect(p, "the sound cannot be masked: play it anyway?");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    pty_keys(p, "O");
    pty_expect(p, "the sound cannot be masked: play it anyway?");
    pty_keys(p, "y");
    pty_expect(p, PLAYS "0:12");
    pty_expect(p, "> " NOTE "0:13");
    pty_keys(p, "5GO");
    pty_expect(p, PLAYS "0:16");
}

static void tabs__another_one__changes_over(void **state)
{
    (void)state;
    static const char *const calls[] = {CALL, "ringyo:call_media_hour", NULL};
    struct pty *p = start(&(struct setting){.player = "", .calls = calls});
    pty_keys(p, "4GO");
    pty_expect(p, PLAYS "0:12");
    pty_keys(p, "]");
    pty_expect(p, PLAYS "0:12 / 1:00  in tab 1");
    pty_expect(p, " turn"); /* the call of tab 2 has come */
    pty_keys(p, ".");
    pty_expect(p, PAUSED "0:12 / 1:00  in tab 1");
    pty_keys(p, "f");
    pty_expect(p, "no longer follows in tab 1");
    pty_keys(p, "f");
    pty_expect(p, " follows in tab 1");
    pty_keys(p, "2GO");
    pty_expect(p, PLAYS "0:03 / 1:00");
    pty_expect_gone(p, "in tab 1");
    pty_keys(p, "[");
    pty_expect(p, "0:03 / 1:00  in tab 2");
    pty_expect_not(p, NOTE);
    pty_keys(p, "]q");
    pty_expect_gone(p, "in tab 2");
    expect_no_player(p);
}

static void times__none__says_that_nothing_can_be_followed(void **state)
{
    (void)state;
    static const char *const calls[] = {"untimed:call_media_plain", NULL};
    char *more = xasprintf(LIKE("untimed") "turn.start = /nothing\n", browse_port());
    struct pty *p = start(&(struct setting){.player = "", .calls = calls, .more = more});
    pty_keys(p, "4GO");
    pty_expect(p, PLAYS "0:00");
    pty_expect(p, "nothing can be followed: the turns have no times");
    pty_keys(p, "j");
    pty_expect(p, ". pause  , back  ; on  x speed  Ctrl-C stop  ? help");
    pty_keys(p, "f");
    pty_expect(p, "nothing can be followed: the turns have no times");
    free(more);
}

static void recordings__several__the_list_asks(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_parts");
    pty_keys(p, "O");
    pty_expect(p, "2 recordings: which one?");
}

/* In the transcript O stays with the one that plays; in the list another one can be chosen. */
static void recordings__several__stays_with_the_one_that_plays(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_media_two");
    size_t second = browse_requests("/media/plain~2.mp3");
    pty_keys(p, "4GO");
    pty_expect(p, "2 recordings: which one?");
    pty_keys(p, "jO");
    pty_expect(p, PLAYS "0:12 / 1:00");
    assert_int_equal(browse_requests("/media/plain~2.mp3"), second + 1);
    size_t first = browse_requests("/media/plain.mp3");
    pty_keys(p, "6GO");
    pty_expect(p, PLAYS "0:21");
    pty_keys(p, "yO");
    pty_expect(p, "command that plays from 0:21");
    assert_int_equal(browse_requests("/media/plain.mp3"), first);
    pty_keys(p, "ukO");
    browse_wait_requests(p, "/media/plain.mp3", first + 1);
    pty_expect_gone(p, "[Links]");
    pty_expect(p, PLAYS "0:21 / 1:00");
}

/* What was chosen last is meant: the one that is being fetched. */
static void recordings__several__stays_with_the_one_that_is_fetched(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_media_two_slow");
    pty_keys(p, "4GO");
    pty_expect(p, "2 recordings: which one?");
    pty_keys(p, "O");
    pty_expect(p, PLAYS "0:12 / 1:00");
    pty_keys(p, "ujO");
    pty_expect(p, "fetching ");
    pty_expect_gone(p, "[Links]");
    pty_keys(p, "6GyO");
    pty_expect(p, "command that plays from 0:21");
    char *copied = term_clipboard(pty_term(p));
    assert_non_null(strstr(copied, "/media/slow.mp3'"));
    free(copied);
    pty_keys(p, "O");
    pty_expect(p, "fetching ");
    pty_expect(p, PLAYS "0:12 / 1:00");
}

static void recordings__several__one_refused_changes_nothing(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_media_two_expired");
    pty_keys(p, "uO");
    pty_expect(p, "fetching ");
    pty_expect_gone(p, "[Links]");
    pty_keys(p, "ujO");
    pty_expect(p, "fetches a new one: play it anyway?");
    pty_keys(p, "n");
    pty_expect_gone(p, "play it anyway?");
    pty_keys(p, "u");
    pty_expect_gone(p, "[Links]");
    pty_keys(p, "6GyO");
    pty_expect(p, "command that plays from 0:21");
    char *copied = term_clipboard(pty_term(p));
    assert_non_null(strstr(copied, "/media/slow.mp3'"));
    free(copied);
}

static void recordings__several__asks_with_the_one_heard_last(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_media_two");
    pty_keys(p, "4GO");
    pty_expect(p, "2 recordings: which one?");
    pty_keys(p, "jO");
    pty_expect(p, PLAYS "0:12 / 1:00");
    pty_keys(p, "\x03");
    pty_expect(p, "no longer playing");
    size_t fetched = browse_requests("/media/");
    pty_keys(p, "O");
    pty_expect(p, "2 recordings: which one?");
    pty_keys(p, "O");
    pty_expect(p, PLAYS "0:12 / 1:00");
    assert_int_equal(browse_requests("/media/"), fetched);
}

static void link__expired__asks_first(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_media_expired");
    pty_keys(p, "O");
    pty_expect(p, "the link expired 2 h ago, r fetches a new one: play it anyway?");
    pty_keys(p, "y");
    pty_expect(p, PLAYS "0:00");
}

static void fetching__shown_and_stopped_first(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_media_slow");
    pty_keys(p, "O");
    pty_expect(p, " of 50.0 MiB");
    pty_expect(p, "fetching ");
    pty_keys(p, "\x1b");
    pty_keys(p, "j");
    pty_expect(p, "fetching ");
    pty_keys(p, "\x03");
    pty_expect(p, "fetching stopped at ");
    pty_expect(p, "of 50.0 MiB, O resumes");
    pty_keys(p, "O");
    pty_expect_gone(p, "O resumes");
    pty_expect(p, "fetching ");
}

static void fetching__keys_of_the_player__say_so(void **state)
{
    (void)state;
    static const char *const keys[] = {".", ",", ";", "x", "f"};
    static const char said[] = "nothing is playing yet: the recording is still being fetched";
    struct pty *p = start_call("ringyo:call_media_slow");
    pty_keys(p, "O");
    pty_expect(p, " of 50.0 MiB");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_keys(p, keys[i]);
        pty_expect(p, said);
        pty_keys(p, "j");
        pty_expect_gone(p, said);
    }
    pty_keys(p, "\x03");
    pty_expect(p, "fetching stopped");
    pty_keys(p, ".");
    pty_expect(p, NOTHING);
}

static void fetching__another_tab_plays__the_fetch_is_stopped_first(void **state)
{
    (void)state;
    static const char *const calls[] = {CALL, "ringyo:call_media_slow~2", NULL};
    struct pty *p = start(&(struct setting){.player = "", .calls = calls});
    pty_keys(p, "4GO");
    pty_expect(p, PLAYS "0:12 / 1:00");
    pty_keys(p, "]O");
    pty_expect(p, PLAYS "0:12 / 1:00  in tab 1  fetching ");
    pty_keys(p, "\x03");
    pty_expect(p, "fetching stopped");
    pty_expect(p, PLAYS "0:12 / 1:00  in tab 1");
    pty_keys(p, "\x03");
    pty_expect(p, "no longer playing");
    expect_no_player(p);
}

/* ---- what it costs ---- */

static void paused__no_wake_ups(void **state)
{
    (void)state;
#if THREAD_SANITIZED
    skip(); /* its own thread wakes */
#endif
    struct pty *p = play_fourth();
    pty_keys(p, ".");
    pty_expect(p, PAUSED "0:12");
    expect_told(p, "\"pause\",true],\"request_id\":12}");
    assert_true(pty_wait_quiet(p, QUIET_MS));
    long switches = pty_switches(p);
    size_t bytes = pty_bytes(p);
    assert_true(pty_wait_quiet(p, IDLE_MS));
    assert_int_equal(pty_switches(p), switches);
    assert_int_equal(pty_bytes(p), bytes);
}

/* A second later another turn is heard, and only that is painted. */
static void second__few_bytes(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    assert_true(pty_wait_quiet(p, QUIET_MS));
    size_t bytes = pty_bytes(p);
    fake_player_do(bin, "17.65");
    pty_expect(p, "> " NOTE "0:17");
    assert_true(pty_wait_quiet(p, QUIET_MS));
    assert_in_range(pty_bytes(p) - bytes, 1, 200);
}

/* What the player says is painted only if something that is shown has changed. */
static void same_second__paints_nothing(void **state)
{
    (void)state;
    static const char *const places[] = {"13.2", "13.3", "13.4", "13.5"};
    struct pty *p = play_fourth();
    fake_player_do(bin, "13.1");
    pty_expect(p, PLAYS "0:13");
    assert_true(pty_wait_quiet(p, QUIET_MS));
    size_t bytes = pty_bytes(p);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        fake_player_do(bin, places[i]);
    assert_true(pty_wait_quiet(p, QUIET_MS));
    assert_int_equal(pty_bytes(p), bytes);
}

/* ---- the ways out ---- */

static void ctrl_c__stops_but_esc_never(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "\x1b");
    pty_keys(p, "j");
    fake_player_do(bin, "15");
    pty_expect(p, PLAYS "0:15");
    pty_keys(p, "\x03");
    pty_expect(p, "no longer playing");
    pty_expect_not(p, NOTE);
    expect_no_player(p);
}

static void quit__ends_the_player(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    expect_no_player(p);
}

static void killed__ends_the_player(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    kill(pty_pid(p), SIGKILL);
    expect_no_player(p);
}

static void ctrl_z__pauses_and_says_so(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "\x1a");
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    expect_told(p, "\"pause\",true],\"request_id\":12}"); /* while it is stopped */
    pty_continue(p);
    pty_expect(p, PAUSED "0:12 / 1:00  paused meanwhile: . goes on");
    pty_keys(p, ".");
    pty_expect(p, PLAYS "0:12");
}

/* Nobody reads what mpv writes while another program has the terminal. */
static void plain_text__pauses_and_says_so(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "p");
    pty_expect(p, "any key returns");
    expect_told(p, "\"pause\",true],\"request_id\":12}");
    pty_keys(p, " ");
    pty_expect(p, PAUSED "0:12 / 1:00  paused meanwhile: . goes on");
}

/* ---- trouble ---- */

static void no_mpv__names_the_package(void **state)
{
    (void)state;
    struct pty *p = start(&(struct setting){0});
    size_t fetched = browse_requests("/media/");
    pty_keys(p, "O");
    pty_expect(p, "mpv is not installed (package mpv); yO copies a command to play it elsewhere");
    assert_int_equal(browse_requests("/media/"), fetched);
}

/* It has no link, so a command for another computer cannot be copied. */
static void no_mpv__behind_the_key__can_be_saved(void **state)
{
    (void)state;
    static const char *const calls[] = {"keyed:call_media_none", NULL};
    char *more = xasprintf(LIKE("keyed") "recording.path = /media/keyed~{id}\n", browse_port());
    struct pty *p = start(&(struct setting){.calls = calls, .more = more});
    pty_keys(p, "O");
    pty_expect(p, "mpv is not installed (package mpv); D saves the recording");
    free(more);
}

static void no_device__names_the_way_out(void **state)
{
    (void)state;
    struct pty *p = start(&(struct setting){.player = "no-device"});
    pty_keys(p, "O");
    pty_expect(p, "no sound here: mpv has found no sound device; yO copies a command to play");
    pty_expect_not(p, NOTE);
    pty_keys(p, "j");
    pty_expect_gone(p, "no sound here");
}

static void player__dies__the_screen_goes_on(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    fake_player_do(bin, "die");
    pty_expect(p, "mpv has ended");
    pty_expect_not(p, NOTE);
    pty_keys(p, "O");
    pty_expect(p, PLAYS "0:12");
}

static void player__other_failures__are_said(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"dies", "mpv ended as it was started; version 0.35 or later is needed"},
        {"dies-playing", "mpv has ended"},
        {"long", "mpv has sent a line of more than 64 KB"},
        {"no-sound", "the recording holds no sound that mpv can play"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pty *p = start(&(struct setting){.player = rows[i][0], .by_itself = true});
        pty_keys(p, "O");
        pty_expect(p, rows[i][1]);
        pty_keys(p, "j");
        pty_expect_gone(p, rows[i][1]);
        pty_stop(p);
    }
}

static void player__odd_ones__play_all_the_same(void **state)
{
    (void)state;
    static const char *const players[] = {"slow", "late", "garbage", "backwards"};
    for (size_t i = 0; i < sizeof players / sizeof *players; i++) {
        struct pty *p = start(&(struct setting){.player = players[i], .by_itself = true});
        pty_keys(p, "12GO");
        pty_expect(p, PAUSED "1:00 / 1:00  at the end");
        pty_expect(p, "> " NOTE "0:48");
        pty_stop(p);
    }
}

static void player__mute__is_given_up(void **state)
{
    (void)state;
    struct pty *p = start(&(struct setting){.player = "mute"});
    pty_keys(p, "O");
    pty_expect(p, PLAYS "0:00  starting");
    pty_check(p, pty_wait_for(p, "mpv has not answered for 5 s", 2 * PTY_DEADLINE_MS));
    pty_keys(p, "O");
    pty_expect(p, PLAYS "0:00  starting");
}

/* ---- elsewhere ---- */

static void expect_copied(struct pty *p, const char *text)
{
    char *copied = term_clipboard(pty_term(p));
    assert_string_equal(copied, text);
    free(copied);
}

static void copy__a_command_for_elsewhere(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_media_plain~it's");
    char *command = xasprintf("mpv --start=12.2 -- 'http://127.0.0.1:%d/media/plain~it%%27s.mp3'",
                              browse_port());
    pty_keys(p, "4GyO");
    pty_expect(p, "command that plays from 0:12, sent to the terminal (OSC 52)");
    expect_copied(p, command);
    free(command);
    pty_keys(p, ":offset 1\ryO");
    pty_expect(p, "command that plays from 0:13");
}

static void copy__expiring__says_when(void **state)
{
    (void)state;
    struct pty *p = start_call("ringyo:call_media_hour");
    pty_keys(p, "yO");
    pty_expect(p, "sent to the terminal, the link expires in 59 min");
}

static void behind_the_key__plays_but_is_not_copied(void **state)
{
    (void)state;
    static const char *const calls[] = {"keyed:call_media_none", NULL};
    char *more = xasprintf(LIKE("keyed") "recording.path = /media/keyed~{id}\n", browse_port());
    struct pty *p = start(&(struct setting){.player = "", .calls = calls, .more = more});
    pty_keys(p, "yO");
    pty_expect(p, "no link to copy: the recording is behind the provider's key, D saves it");
    pty_keys(p, "O");
    pty_expect(p, PLAYS "0:00");
    pty_stop(p);
    p = start(&(struct setting){.player = "",
                                .by_itself = true,
                                .calls = calls,
                                .more = more,
                                .options = "play_command = true {url}\n"});
    pty_keys(p, "O");
    pty_expect(p, "no link to play: the recording is behind the provider's key, D saves it");
    free(more);
}

/* ---- complete screens ---- */

static void golden(const char *name, int rows, int cols, bool ascii)
{
    struct pty *p =
        start(&(struct setting){.player = "", .rows = rows, .cols = cols, .ascii = ascii});
    pty_keys(p, "4GO");
    pty_expect(p, " 0:12 / 1:00");
    pty_keys(p, "xx");
    fake_player_do(bin, "17.7");
    pty_expect(p, " 0:17 / 1:00  1.5x");
    pty_expect(p, " 5/12 ");
    golden_expect(p, name);
}

static void golden__playing(void **state)
{
    (void)state;
    golden("playing-80x24", 24, 80, false);
}

static void golden__ascii(void **state)
{
    (void)state;
    golden("playing-ascii-80x24", 24, 80, true);
}

static void golden__wide(void **state)
{
    (void)state;
    golden("playing-160x50", 50, 160, false);
}

static void golden__wide_ascii(void **state)
{
    (void)state;
    golden("playing-ascii-160x50", 50, 160, true);
}

/* The cursor and the turn that is heard are two rows here. */
static void golden__paused(void **state)
{
    (void)state;
    struct pty *p = play_fourth();
    pty_keys(p, "2k.");
    pty_expect(p, PAUSED "0:12 / 1:00");
    golden_expect(p, "playing-paused-80x24");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_test, end_test)
    const struct CMUnitTest tests[] = {
        TEST(play__from_the_selected_turn__a_second_before),
        TEST(play__again__seeks_in_the_same_player),
        TEST(play__kept__is_not_fetched_again),
        TEST(play__count__pauses_at_the_end_of_the_last),
        TEST(pause__and_go_on),
        TEST(back_and_on__by_five_seconds),
        TEST(back__another_turn_is_heard),
        TEST(end__reached__plays_from_the_start_again),
        TEST(end__before_the_turn__plays_from_the_start),
        TEST(end__turn_moved_beyond_it__stops_there),
        TEST(speed__goes_round),
        TEST(speed__stays),
        TEST(keys__nothing_plays__say_so),
        TEST(keys__in_lists_and_json__work),
        TEST(follow__the_cursor_moves_with_the_sound),
        TEST(follow__beyond_the_window__scrolls),
        TEST(follow__selecting__ends_it),
        TEST(follow__filtered__goes_on),
        TEST(follow__searching__ends_it),
        TEST(follow__search_cancelled__goes_on),
        TEST(follow__unfolded__goes_on),
        TEST(offset__moves_what_is_heard),
        TEST(reload__goes_on),
        TEST(reload__new_turns__are_heard),
        TEST(masked__goes_on),
        TEST(masked__asks_once),
        TEST(tabs__another_one__changes_over),
        TEST(times__none__says_that_nothing_can_be_followed),
        TEST(recordings__several__the_list_asks),
        TEST(recordings__several__stays_with_the_one_that_plays),
        TEST(recordings__several__stays_with_the_one_that_is_fetched),
        TEST(recordings__several__one_refused_changes_nothing),
        TEST(recordings__several__asks_with_the_one_heard_last),
        TEST(link__expired__asks_first),
        TEST(fetching__shown_and_stopped_first),
        TEST(fetching__keys_of_the_player__say_so),
        TEST(fetching__another_tab_plays__the_fetch_is_stopped_first),
        TEST(paused__no_wake_ups),
        TEST(second__few_bytes),
        TEST(same_second__paints_nothing),
        TEST(ctrl_c__stops_but_esc_never),
        TEST(quit__ends_the_player),
        TEST(killed__ends_the_player),
        TEST(ctrl_z__pauses_and_says_so),
        TEST(plain_text__pauses_and_says_so),
        TEST(no_mpv__names_the_package),
        TEST(no_mpv__behind_the_key__can_be_saved),
        TEST(no_device__names_the_way_out),
        TEST(player__dies__the_screen_goes_on),
        TEST(player__other_failures__are_said),
        TEST(player__odd_ones__play_all_the_same),
        TEST(player__mute__is_given_up),
        TEST(copy__a_command_for_elsewhere),
        TEST(copy__expiring__says_when),
        TEST(behind_the_key__plays_but_is_not_copied),
        TEST(golden__playing),
        TEST(golden__ascii),
        TEST(golden__wide),
        TEST(golden__wide_ascii),
        TEST(golden__paused),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
