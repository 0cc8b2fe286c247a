/* Random keys, texts, pastes, sizes and answers of a terminal, for as long as one likes: the
 * program neither ends nor hangs, and does not grow.
 *
 * CALLBROWSER_TEST_SOAK_S: how long (2 s); CALLBROWSER_TEST_SEED: which random numbers. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/dice.h"
#include "tests/support/fake_player.h"
#include "tests/support/run.h"
#include "tests/support/sanitized.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    ANSWER_MS = 20000, /* until a key is answered, on a computer that does much else */
    SUSPEND_MS = 500,
    BACK_MS = 2000,
    CHECK_EVERY = 40, /* acts */
    SAMPLES = 4096,   /* of the size of the program */
    GROWN_KB = (THREAD_SANITIZED ? 192 : 48)
               << 10,     /* the thread sanitizer needs four times as much */
    MAX_BYTES = 256 << 20 /* which this test keeps; then it starts the program again */
};

static struct dice dice;
static char *bin; /* where the player is */
static struct pty *p;
static char *home;    /* the same for all starts: history and kept calls stay */
static char *last[8]; /* what was sent last, for the message of a failure */
static size_t acts, starts;
static size_t stopped_at; /* the last act that meant to stop the program */

/* What leaves the program, writes files of any name and runs commands of any text is on keys that
 * no random byte types. */
#define OPTIONS                                                                                    \
    "archive = yes\nmouse = yes\nhistory = 50\ndownload_dir = ~/dl\nwatch_s = 1\n"                 \
    "open_command = true {url}\ncopy_command = true\n"
#define KEYS                                                                                       \
    "[keys]\nclose = <F10>\nquit = none\nsave = <F11>\npipe = <F12>\nprompt_delete = <Del>\n"

static const char *const calls[] = {"ringyo:call_xyz789",
                                    "ringyo:call_turns_2000",
                                    "ringyo:call_hostile",
                                    "ringyo:call_wide",
                                    "ringyo:call_media_plain",
                                    "ringyo:call_drip_20",
                                    "ringyo:call_live_20",
                                    "ringyo:call_404",
                                    "ringyo:call_measured",
                                    "ringyo:call_slow_1",
                                    "diga:turns_300",
                                    "diga:pages_5",
                                    "cometchat:turns_50",
                                    "voxworks:call_9d2e41",
                                    "ringyo:call_cut_off",
                                    "ringyo:call_silent",
                                    "ringyo:call_429",
                                    "ringyo:call_frames",
                                    NULL};

static const char *const words[] = {"/agent\r",
                                    "/a.*b|c\r",
                                    "/[\r",
                                    "&hello\r",
                                    "&\r",
                                    "?call\r",
                                    ":12\r",
                                    ":1:23\r",
                                    ":offset 1.5\r",
                                    ":set wrap no\r",
                                    ":set wrap yes\r",
                                    ":set mask yes\r",
                                    "y:set mask no\r",
                                    ":set mouse no\r",
                                    ":set mouse yes\r",
                                    ":set theme light\r",
                                    ":set theme default\r",
                                    ":set layout side\r",
                                    ":set layout auto\r",
                                    ":set ascii yes\r",
                                    ":set ascii no\r",
                                    ":messages\r",
                                    ":forget\ry",
                                    ":nonsense\r",
                                    "L\r",
                                    "Ltoday\r",
                                    "Lkept\r",
                                    "Lkept text:agent\r",
                                    "Lfailed\r",
                                    "L/call/\r",
                                    "ma",
                                    "'a",
                                    "3=",
                                    "V",
                                    "Vjjy",
                                    "12G",
                                    "O",
                                    "O.",
                                    ",,;x",
                                    "f",
                                    "2O",
                                    "D",
                                    "Dy",
                                    "R",
                                    "J+",
                                    "u",
                                    "yn",
                                    "yj",
                                    "yt",
                                    "v",
                                    "pp",
                                    "\x1b[21~",
                                    "\x1b[23~note.txt\r",
                                    "\x1b[23~c.json\ry",
                                    "\x1b[24~cat\r",
                                    "\x1b[24~wc -l\r",

                                    "a",
                                    "\x12x",
                                    "i\t\t",
                                    "i\x15nobody:x\r",
                                    "tttT",
                                    "zz",
                                    "P",
                                    "\x1b\x1b",
                                    "\x1b[24~true\r",
                                    "eeE",
                                    "]][",
                                    "\x1b"
                                    "1",
                                    "\x1b"
                                    "2",
                                    "{}{}",
                                    "+-",
                                    "w",
                                    "ggGG",
                                    "\x03",
                                    "M",
                                    "W",
                                    "o",
                                    "nNn",
                                    NULL};

static const char *const answers[] = {"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
                                      "\x1b]11;rgb:0000/0000/0000\a",
                                      "\x1b[0n",
                                      "\x1b[?69;2$y",
                                      "\x1b[?69;0$y",
                                      "\x1b[?62;22c",
                                      "\x1b[12;40R",
                                      "\x1b[<64;10;10M",
                                      "\x1b[<65;10;10M",
                                      "\x1b[<0;5;5M\x1b[<0;5;5m",
                                      "\x1b[<0;40;12M\x1b[<0;40;12m",
                                      "\x1b[200~",
                                      "\x1b[201~",
                                      "\x1bP1$r0m\x1b\\",
                                      "\x1b[27u",
                                      "\x1b[1;5A",
                                      NULL};

static void note_sent(const char *bytes, size_t n)
{
    free(last[acts % 8]);
    last[acts % 8] = xstrndup(bytes, n);
}

static void print_last(void)
{
    fprintf(stderr, "soak: act %zu of start %zu; sent last:\n", acts, starts);
    for (size_t i = 1; i <= 8; i++) {
        fputs("  ", stderr);
        for (const char *c = last[(acts + i) % 8]; c && *c; c++)
            fprintf(stderr, *c < ' ' || *c == 127 ? "\\x%02x" : "%c", (unsigned char)*c);
        fputc('\n', stderr);
    }
}

/* Which programs there are on the terminal, and what they wait for; none once it has ended. */
static void print_programs(void)
{
    struct run r;
    char *session = xasprintf("%d", (int)getsid(pty_pid(p)));
    run_program(&r,
                (const char *const[]){"ps", "-o", "pid,ppid,pgid,tpgid,stat,wchan:24,args", "-s",
                                      session, NULL},
                NULL);
    fprintf(stderr, "%s", buf_str(&r.out));
    run_done(&r);
    free(session);
}

/* The end of what the program sent. */
static void print_sent(void)
{
    enum { SHOWN = 6000 };
    const struct buf *raw = term_raw(pty_term(p));
    fprintf(stderr, "the last bytes for the terminal:\n");
    for (size_t i = raw->len > SHOWN ? raw->len - SHOWN : 0; i < raw->len; i++)
        fprintf(stderr, raw->data[i] < ' ' ? "\\x%02x" : "%c", (unsigned char)raw->data[i]);
    fputc('\n', stderr);
}

static void expect(bool holds, const char *what)
{
    if (holds)
        return;
    print_last();
    print_programs();
    print_sent();
    pty_fail(p, what, __FILE__, __LINE__);
}

static void start(void)
{
    char *path = xasprintf("PATH=%s:/usr/bin:/bin", bin);
    const char *const env[] = {path, "PAGER=cat", NULL};
    const char *args[4] = {NULL};
    for (unsigned i = 0, n = dice_roll(&dice, 4); i < n; i++)
        args[i] = dice_word(&dice, calls);
    p = browse_start(&(struct browse_options){
        .args = args, .env = env, .options = OPTIONS, .more = KEYS, .home = home});
    if (!home)
        home = xstrdup(pty_home(p));
    starts++;
    expect(pty_wait_mode(p, 2004, ANSWER_MS), "the program does not start");
    free(path);
}

static void send(const char *bytes, size_t n)
{
    acts++;
    note_sent(bytes, n);
    pty_send(p, bytes, n);
}

static void send_text(const char *text)
{
    send(text, strlen(text));
}

static void act_word(void)
{
    send_text(dice_word(&dice, words));
}

/* Anything but ESC and Ctrl-Z, which others send. */
static void act_bytes(void)
{
    char bytes[24];
    unsigned n = 1 + dice_roll(&dice, sizeof bytes);
    bool ascii = !dice_one_in(&dice, 4);
    for (unsigned i = 0; i < n; i++) {
        bytes[i] = (char)(ascii ? ' ' + dice_roll(&dice, 95) : dice_roll(&dice, 256));
        if (bytes[i] == '\x1b' || bytes[i] == '\x1a')
            bytes[i] = 'j';
    }
    send(bytes, n);
}

static void act_key(void)
{
    static const char *const keys[] = {"Up",   "Down",   "Left",   "Right", "Home", "End", "PgUp",
                                       "PgDn", "Insert", "Delete", "S-Tab", "F1",   "F3",  NULL};
    const char *key = dice_word(&dice, keys);
    acts++;
    note_sent(key, strlen(key));
    for (unsigned i = dice_roll(&dice, 6) + 1; i > 0; i--)
        pty_key(p, key);
}

static void act_answer(void)
{
    send_text(dice_word(&dice, answers));
}

static void act_paste(void)
{
    struct buf text = {0};
    for (unsigned i = dice_roll(&dice, dice_one_in(&dice, 10) ? 2000 : 3) + 1; i > 0; i--) {
        buf_puts(&text, dice_word(&dice, dice_one_in(&dice, 2) ? calls : words));
        buf_putc(&text, dice_one_in(&dice, 2) ? '\n' : ' ');
    }
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '\x1b')
            text.data[i] = ' ';
    acts++;
    note_sent(buf_str(&text), 60);
    pty_paste(p, buf_str(&text));
    buf_done(&text);
}

static void act_resize(void)
{
    bool odd = dice_one_in(&dice, 4);
    int rows = (int)(odd ? dice_roll(&dice, 200) : 8 + dice_roll(&dice, 50));
    int cols = (int)(odd ? dice_roll(&dice, 400) : 20 + dice_roll(&dice, 180));
    char *size = xasprintf("(size %dx%d)", cols, rows);
    acts++;
    note_sent(size, strlen(size));
    free(size);
    pty_resize(p, rows, cols);
}

static void act_open(void)
{
    char *typed = xasprintf("i\x15%s\r", dice_word(&dice, calls));
    send_text(typed);
    free(typed);
}

/* More often than calls are opened, so that there are not more and more of them. */
static void act_close(void)
{
    if (term_find(pty_term(p), "] 2", NULL, NULL) || term_find(pty_term(p), " 2", NULL, NULL))
        send_text("\x1b\x1b[21~");
}

static bool never(struct pty *unused, const void *arg)
{
    (void)unused;
    (void)arg;
    return false;
}

/* Nothing is typed while it is stopped, which would be for the shell, or before it has its screen
 * again: Ctrl-C ends it then. The screen may be another program's. */
static void go_on(int wait_ms)
{
    stopped_at = acts;
    if (!pty_wait_stopped(p, wait_ms))
        return;
    pty_continue(p);
    pty_wait_mode(p, 2004, BACK_MS);
}

static void act_suspend(void)
{
    send_text("\x1a");
    go_on(SUSPEND_MS);
}

static void act_wait(void)
{
    pty_wait_until(p, never, NULL, (int)dice_roll(&dice, 100));
}

static void act(void)
{
    static void (*const all[])(void) = {act_word,  act_word,   act_word, act_bytes, act_bytes,
                                        act_key,   act_key,    act_key,  act_key,   act_answer,
                                        act_paste, act_resize, act_open, act_close, act_close,
                                        act_wait,  act_suspend};
    go_on(0); /* it may have stopped late */
    all[dice_roll(&dice, sizeof all / sizeof *all)]();
}

static bool has_more(struct pty *unused, const void *before)
{
    (void)unused;
    return pty_bytes(p) > *(const size_t *)before;
}

/* Ends what random acts have left: a paste without an end, a program with the terminal. */
static void expect_answer(void)
{
    size_t before = pty_bytes(p);
    bool answered = false;
    for (int tries = 0; tries < 10 && !answered && pty_wait_exit(p, 0) < 0; tries++) {
        go_on(0);
        pty_keys(p, "\x1b[201~\x0c");
        answered = pty_wait_until(p, has_more, &before, ANSWER_MS / 10);
    }
    expect(answered || pty_wait_exit(p, 0) >= 0, "no key is answered any more");
}

/* In kB; 0 if it has ended. */
static long size_kb(void)
{
    char *name = xasprintf("/proc/%d/statm", (int)pty_pid(p));
    FILE *f = fopen(name, "re");
    char line[128] = "", *rest;
    if (f && !fgets(line, sizeof line, f))
        *line = '\0';
    if (f)
        fclose(f);
    free(name);
    strtol(line, &rest, 10);
    return strtol(rest, NULL, 10) * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Of one start, evenly spread over it. */
struct sizes {
    long kb[SAMPLES];
    size_t count;
};

static void add_size(struct sizes *s)
{
    long kb = size_kb();
    if (s->count == SAMPLES) { /* every other one is enough */
        for (size_t i = 0; i < SAMPLES / 2; i++)
            s->kb[i] = s->kb[2 * i];
        s->count = SAMPLES / 2;
    }
    if (kb > 0)
        s->kb[s->count++] = kb;
}

static void expect_no_growth(const struct sizes *s)
{
    long first = 0, end = 0;
    size_t third = s->count / 3;
    for (size_t i = 0; i < third; i++)
        first = s->kb[i] > first ? s->kb[i] : first;
    for (size_t i = s->count - third; i < s->count; i++)
        end = !end || s->kb[i] < end ? s->kb[i] : end;
    if (third)
        printf(
            "soak: start %zu, %zu acts so far, at most %ld MiB at first, at least %ld MiB at the "
            "end\n",
            starts, acts, first >> 10, end >> 10);
    fflush(stdout);
    expect(end <= first + first / 2 + GROWN_KB, "the program grows");
}

/* Ctrl-C and Ctrl-\ end a program that a slow computer stops so late that they are typed then. */
static bool is_good_end(int code)
{
    bool stopped = acts - stopped_at <= 2 * CHECK_EVERY;
    return code == 0 || (stopped && (code == 128 + SIGINT || code == 128 + SIGQUIT));
}

static void end_one(struct sizes *s)
{
    expect_no_growth(s);
    s->count = 0;
    int code = pty_wait_exit(p, ANSWER_MS);
    if (code)
        fprintf(stderr, "soak: exit code %d\n", code);
    expect(is_good_end(code), "the program did not end as it should");
    const char *unrestored = pty_unrestored(p);
    expect(!unrestored, unrestored);
    pty_stop(p);
}

static void quit(void)
{
    for (int tries = 0; tries < 10 && pty_wait_exit(p, 0) < 0; tries++) {
        expect_answer();
        pty_keys(p, "\x1b\x1b:quit\r");
        pty_wait_exit(p, ANSWER_MS / 10);
    }
}

static void soak__random_acts__runs_on(void **state)
{
    (void)state;
    long seconds = dice_setting("CALLBROWSER_TEST_SOAK_S", 2);
    long end = pty_now_ms() + seconds * 1000;
    static struct sizes sizes;
    start();
    while (pty_now_ms() < end) {
        for (int i = 0; i < CHECK_EVERY; i++)
            act();
        expect_answer();
        add_size(&sizes);
        if (pty_bytes(p) > MAX_BYTES)
            quit();
        if (pty_wait_exit(p, 0) >= 0) {
            end_one(&sizes);
            start();
        }
    }
    quit();
    end_one(&sizes);
    printf("soak: %zu acts, %zu starts\n", acts, starts);
}

static int set_up(void **state)
{
    dice_open(&dice, "soak");
    bin = scratch_new();
    fake_player_install(bin, "garbage backwards", 60);
    return browse_setup(state);
}

static int tear_down(void **state)
{
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        free(last[i]);
    free(home);
    scratch_free(bin);
    return browse_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(soak__random_acts__runs_on, browse_end_test),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
