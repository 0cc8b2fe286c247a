/* A terminal for tests: libvterm, fed with what a program wrote. It also keeps every byte, the
 * private modes that are on, and the OSC strings. */
#ifndef TESTS_SUPPORT_TERM_H
#define TESTS_SUPPORT_TERM_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct term;

struct term_cell {
    uint32_t chars[6]; /* 0 ends them; chars[0] 0: blank, or the right half of a wide character */
    int width;
    bool reverse, bold, underline, blink;
    int fg, bg; /* palette index; -1: the terminal's own; -2: a 24-bit colour */
};

/* Answers of the terminal (and keys from term_key) go to `reply`. */
struct term *term_new(int rows, int cols, void (*reply)(const char *bytes, size_t n, void *user),
                      void *user);
void term_free(struct term *t);
void term_feed(struct term *t, const char *bytes, size_t n);
void term_resize(struct term *t, int rows, int cols);
/* A test has looked at the screen and found what it expected: term_record.h. */
void term_seen(struct term *t);
/* Sends a named key as this terminal does in its current modes: Up Down Left Right Home End
 * PgUp PgDn Insert Delete S-Tab F1 to F12. False for another name. */
bool term_key(struct term *t, const char *name);

int term_rows(const struct term *t);
int term_cols(const struct term *t);
void term_cursor(const struct term *t, int *row, int *col);
bool term_cursor_visible(const struct term *t);
/* A row as UTF-8 without trailing blanks; borrowed until the next call with this row. */
const char *term_row(struct term *t, int row);
void term_cell_at(const struct term *t, int row, int col, struct term_cell *out);
/* Finds the first row that has a text, from the top; row and col may be NULL. */
bool term_find(struct term *t, const char *text, int *row, int *col);
/* Appends all rows, each with a line end. */
void term_text(struct term *t, struct buf *out);
/* Appends the same in a frame with the size and the cursor, for messages. */
void term_frame(struct term *t, struct buf *out);

/* A private mode (CSI ? n h) is on: 1049 alternate screen, 2004 bracketed paste, ... */
bool term_mode(const struct term *t, int mode);
bool term_pen_is_plain(const struct term *t); /* no attribute and no colour is set */
/* How many OSC strings began like that ("52;", "0;"), and the last of them or NULL; borrowed. */
size_t term_osc_count(const struct term *t, const char *prefix);
const char *term_osc_last(const struct term *t, const char *prefix);
/* The decoded text of the last OSC 52, which the caller frees; NULL if there was none or it is not
 * base64. */
char *term_clipboard(const struct term *t);
size_t term_bells(const struct term *t);

/* Every byte so far. */
const struct buf *term_raw(const struct term *t);

#endif
