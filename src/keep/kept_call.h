/* A kept call: the provider's answers, and when they were kept. Its text is one JSON object:
 *
 *   {"schema":1,"provider":"ringyo","id":"call_x","first_kept_at":"2026-11-29T15:00:00Z",
 *    "kept_at":"...","masked":false,"documents":[{"name":"call","body":"..."}]}
 *
 * - A document is an answer of the provider, as a text: invalid bytes are U+FFFD. It has
 *   "status":404 if its HTTP status was not 200.
 * - "turns_note":{"kind":"network","text":"..."} says why the transcript's document is missing or
 *   incomplete; it is left out if it is complete.
 * - With "masked":true there is "call":{...}, the printed JSON of the masked call, instead of
 *   documents.
 *
 * Members that are not known are passed over; a larger schema is not read. Only the thread that
 * parses JSON may read one. */
#ifndef KEEP_KEPT_CALL_H
#define KEEP_KEPT_CALL_H

#include "base/arena.h"
#include "call/failure.h"
#include "keep/kept_trouble.h"
#include "provider/extract/extract.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KEPT_CALL_SCHEMA = 1, KEPT_CALL_DOCUMENTS_MAX = 1000 };

struct kept_head {
    const char *provider, *id;
    int64_t first_kept_us, kept_us; /* written as whole seconds */
    bool masked;
};

struct kept_document {
    const char *name;  /* "call", then "turns" for each page */
    const char *bytes; /* with *** in place of the request's key */
    size_t count;
    int http_status;
};

/* To be written, everything is borrowed and the arena is NULL. What was read is in the arena. */
struct kept_call {
    struct kept_head head;
    const struct kept_document *documents;
    size_t document_count;
    const char *turns_note; /* NULL: the transcript is complete */
    enum kind turns_kind;   /* of the failure that the note describes */
    const char *masked;     /* the masked call as print_json writes it; NULL: not masked */
    struct arena *arena;
};

void kept_call_done(struct kept_call *k);

/* Reads a text. `k` is set only if the result is KEPT_TROUBLE_NONE. */
enum kept_trouble kept_call_read(struct kept_call *k, const char *text, size_t bytes);
/* Reads what is in front of the documents, from the beginning of a text that this program wrote. */
enum kept_trouble kept_call_read_head(struct kept_call *k, const char *text, size_t bytes);

/* The call, or the failure, that the same answers gave when they were fresh; of a masked one, the
 * call as it was printed. */
struct extracted kept_call_extract(const struct kept_call *k, const struct provider *p);

#endif
