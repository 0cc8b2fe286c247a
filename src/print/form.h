/* The printed forms as a table: form.def has one row for each. The command line and the screen's
 * `save` print through form_print. Pure. */
#ifndef PRINT_FORM_H
#define PRINT_FORM_H

#include "base/buf.h"
#include "base/err.h"
#include "call/call.h"
#include "call/failure.h"
#include "call/spots.h"

#include <stdbool.h>

enum form {
#define FORM(member, name, ending, print, print_failure, layout) FORM_##member,
#include "print/form.def"
#undef FORM
    FORM_COUNT
};

/* What a form may need besides the call. */
struct form_style {
    int cols; /* width of the text form */
    bool cut; /* speakers and roles in the text form are cut as on the screen */
    struct spot_limits limits;
    const char *note; /* template of the Markdown form; NULL: the built-in one */
};

/* FORM_COUNT when no form has this name. */
enum form form_find(const char *name);
/* The form whose ending the path has, in upper or lower case; the text form otherwise. */
enum form form_of_path(const char *path);
bool form_has_ending(const char *path); /* the path has the ending of a form */
const char *form_name(enum form form);
/* The file ending with its dot, ".txt". */
const char *form_ending(enum form form);
/* "text, json, markdown, vtt or raw", for messages; static. */
const char *form_names(void);

/* Whether the form consists of the provider's own bytes, so that masking is impossible. */
bool form_is_raw(enum form form);
/* Whether an empty line separates two calls in one output. */
bool form_is_separated(enum form form);

/* Appends the call. Returns false, with e set and nothing appended, if the call cannot be printed
 * in this form. */
bool form_print(struct buf *out, enum form form, const struct call *c,
                const struct form_style *style, struct err *e);
/* Appends what the form has instead of a call that failed, which may be nothing. The provider may
 * be NULL. */
void form_print_failure(struct buf *out, enum form form, const char *provider, const char *id,
                        const struct failure *f);

#endif
