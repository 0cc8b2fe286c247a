/* Inside extract only: what its files share while one call is being made. Everything found lives in
 * the call's arena; a leaf that was used is marked taken, so that the rest can be told apart. */
#ifndef PROVIDER_EXTRACT_EXTRACTION_H
#define PROVIDER_EXTRACT_EXTRACTION_H

#include "provider/extract/extract.h"
#include "provider/extract/trace.h"

#include <stdint.h>

enum { NOTES_MAX = 40, NOTE_BYTES = 500 };

struct extraction {
    const struct provider *provider;
    struct arena *arena;
    struct call *call;
    struct value *root;
    size_t found; /* things that a description names and the answer has */
    const char *notes[NOTES_MAX + 1];
    size_t note_count;
    int64_t base_us; /* what instants of turns are relative to */
    bool has_base;
    struct turn *turns; /* grows on the heap, moves into the arena at the end */
    size_t turn_count, turn_room, unread_turns;
    struct document *documents;
    size_t document_count;
    struct trace *trace;      /* NULL: nobody wants to know */
    struct value *turns_rest; /* what no turn took of the second document; NULL: nothing */
};

/* A sentence for call->notes; the same one only once, never endlessly many or long. */
void extract_note(struct extraction *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Keeps a copy of the body; the tree, or NULL with e set. */
struct value *extract_document(struct extraction *x, const char *name,
                               const struct answer_body *body, struct err *e);

/* field.c: from a JSON value to a member of struct call, participant, turn, recording or tool. */

/* Tries the places in order below `from`; true when `into`'s member was set. `name` for notes. */
bool field_fill(struct extraction *x, enum field field, const char *name,
                const struct sources *places, struct value *from, void *into);
/* All fields from first to last of the description; how many were set. */
size_t field_fill_all(struct extraction *x, enum field first, enum field last, struct value *from,
                      void *into);
/* The first place that holds a list: an array that is not empty, an object or a text. NULL: none.
 */
struct value *field_list(struct extraction *x, const char *name, const struct sources *places,
                         struct value *from);
/* A string that is not empty, or a number's digits; else NULL. */
const char *field_text(struct arena *a, const struct value *v);

/* people.c */
void participants_extract(struct extraction *x);
void participants_extract_recordings(struct extraction *x);

/* turns.c */
void turns_extract(struct extraction *x, const struct turns_answer *turns);
struct turn turns_blank(void);
void turns_push(struct extraction *x, const struct turn *t);
/* marked.c: a string with "Speaker: text" lines becomes turns. */
void labelled_text_extract(struct extraction *x, const char *text, size_t bytes);

/* refusal.c: what an answer that is no call says; root NULL: it is no JSON. */
struct failure *refusal_new(const struct provider *p, const struct answer_body *answer,
                            const struct value *root);

#endif
