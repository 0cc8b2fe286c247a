/* The cursor of a transcript follows what is heard, until the user moves it. UI thread. */
#ifndef UI_FEATURE_SOUND_FOLLOW_H
#define UI_FEATURE_SOUND_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>

struct tab;

struct sound_follow {
    bool on;
    bool held;   /* while the user searches */
    size_t turn; /* 1 + the turn that the cursor was put on; 0: none */
    /* Where the cursor was after that: */
    size_t number, items;
    int row;
    unsigned shown; /* as the tab counts what it shows */
};

/* From now on. */
void sound_follow_begin(struct sound_follow *f, const struct tab *t);
/* Ends it if the user has moved the cursor or selects turns: to be called after each key and each
 * answer. While a search is being typed nothing is decided, and the cursor is left alone. */
void sound_follow_check(struct sound_follow *f, const struct tab *t, bool is_searching);
/* Puts the cursor on the turn that is heard, once. A turn that a filter hides leaves it where it
 * is. */
void sound_follow_to(struct sound_follow *f, struct tab *t, size_t turn);

#endif
