/* Opens, closes and flushes the screen through ncurses. */
#include "ui/term/screen.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/time.h"
#include "ui/term/input.h"
#include "ui/term/pace.h"
#include "ui/term/screen_scroll.h"
#include "ui/term/terminal.h"

#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <ncurses.h>

enum {
    SIZE_MAX_ROWS = 1000,
    SIZE_MAX_COLS = 2000, /* some terminals claim 65535 x 65535 */
};

static struct {
    SCREEN *screen; /* NULL: the screen is not open */
    struct terminal_facts facts;
    bool away;       /* between screen_leave and screen_return */
    bool modes_sent; /* since the last screen_return or screen_renew */
    bool asked;      /* the terminal, for its background */
    bool questioned; /* the first questions were sent */
    bool held;       /* the last frame was not sent */
    struct pace pace;
    bool resized;
    bool cursor_shown;
    int cursor_y, cursor_x;
} s;

/* ncurses installs handlers for these where it finds the default ones; newterm is not to do so. */
static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
enum { SIGNALS = sizeof signals / sizeof *signals };

static SCREEN *start_ncurses(void)
{
    struct sigaction before[SIGNALS];
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], NULL, &before[i]);
    signal(SIGTSTP, SIG_IGN); /* or ncurses would lose a SIGTSTP that arrives while it draws */
    SCREEN *screen = newterm(NULL, stdout, stdin);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    return screen;
}

static void start_modes(void)
{
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    typeahead(-1); /* or ncurses would look for keys while it draws */
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    keypad(stdscr, TRUE);
}

bool screen_open(const struct screen_settings *settings, struct err *e)
{
    bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    bool ascii =
        settings->ascii == SCREEN_ASCII_YES || (settings->ascii == SCREEN_ASCII_AUTO && !utf8);
    terminal_remember();
    bool ok = terminal_check(&s.facts, e) &&
              screen_paint_load(settings->theme, s.facts.colours, settings->problems, e);
    if (ok && !(s.screen = start_ncurses()))
        ok = err_set(e, "the terminal cannot be opened as a screen");
    if (!ok) {
        terminal_disarm();
        return false;
    }
    terminal_arm(&s.facts);
    start_modes();
    screen_paint_open(utf8, ascii);
    screen_keys_open(utf8);
    screen_set_mouse(settings->mouse);
    screen_resized(); /* ncurses would rather believe LINES and COLUMNS */
    s.away = s.modes_sent = s.asked = s.questioned = s.held = s.resized = s.cursor_shown = false;
    s.pace = (struct pace){0};
    return true;
}

/* Sent before the first frame, so that a user who sees the frame can paste at once. */
static void send_modes(bool on)
{
    const char *sequence = on ? TERMINAL_PASTE_ON : TERMINAL_PASTE_OFF;
    if (on != s.modes_sent && s.facts.pastes)
        screen_send(sequence, strlen(sequence));
    s.modes_sent = on;
}

static void ask_ready(void)
{
    screen_send(PACE_QUESTION, strlen(PACE_QUESTION));
    screen_keys_expect_ready();
}

/* Before the first frame, which clears the screen: some terminals show a part of a question that
 * they do not know. */
static void ask_first(void)
{
    if (s.questioned || !s.facts.pastes)
        return;
    s.questioned = true;
    screen_send(SCREEN_SCROLL_QUESTION, strlen(SCREEN_SCROLL_QUESTION));
    ask_ready();
    pace_asked(&s.pace, 0, time_now_ms());
}

/* Once, after a frame: nothing waits for the answer. */
static void ask_background(void)
{
    if (s.asked || !screen_paint_needs_background() ||
        !background_can_ask(getenv("TERM"), getenv("TMUX") != NULL))
        return;
    s.asked = true;
    screen_send(BACKGROUND_QUESTION, strlen(BACKGROUND_QUESTION));
    screen_keys_expect_answer();
}

void screen_close(void)
{
    if (!s.screen)
        return;
    screen_leave();
    screen_keys_close();
    screen_paint_close();
    delscreen(s.screen);
    s.screen = NULL;
}

void screen_leave(void)
{
    if (!s.screen || s.away)
        return;
    screen_keys_await_answers();
    pace_forget(&s.pace);
    s.modes_sent = true; /* perhaps, before the process was stopped */
    send_modes(false);
    curs_set(1);
    endwin();
    s.away = true;
    terminal_disarm();
}

void screen_return(void)
{
    if (!s.screen || !s.away)
        return;
    s.away = false;
    terminal_arm(&s.facts);
    screen_renew();
}

void screen_renew(void)
{
    if (!s.screen || s.away)
        return;
    reset_prog_mode();
    keypad(stdscr, TRUE); /* endwin turned it off */
    screen_keys_reset();
    pace_forget(&s.pace);
    s.modes_sent = false;
    screen_resized();
}

void screen_cursor(int y, int x)
{
    s.cursor_y = y;
    s.cursor_x = x;
    s.cursor_shown = true;
}

void screen_cursor_hide(void)
{
    s.cursor_shown = false;
}

int screen_hold_ms(void)
{
    int64_t now_ms = time_now_ms();
    if (!s.screen || s.away || !s.facts.pastes)
        return 0;
    bool slow = pace_ms_per_byte(&s.pace) > 0;
    size_t bytes = slow ? screen_paint_bytes() : 0;
    int ms = pace_wait_ms(&s.pace, bytes, screen_keys_last_ms(), now_ms);
    if (ms && pace_can_probe(&s.pace)) {
        ask_ready();
        pace_asked(&s.pace, 0, now_ms);
    }
    s.held = ms > 0;
    return ms;
}

bool screen_is_held(void)
{
    return s.held;
}

bool screen_flush(void)
{
    if (!s.screen || s.away)
        return true;
    bool visible = s.cursor_shown && s.cursor_y >= 0 && s.cursor_y < screen_rows() &&
                   s.cursor_x >= 0 && s.cursor_x < screen_cols();
    s.held = false;
    send_modes(true);
    ask_first();
    size_t bytes = screen_paint_frame();
    if (visible)
        move(s.cursor_y, s.cursor_x);
    bool returns = isendwin();
    if (!returns)
        curs_set(visible);
    refresh();
    if (returns) /* not before the alternate screen: some terminals note then whether it is shown */
        curs_set(visible);
    if (pace_sent(&s.pace, bytes, time_now_ms()) && s.facts.pastes)
        ask_ready();
    ask_background();
    /* The first refresh() after endwin() reads the size itself, and believes LINES and COLUMNS. */
    bool kept = !screen_paint_resize();
    if (!kept)
        screen_resized();
    return kept;
}

void screen_beep(void)
{
    if (s.screen)
        beep();
}

void screen_send(const char *bytes, size_t n)
{
    if (s.screen)
        terminal_send(bytes, n);
}

int screen_fd(void)
{
    return STDIN_FILENO;
}

int screen_key(void)
{
    if (!s.screen || s.away)
        return K_NONE;
    if (s.resized) {
        s.resized = false;
        return K_RESIZE;
    }
    int key;
    while ((key = screen_keys_next()) == INPUT_READY || key == INPUT_MARGINS)
        if (key == INPUT_READY)
            pace_answered(&s.pace, time_now_ms());
        else
            screen_scroll_set_margins(true);
    return key;
}

/* Reads LINES or COLUMNS, for terminals that do not report their size. */
static int size_from(const char *name, int otherwise)
{
    const char *value = getenv(name);
    long n = value ? strtol(value, NULL, 10) : 0;
    return n > 0 && n <= SIZE_MAX_COLS ? (int)n : otherwise;
}

void screen_resized(void)
{
    if (!s.screen)
        return;
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
        size = (struct winsize){0};
    int rows = size.ws_row ? size.ws_row : size_from("LINES", screen_rows());
    int cols = size.ws_col ? size.ws_col : size_from("COLUMNS", screen_cols());
    rows = int_min(rows, SIZE_MAX_ROWS);
    cols = int_min(cols, SIZE_MAX_COLS);
    if ((rows != screen_rows() || cols != screen_cols()) && resize_term(rows, cols) != OK)
        die("out of memory");
    s.resized = screen_paint_resize() || s.resized;
    screen_redraw(); /* the terminal may have been smaller for a moment and lost what was outside */
}

void screen_version(struct buf *compiled, struct buf *running)
{
    static const char name[] = "ncurses ";
    const char *version = curses_version();
    bool named = strncmp(version, name, sizeof name - 1) == 0;
    buf_printf(compiled, "%s.%d", NCURSES_VERSION, NCURSES_VERSION_PATCH);
    buf_puts(running, named ? version + sizeof name - 1 : version);
}
