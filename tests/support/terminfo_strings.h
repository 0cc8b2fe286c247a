/* The capabilities of a terminfo entry by the bytes that they send. Part of terminfo_term. */
#ifndef TESTS_SUPPORT_TERMINFO_STRINGS_H
#define TESTS_SUPPORT_TERMINFO_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

/* What a string does. First the modes, which are on (a is 1) or off; then what moves the cursor or
 * erases; then what changes more. */
enum op {
    OP_SMCUP,
    OP_SMKX,
    OP_CIVIS,
    OP_SMACS,
    OP_SMIR,
    OP_PASTE,
    OP_ATTRIBUTES,
    OP_COLOURS,
    OP_MODES,
    OP_CLEAR = OP_MODES,
    OP_ED,
    OP_EL,
    OP_EL1,
    OP_CUP,
    OP_HPA,
    OP_VPA,
    OP_HOME,
    OP_LL,
    OP_CR,
    OP_CUB,
    OP_CUF,
    OP_CUU,
    OP_CUD,
    OP_HT,
    OP_CBT,
    OP_RC,
    OP_CHANGES,
    OP_IND = OP_CHANGES,
    OP_RI,
    OP_NEL,
    OP_INDN,
    OP_RIN,
    OP_IL,
    OP_DL,
    OP_ICH,
    OP_DCH,
    OP_ECH,
    OP_REP,
    OP_SC,
    OP_CSR,
    OP_NOTHING,
    OPS
};

/* What b is for OP_ATTRIBUTES, if the string also turns colours off, and lines on or off. */
enum { TERMINFO_RESETS = 1, TERMINFO_DRAWS_LINES = 2 };

struct terminfo_string {
    enum op op;
    int a, b;
    size_t bytes;
};

struct terminfo_facts {
    bool can_move, wraps, wraps_late;
    bool wraps_left; /* from the first column to the end of the row above */
    bool no_tilde;   /* ncurses sends ` in its place */
};

struct terminfo_strings;

/* NULL if there is no entry of this name. */
struct terminfo_strings *terminfo_strings_new(const char *name, int rows, int cols);
void terminfo_strings_free(struct terminfo_strings *s);
const struct terminfo_facts *terminfo_strings_facts(const struct terminfo_strings *s);
/* The longest string that the bytes begin with, or NULL. *unfinished: they may be the beginning of
 * a longer one. */
const struct terminfo_string *terminfo_strings_find(const struct terminfo_strings *s,
                                                    const char *bytes, size_t n, bool *unfinished);
/* What a character shows in the alternative set, or NULL if that is the character. */
const char *terminfo_strings_line(const struct terminfo_strings *s, char c);

#endif
