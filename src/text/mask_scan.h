/* What the scanners of mask.c and mask_number.c share: a folded text (text/mask_fold.h) in which
 * what is masked becomes '#'. A scanner takes a '#' for whatever it may have been, so that masking
 * a masked text changes nothing. */
#ifndef TEXT_MASK_SCAN_H
#define TEXT_MASK_SCAN_H

#include "text/ascii.h"
#include "text/mask_fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { MASK_KEPT = 4, /* characters at the end that stay readable */ MASK_GROUPS_MAX = 24 };

/* What is between two groups; a higher value separates two numbers rather than parts of one. */
enum mask_gap { MASK_GAP_SIGN, MASK_GAP_BLANK, MASK_GAP_COMMA };

/* Digits without a separator between them, and what is between them and the next ones. */
struct mask_group {
    size_t begin, end, next; /* next: of the next digits; = end if there are none */
    enum mask_gap gap;
    bool dot, comma; /* it is a dot or a comma alone */
    bool list;       /* a comma or a line end is in it */
    bool phone;      /* the groups up to this one are a phone number */
};

struct mask_run {
    struct mask_group list[MASK_GROUPS_MAX];
    size_t count, next; /* next: where another group may begin */
    bool plus;          /* there is a '+' before it */
    bool open;          /* more digits follow that are not part of it */
};

struct mask_scan {
    char *s;
    size_t n;
    size_t no_mail;   /* no address begins before this offset */
    size_t no_masked; /* and no number that was masked */
    const char *keep;
    size_t keep_bytes;
    size_t phones, mails, cards; /* masked so far */
    struct mask_run *run;        /* of mask_number.c; empty at first */
};

static inline char mask_at(const struct mask_scan *x, size_t i)
{
    return i < x->n ? x->s[i] : '\0';
}

/* A digit, also one that was masked. */
static inline bool mask_is_digit(const struct mask_scan *x, size_t i)
{
    return ascii_is_digit(mask_at(x, i)) || mask_at(x, i) == '#';
}

static inline bool mask_is_word(char c)
{
    return ascii_is_alnum(c) || c == '_';
}

static inline bool mask_begins(const struct mask_scan *x, size_t i, const char *with)
{
    size_t n = strlen(with);
    return mask_at(x, i) == *with && x->n - i >= n && memcmp(x->s + i, with, n) == 0;
}

static inline bool mask_is_kept(const struct mask_scan *x, size_t i)
{
    return x->keep_bytes && mask_begins(x, i, x->keep) &&
           !mask_is_word(mask_at(x, i + x->keep_bytes));
}

static inline bool mask_is_letter(char c)
{
    return ascii_is_letter(c) || c == FOLD_LETTER || c == FOLD_IDEOGRAPH;
}

/* Masks the letters and digits from begin to end, except for the last `kept` of them. */
static inline void mask_hide(struct mask_scan *x, size_t begin, size_t end, int kept)
{
    for (size_t i = end; i-- > begin;)
        if ((mask_is_digit(x, i) || mask_is_letter(x->s[i])) && kept-- <= 0)
            x->s[i] = '#';
}

#endif
