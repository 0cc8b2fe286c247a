/* The only state is what terminal_abandon needs; it is prepared before a signal can arrive. */
#include "ui/term/terminal.h"

#include "base/alloc.h"
#include "os/os.h"
#include "theme/role.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <ncurses.h>
#include <term.h>

enum { TERM_MAX_BYTES = 128, TRIAL_MAX_S = 2 };

static struct {
    volatile sig_atomic_t armed;
    struct termios before;
    bool has_before;
    char bytes[512];
    size_t filled;
    volatile size_t count; /* of the bytes that are ready */
} undo;

static char *capability(const char *name)
{
    char *value = tigetstr(name);
    return value == (char *)-1 ? NULL : value;
}

/* 0 where the terminal cannot return to its default colours. A terminal with direct colours would
 * read numbers over 7 as red, green and blue, so it gets 8. */
static int usable_colours(void)
{
    int n = tigetnum("colors");
    bool keeps_own = capability("op") || capability("oc");
    if (os_variable("NO_COLOR") || !keeps_own || n < 8 || tigetnum("pairs") <= ROLE_COUNT)
        return 0;
    return n == 256 ? 256 : n > 256 ? 8 : n >= 16 ? 16 : 8;
}

/* Whether the entry may be one that the user compiled, and not the system's own, which is trusted
 * as its libraries are. */
static bool is_own_entry_possible(void)
{
    static const char *const names[] = {"TERMINFO", "TERMINFO_DIRS", "TERMCAP"};
    static const char *const places[] = {".terminfo", ".terminfo.db"};
    const char *home = os_variable("HOME");
    bool possible = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        possible = possible || os_variable(names[i]);
    for (size_t i = 0; home && i < sizeof places / sizeof *places; i++) {
        char *path = xasprintf("%s/%s", home, places[i]);
        possible = possible || access(path, F_OK) == 0;
        free(path);
    }
    return possible;
}

/* Draws what the screen draws, where nobody sees it. */
static void use_entry(const char *term)
{
    static const attr_t attributes[] = {A_BOLD, A_UNDERLINE, A_REVERSE, A_DIM};
    FILE *null = fopen("/dev/null", "r+");
    if (null)
        dup2(fileno(null), STDERR_FILENO);
    setenv("LINES", "24", 1);
    setenv("COLUMNS", "80", 1);
    SCREEN *screen = null ? newterm(term, null, null) : NULL;
    if (!screen)
        return;
    start_color();
    use_default_colors();
    init_pair(1, COLOR_RED, -1);
    keypad(stdscr, TRUE);
    idlok(stdscr, TRUE);
    scrollok(stdscr, TRUE);
    mousemask(BUTTON1_PRESSED, NULL);
    for (int round = 0; round < 3; round++) {
        for (int y = 0; y < 24; y++) {
            attr_set(attributes[y % 4], (short)(y % 2), NULL);
            mvprintw(y, 7 * y % 40, "%*d", y + 1, y);
            mvhline(y, 60, ACS_HLINE, 10);
        }
        curs_set(round % 2);
        refresh();
        scrl(round - 1);
        refresh();
        erase();
    }
    usable_colours();
    beep();
    endwin();
    delscreen(screen);
}

bool terminal_check(struct terminal_facts *f, struct err *e)
{
    const char *term = os_variable("TERM");
    int found = 0;
    if (!term)
        return err_set(e, "TERM is not set: it names the type of terminal");
    if (strlen(term) > TERM_MAX_BYTES)
        return err_set(e, "TERM is too long to name a terminal");
    if (is_own_entry_possible() && os_try(use_entry, term, TRIAL_MAX_S))
        return err_set(
            e,
            "the terminfo entry of terminal '%s' (TERM) is damaged, or there is no memory for it",
            term);
    if (setupterm(term, STDOUT_FILENO, &found) != 0) {
        if (os_files_are_short())
            return err_set(e, "cannot look up terminal '%s': too many open files", term);
        if (found < 0)
            return err_set(e, "there is no terminfo database for terminal '%s' (TERM)", term);
        return err_set(e, "terminal '%s' (TERM) is unknown or cannot show a screen", term);
    }
    const char *move = capability("cup");
    f->pastes = move && move[0] == '\x1b' && move[1] == '[';
    f->colours = usable_colours();
    bool ok = move != NULL;
    del_curterm(cur_term);
    return ok || err_set(e, "terminal '%s' (TERM) cannot move its cursor", term);
}

void terminal_send(const char *bytes, size_t n)
{
    struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};
    while (n) {
        ssize_t written = write(p.fd, bytes, n);
        if (written < 0 && errno == EAGAIN && poll(&p, 1, 1000) > 0)
            continue;
        if (written < 0 && errno != EINTR)
            return;
        n -= written > 0 ? (size_t)written : 0;
        bytes += written > 0 ? written : 0;
    }
}

/* ncurses calls exit() where it has no memory. */
static void end_unexpected(void)
{
    if (!undo.armed)
        return;
    terminal_abandon();
    die("out of memory");
}

void terminal_remember(void)
{
    static bool is_registered;
    if (!is_registered)
        is_registered = atexit(end_unexpected) == 0;
    undo.has_before = tcgetattr(STDIN_FILENO, &undo.before) == 0;
    terminal_arm_settings();
}

static int add_byte(int c)
{
    if (undo.filled < sizeof undo.bytes)
        undo.bytes[undo.filled++] = (char)c;
    return c;
}

void terminal_arm(const struct terminal_facts *f)
{
    static const char *const names[] = {"sgr0", "op", "rmkx", "cnorm", "rmcup"};
    undo.count = undo.filled = 0;
    for (const char *c = f->pastes ? TERMINAL_PASTE_OFF : ""; *c; c++)
        add_byte(*c);
    if (capability("XM")) /* turns mouse reports off */
        tputs(tiparm(capability("XM"), 0), 1, add_byte);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (capability(names[i]))
            tputs(capability(names[i]), 1, add_byte);
    add_byte('\r');
    undo.count = undo.filled;
    undo.armed = 1;
}

void terminal_arm_settings(void)
{
    undo.count = 0;
    undo.armed = 1;
}

void terminal_disarm(void)
{
    undo.armed = 0;
}

void terminal_abandon(void)
{
    if (!undo.armed)
        return;
    undo.armed = 0;
    ssize_t written = write(STDOUT_FILENO, undo.bytes, undo.count);
    (void)written;
    if (undo.has_before)
        tcsetattr(STDIN_FILENO, TCSANOW, &undo.before);
}
