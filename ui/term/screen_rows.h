/* What was drawn in each row of the screen, so that rows that stay the same cost nothing: `now` is
 * the frame that is being drawn, `shown` the one that ncurses has. Knows nothing of ncurses. UI
 * thread. */
#ifndef UI_TERM_SCREEN_ROWS_H
#define UI_TERM_SCREEN_ROWS_H

#include "base/buf.h"
#include "theme/role.h"

#include <stdbool.h>
#include <stddef.h>

enum piece_kind {
    PIECE_TEXT,
    PIECE_BLANKS,
    PIECE_HLINE,
    PIECE_VLINE,
    PIECE_TEE_DOWN,
    PIECE_TEE_LEFT,
    PIECE_TEE_RIGHT
};

/* Drawn in one role, from column x on. */
struct piece {
    enum piece_kind kind;
    enum role role;
    int x, cols;
    size_t bytes; /* of its text */
};

/* Part of the screen. */
struct screen_area {
    int y, x, rows, cols;
};

/* Begins with empty rows, of which nothing is known to be shown. */
void screen_rows_begin(int rows);
void screen_rows_done(void);
/* Nothing is known to be shown any more. */
void screen_rows_forget(void);

/* The frame is empty again. */
void screen_rows_clear(void);
/* Adds a piece to a row of the frame, which exists; later pieces cover earlier ones. */
void screen_rows_add(int y, const struct piece *piece, const char *text);

/* Returns true if the row differs from what is shown. */
bool screen_rows_changed(int y);
/* About how many bytes turn what is shown into the row; 0 if nothing changed. */
size_t screen_rows_bytes(int y);
/* From now on the row is shown. */
void screen_rows_show(int y);
/* The pieces of a row of the frame, one by one: *at begins as 0. Returns false after the last.
 * *text is borrowed until the row changes. */
bool screen_rows_next(int y, size_t *at, struct piece *piece, const char **text);

/* About how many bytes need not be sent if what is shown in an area, or in complete rows when
 * `whole`, moves up by n rows (down if n is negative); at most 0 if moving is not worth it. Makes
 * the area smaller where moving some of its rows costs more than it saves. */
long screen_rows_saved(struct screen_area *area, int n, bool whole);
/* What is shown in the area, or in its complete rows, has moved so. */
void screen_rows_move(const struct screen_area *area, int n, bool whole);

#endif
