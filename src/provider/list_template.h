/* Texts of a description that become part of a request for a list: list.path, list.body, list.next
 * and find.*. What is replaced in them is a mark. In JSON all other braces are themselves. */
#ifndef PROVIDER_LIST_TEMPLATE_H
#define PROVIDER_LIST_TEMPLATE_H

#include "base/buf.h"
#include "base/err.h"
#include "call/value.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum list_mark {
    LIST_MARK_LIMIT,   /* {limit} */
    LIST_MARK_PAGE,    /* {page} */
    LIST_MARK_OFFSET,  /* {offset} */
    LIST_MARK_POINTER, /* {/POINTER} */
    LIST_MARK_LAST,    /* {last /POINTER} */
    LIST_MARK_FILTERS, /* {filters} */
    LIST_MARK_NEXT,    /* {next} */
    LIST_MARK_VALUE,   /* {} */
    LIST_MARK_SINCE,   /* {since UNIT} */
    LIST_MARK_UNTIL,   /* {until UNIT} */
    LIST_MARK_S,       /* {s} */
    LIST_MARK_MS,      /* {ms} */
    LIST_MARK_MIN      /* {min} */
};

/* The marks that a text may have, as a set of 1 << mark. */
enum {
    LIST_MARKS_OF_PATH = 1U << LIST_MARK_LIMIT,
    LIST_MARKS_OF_BODY = 1U << LIST_MARK_LIMIT | 1U << LIST_MARK_FILTERS | 1U << LIST_MARK_NEXT,
    LIST_MARKS_OF_NEXT = 1U << LIST_MARK_PAGE | 1U << LIST_MARK_OFFSET | 1U << LIST_MARK_POINTER |
                         1U << LIST_MARK_LAST
};
unsigned list_template_marks_of_find(enum list_find find);

/* The values of the marks. Everything is borrowed. */
struct list_values {
    bool json; /* values are escaped as parts of JSON strings instead of percent-encoded */
    size_t limit, page, offset;
    const char *filters, *next; /* complete parts of a body; NULL: none */
    const char *value;
    int64_t since_us, until_us; /* at least 0 */
    int seconds;
    bool longer;                      /* of {min}: rounded down, else up */
    const struct value *answer, *row; /* of {/POINTER} and {last /POINTER} */
    bool sample;                      /* all of these are 1 */
};

/* Appends the text with those of its marks replaced that are in the set. False if a value of the
 * answer is missing: it is not there, null, empty, or neither a text nor a number. */
bool list_template_fill(struct buf *out, const char *text, unsigned marks,
                        const struct list_values *v);
/* Whether the text has the mark. */
bool list_template_has(const char *text, enum list_mark mark);
/* Checks a text that is not JSON: it is NAME=VALUE, or several joined by `&`, and its braces are
 * marks of the set. */
bool list_template_check(const char *text, unsigned marks, struct err *e);
/* Checks that every {/POINTER} and {last /POINTER} has a pointer that can be read. */
bool list_template_check_pointers(const char *text, unsigned marks, struct err *e);

#endif
