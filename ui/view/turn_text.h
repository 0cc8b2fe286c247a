/* The text of a turn in parts that are drawn in different ways: its words; of a tool call the line
 * with its name, and below it what it was given and what came of it; and, where a turn is unfolded,
 * what was measured of it and what else the provider sent. Pure. */
#ifndef UI_VIEW_TURN_TEXT_H
#define UI_VIEW_TURN_TEXT_H

#include "base/buf.h"
#include "call/call.h"
#include "ui/view/line.h"
#include "ui/view/tool_text.h"

#include <stdbool.h>
#include <stddef.h>

/* ROWS are lines of a label, at least two blanks, and a value. */
enum turn_look { LOOK_WORDS, LOOK_NOTE, LOOK_JSON, LOOK_ROWS };

enum { TURN_PARTS_MAX = 8 };

struct turn_part {
    size_t begin; /* in the text; the part ends where the next one begins */
    enum turn_look look;
    size_t label_bytes; /* in the first line, before the value; 0 for ROWS */
};

struct turn_text {
    struct buf text; /* clean */
    struct tool_head head;
    size_t rest; /* where the text below the first line of a tool call begins, else 0 */
    struct turn_part parts[TURN_PARTS_MAX];
    size_t count;
};

void turn_text_done(struct turn_text *t);

/* The functions below write into a text that begins as {0}, each below what is there. */

/* What is searched of a turn: its words, or all of a tool call, but nothing of what was measured or
 * what else the provider sent. */
void turn_text_put_searched(struct turn_text *out, const struct turn *t);
/* The same, but of a tool call only the first line. */
void turn_text_put_folded(struct turn_text *out, const struct turn *t);
/* A note behind the words of a turn in which the other side cut in; nothing for other turns. */
void turn_text_put_interrupted(struct turn_text *out, const struct turn *t);
/* How long the person waited, and what for; who cut in; how long a tool call took. */
void turn_text_put_measured(struct turn_text *out, const struct call *c, const struct turn *t);
/* What else the provider sent with the turn, as JSON. */
void turn_text_put_other(struct turn_text *out, const struct turn *t);

/* Whether the functions above have something to write: more than the first line of a tool call;
 * what was measured; what else was sent. */
bool turn_text_has_rest(const struct turn *t);
bool turn_text_has_measured(const struct call *c, const struct turn *t);
bool turn_text_has_other(const struct turn *t);

/* Draws bytes of one line of the text, but not of the first line of a tool call. */
void turn_text_draw(struct line *out, const struct turn_text *t, size_t begin, size_t bytes);

#endif
