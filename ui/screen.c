/* The terminal, through ncurses. There is one, so its state is static here; UI thread only, but for
 * screen_abandon. Everything on the screen passes screen_put, which cleans and clips. */
#include "ui/screen.h"

#include "base/alloc.h"
#include "base/text.h"
#include "ui/input.h"
#include "ui/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#define NCURSES_WIDECHAR 1
#include <ncurses.h>

enum {
    ESC_DELAY_MS = 25,
    SIZE_MAX_ROWS = 1000,
    SIZE_MAX_COLS = 2000, /* of a terminal that claims 65535 x 65535 */
    BYTES_PER_COL = 64,   /* of input, hidden characters and marks included */
    PASTE_CODE = KEY_MAX + 1,
};

static struct {
    SCREEN *screen; /* NULL: not open */
    FILE *in, *out;
    bool owns_files;
    WINDOW *keys; /* reading from a pad repaints nothing */
    struct input input;
    struct theme theme;
    struct terminal_facts facts;
    bool utf8, ascii, mouse;
    bool away;       /* between screen_leave and screen_return */
    bool modes_sent; /* since the last return */
    bool resized;
    bool cursor_shown;
    int cursor_y, cursor_x;
    struct buf clean, bytes; /* of screen_put */
} s;

void screen_abandon(void)
{
    terminal_abandon();
}

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
    return s.in && s.out;
}

/* ncurses puts handlers on these when it finds the default ones; they are not its own here. */
static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
enum { SIGNALS = sizeof signals / sizeof *signals };

static SCREEN *start_ncurses(void)
{
    struct sigaction before[SIGNALS];
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], NULL, &before[i]);
    signal(SIGTSTP, SIG_IGN); /* found so, ncurses does not lose it while it draws */
    SCREEN *screen = newterm(NULL, s.out, s.in);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    return screen;
}

static attr_t attributes_of(const struct look *look)
{
    attr_t a = A_NORMAL;
    a |= look->attributes & LOOK_BOLD ? A_BOLD : 0;
    a |= look->attributes & LOOK_UNDERLINE ? A_UNDERLINE : 0;
    a |= look->attributes & LOOK_REVERSE ? A_REVERSE : 0;
    a |= look->attributes & LOOK_DIM ? A_DIM : 0;
    return a;
}

static bool has_pair(const struct look *look)
{
    return look->fg >= 0 || look->bg >= 0;
}

/* Role r has colour pair r + 1. */
static void set_pairs(void)
{
    for (int r = 0; s.facts.colours && r < ROLE_COUNT; r++)
        if (has_pair(&s.theme.roles[r]))
            init_pair((short)(r + 1), (short)s.theme.roles[r].fg, (short)s.theme.roles[r].bg);
}

static void start_colours(void)
{
    if (!s.facts.colours || start_color() != OK || use_default_colors() != OK)
        s.facts.colours = 0;
    set_pairs();
}

bool screen_set_theme(const char *name, struct problems *problems, struct err *e)
{
    if (!theme_load(&s.theme, name, s.facts.colours, problems, e))
        return false;
    set_pairs();
    screen_redraw();
    return true;
}

static void start_keys(void)
{
    s.keys = newpad(1, 1);
    keypad(s.keys, TRUE);
    nodelay(s.keys, TRUE);
    if (!getenv("ESCDELAY"))
        set_escdelay(ESC_DELAY_MS);
    define_key("\x1b[200~", PASTE_CODE);
    if (s.mouse)
        mousemask(BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    else
        define_key(NULL, KEY_MOUSE);
}

static int next_code(void);

static void start_modes(void)
{
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    start_colours();
    start_keys();
    input_init(&s.input, next_code, fileno(s.in), get_escdelay(), s.utf8);
}

bool screen_open(const struct screen_settings *settings, struct err *e)
{
    s.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    s.ascii =
        settings->ascii == SCREEN_ASCII_YES || (settings->ascii == SCREEN_ASCII_AUTO && !s.utf8);
    s.mouse = settings->mouse;
    if (!open_files(settings->terminal, e))
        return false;
    terminal_remember(fileno(s.in));
    if (!terminal_check(&s.facts, fileno(s.out), e) ||
        !theme_load(&s.theme, settings->theme, s.facts.colours, settings->problems, e)) {
        close_files();
        return false;
    }
    s.screen = start_ncurses();
    if (!s.screen) {
        close_files();
        return err_set(e, "the terminal cannot be opened as a screen");
    }
    start_modes();
    terminal_arm(fileno(s.in), fileno(s.out), &s.facts);
    s.away = s.modes_sent = s.resized = s.cursor_shown = false;
    return true;
}

/* Before the frame: who sees it may paste at once. */
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
    delwin(s.keys);
    delscreen(s.screen);
    s.screen = NULL;
    input_done(&s.input);
    buf_done(&s.clean);
    buf_done(&s.bytes);
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
    screen_redraw();
}

void screen_renew(void)
{
    if (!s.screen || s.away)
        return;
    reset_prog_mode();
    s.modes_sent = false;
    screen_resized();
    screen_redraw();
}

int screen_rows(void)
{
    return s.screen ? getmaxy(stdscr) : 0;
}

int screen_cols(void)
{
    return s.screen ? getmaxx(stdscr) : 0;
}

bool screen_is_ascii(void)
{
    return s.ascii;
}

void screen_erase(void)
{
    if (s.screen)
        werase(stdscr);
}

static void set_role(enum role role)
{
    const struct look *look = &s.theme.roles[role];
    attr_set(attributes_of(look), (short)(has_pair(look) ? role + 1 : 0), NULL);
}

/* Columns left from x on, none outside the screen. */
static int clip(int y, int x, int cols)
{
    if (!s.screen || y < 0 || x < 0 || y >= screen_rows() || x >= screen_cols())
        return 0;
    int room = screen_cols() - x;
    return cols < room ? cols : room;
}

/* Outside UTF-8: each cluster as the locale writes it, or question marks as wide as it. */
static void add_in_locale(const char *text, size_t n)
{
    buf_clear(&s.bytes);
    for (size_t at = 0, bytes; at < n; at += bytes) {
        char out[MB_LEN_MAX];
        mbstate_t state = {0};
        int cols, character;
        bytes = text_cluster(text + at, n - at, &cols);
        text_decode(text + at, bytes, &character);
        size_t written = wcrtomb(out, (wchar_t)character, &state);
        if (written != (size_t)-1 && wcwidth((wchar_t)character) == cols)
            buf_add(&s.bytes, out, written);
        else
            buf_add(&s.bytes, "??", (size_t)cols);
    }
    addnstr(buf_str(&s.bytes), (int)s.bytes.len);
}

int screen_put(int y, int x, enum role role, const char *text, size_t bytes, int max_cols)
{
    int used, room = clip(y, x, max_cols);
    if (room <= 0)
        return 0;
    buf_clear(&s.clean);
    text_clean(&s.clean, text, text_prefix_bytes(text, bytes, (size_t)room * BYTES_PER_COL + 256),
               TEXT_SCREEN);
    size_t n = text_fit(buf_str(&s.clean), s.clean.len, room, &used);
    set_role(role);
    move(y, x);
    if (s.utf8)
        addnstr(buf_str(&s.clean), (int)n);
    else
        add_in_locale(buf_str(&s.clean), n);
    return used;
}

void screen_line(int y, int x, int max_cols, const struct line *l)
{
    int at = 0;
    for (size_t i = 0; i < l->count && at < max_cols; i++) {
        const struct span *span = &l->spans[i];
        int used = screen_put(y, x + at, span->role, buf_str(&l->text) + span->begin, span->bytes,
                              max_cols - at);
        at += used;
        if (used < span->cols)
            return; /* a wide character did not fit; nothing goes in its place */
    }
}

void screen_fill(int y, int x, int cols, enum role role)
{
    int room = clip(y, x, cols);
    if (room <= 0)
        return;
    set_role(role);
    mvhline(y, x, ' ', room);
}

void screen_hline(int y, int x, int cols)
{
    int room = clip(y, x, cols);
    if (room <= 0)
        return;
    set_role(ROLE_FRAME);
    if (s.ascii)
        mvhline(y, x, '-', room);
    else
        mvhline_set(y, x, WACS_HLINE, room);
}

void screen_vline(int y, int x, int rows)
{
    if (clip(y, x, 1) <= 0 || rows <= 0)
        return;
    int room = screen_rows() - y;
    set_role(ROLE_FRAME);
    if (s.ascii)
        mvvline(y, x, '|', rows < room ? rows : room);
    else
        mvvline_set(y, x, WACS_VLINE, rows < room ? rows : room);
}

void screen_tee(int y, int x, enum screen_tee tee)
{
    if (clip(y, x, 1) <= 0)
        return;
    set_role(ROLE_FRAME);
    if (s.ascii)
        mvaddch(y, x, '+');
    else
        mvadd_wch(y, x, tee == SCREEN_TEE_DOWN ? WACS_TTEE : WACS_RTEE);
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
    bool visible = s.cursor_shown && clip(s.cursor_y, s.cursor_x, 1) > 0;
    if (visible)
        move(s.cursor_y, s.cursor_x);
    curs_set(visible);
    send_modes_on();
    refresh();
}

void screen_redraw(void)
{
    if (s.screen)
        clearok(curscr, TRUE);
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

static const struct {
    int code, key;
    const char *extended; /* with Alt: "kUP3", a number only ncurses knows */
} codes[] = {
    {KEY_UP, K_UP, "kUP3"},
    {KEY_DOWN, K_DOWN, "kDN3"},
    {KEY_LEFT, K_LEFT, "kLFT3"},
    {KEY_RIGHT, K_RIGHT, "kRIT3"},
    {KEY_HOME, K_HOME, "kHOM3"},
    {KEY_END, K_END, "kEND3"},
    {KEY_PPAGE, K_PGUP, "kPRV3"},
    {KEY_NPAGE, K_PGDN, "kNXT3"},
    {KEY_IC, K_INSERT, "kIC3"},
    {KEY_DC, K_DELETE, "kDC3"},
    {KEY_BTAB, K_BACKTAB, NULL},
    {KEY_ENTER, K_ENTER, NULL},
    {KEY_BACKSPACE, K_BACKSPACE, NULL},
    {PASTE_CODE, INPUT_PASTE_BEGIN, NULL},
};
enum { CODES = sizeof codes / sizeof *codes };

/* The wheel as arrow keys, which is what terminals without a mouse mode make of it. */
static int mouse_key(void)
{
    MEVENT event;
    if (getmouse(&event) != OK)
        return K_NONE;
    return event.bstate & BUTTON4_PRESSED ? K_UP : event.bstate & BUTTON5_PRESSED ? K_DOWN : K_NONE;
}

static int extended_key(int code)
{
    const char *name = code > PASTE_CODE ? keyname(code) : NULL;
    for (int i = 0; name && i < CODES; i++)
        if (codes[i].extended && strcmp(codes[i].extended, name) == 0)
            return codes[i].key | K_ALT;
    return K_NONE;
}

/* K_NONE for what has no meaning here. */
static int key_of_code(int code)
{
    if (code == KEY_MOUSE)
        return mouse_key();
    if (code > KEY_F0 && code <= KEY_F(24))
        return K_F0 + (code - KEY_F0);
    for (int i = 0; i < CODES; i++)
        if (codes[i].code == code)
            return codes[i].key;
    return extended_key(code);
}

/* After ERR: bytes that wait nevertheless, or an end that ncurses does not tell from silence. */
static int what_waits(void)
{
    struct pollfd p = {.fd = fileno(s.in), .events = POLLIN};
    if (poll(&p, 1, 0) <= 0)
        return K_NONE;
    int bytes = 0;
    if (!(p.revents & POLLIN) || ioctl(p.fd, FIONREAD, &bytes) < 0 || bytes <= 0)
        return K_EOF;
    return 0;
}

/* A byte or a named key, for the reader of keys. */
static int next_code(void)
{
    for (;;) {
        int code = wgetch(s.keys);
        if (code >= 0 && code < 0x100)
            return code;
        int key = code == ERR ? what_waits() : key_of_code(code);
        if (code == ERR && key)
            return key;
        if (code != ERR && key != K_NONE)
            return key;
    }
}

int screen_key(void)
{
    if (!s.screen || s.away)
        return K_NONE;
    if (s.resized) {
        s.resized = false;
        return K_RESIZE;
    }
    return input_key(&s.input);
}

bool screen_can_send(int key)
{
    int plain = key >= K_ALT ? key - K_ALT : key;
    if (!s.screen || plain < K_NAMED || plain == K_ENTER || plain == K_BACKSPACE)
        return true;
    if (plain > K_F0 && plain <= K_F0 + 24)
        return has_key(KEY_F(plain - K_F0));
    for (int i = 0; i < CODES; i++)
        if (codes[i].key == plain)
            return has_key(codes[i].code);
    return true;
}

const char *screen_paste(size_t *bytes)
{
    *bytes = s.input.paste.len;
    return buf_str(&s.input.paste);
}

/* A variable that gives a size where the terminal does not. */
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
    if (rows == screen_rows() && cols == screen_cols())
        return;
    resize_term(rows, cols);
    clearok(curscr, TRUE);
    s.resized = true;
}
