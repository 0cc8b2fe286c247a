/* Writes text and rules into the cells of ncurses. */
#include "ui/term/screen_paint.h"

#include "text/clean.h"
#include "text/cols.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "theme/theme.h"

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
    short pairs[ROLE_COUNT]; /* colour pairs; 0: the terminal's own colours */
    struct buf bytes;        /* of add_in_locale */
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

/* Roles of the same colours share a pair, so a change between them sends nothing. */
static short pair_of(enum role role)
{
    const struct look *looks = p.theme.roles;
    int r = 0;
    if (looks[role].fg < 0 && looks[role].bg < 0)
        return 0;
    while (looks[r].fg != looks[role].fg || looks[r].bg != looks[role].bg)
        r++;
    return (short)(r + 1);
}

static void set_pairs(void)
{
    for (int r = 0; r < ROLE_COUNT; r++) {
        p.pairs[r] = p.colours ? pair_of((enum role)r) : 0;
        if (p.pairs[r] == r + 1)
            init_pair(p.pairs[r], (short)p.theme.roles[r].fg, (short)p.theme.roles[r].bg);
    }
}

static void start_colours(void)
{
    if (!p.colours || start_color() != OK || use_default_colors() != OK)
        p.colours = 0;
    set_pairs();
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
    start_colours();
}

void screen_paint_close(void)
{
    p.open = false;
    buf_done(&p.bytes);
}

bool screen_set_theme(const char *name, struct problems *problems, struct err *e)
{
    if (!load(name, problems, e))
        return false;
    set_pairs();
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
    if (p.open)
        werase(stdscr);
}

void screen_redraw(void)
{
    if (p.open)
        clearok(curscr, TRUE);
}

static void set_role(enum role role)
{
    const struct look *look = &p.theme.roles[role];
    attr_set(attributes_of(look), p.pairs[role], NULL);
}

/* How many of these columns are on the screen; 0 outside it. */
static int clip(int y, int x, int cols)
{
    if (!p.open || y < 0 || x < 0 || y >= screen_rows() || x >= screen_cols())
        return 0;
    int room = screen_cols() - x;
    return cols < room ? cols : room;
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

int screen_put(int y, int x, enum role role, const char *text, size_t bytes, int max_cols)
{
    int used, room = clip(y, x, max_cols);
    assert(clean_is_clean(text, bytes, CLEAN_SCREEN));
    if (room <= 0)
        return 0;
    size_t n = cols_fit(text, bytes, room, &used);
    set_role(role);
    move(y, x);
    if (p.utf8)
        addnstr(text, (int)n);
    else
        add_in_locale(text, n);
    return used;
}

bool screen_shows_on_blanks(enum role role)
{
    const struct look *look = &p.theme.roles[role];
    return look->bg >= 0 || (look->attributes & (LOOK_UNDERLINE | LOOK_REVERSE));
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
    if (p.ascii)
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
    if (p.ascii)
        mvvline(y, x, '|', rows < room ? rows : room);
    else
        mvvline_set(y, x, WACS_VLINE, rows < room ? rows : room);
}

void screen_tee(int y, int x, enum screen_tee tee)
{
    if (clip(y, x, 1) <= 0)
        return;
    set_role(ROLE_FRAME);
    if (p.ascii)
        mvaddch(y, x, '+');
    else
        mvadd_wch(y, x,
                  tee == SCREEN_TEE_DOWN   ? WACS_TTEE
                  : tee == SCREEN_TEE_LEFT ? WACS_RTEE
                                           : WACS_LTEE);
}
