/* An error as one finished sentence: lower case, no full stop, the subject quoted. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

enum { ERR_BYTES = 512 };

struct err {
    char text[ERR_BYTES]; /* may hold bytes from outside: it is cleaned where it is shown */
};

/* Sets e->text, cut at a character, and returns false, so that a function can `return err_set(e,
 * ...)`. e may be NULL. */
bool err_set(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* What the sentence says about its quoted subject, for one that must not be shown: what follows the
 * last "': ". Borrowed; "" if the sentence was cut before that, or has no such part. */
const char *err_reason(const struct err *e);

#endif
