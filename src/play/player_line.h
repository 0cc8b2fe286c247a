/* One line that mpv writes on its socket: the answer to a command, a change of a property or
 * another event (mpv's manual, JSON IPC). The reader is flat: it takes the members that the player
 * needs and skips the others, nested values too. It allocates nothing. */
#ifndef PLAY_PLAYER_LINE_H
#define PLAY_PLAYER_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum { PLAYER_TEXT_BYTES = 128 };

enum player_line_kind {
    PLAYER_LINE_OTHER,    /* nothing that the player needs, or not such a line */
    PLAYER_LINE_ANSWER,   /* to the command `number`; `text` is "success" or what was wrong */
    PLAYER_LINE_PROPERTY, /* the observed property `number` has changed */
    PLAYER_LINE_EVENT     /* `text` is its name */
};

enum player_value { PLAYER_NOTHING, PLAYER_NUMBER, PLAYER_BOOL, PLAYER_TEXT };

struct player_line {
    enum player_line_kind kind;
    long number;             /* of the command or the property */
    enum player_value value; /* of a property: PLAYER_NOTHING if it has none now, or a nested one */
    double as_number;        /* finite */
    bool as_bool;
    char text[PLAYER_TEXT_BYTES];   /* raw, cut to fit; of a property, its value */
    char reason[PLAYER_TEXT_BYTES]; /* likewise; of "end-file": its file_error, else its reason */
};

/* Reads a line without its line end. Anything that cannot be read is PLAYER_LINE_OTHER. */
void player_line_read(const char *line, size_t bytes, struct player_line *out);

#endif
