/* Inside src/provider/extract: the state that its files share while one answer is being read.
 * Everything found lives in the call's arena. A JSON value that a member of the call has is
 * marked as used; the others become the call's other fields. */
#ifndef PROVIDER_EXTRACT_EXTRACTION_H
#define PROVIDER_EXTRACT_EXTRACTION_H

#include "call/call.h"
#include "provider/extract/answer.h"
#include "provider/extract/trace.h"
#include "provider/provider.h"

#include <stdint.h>

enum { NOTES_MAX = 40, NOTE_BYTES = 500 };

/* Fields that the description has; known: they were looked for. */
struct scope_fields {
    bool known;
    unsigned char count, list[FIELD_COUNT];
};

struct every;
struct tool_results;

struct extraction {
    const struct provider *provider;
    struct arena *arena;
    struct call *call;
    struct value *root; /* the call in its document */
    size_t found;       /* values that the description names and the answer has */
    const char *notes[NOTES_MAX + 1];
    size_t note_count;
    int64_t base_us; /* the origin of a turn's offset: the call's start or the first turn's time */
    bool has_base;
    struct turn *turns; /* on the heap while it grows; moved into the arena at the end */
    size_t turn_count, unread_turns;
    size_t keyed_rows;    /* turns whose speaker is the name of a member: {"user": "text"} */
    struct value *guess;  /* the last of them whose name is no known speaker's; or NULL */
    size_t guess_turn;    /* the index of its turn */
    struct value *inner;  /* a text that holds the transcript as JSON; or NULL */
    size_t refused_lists; /* values that cannot be a list */
    enum unit cost_unit;  /* of the cost, once it is read */
    struct document *documents;
    size_t document_count;
    struct trace *trace;  /* NULL: no trace is kept */
    struct value **lists; /* of the transcript's elements, page by page; on the heap */
    size_t list_count;
    size_t element;                    /* the number of the element that is read, from 1 */
    bool element_open;                 /* no turn was made from it yet */
    struct every *every;               /* lists of the values at pointers with `*`, see place.h */
    struct tool_results *tool_results; /* see tool_results.h */
    struct scope_fields scopes[SCOPE_COUNT];
    struct value *turns_rest; /* what is left of all elements, in order; or NULL */
};

/* Adds a sentence to call->notes unless it is there already. Sentences are cut at NOTE_BYTES; after
 * NOTES_MAX of them one last note says that there were more. */
void extraction_note(struct extraction *x, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Keeps a copy of the body as a document of the call. Returns its tree, or NULL with e set if the
 * body is not JSON. */
struct value *extraction_document(struct extraction *x, const char *name,
                                  const struct answer_body *body, struct err *e);

/* A call without anything but its ID, in the arena. */
struct call *extraction_call_new(struct arena *a, const struct provider *p, const char *id);
/* The ID that the provider gives to this call, or NULL. */
const char *extraction_id(struct extraction *x, struct value *call);

/* Where a list is expected, a single value counts as a list of one:
 *     for (v = extraction_first(list); v; v = extraction_next(list, v))
 * `list` may be NULL. */
struct value *extraction_first(struct value *list);
struct value *extraction_next(const struct value *list, const struct value *v);
size_t extraction_count(const struct value *list);

/* A turn without a speaker, times and text. */
struct turn extraction_turn(void);
/* Appends a copy of the turn with its class and length set. The arena owns its strings. */
void extraction_turn_push(struct extraction *x, const struct turn *t);

#endif
