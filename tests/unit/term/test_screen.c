/* The screen on a pseudo terminal, seen through a terminal emulator, and on /dev/null, where only
 * the size is checked. Runs in a UTF-8 locale. */
#include "base/alloc.h"
#include "base/int.h"
#include "tests/support/sanitized.h"
#include "tests/support/scratch.h"
#include "tests/support/term.h"
#include "text/time.h"
#include "ui/term/screen.h"
#include "ui/term/terminal.h"
#include "ui/view/line.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#define ZHONG "\xe4\xb8\xad"
enum { ROWS = 10, COLS = 40, PATIENCE_MS = 20000 };

static int master, slave, own[2]; /* own: standard input and output before the test */
static struct term *term;
static struct problems problems;

static int set_up(void **state)
{
    (void)state;
    struct winsize size = {.ws_row = ROWS, .ws_col = COLS};
    setenv("TERM", "xterm-256color", 1);
    unsetenv("NO_COLOR");
    unsetenv("LINES");
    unsetenv("COLUMNS");
    unsetenv("ESCDELAY");
    if (openpty(&master, &slave, NULL, NULL, &size) < 0)
        return 1;
    fcntl(master, F_SETFL, O_NONBLOCK);
    fflush(stdout);
    for (int fd = 0; fd < 2; fd++) {
        own[fd] = dup(fd);
        dup2(slave, fd);
    }
    term = term_new(ROWS, COLS, NULL, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    screen_close();
    for (int fd = 0; fd < 2; fd++) {
        dup2(own[fd], fd);
        close(own[fd]);
    }
    if (master >= 0)
        close(master);
    close(slave);
    term_free(term);
    problems_done(&problems);
    return 0;
}

static bool open_with(struct screen_settings *settings, struct err *e)
{
    settings->theme = settings->theme ? settings->theme : "default";
    settings->problems = &problems;
    return screen_open(settings, e);
}

static void open_screen(void)
{
    struct err e = {""};
    struct screen_settings settings = {0};
    if (!open_with(&settings, &e))
        fail_msg("the screen does not open: %s", e.text);
}

/* Passes what was written so far to the emulator. */
static void look(void)
{
    char bytes[4096];
    ssize_t n;
    while ((n = read(master, bytes, sizeof bytes)) > 0)
        term_feed(term, bytes, (size_t)n);
}

static void show(void)
{
    screen_flush();
    look();
}

static void check_row(int row, const char *want)
{
    if (strcmp(term_row(term, row), want) != 0)
        fail_msg("row %d is '%s', expected '%s'", row, term_row(term, row), want);
}

static int put(int y, int x, const char *s, int max_cols)
{
    return screen_put(y, x, ROLE_TEXT, s, strlen(s), max_cols);
}

static void screen_put__clips(void **state)
{
    (void)state;
    open_screen();
    assert_int_equal(put(0, 0, "a b\xef\xbf\xbd", 99), 4);
    assert_int_equal(put(1, COLS - 3, "abcdef", 99), 3);
    assert_int_equal(put(2, 0, "abcdef", 4), 4);
    assert_int_equal(put(3, COLS - 3, ZHONG ZHONG, 99), 2);
    assert_int_equal(put(ROWS - 1, COLS - 2, ZHONG, 99), 2);
    assert_int_equal(put(4, COLS - 1, ZHONG, 99), 0);
    assert_int_equal(put(5, 0, "e\xcc\x81" ZHONG "x", 99), 4);
    assert_int_equal(put(-1, 0, "no", 99), 0);
    assert_int_equal(put(0, -1, "no", 99), 0);
    assert_int_equal(put(ROWS, 0, "no", 99), 0);
    assert_int_equal(put(0, COLS, "no", 99), 0);
    assert_int_equal(put(0, 0, "no", 0), 0);
    assert_int_equal(put(0, 0, "no", -5), 0);
    show();
    check_row(0, "a b\xef\xbf\xbd");
    assert_int_equal(strlen(term_row(term, 1)), COLS);
    check_row(2, "abcd");
    check_row(4, "");
    check_row(5, "e\xcc\x81" ZHONG "x");
    check_row(6, "");
    struct term_cell cell;
    term_cell_at(term, ROWS - 1, COLS - 2, &cell);
    assert_int_equal(cell.chars[0], 0x4e2d);
    term_cell_at(term, 3, COLS - 3, &cell);
    assert_int_equal(cell.chars[0], 0x4e2d);
}

/* Draws in a child, and returns the signal that ended it; 0 when it ended normally. */
static int signal_of_drawing(const char *s)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        struct rlimit no_core = {0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        put(0, 0, s, 99);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void screen_put__unclean_text__aborts(void **state)
{
    (void)state;
    static const char *const unclean[] = {"\x1b[31m", "a\n", "\xff", "\xe2\x80\xae",
                                          "a\342\200\215b"};
    open_screen();
#ifdef NDEBUG
    skip();
#endif
    assert_int_equal(signal_of_drawing("clean"), 0);
    assert_int_equal(signal_of_drawing("\xcc\x81 a part of a clean text"), 0);
    for (size_t i = 0; i < sizeof unclean / sizeof *unclean; i++)
        if (signal_of_drawing(unclean[i]) != SIGABRT)
            fail_msg("'%s' was drawn", unclean[i]);
}

static void line_draw__spans_and_edge(void **state)
{
    (void)state;
    struct line l = {0};
    open_screen();
    line_puts(&l, ROLE_TEXT, "ab");
    line_puts(&l, ROLE_LINK, ZHONG);
    line_puts(&l, ROLE_BAD, "c");
    line_draw(&l, 0, 0, 99);
    line_draw(&l, 1, 0, 3); /* the wide character does not fit, so nothing may follow it */
    line_draw(&l, 2, COLS - 3, 99);
    line_draw(&l, 3, 0, 0);
    show();
    check_row(0, "ab" ZHONG "c");
    check_row(1, "ab");
    check_row(3, "");
    struct term_cell cell;
    term_cell_at(term, 0, 2, &cell);
    assert_true(cell.underline);
    assert_int_equal(cell.fg, 75);
    assert_int_equal(cell.bg, -1);
    term_cell_at(term, 0, 0, &cell);
    assert_int_equal(cell.fg, -1);
    line_done(&l);
}

static void screen__frames(void **state)
{
    (void)state;
    open_screen();
    screen_hline(0, 0, 3);
    screen_vline(1, 0, 99);
    screen_fill(0, 5, 99, ROLE_SELECTED);
    screen_hline(99, 99, 99);
    screen_vline(-1, 0, 5);
    screen_fill(0, 0, -1, ROLE_BAD);
    show();
    assert_memory_equal(term_row(term, 0), "\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80", 9);
    check_row(ROWS - 1, "\xe2\x94\x82");
    struct term_cell cell;
    term_cell_at(term, 0, COLS - 1, &cell);
    assert_int_equal(cell.bg, 24);
}

static void screen__ascii_frames(void **state)
{
    (void)state;
    struct err e;
    struct screen_settings settings = {.ascii = SCREEN_ASCII_YES};
    assert_true(open_with(&settings, &e));
    assert_true(screen_is_ascii());
    screen_hline(0, 0, 3);
    screen_vline(1, 0, 2);
    show();
    check_row(0, "---");
    check_row(2, "|");
}

static void screen__no_color(void **state)
{
    (void)state;
    setenv("NO_COLOR", "1", 1);
    open_screen();
    put(0, 0, "plain", 99);
    screen_put(1, 0, ROLE_LINK, "link", 4, 99);
    screen_put(2, 0, ROLE_SELECTED, "selected", 8, 99);
    show();
    struct term_cell cell;
    term_cell_at(term, 1, 0, &cell);
    assert_int_equal(cell.fg, -1);
    assert_true(cell.underline);
    term_cell_at(term, 2, 0, &cell);
    assert_true(cell.reverse);
}

static void screen__c_locale__is_readable(void **state)
{
    (void)state;
    assert_non_null(setlocale(LC_ALL, "C"));
    open_screen();
    assert_true(screen_is_ascii());
    int cols = put(0, 0, "a" ZHONG "\xc3\xa9z", 99);
    screen_hline(1, 0, 3);
    show();
    setlocale(LC_ALL, "C.UTF-8");
    assert_int_equal(cols, 5);
    check_row(0, "a???z");
    check_row(1, "---");
}

static void screen__modes__on_and_back(void **state)
{
    (void)state;
    struct termios before, during, after;
    struct sigaction sa;
    tcgetattr(slave, &before);
    open_screen();
    screen_cursor(2, 3);
    show();
    tcgetattr(slave, &during);
    assert_false(during.c_lflag & (ICANON | ISIG | ECHO));
    assert_true(term_mode(term, 1049));
    assert_true(term_mode(term, 2004));
    assert_true(term_cursor_visible(term));
    int row, col;
    term_cursor(term, &row, &col);
    assert_int_equal(row * 100 + col, 203);
    screen_cursor_hide();
    show();
    assert_false(term_cursor_visible(term));
    sigaction(SIGTSTP, NULL, &sa);
    assert_true(sa.sa_handler == SIG_DFL);
    sigaction(SIGTERM, NULL, &sa);
    assert_true(sa.sa_handler == SIG_DFL);
    screen_close();
    screen_close();
    look();
    tcgetattr(slave, &after);
    assert_int_equal(after.c_lflag, before.c_lflag);
    assert_int_equal(after.c_iflag, before.c_iflag);
    assert_false(term_mode(term, 1049));
    assert_false(term_mode(term, 2004));
    assert_true(term_cursor_visible(term));
    assert_true(term_pen_is_plain(term));
}

static void screen_leave__and_return(void **state)
{
    (void)state;
    open_screen();
    put(0, 0, "hello", 99);
    show();
    screen_leave();
    screen_leave();
    look();
    assert_false(term_mode(term, 1049));
    assert_false(term_mode(term, 2004));
    screen_erase();
    put(0, 0, "again", 99);
    show(); /* nothing is drawn while away */
    assert_false(term_mode(term, 1049));
    assert_int_equal(screen_key(), K_NONE);
    screen_return();
    show();
    assert_true(term_mode(term, 1049));
    assert_true(term_mode(term, 2004));
    check_row(0, "again");
    struct termios now;
    tcgetattr(slave, &now);
    assert_false(now.c_lflag & (ICANON | ISIG | ECHO));
}

static void terminal_abandon__restores(void **state)
{
    (void)state;
    struct termios before, after;
    terminal_abandon(); /* not open: nothing */
    tcgetattr(slave, &before);
    open_screen();
    put(0, 0, "hello", 99);
    show();
    terminal_abandon();
    terminal_abandon();
    look();
    tcgetattr(slave, &after);
    assert_int_equal(after.c_lflag, before.c_lflag);
    assert_false(term_mode(term, 1049));
    assert_false(term_mode(term, 2004));
    assert_true(term_cursor_visible(term));
}

static void check_refused(const char *term_name, const char *want)
{
    struct err e = {""};
    struct screen_settings settings = {0};
    if (term_name)
        setenv("TERM", term_name, 1);
    else
        unsetenv("TERM");
    assert_false(open_with(&settings, &e));
    if (!strstr(e.text, want))
        fail_msg("TERM '%.20s': '%s', expected '%s'", term_name ? term_name : "(unset)", e.text,
                 want);
    look();
    assert_int_equal(term_raw(term)->len, 0);
}

static void screen_open__refuses_terminals(void **state)
{
    (void)state;
    char *huge = calloc(1, 5001);
    memset(huge, 'x', 5000);
    check_refused(NULL, "TERM is not set");
    check_refused("", "TERM is not set");
    check_refused("no-such-terminal", "'no-such-terminal'");
    check_refused("dumb", "cannot move its cursor");
    check_refused(huge, "too long");
    check_refused("../../etc/passwd", "unknown");
    free(huge);
    setenv("TERM", "xterm-256color", 1);
    struct err e = {""};
    struct screen_settings settings = {.theme = "nosuch"};
    assert_false(open_with(&settings, &e));
    assert_non_null(strstr(e.text, "unknown theme 'nosuch'"));
    look();
    assert_int_equal(term_raw(term)->len, 0);
}

/* Copies the entry of xterm-256color with a table of extended strings that lies about its size:
 * ncurses does not survive it. False where there is no such entry. The format is in term(5). */
static bool write_damaged(const char *to)
{
    static const char *const folders[] = {"/lib/terminfo", "/usr/share/terminfo", "/etc/terminfo"};
    unsigned char entry[16384];
    size_t n = 0;
    for (size_t i = 0; i < 3 && !n; i++) {
        char *path = xasprintf("%s/x/xterm-256color", folders[i]);
        FILE *f = fopen(path, "r");
        n = f ? fread(entry, 1, sizeof entry, f) : 0;
        if (f)
            fclose(f);
        free(path);
    }
    int sizes[6] = {0};
    for (size_t i = 0; i < 6 && n > 12; i++)
        sizes[i] = entry[2 * i] | entry[2 * i + 1] << 8;
    int at = 12 + sizes[1] + sizes[2];
    at += at % 2 + sizes[3] * (sizes[0] == 01036 ? 4 : 2) + 2 * sizes[4] + sizes[5];
    at += at % 2;
    if (!n || (size_t)at + 10 > n)
        return false;
    entry[at + 9] = 0; /* the high byte of the size of the strings */
    FILE *f = fopen(to, "w");
    assert_int_equal(fwrite(entry, 1, n, f), n);
    return fclose(f) == 0;
}

/* With the variable, a damaged entry is found in the subfolder of a new folder. */
static void check_damaged(const char *variable, const char *subfolder)
{
    char *home = scratch_new(), *database = scratch_path(home, subfolder);
    char *folder = scratch_path(database, "x"), *entry = scratch_path(folder, "xdamaged");
    char *before = getenv(variable) ? xstrdup(getenv(variable)) : NULL;
    struct err e = {""};
    struct screen_settings settings = {0};
    mkdir(database, 0700);
    mkdir(folder, 0700);
    setenv(variable, home, 1);
    setenv("TERM", "xdamaged", 1);
    bool written = write_damaged(entry), opened = open_with(&settings, &e);
    if (before)
        setenv(variable, before, 1);
    else
        unsetenv(variable);
    scratch_free(home);
    free(before);
    free(entry);
    free(folder);
    free(database);
    if (!written)
        skip();
    assert_false(opened);
    bool refused = strstr(e.text, "'xdamaged' (TERM) is unknown"); /* by ncurses 6.5 itself */
    if (!refused)
        assert_string_equal(e.text, "the terminfo entry of terminal 'xdamaged' (TERM) is damaged, "
                                    "or there is no memory for it");
}

static void screen_open__damaged_entry__is_said(void **state)
{
    (void)state;
#if SANITIZED
    skip(); /* the sanitizer reports what happens in the child */
#endif
    check_damaged("TERMINFO", ".");
    check_damaged("HOME", ".terminfo");
}

static void screen_open__accepts_terminals(void **state)
{
    (void)state;
    static const char *const names[] = {"vt100",         "xterm", "linux", "screen-256color",
                                        "tmux-256color", "vt220", "ansi",  "rxvt",
                                        "xterm-mono",    "cygwin"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct err e = {""};
        struct screen_settings settings = {0};
        setenv("TERM", names[i], 1);
        if (!open_with(&settings, &e)) {
            print_error("%s: %s\n", names[i], e.text); /* not every machine has all of these */
            assert_non_null(strstr(e.text, "unknown"));
            continue;
        }
        screen_erase();
        put(0, 0, "hello", 99);
        show();
        check_row(0, "hello");
        screen_close();
        look();
        assert_true(term_pen_is_plain(term));
    }
}

static int wait_key(void)
{
    struct pollfd p = {.fd = screen_fd(), .events = POLLIN};
    int key = screen_key(), ms = screen_wait_ms();
    while (key == K_NONE && (poll(&p, 1, ms < 0 ? PATIENCE_MS : ms) > 0 || ms >= 0)) {
        key = screen_key();
        ms = screen_wait_ms();
    }
    return key;
}

static void type(const char *bytes)
{
    assert_int_equal(write(master, bytes, strlen(bytes)), strlen(bytes));
}

static void check_keys(const char *bytes, const int *want, size_t count)
{
    type(bytes);
    for (size_t i = 0; i < count; i++) {
        int key = wait_key();
        if (key != want[i])
            fail_msg("'%s', key %zu: %#x, expected %#x", bytes, i, (unsigned)key,
                     (unsigned)want[i]);
    }
    assert_int_equal(screen_key(), K_NONE);
}

/* ncurses calls exit() where it has no memory. */
static void screen__exit__restores(void **state)
{
    (void)state;
    struct termios before, after;
    tcgetattr(slave, &before);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit no_core = {0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        open_screen();
        screen_flush();
        exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    tcgetattr(slave, &after);
    look();
    assert_int_equal(after.c_lflag, before.c_lflag);
    assert_false(term_mode(term, 1049));
    assert_false(term_mode(term, 2004));
}

static void screen_key__keys(void **state)
{
    (void)state;
    open_screen();
    show();
    assert_int_equal(screen_key(), K_NONE);
    check_keys("j\x03\x1a\x13\r\n\x7f", (int[]){'j', 3, 26, 19, K_ENTER, 10, K_BACKSPACE}, 7);
    check_keys("\x1bOA\x1b[A\x1b[Z\x1bOP\x1b[6~", (int[]){K_UP, K_UP, K_BACKTAB, K_F0 + 1, K_PGDN},
               5);
    check_keys("\x1b[1;3D\x1b[1;5Dj", (int[]){K_ALT | K_LEFT, 'j'}, 2);
    check_keys("\x1b", (int[]){K_ESC}, 1);
    check_keys("\x1b"
               "1",
               (int[]){K_ALT | '1'}, 1);
    check_keys("\x1b[<0;1;1Mj\x1b[M !!k", (int[]){'j', 'k'}, 2);
    check_keys("\xc3\xa4" ZHONG, (int[]){0xe4, 0x4e2d}, 2);
}

/* Milliseconds for which an ESC that nothing has followed is awaited. */
static int esc_wait_ms(void)
{
    open_screen();
    show();
    type("\x1b");
    assert_int_equal(screen_key(), K_NONE);
    int ms = screen_wait_ms();
    screen_close();
    return ms;
}

/* The longest of some: the machine may be busy. */
static int longest_esc_wait_ms(void)
{
    int longest = 0;
    for (int i = 0; i < 20; i++)
        longest = int_max(longest, esc_wait_ms());
    return longest;
}

static void screen_key__esc__longer_over_ssh(void **state)
{
    (void)state;
    assert_in_range(longest_esc_wait_ms(), 1, 25);
    setenv("SSH_TTY", "/dev/pts/1", 1);
    assert_in_range(longest_esc_wait_ms(), 26, 100);
    setenv("ESCDELAY", "9000", 1);
    assert_in_range(longest_esc_wait_ms(), 101, 9000);
    unsetenv("SSH_TTY");
    unsetenv("ESCDELAY");
    setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22", 1);
    assert_in_range(longest_esc_wait_ms(), 26, 100);
    unsetenv("SSH_CONNECTION");
}

static void screen_key__paste(void **state)
{
    (void)state;
    size_t bytes;
    open_screen();
    show();
    type("\x1b[200~call_1\rq\x1b[A\x1b[201~j");
    assert_int_equal(wait_key(), K_PASTE);
    assert_string_equal(screen_paste(&bytes), "call_1\rq\x1b[A");
    assert_int_equal(bytes, 11);
    assert_int_equal(wait_key(), 'j');
}

static void screen_key__terminal_gone(void **state)
{
    (void)state;
    open_screen();
    show();
    assert_int_equal(screen_key(), K_NONE);
    close(master);
    master = -1;
    assert_int_equal(wait_key(), K_EOF);
    assert_int_equal(screen_key(), K_EOF);
}

static void screen_resized__has_the_new_size(void **state)
{
    (void)state;
    open_screen();
    show();
    static const int sizes[][2] = {{1, 1}, {1, 300}, {300, 1}, {2, 2}, {500, 1000}, {24, 80}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct winsize size = {.ws_row = (unsigned short)sizes[i][0],
                               .ws_col = (unsigned short)sizes[i][1]};
        ioctl(slave, TIOCSWINSZ, &size);
        term_resize(term, sizes[i][0], sizes[i][1]);
        screen_resized();
        assert_int_equal(screen_rows(), sizes[i][0]);
        assert_int_equal(screen_cols(), sizes[i][1]);
        assert_int_equal(screen_key(), K_RESIZE);
        assert_int_equal(screen_key(), K_NONE);
        screen_erase();
        put(0, 0, ZHONG "hello", 99);
        show();
    }
    check_row(0, ZHONG "hello");
    screen_resized(); /* the same size again */
    assert_int_equal(screen_key(), K_NONE);
    struct winsize none = {0};
    ioctl(slave, TIOCSWINSZ, &none);
    screen_resized();
    assert_int_equal(screen_rows(), 24);
    assert_int_equal(screen_cols(), 80);
}

static void screen__scrolling_is_cheap(void **state)
{
    (void)state;
    struct winsize size = {.ws_row = 40, .ws_col = 160};
    ioctl(slave, TIOCSWINSZ, &size);
    term_resize(term, 40, 160);
    open_screen();
    for (int first = 0; first < 2; first++) {
        size_t before = term_raw(term)->len;
        screen_erase();
        for (int y = 0; y < 40; y++) {
            char text[161];
            for (int x = 0; x < 160; x++)
                text[x] = (char)('a' + (7 * (y + first) + x * (y + first + 3)) % 26);
            text[160] = '\0';
            put(y, 0, text, 160);
        }
        show();
        if (first && term_raw(term)->len - before > 600)
            fail_msg("one row down took %zu bytes, expected about one row",
                     term_raw(term)->len - before);
    }
}

/* A list of rows on the right, of which `first` is the first number, beside rows that stay. */
static void draw_beside(int first, bool scrolled)
{
    screen_erase();
    for (int y = 0; y < ROWS; y++) {
        char text[COLS + 1];
        snprintf(text, sizeof text, "left row %d", y);
        put(y, 0, text, 14);
        snprintf(text, sizeof text, "the row with number %d", first + y);
        put(y, 15, text, COLS - 15);
    }
    if (scrolled)
        screen_scrolled(0, 15, ROWS, COLS - 15, 1);
}

static void check_beside(int first)
{
    for (int y = 0; y < ROWS; y++) {
        char *want = xasprintf("left row %d     the row with number %d", y, first + y);
        check_row(y, want);
        free(want);
    }
}

/* Shows two frames, of which the second one has scrolled; returns its bytes. */
static size_t bytes_scrolled(void)
{
    open_screen();
    draw_beside(100, false);
    show();
    check_beside(100);
    assert_int_equal(screen_key(), K_NONE);
    size_t before = term_raw(term)->len;
    draw_beside(101, true);
    show();
    check_beside(101);
    return term_raw(term)->len - before;
}

/* Without its answer the terminal is not asked to move parts of rows. */
static void screen_scrolled__beside__with_margins_only(void **state)
{
    (void)state;
    size_t without = bytes_scrolled();
    assert_null(strstr(buf_str(term_raw(term)), "?69h"));
    screen_close();
    look();
    type("\x1b[?69;2$y");
    size_t with = bytes_scrolled();
    assert_non_null(strstr(buf_str(term_raw(term)), "\x1b[?69h\x1b[16;40s"));
    assert_true(with < 100);
    assert_true(without > 100);
    assert_null(strstr(buf_str(term_raw(term)), "\x1b"
                                                "7")); /* screen_scroll.c */
}

/* The question that follows a frame is answered late or not at all while a key is held. */
static void screen_hold_ms__line_does_not_keep_up(void **state)
{
    (void)state;
    open_screen();
    put(0, 0, "hello", 99);
    assert_int_equal(screen_hold_ms(), 0);
    show();
    type("\x1b[0n\x1b[0nj"); /* to the first question, and to that of the first frame */
    assert_int_equal(wait_key(), 'j');
    draw_beside(1, false);
    assert_int_equal(screen_hold_ms(), 0);
    assert_false(screen_is_held());
    show();
    draw_beside(501, false);
    int ms = 0;
    for (int64_t end_ms = time_now_ms() + PATIENCE_MS; !ms && time_now_ms() < end_ms;)
        ms = screen_hold_ms();
    assert_true(ms > 0);
    assert_true(screen_is_held());
    type("\x1b[0n");
    assert_int_equal(screen_key(), K_NONE);
    assert_int_equal(screen_hold_ms(), 0);
    assert_false(screen_is_held());
    show();
    check_beside(501);
}

/* An answer that came while others had the terminal is not waited for. */
static void screen_hold_ms__after_others__nothing_is_due(void **state)
{
    (void)state;
    open_screen();
    show();
    type("\x1b[0nj");
    assert_int_equal(wait_key(), 'j');
    for (int renewed = 0; renewed < 2; renewed++) {
        int ms = 0;
        for (int i = 1; i < 4; i++) {
            draw_beside(1000 * i + renewed, false);
            show();
        }
        draw_beside(1, false);
        for (int64_t end_ms = time_now_ms() + PATIENCE_MS; !ms && time_now_ms() < end_ms;)
            ms = screen_hold_ms();
        assert_true(ms > 0);
        if (renewed) {
            screen_renew();
        } else {
            type("\x1b[0n");
            screen_leave();
            screen_return();
        }
        assert_int_equal(screen_hold_ms(), 0);
    }
}

static void screen_redraw__sends_everything(void **state)
{
    (void)state;
    open_screen();
    put(0, 0, "hello", 99);
    show();
    term_feed(term, "\x1b[2J\x1b[Hdirt", 12);
    show();
    check_row(0, "dirt");
    screen_redraw();
    show();
    check_row(0, "hello");
}

static void screen_send__passes_ncurses(void **state)
{
    (void)state;
    open_screen();
    show();
    screen_send("\x1b]52;c;aGk=\a", 12);
    look();
    assert_int_equal(term_osc_count(term, "52;"), 1);
}

static void screen_can_send__vt100(void **state)
{
    (void)state;
    setenv("TERM", "vt100", 1);
    open_screen();
    assert_false(screen_can_send(K_BACKTAB));
    assert_false(screen_can_send(K_F0 + 20));
    assert_true(screen_can_send(K_UP));
    assert_true(screen_can_send('x'));
    assert_true(screen_can_send(K_ALT | 'x'));
    assert_true(screen_can_send(4));
}

static void screen__on_dev_null(void **state)
{
    (void)state;
    struct err e = {""};
    struct screen_settings settings = {0};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    close(null);
    setenv("LINES", "30", 1);
    setenv("COLUMNS", "100", 1);
    assert_true(open_with(&settings, &e));
    assert_int_equal(screen_rows(), 30);
    assert_int_equal(screen_cols(), 100);
    assert_int_equal(put(29, 98, "abc", 99), 2);
    screen_flush();
    assert_int_equal(screen_key(), K_EOF);
    setenv("LINES", "5", 1);
    screen_resized();
    assert_int_equal(screen_rows(), 5);
}

static void screen__not_open__does_nothing(void **state)
{
    (void)state;
    screen_erase();
    assert_int_equal(put(0, 0, "x", 9), 0);
    screen_fill(0, 0, 5, ROLE_TEXT);
    screen_flush();
    screen_redraw();
    screen_leave();
    screen_return();
    screen_resized();
    screen_send("x", 1);
    screen_close();
    assert_int_equal(screen_rows(), 0);
    assert_int_equal(screen_cols(), 0);
    assert_int_equal(screen_key(), K_NONE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(screen_put__clips),
        TEST(screen_put__unclean_text__aborts),
        TEST(line_draw__spans_and_edge),
        TEST(screen__frames),
        TEST(screen__ascii_frames),
        TEST(screen__no_color),
        TEST(screen__c_locale__is_readable),
        TEST(screen__modes__on_and_back),
        TEST(screen_leave__and_return),
        TEST(terminal_abandon__restores),
        TEST(screen_open__refuses_terminals),
        TEST(screen_open__damaged_entry__is_said),
        TEST(screen_open__accepts_terminals),
        TEST(screen__exit__restores),
        TEST(screen_key__keys),
        TEST(screen_key__esc__longer_over_ssh),
        TEST(screen_key__paste),
        TEST(screen_key__terminal_gone),
        TEST(screen_resized__has_the_new_size),
        TEST(screen__scrolling_is_cheap),
        TEST(screen_scrolled__beside__with_margins_only),
        TEST(screen_hold_ms__line_does_not_keep_up),
        TEST(screen_hold_ms__after_others__nothing_is_due),
        TEST(screen_redraw__sends_everything),
        TEST(screen_send__passes_ncurses),
        TEST(screen_can_send__vt100),
        TEST(screen__on_dev_null),
        TEST(screen__not_open__does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
