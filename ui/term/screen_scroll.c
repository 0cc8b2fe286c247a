/* The sequences are written past ncurses, which has nothing left to write then, and has left the
 * attributes at their defaults. The cursor goes back to its place after them, and the three windows
 * of ncurses move alike: what it takes the terminal for stays true, and it sees no change.
 *
 * The cursor is not saved and restored (DECSC, DECRC): a terminal with room for one place only,
 * such as libvterm, would forget where it was before the screen was opened. */
#include "ui/term/screen_scroll.h"

#include "ui/term/terminal.h"

#include <stdlib.h>
#include <string.h>

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>

#define ESC "\x1b"
#define CSI ESC "["

enum { WINDOWS = 3 };

static bool has_margins;

static bool is_known(const char *capability, const char *wanted)
{
    return capability && strcmp(capability, wanted) == 0;
}

/* Others than these need not scroll wherever the cursor is. ECMA-48, 8.3: CUP, SD and SU; VT510
 * Reference Manual, chapter 5: DECSTBM. */
bool screen_scroll_can(void)
{
    return is_known(cursor_address, CSI "%i%p1%d;%p2%dH") &&
           is_known(change_scroll_region, CSI "%i%p1%d;%p2%dr") &&
           is_known(parm_index, CSI "%p1%dS") && is_known(parm_rindex, CSI "%p1%dT");
}

void screen_scroll_set_margins(bool has)
{
    has_margins = has;
}

bool screen_scroll_has_margins(void)
{
    return has_margins;
}

/* The blanks have the background that is in force, which is the default one. DECLRMM and DECSLRM:
 * VT510 Reference Manual, chapter 5. */
static void send(const struct screen_area *a, int n)
{
    struct buf bytes = {0};
    bool margins = a->cols < getmaxx(stdscr);
    if (margins)
        buf_printf(&bytes, CSI "?69h" CSI "%d;%ds", a->x + 1, a->x + a->cols);
    buf_printf(&bytes, CSI "%d;%dr" CSI, a->y + 1, a->y + a->rows);
    if (abs(n) > 1)
        buf_printf(&bytes, "%d", abs(n));
    buf_puts(&bytes, n > 0 ? "S" CSI "r" : "T" CSI "r");
    buf_printf(&bytes, "%s" CSI "%d;%dH", margins ? CSI "?69l" : "", getcury(curscr) + 1,
               getcurx(curscr) + 1);
    terminal_send(buf_str(&bytes), bytes.len);
    buf_done(&bytes);
}

bool screen_scroll(const struct screen_area *area, int n, bool whole)
{
    struct screen_area a = *area;
    WINDOW *const all[WINDOWS] = {stdscr, newscr, curscr};
    WINDOW *parts[WINDOWS];
    bool ok = true;
    if (whole) {
        a.x = 0;
        a.cols = getmaxx(stdscr);
    }
    for (int i = 0; i < WINDOWS; i++) {
        parts[i] = derwin(all[i], a.rows, a.cols, a.y, a.x);
        ok = ok && parts[i];
    }
    for (int i = 0; i < WINDOWS; i++) {
        if (ok) {
            scrollok(parts[i], TRUE);
            wscrl(parts[i], n);
        }
        if (parts[i])
            delwin(parts[i]);
        untouchwin(all[i]); /* deleting its part marks all of it as changed */
    }
    if (ok)
        send(&a, n);
    return ok;
}
