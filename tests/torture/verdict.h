/* Whether a run under torture ended as it should: it does what it always does, or a sentence says
 * what failed. */
#ifndef TESTS_TORTURE_VERDICT_H
#define TESTS_TORTURE_VERDICT_H

#include "base/buf.h"
#include "tests/torture/trial.h"

#include <stdbool.h>

/* What an undisturbed run does. */
struct reference;
/* The trials are undisturbed ones. Borrows them until verdict_free. */
struct reference *verdict_reference(const struct scenario *s, const struct trial *one,
                                    const struct trial *other);
void verdict_free(struct reference *r);

/* Appends how it ended, in a form that is the same for all runs that ended like that. False if
 * that is wrong. */
bool verdict_of(const struct reference *r, const struct trial *t, struct buf *how);

#endif
