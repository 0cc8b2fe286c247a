/* Opens, closes and flushes the screen through ncurses. */
#include "ui/term/screen.h"

#include "ui/term/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
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
    FILE *in, *out;
    bool owns_files;
    struct terminal_facts facts;
    bool away;       /* between screen_leave and screen_return */
    bool modes_sent; /* since the last screen_return or screen_renew */
    bool resized;
    bool cursor_shown;
    int cursor_y, cursor_x;
} s;

static void close_files(void)
{
    if (s.owns_files) {
        fclose(s.in);
        fclose(s.out);
    }
    s.in = s.out = NULL;
    s.owns_files = false;
}

static bool open_files(const char *device, struct err *e)
{
    s.in = stdin;
    s.out = stdout;
    if (!device)
        return true;
    int in = open(device, O_RDWR | O_NOCTTY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(device, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (out < 0) {
        err_set(e, "cannot open '%s': %s", device, strerror(errno));
        if (in >= 0)
            close(in);
        return false;
    }
    s.in = fdopen(in, "r");
    s.out = fdopen(out, "w");
    s.owns_files = true;
    return (s.in && s.out) || err_set(e, "cannot open '%s': %s", device, strerror(errno));
}

/* ncurses installs handlers for these where it finds the default ones; newterm is not to do so. */
static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
enum { SIGNALS = sizeof signals / sizeof *signals };

static SCREEN *start_ncurses(void)
{
    struct sigaction before[SIGNALS];
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], NULL, &before[i]);
    signal(SIGTSTP, SIG_IGN); /* or ncurses would lose a SIGTSTP that arrives while it draws */
    SCREEN *screen = newterm(NULL, s.out, s.in);
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
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
}

bool screen_open(const struct screen_settings *settings, struct err *e)
{
    bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    bool ascii =
        settings->ascii == SCREEN_ASCII_YES || (settings->ascii == SCREEN_ASCII_AUTO && !utf8);
    if (!open_files(settings->terminal, e))
        return false;
    terminal_remember(fileno(s.in));
    if (!terminal_check(&s.facts, fileno(s.out), e) ||
        !screen_paint_load(settings->theme, s.facts.colours, settings->problems, e)) {
        close_files();
        return false;
    }
    s.screen = start_ncurses();
    if (!s.screen) {
        close_files();
        return err_set(e, "the terminal cannot be opened as a screen");
    }
    start_modes();
    screen_paint_open(utf8, ascii);
    screen_keys_open(fileno(s.in), utf8);
    screen_set_mouse(settings->mouse);
    terminal_arm(fileno(s.in), fileno(s.out), &s.facts);
    s.away = s.modes_sent = s.resized = s.cursor_shown = false;
    return true;
}

/* Sent before the first frame, so that a user who sees the frame can paste at once. */
static void send_modes_on(void)
{
    if (!s.modes_sent && s.facts.pastes)
        screen_send(TERMINAL_PASTE_ON, strlen(TERMINAL_PASTE_ON));
    s.modes_sent = true;
}

static void send_modes_off(void)
{
    if (s.modes_sent && s.facts.pastes)
        screen_send(TERMINAL_PASTE_OFF, strlen(TERMINAL_PASTE_OFF));
    s.modes_sent = false;
}

void screen_close(void)
{
    if (!s.screen)
        return;
    terminal_disarm();
    if (!s.away) {
        send_modes_off();
        curs_set(1);
        endwin();
    }
    screen_keys_close();
    screen_paint_close();
    delscreen(s.screen);
    s.screen = NULL;
    close_files();
}

void screen_leave(void)
{
    if (!s.screen || s.away)
        return;
    send_modes_off();
    curs_set(1);
    endwin();
    s.away = true;
    terminal_disarm();
}

void screen_return(void)
{
    if (!s.screen || !s.away)
        return;
    reset_prog_mode();
    s.away = false;
    terminal_arm(fileno(s.in), fileno(s.out), &s.facts);
    screen_resized();
}

void screen_renew(void)
{
    if (!s.screen || s.away)
        return;
    reset_prog_mode();
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

void screen_flush(void)
{
    if (!s.screen || s.away)
        return;
    bool visible = s.cursor_shown && s.cursor_y >= 0 && s.cursor_y < screen_rows() &&
                   s.cursor_x >= 0 && s.cursor_x < screen_cols();
    if (visible)
        move(s.cursor_y, s.cursor_x);
    curs_set(visible);
    send_modes_on();
    refresh();
}

void screen_beep(void)
{
    if (s.screen)
        beep();
}

void screen_send(const char *bytes, size_t n)
{
    if (!s.screen)
        return;
    struct pollfd p = {.fd = fileno(s.out), .events = POLLOUT};
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

int screen_fd(void)
{
    return s.in ? fileno(s.in) : -1;
}

int screen_key(void)
{
    if (!s.screen || s.away)
        return K_NONE;
    if (s.resized) {
        s.resized = false;
        return K_RESIZE;
    }
    return screen_keys_next();
}

/* Reads LINES or COLUMNS, for terminals that do not report their size. */
static int size_from(const char *name, int otherwise)
{
    const char *value = getenv(name);
    long n = value ? strtol(value, NULL, 10) : 0;
    return n > 0 && n <= SIZE_MAX_COLS ? (int)n : otherwise;
}

static int within(int n, int most, int otherwise)
{
    return n <= 0 ? otherwise : n < most ? n : most;
}

void screen_resized(void)
{
    if (!s.screen)
        return;
    struct winsize size = {0};
    if (ioctl(fileno(s.out), TIOCGWINSZ, &size) < 0)
        size = (struct winsize){0};
    int rows = within(size.ws_row, SIZE_MAX_ROWS, size_from("LINES", screen_rows()));
    int cols = within(size.ws_col, SIZE_MAX_COLS, size_from("COLUMNS", screen_cols()));
    if (rows != screen_rows() || cols != screen_cols()) {
        resize_term(rows, cols);
        s.resized = true;
    }
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
