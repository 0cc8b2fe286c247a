/* Drawing into memory; screen_flush sends it. A theme says how each role looks. Everything here is
 * clipped at the screen's edge, and does nothing while the screen is not open. */
#ifndef UI_TERM_SCREEN_PAINT_H
#define UI_TERM_SCREEN_PAINT_H

#include "base/err.h"
#include "config/problems.h"
#include "theme/role.h"
#include "ui/term/background.h"

#include <stdbool.h>
#include <stddef.h>

int screen_rows(void);
int screen_cols(void);
/* Returns true if the locale's encoding is UTF-8; in others, most characters are question marks. */
bool screen_is_utf8(void);
/* Returns true if rules are drawn with ASCII characters; other drawings should follow. */
bool screen_is_ascii(void);

/* Changes the theme from the next frame on. Returns false, with e set and nothing changed, if there
 * is no such theme. */
bool screen_set_theme(const char *name, struct problems *problems, struct err *e);

void screen_erase(void);
void screen_redraw(void); /* the next flush sends everything */
/* Draws at most max_cols columns of clean text (CLEAN_SCREEN, see text/clean.h, or a part of such a
 * text); returns the columns drawn. */
int screen_put(int y, int x, enum role role, const char *s, size_t bytes, int max_cols);
void screen_fill(int y, int x, int cols, enum role role);
void screen_hline(int y, int x, int cols);
void screen_vline(int y, int x, int rows);
/* A junction of rules: where a vertical one leaves a horizontal one downwards, or where a
 * horizontal one leaves a vertical one to the left. */
enum screen_tee { SCREEN_TEE_DOWN, SCREEN_TEE_LEFT, SCREEN_TEE_RIGHT };
void screen_tee(int y, int x, enum screen_tee tee);
/* Says that this part of the frame shows what the last frame had n rows further down (up if n is
 * negative), so that the terminal can move it. Changes nothing of what is shown; the last call
 * counts. */
void screen_scrolled(int y, int x, int rows, int cols, int n);
/* Returns true if the look of a role is visible on blanks too: background, underline or reverse. */
bool screen_shows_on_blanks(enum role role);

/* For screen.c alone. Load the theme before the terminal is opened (as theme_load; colours: 256,
 * 16, 8 or 0), open once ncurses is running. */
bool screen_paint_load(const char *theme, int colours, struct problems *problems, struct err *e);
void screen_paint_open(bool utf8, bool ascii);
void screen_paint_close(void);
/* Makes the frame as large as ncurses' screen. It is empty then; false if it was already. */
bool screen_paint_resize(void);
/* About how many bytes the frame takes on the line. */
size_t screen_paint_bytes(void);
/* Gives ncurses the rows that changed, and returns about how many bytes they take. */
size_t screen_paint_frame(void);
/* The theme `auto` follows it, from the next frame on. */
void screen_paint_set_background(enum background background);
/* Returns true if the theme is `auto`, and the background is not known. */
bool screen_paint_needs_background(void);

#endif
