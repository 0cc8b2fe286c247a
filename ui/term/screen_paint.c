/* A frame is collected in rows of pieces (screen_rows.h); only rows that changed are written into
 * the cells of ncurses. */
#include "ui/term/screen_paint.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "theme/theme.h"
#include "ui/term/screen_rows.h"
#include "ui/term/screen_scroll.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define NCURSES_WIDECHAR 1
#include <ncurses.h>

static struct {
    bool open, utf8, ascii;
    int colours;
    enum background background;
    bool automatic; /* the theme is `auto` */
    struct theme theme;
    short pairs[ROLE_COUNT];     /* colour pairs; 0: the terminal's own colours */
    struct buf bytes;            /* of add_in_locale */
    int rows, cols;              /* of the frame */
    cchar_t *cells;              /* of add_plain: a row, and the end of a string */
    struct screen_area scrolled; /* rows: 0 when nothing scrolled in this frame */
    int scrolled_rows;
    bool scrolls_whole; /* complete rows */
} p;

static attr_t attributes_of(const struct look *look)
{
    attr_t a = A_NORMAL;
    a |= look->attributes & LOOK_BOLD ? A_BOLD : 0;
    a |= look->attributes & LOOK_UNDERLINE ? A_UNDERLINE : 0;
    a |= look->attributes & LOOK_REVERSE ? A_REVERSE : 0;
    a |= look->attributes & LOOK_DIM ? A_DIM : 0;
    return a;
}

/* Roles of the same colours share a pair, so a change between them sends nothing. The terminal's
 * own colours have one too: to pair 0 ncurses changes by resetting all attributes. */
static short pair_of(enum role role)
{
    const struct look *looks = p.theme.roles;
    int r = 0;
    while (looks[r].fg != looks[role].fg || looks[r].bg != looks[role].bg)
        r++;
    return (short)(r + 1);
}

static void set_pairs(void)
{
    cchar_t blank;
    short own = 0;
    for (int r = 0; r < ROLE_COUNT; r++) {
        short fg = (short)p.theme.roles[r].fg, bg = (short)p.theme.roles[r].bg;
        p.pairs[r] = p.colours ? pair_of((enum role)r) : 0;
        if (p.pairs[r] == r + 1)
            init_pair(p.pairs[r], fg, bg);
        if (fg < 0 && bg < 0)
            own = p.pairs[r]; /* blanks have it too */
    }
    setcchar(&blank, L" ", A_NORMAL, own, NULL);
    bkgrndset(&blank);
}

static bool load(const char *name, struct problems *problems, struct err *e)
{
    bool automatic = strcmp(name, "auto") == 0;
    const char *actual = automatic && p.background == BACKGROUND_LIGHT ? "light" : name;
    if (!theme_load(&p.theme, actual, p.colours, problems, e))
        return false;
    p.automatic = automatic;
    return true;
}

bool screen_paint_load(const char *theme, int colours, struct problems *problems, struct err *e)
{
    p.colours = colours;
    p.background = background_of_variable(getenv("COLORFGBG"));
    return load(theme, problems, e);
}

void screen_paint_open(bool utf8, bool ascii)
{
    p.utf8 = utf8;
    p.ascii = ascii;
    p.open = true;
    if (!p.colours || start_color() != OK || use_default_colors() != OK)
        p.colours = 0;
    set_pairs();
    screen_scroll_set_margins(false);
    screen_paint_resize();
}

bool screen_paint_resize(void)
{
    if (p.cells && p.rows == screen_rows() && p.cols == screen_cols())
        return false;
    p.rows = screen_rows();
    p.cols = screen_cols();
    free(p.cells);
    p.cells = xcalloc((size_t)screen_cols() + 1, sizeof *p.cells);
    p.scrolled.rows = 0;
    screen_rows_begin(screen_rows());
    return true;
}

void screen_paint_close(void)
{
    p.open = false;
    buf_done(&p.bytes);
    free(p.cells);
    p.cells = NULL;
    screen_rows_done();
}

bool screen_set_theme(const char *name, struct problems *problems, struct err *e)
{
    if (!load(name, problems, e))
        return false;
    set_pairs();
    screen_rows_forget();
    screen_redraw();
    return true;
}

bool screen_paint_needs_background(void)
{
    return p.automatic && p.background == BACKGROUND_UNKNOWN && p.colours;
}

void screen_paint_set_background(enum background background)
{
    struct problems none = {0}; /* themes that are compiled in have none */
    p.background = background;
    if (p.automatic)
        screen_set_theme("auto", &none, NULL);
    problems_done(&none);
}

int screen_rows(void)
{
    return p.open ? getmaxy(stdscr) : 0;
}

int screen_cols(void)
{
    return p.open ? getmaxx(stdscr) : 0;
}

bool screen_is_utf8(void)
{
    return p.utf8;
}

bool screen_is_ascii(void)
{
    return p.ascii;
}

void screen_erase(void)
{
    screen_rows_clear();
    p.scrolled.rows = 0;
}

void screen_redraw(void)
{
    if (p.open)
        clearok(curscr, TRUE);
}

/* How many of these columns are on the screen; 0 outside it. */
static int clip(int y, int x, int cols)
{
    if (!p.open || y < 0 || x < 0 || y >= screen_rows() || x >= screen_cols())
        return 0;
    int room = screen_cols() - x;
    return cols < room ? cols : room;
}

static void add(int y, int x, enum piece_kind kind, enum role role, int cols)
{
    struct piece piece = {.kind = kind, .role = role, .x = x, .cols = clip(y, x, cols)};
    if (piece.cols > 0)
        screen_rows_add(y, &piece, "");
}

int screen_put(int y, int x, enum role role, const char *text, size_t bytes, int max_cols)
{
    int room = clip(y, x, max_cols), used;
    bool plain = utf8_plain_bytes(text, bytes) == bytes;
    assert(plain || clean_is_clean(text, bytes, CLEAN_SCREEN));
    if (room <= 0)
        return 0;
    size_t n = bytes < (size_t)room ? bytes : (size_t)room;
    used = (int)n;
    if (!plain)
        n = cols_fit(text, bytes, room, &used);
    struct piece piece = {.kind = PIECE_TEXT, .role = role, .x = x, .cols = used, .bytes = n};
    screen_rows_add(y, &piece, text);
    return used;
}

bool screen_shows_on_blanks(enum role role)
{
    const struct look *look = &p.theme.roles[role];
    return look->bg >= 0 || (look->attributes & (LOOK_UNDERLINE | LOOK_REVERSE));
}

void screen_fill(int y, int x, int cols, enum role role)
{
    add(y, x, PIECE_BLANKS, role, cols);
}

void screen_hline(int y, int x, int cols)
{
    add(y, x, PIECE_HLINE, ROLE_FRAME, cols);
}

void screen_vline(int y, int x, int rows)
{
    for (int i = 0; i < rows && clip(y + i, x, 1) > 0; i++)
        add(y + i, x, PIECE_VLINE, ROLE_FRAME, 1);
}

void screen_tee(int y, int x, enum screen_tee tee)
{
    enum piece_kind kind = tee == SCREEN_TEE_DOWN   ? PIECE_TEE_DOWN
                           : tee == SCREEN_TEE_LEFT ? PIECE_TEE_LEFT
                                                    : PIECE_TEE_RIGHT;
    add(y, x, kind, ROLE_FRAME, 1);
}

void screen_scrolled(int y, int x, int rows, int cols, int n)
{
    if (n == 0 || abs(n) >= rows || clip(y, x, cols) < cols || clip(y + rows - 1, x, 1) <= 0)
        return;
    p.scrolled = (struct screen_area){y, x, rows, cols};
    p.scrolled_rows = n;
}

/* From here on the frame is written into the cells of ncurses. */

/* ASCII takes a byte for each column, and ncurses need not look for marks. */
static void add_plain(const char *text, size_t n, enum role role)
{
    cchar_t cell;
    setcchar(&cell, L" ", attributes_of(&p.theme.roles[role]), p.pairs[role], NULL);
    for (size_t i = 0; i < n; i++) {
        p.cells[i] = cell;
        p.cells[i].chars[0] = (unsigned char)text[i];
    }
    add_wchnstr(p.cells, (int)n);
}

/* In a locale without UTF-8 a cluster is written in its encoding, or else as question marks. */
static void add_in_locale(const char *text, size_t n)
{
    buf_clear(&p.bytes);
    for (size_t at = 0, bytes; at < n; at += bytes) {
        char out[MB_LEN_MAX];
        mbstate_t state = {0};
        int cols, character;
        bytes = grapheme_next(text + at, n - at, &cols);
        utf8_decode(text + at, bytes, &character);
        size_t written = wcrtomb(out, (wchar_t)character, &state);
        if (written != (size_t)-1 && wcwidth((wchar_t)character) == cols)
            buf_add(&p.bytes, out, written);
        else
            buf_add(&p.bytes, "??", (size_t)cols);
    }
    addnstr(buf_str(&p.bytes), (int)p.bytes.len);
}

static void paint_text(const struct piece *piece, const char *text)
{
    if (utf8_plain_bytes(text, piece->bytes) == piece->bytes)
        add_plain(text, piece->bytes, piece->role);
    else if (p.utf8)
        addnstr(text, (int)piece->bytes);
    else
        add_in_locale(text, piece->bytes);
}

/* The characters of a rule and its junctions. */
static void paint_rule(const struct piece *piece)
{
    static const char ascii[] = {[PIECE_HLINE] = '-',
                                 [PIECE_VLINE] = '|',
                                 [PIECE_TEE_DOWN] = '+',
                                 [PIECE_TEE_LEFT] = '+',
                                 [PIECE_TEE_RIGHT] = '+'};
    const cchar_t *const drawn[] = {[PIECE_HLINE] = WACS_HLINE,
                                    [PIECE_VLINE] = WACS_VLINE,
                                    [PIECE_TEE_DOWN] = WACS_TTEE,
                                    [PIECE_TEE_LEFT] = WACS_RTEE,
                                    [PIECE_TEE_RIGHT] = WACS_LTEE};
    if (p.ascii)
        hline((chtype)ascii[piece->kind], piece->cols);
    else
        hline_set(drawn[piece->kind], piece->cols);
}

static void paint_row(int y)
{
    struct piece piece;
    const char *text;
    move(y, 0);
    clrtoeol();
    for (size_t at = 0; screen_rows_next(y, &at, &piece, &text);) {
        attr_set(attributes_of(&p.theme.roles[piece.role]), p.pairs[piece.role], NULL);
        move(y, piece.x);
        if (piece.kind == PIECE_TEXT)
            paint_text(&piece, text);
        else if (piece.kind == PIECE_BLANKS)
            hline(' ', piece.cols);
        else
            paint_rule(&piece);
    }
}

/* Chooses what the terminal is to move, and returns what that saves; 0 if it does not move
 * anything, as before all of the screen is drawn again: it may still show what is not ours. */
static long choose_scroll(void)
{
    struct screen_area *a = &p.scrolled;
    if (is_cleared(curscr))
        return 0;
    p.scrolls_whole = !screen_scroll_has_margins();
    long saved =
        a->rows && screen_scroll_can() ? screen_rows_saved(a, p.scrolled_rows, p.scrolls_whole) : 0;
    return saved > 0 ? saved : 0;
}

size_t screen_paint_bytes(void)
{
    size_t bytes = 0;
    for (int y = 0; y < screen_rows(); y++)
        bytes += screen_rows_bytes(y);
    size_t saved = (size_t)choose_scroll();
    return bytes > saved ? bytes - saved : 0;
}

size_t screen_paint_frame(void)
{
    size_t bytes = 0;
    const struct screen_area *moved = &p.scrolled;
    if (choose_scroll() > 0 && screen_scroll(moved, p.scrolled_rows, p.scrolls_whole))
        screen_rows_move(moved, p.scrolled_rows, p.scrolls_whole);
    p.scrolled.rows = 0;
    for (int y = 0; y < screen_rows(); y++) {
        if (!screen_rows_changed(y))
            continue;
        bytes += screen_rows_bytes(y);
        paint_row(y);
        screen_rows_show(y);
    }
    return bytes;
}
