/* Signals that end or stop the program at random moments, in random states: the terminal is as
 * before, each file is complete, and the next start leaves no part of one.
 *
 * CALLBROWSER_TEST_KILLS: how many rounds (6); CALLBROWSER_TEST_SEED: which random numbers. */
#include "base/alloc.h"
#include "keep/kept_file.h"
#include "tests/support/browse.h"
#include "tests/support/dice.h"
#include "tests/support/fake_player.h"
#include "tests/support/sanitized.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { BODY_MAX = 1 << 20, DELAY_MS = 400, LEAVE_MS = 5000 };

#define CALL "ringyo:call_media_plain"
#define SHOWN "Participants"

static struct dice dice;
static char *bin; /* where the player is */

/* How a round comes into its state: what is opened, what is typed when the call is shown, and what
 * the screen shows then; NULL: nothing is waited for. */
struct state {
    const char *name, *call, *keys, *shown;
    bool away; /* another program has the terminal: Ctrl-C and Ctrl-\ are for that one */
};

static const struct state states[] = {
    {"start", CALL, NULL, NULL, false},
    {"loading", "ringyo:call_drip_20", NULL, NULL, false},
    {"silent", "ringyo:call_silent", NULL, "Fetching", false},
    {"shown", CALL, "", SHOWN, false},
    {"pager", CALL, "v", "in the pager", true},
    {"pipe", CALL, "|sh ./pager\r", "in the pager", true},
    {"prompt", CALL, "/word", "/word", false},
    {"question", CALL, ":forget\r", "forget the kept copy", false},
    {"visual", CALL, "Vjj", NULL, false},
    {"help", CALL, "?", "[Help]", false},
    {"playing", CALL, "O", "\xe2\x96\xb6 ", false},
    {"list", CALL, "L\r", NULL, false},
    {"kept list", CALL, "Lkept text:a\r", NULL, false},
    {"download", CALL, "D", NULL, false},
    {"large download", "ringyo:call_media_slow", "D", "MiB", false},
    {"saving", CALL, "snote.txt\r", NULL, false},
    {"keeping", "ringyo:call_turns_2000", "", NULL, false},
    {"many", CALL,
     "i\x15"
     "ringyo:call_turns_11\ri\x15"
     "ringyo:call_turns_12\r",
     NULL, false},
    {"resized", CALL, "", NULL, false},
};

static const int signals[] = {SIGHUP,  SIGINT,   SIGQUIT, SIGTERM, SIGPIPE,   SIGUSR1, SIGUSR2,
                              SIGALRM, SIGTSTP,  SIGABRT, SIGSEGV, SIGKILL,   SIGBUS,  SIGFPE,
                              SIGILL,  SIGSYS,   SIGTRAP, SIGXCPU, SIGVTALRM, SIGPROF, SIGSTOP,
                              SIGCONT, SIGWINCH, SIGCHLD, SIGIO};

struct round {
    long number;
    const struct state *state;
    int signal;
    int delay_ms;
    struct pty *p;
    char *home; /* of both starts */
};

static void expect(struct round *r, bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "kills: round %ld, state '%s', signal %d after %d ms, exit code %d\n",
            r->number, r->state->name, r->signal, r->delay_ms, pty_wait_exit(r->p, 0));
    pty_fail(r->p, what, __FILE__, __LINE__);
}

static struct pty *start(const struct round *r, const char *call)
{
    char *path = xasprintf("PATH=%s:/usr/bin:/bin", bin);
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){call, NULL},
                                 .options = "archive = yes\ndownload_dir = ~/dl\n",
                                 .env = (const char *const[]){path, "PAGER=sh ./pager", NULL},
                                 .home = r->home});
    free(path);
    return p;
}

static bool never(struct pty *unused, const void *arg)
{
    (void)unused;
    (void)arg;
    return false;
}

static void wait_ms(struct pty *p, int ms)
{
    pty_wait_until(p, never, NULL, ms);
}

static void enter(struct round *r)
{
    const struct state *s = r->state;
    r->home = NULL;
    r->p = start(r, s->call);
    r->home = xstrdup(pty_home(r->p));
    scratch_write(r->home, "pager", 0700, "cat >/dev/null; echo in the pager; read x </dev/tty\n");
    if (s->keys) {
        expect(r, pty_wait_for(r->p, SHOWN, PTY_DEADLINE_MS), "the call is not shown");
        pty_keys(r->p, s->keys);
    }
    if (s->shown)
        expect(r, pty_wait_for(r->p, s->shown, PTY_DEADLINE_MS), s->shown);
    if (strcmp(s->name, "resized") == 0)
        for (unsigned i = dice_roll(&dice, 20); i > 0; i--)
            pty_resize(r->p, 5 + (int)dice_roll(&dice, 50), 20 + (int)dice_roll(&dice, 150));
    wait_ms(r->p, r->delay_ms);
}

static void expect_restored(struct round *r)
{
    const char *what = r->signal == SIGKILL || r->signal == SIGSTOP ? NULL : pty_unrestored(r->p);
    expect(r, !what, what);
}

/* What Ctrl-Z sends is for the program that has the terminal, and has no effect for the moment in
 * which the screen is opened. */
static bool has_to_stop(const struct round *r)
{
    return r->signal == SIGSTOP || (r->signal == SIGTSTP && r->state->keys && !r->state->away);
}

/* Stopped and continued, it goes on as before. */
static void go_on(struct round *r)
{
    if (has_to_stop(r))
        expect(r, pty_wait_stopped(r->p, LEAVE_MS), "it does not stop");
    wait_ms(r->p, (int)dice_roll(&dice, 20));
    if (pty_wait_stopped(r->p, 0)) {
        expect_restored(r);
        pty_continue(r->p);
    }
}

static bool ends_by(const struct round *r)
{
    static const int others[] = {SIGPIPE, SIGTSTP, SIGSTOP, SIGCONT, SIGWINCH, SIGCHLD};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (r->signal == others[i])
            return false;
    return !r->state->away || (r->signal != SIGINT && r->signal != SIGQUIT);
}

/* Returns its exit code. A computer that does much else may let it stop so late that this was not
 * seen before, and a program that is stopped does not end. */
static int wait_end(const struct round *r)
{
    enum { LOOK_MS = 50 };
    long end = pty_now_ms() + wrapped_ms(LEAVE_MS);
    int code;
    while ((code = pty_wait_exit(r->p, LOOK_MS)) < 0 && pty_now_ms() < end)
        if (pty_wait_stopped(r->p, 0))
            pty_continue(r->p);
    return code;
}

/* A signal that comes before the program has prepared for it acts as it does by default. */
static void strike(struct round *r)
{
    kill(pty_pid(r->p), r->signal);
    if (!ends_by(r)) {
        go_on(r);
        wait_ms(r->p, (int)dice_roll(&dice, 20));
        if (pty_wait_exit(r->p, 0) < 0)
            kill(pty_pid(r->p), SIGTERM);
    }
    int code = wait_end(r);
    expect(r, code == 128 + r->signal || (!ends_by(r) && code == 128 + SIGTERM),
           "it ends in another way");
    expect_restored(r);
}

static struct round *walked; /* nftw gives no argument */
static size_t hidden;

static void check_kept(const char *path)
{
    struct kept_call k;
    struct kept_file file;
    expect(walked, kept_file_read(&k, path, BODY_MAX, &file) == KEPT_TROUBLE_NONE, path);
    kept_call_done(&k);
}

static int check_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    const char *name = path + ftw->base;
    if (type != FTW_F)
        return 0;
    hidden += strncmp(name, ".callbrowser-", strlen(".callbrowser-")) == 0;
    if (*name == '.')
        return 0;
    if (strstr(path, "/kept/"))
        check_kept(path);
    if (strstr(path, "/dl/"))
        expect(walked, st->st_size == 300000, path);
    if (strcmp(name, "note.txt") == 0)
        expect(walked, st->st_size > 100, path);
    return 0;
}

/* Each file has all of its bytes. Returns how many hidden files there are. */
static size_t check_files(struct round *r)
{
    walked = r;
    hidden = 0;
    nftw(r->home, check_file, 8, FTW_PHYS);
    char *text = scratch_read(r->home, ".local/state/callbrowser/history");
    for (char *line = text, *end; line && *line; line = end + 1) {
        end = strchr(line, '\n');
        expect(r, end != NULL, "the history's last line is cut");
        expect(r, strncmp(line, "ringyo:call_", strlen("ringyo:call_")) == 0, "the history");
    }
    free(text);
    return hidden;
}

/* Whether a process has this home, other than those of this test. */
static bool has_process(const char *home)
{
    char *wanted = xasprintf("HOME=%s", home);
    bool found = false;
    DIR *d = opendir("/proc");
    for (struct dirent *e; d && !found && (e = readdir(d));) {
        char *name = xasprintf("/proc/%s/environ", e->d_name);
        FILE *f = *e->d_name > '0' && *e->d_name <= '9' ? fopen(name, "re") : NULL;
        char *variable = NULL;
        size_t bytes = 0;
        while (f && !found && getdelim(&variable, &bytes, '\0', f) > 0)
            found = strcmp(variable, wanted) == 0;
        free(variable);
        if (f)
            fclose(f);
        free(name);
    }
    if (d)
        closedir(d);
    free(wanted);
    return found;
}

/* The player ends by itself when nobody is there any more. A pager that is read from goes on. */
static void expect_no_process(struct round *r)
{
    long end = pty_now_ms() + wrapped_ms(LEAVE_MS);
    bool is_left = !r->state->away;
    while (is_left && pty_now_ms() < end) {
        is_left = has_process(r->home);
        if (is_left)
            wait_ms(r->p, 10);
    }
    expect(r, !is_left, "a process is left");
}

static void check_next_start(struct round *r)
{
    r->p = start(r, "ringyo:call_turns_11");
    expect(r, pty_wait_for(r->p, SHOWN, PTY_DEADLINE_MS), "the next start shows no call");
    pty_keys(r->p, "Q");
    expect(r, pty_wait_exit(r->p, LEAVE_MS) == 0, "the next start does not end");
    expect(r, !pty_unrestored(r->p), "the next start leaves the terminal");
    expect(r, check_files(r) == 0, "a part of a file is left after the next start");
}

static void play(long number)
{
    struct round r = {.number = number,
                      .state = &states[dice_roll(&dice, sizeof states / sizeof *states)],
                      .signal = signals[dice_roll(&dice, sizeof signals / sizeof *signals)],
                      .delay_ms = (int)dice_roll(&dice, DELAY_MS)};
    enter(&r);
    strike(&r);
    check_files(&r);
    expect_no_process(&r);
    pty_stop(r.p);
    check_next_start(&r);
    free(r.home);
    browse_end_test(NULL);
}

static void kills__at_random_moments__nothing_is_left(void **state)
{
    (void)state;
#if SANITIZED
    skip(); /* the sanitizer's handler is in place */
#endif
    wrapped_skip("signals are the wrapper's");
    long rounds = dice_setting("CALLBROWSER_TEST_KILLS", 6);
    for (long i = 0; i < rounds; i++)
        play(i);
    printf("kills: %ld rounds\n", rounds);
}

static int set_up(void **state)
{
    dice_open(&dice, "kills");
    bin = scratch_new();
    fake_player_install(bin, "", 60);
    return browse_setup(state);
}

static int tear_down(void **state)
{
    scratch_free(bin);
    return browse_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(kills__at_random_moments__nothing_is_left, browse_end_test),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
