/* Kinds of terminals, each seen through its terminfo entry (terminfo_term.h): the screens have the
 * text that xterm's have, the program sends nothing that the entry does not have, and it gives the
 * modes back. A terminal that cannot have a screen gets a sentence.
 *
 * CALLBROWSER_TEST_TERMS: their names with blanks; `all`: all below. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/terminfo_term.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 24, COLS = 80, EXIT_USAGE = 2, QUIET_MS = 400 };

#define REFERENCE "xterm-256color"
#define FEW "vt100 vt52 linux screen rxvt sun dumb"

/* What a terminal with ECMA-48's sequences is sent beside its entry: questions that the others do
 * not answer, and bracketed paste. */
#define QUESTIONS "\\33[?69$p \\33[5n "

static const char *const all_names =
    "xterm xterm-256color xterm-direct xterm-16color xterm-88color xterm-mono xterm-r6 tmux "
    "tmux-256color screen screen-256color screen.xterm-256color linux linux-16color vt52 vt100 "
    "vt102 vt220 vt320 vt420 vt510 vt525 rxvt rxvt-256color rxvt-unicode rxvt-unicode-256color "
    "mrxvt "
    "konsole konsole-256color gnome gnome-256color xfce terminator vte vte-256color alacritty "
    "kitty foot st st-256color putty putty-256color cygwin mintty Eterm eterm eterm-color iterm "
    "iterm2 nsterm nsterm-256color hurd mach mach-color ansi dumb wyse50 wyse60 wyse85 wyse99gt "
    "teraterm mlterm wezterm contour ghostty minix minix-3.0 sun sun-color aixterm dtterm pcansi "
    "cons25 wsvt25 pccon beterm qansi qnx adm3a adm31 tvi925 tvi950 hp hp2392 hp70092 ibm3151 "
    "ibm3161 att605 att4410 d210 d430-dg dg211 hz1500 ti916 prism9 viewpoint news "
    "emu jfbterm kterm hterm crt nxterm dvtm gs6300 sbobcat aaa-40 h19 z29 regent40";

/* What is typed, and a part of what is shown then. */
static const struct step {
    const char *keys, *shown;
} steps[] = {
    {"", "? help"},
    {"G", "30/30"},
    {"kkkkkkkkkkkkkkk", "Transcript"},
    {" bjjjjjjkkk ", "Transcript"},
    {"gw", "1/30"},
    {"wz", "1/30"},
    {"z/a\r", "Transcript"},
    {"?", "[Help]"},
    {"?L2025-11-28 12:00..18:00 failed\r", "all answered"},
    {"Gkkgjjjj", "all answered"},
};
enum { STEPS = sizeof steps / sizeof *steps };

static char *reference[STEPS];

struct seen {
    struct terminfo_term *term;
    size_t fed;
    const char *wanted;
    char *text;
};

static void look(struct seen *s, struct pty *p)
{
    const struct buf *raw = term_raw(pty_term(p));
    struct buf text = {0};
    terminfo_term_feed(s->term, raw->data + s->fed, raw->len - s->fed);
    s->fed = raw->len;
    terminfo_term_text(s->term, &text);
    free(s->text);
    s->text = buf_take(&text);
}

static bool shows(struct pty *p, const void *arg)
{
    struct seen *s = *(struct seen *const *)arg;
    look(s, p);
    return strstr(s->text, s->wanted);
}

/* The last row tells how long the fetch took. */
static char *without_last_row(const char *text)
{
    const char *end = text;
    for (int row = 0; row < ROWS - 1; row++)
        end = strchr(end, '\n') + 1;
    return xstrndup(text, (size_t)(end - text));
}

static bool is_as_wanted(struct pty *p, const void *arg)
{
    struct seen *s = *(struct seen *const *)arg;
    look(s, p);
    char *rows = without_last_row(s->text);
    bool same = strcmp(rows, s->wanted) == 0;
    free(rows);
    return same;
}

static bool check_step(struct pty *p, struct seen *s, const char *name, size_t i)
{
    pty_keys(p, steps[i].keys);
    if (!reference[i]) {
        s->wanted = steps[i].shown;
        pty_check(p, pty_wait_until(p, shows, &s, PTY_DEADLINE_MS));
        pty_wait_quiet(p, QUIET_MS);
        look(s, p);
        reference[i] = without_last_row(s->text);
        return true;
    }
    s->wanted = reference[i];
    if (pty_wait_until(p, is_as_wanted, &s, PTY_DEADLINE_MS))
        return true;
    printf("terms: %s, step %zu, expected:\n%sthe screen:\n%s", name, i, s->wanted, s->text);
    return false;
}

static struct pty *start(const char *name)
{
    char *term = xasprintf("TERM=%s", name);
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){"ringyo:call_turns_30", NULL},
                                 .env = (const char *const[]){term, NULL},
                                 .options = "timezone = UTC\n"});
    free(term);
    return p;
}

static bool complain(const char *name, const char *why)
{
    printf("terms: %s: %s\n", name, why);
    return false;
}

static bool check_refused(struct pty *p, const char *name)
{
    bool ok = true;
    if (pty_wait_exit(p, PTY_DEADLINE_MS) != EXIT_USAGE)
        ok = complain(name, "it cannot move the cursor, but the program does not end with 2");
    if (!term_find(pty_term(p), name, NULL, NULL))
        ok = complain(name, "the sentence does not name it");
    if (memchr(buf_str(term_raw(pty_term(p))), '\x1b', pty_bytes(p)))
        ok = complain(name, "it got an escape sequence");
    return ok;
}

static bool check_left(struct pty *p, struct seen *s, const char *name)
{
    const char *what;
    bool ok = true;
    pty_keys(p, "Q");
    if (pty_wait_exit(p, PTY_DEADLINE_MS) != 0)
        ok = complain(name, "the program does not end");
    look(s, p);
    if ((what = terminfo_term_unrestored(s->term)) || (what = pty_line_unrestored(p)))
        ok = complain(name, what);
    const char *unknown = terminfo_term_unknown(s->term);
    if (*unknown && strcmp(unknown, QUESTIONS) != 0)
        ok = complain(name, unknown);
    return ok;
}

static bool check_term(const char *name)
{
    struct seen s = {.term = terminfo_term_new(name, ROWS, COLS)};
    if (!s.term)
        return !printf("terms: %s has no entry here\n", name) || true;
    struct pty *p = start(name);
    bool ok = true;
    if (!terminfo_term_can_move(s.term)) {
        ok = check_refused(p, name);
    } else {
        for (size_t i = 0; ok && i < STEPS; i++)
            ok = check_step(p, &s, name, i);
        ok = check_left(p, &s, name) && ok;
    }
    free(s.text);
    terminfo_term_free(s.term);
    browse_end_test(NULL);
    return ok;
}

static void terms__each__screens_and_modes(void **state)
{
    (void)state;
    const char *names = getenv("CALLBROWSER_TEST_TERMS");
    names = !names || !*names ? FEW : strcmp(names, "all") == 0 ? all_names : names;
    size_t count = 0, failed = 0;
    assert_true(check_term(REFERENCE));
    for (size_t n; *names; names += n + (names[n] == ' '), count++) {
        n = strcspn(names, " ");
        char *name = xstrndup(names, n);
        failed += !check_term(name);
        free(name);
    }
    printf("terms: %zu kinds, %zu failed\n", count, failed);
    assert_int_equal(failed, 0);
}

static int set_up(void **state)
{
    (void)state;
    setlocale(LC_ALL, "");
    return browse_setup_with((const char *const[]){"--now", "1764428400", "--calls", "200", NULL});
}

static int tear_down(void **state)
{
    for (size_t i = 0; i < STEPS; i++)
        free(reference[i]);
    return browse_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(terms__each__screens_and_modes, browse_end_test),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
