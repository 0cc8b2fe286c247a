/* JSON trees as rows that fold: which row shows which value, whatever is folded, in the time of a
 * binary search. Each value has one entry, numbered in the order of the text; with closers a
 * container that is not empty has a second one behind its members. 16 bytes an entry. */
#ifndef CALL_OUTLINE_H
#define CALL_OUTLINE_H

#include "base/buf.h"
#include "call/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum outline_form { OUTLINE_PLAIN, OUTLINE_CLOSERS };

#define OUTLINE_NONE UINT32_MAX

struct outline;

/* The values are borrowed. */
struct outline *outline_new(enum outline_form form);
void outline_free(struct outline *o); /* NULL is fine */

/* A row without a value: what a tree is called. */
void outline_add_heading(struct outline *o);
/* One more tree below; `closed` (may be NULL) says which containers begin folded. */
void outline_add(struct outline *o, const struct value *root,
                 bool (*closed)(const struct value *container));

size_t outline_entries(const struct outline *o);
/* The rows that are seen, and the entry in each. row < outline_rows(). */
size_t outline_rows(const struct outline *o);
uint32_t outline_at(const struct outline *o, size_t row);
/* The row of an entry; of one that is folded away, the row that stands for it. */
size_t outline_row_of(const struct outline *o, uint32_t entry);

/* NULL: a heading. Of a closer, its container. */
const struct value *outline_value(const struct outline *o, uint32_t entry);
bool outline_is_closer(const struct outline *o, uint32_t entry);
/* Has members; the opening entry. */
bool outline_is_opener(const struct outline *o, uint32_t entry);
bool outline_is_folded(const struct outline *o, uint32_t entry);
/* The last entry of an opener: its closer, or the end of its last member. Else the entry. */
uint32_t outline_end(const struct outline *o, uint32_t entry);
/* So many values that writing them out takes longer than a key may. */
bool outline_is_large(const struct outline *o, uint32_t entry);
int outline_depth(const struct outline *o, uint32_t entry); /* 0: a root */
/* How many trees begin before the entry's own. */
size_t outline_tree(const struct outline *o, uint32_t entry);
/* The container it is a member of; OUTLINE_NONE: a root or a heading. */
uint32_t outline_parent(const struct outline *o, uint32_t entry);
/* The place among its parent's members; quick for one row after the other. */
size_t outline_index(struct outline *o, uint32_t entry);

/* Folds or unfolds the container that opens or closes in this entry; false: there is none. */
bool outline_toggle(struct outline *o, uint32_t entry);
void outline_unfold_all(struct outline *o);
void outline_fold_all(struct outline *o); /* all but the roots */
/* Unfolds what the entry is in, so that it is seen. False: it was seen before. */
bool outline_show(struct outline *o, uint32_t entry);

/* What is folded, to be so again: yours. Nothing happens to an outline of other trees. */
struct outline_folds;
struct outline_folds *outline_folds(const struct outline *o);
void outline_set_folds(struct outline *o, const struct outline_folds *f);
void outline_folds_free(struct outline_folds *f); /* NULL is fine */

/* The RFC 6901 pointer within its tree, appended. */
void outline_pointer(struct outline *o, uint32_t entry, struct buf *out);
/* The entry of a pointer in the nth tree, or of what is still there on the way to it; OUTLINE_NONE:
 * no such tree. *whole (may be NULL): all of it was found. */
uint32_t outline_find(const struct outline *o, size_t tree, const char *pointer, bool *whole);
/* Folds what is folded in another outline, as far as the same pointers are there. */
void outline_fold_like(struct outline *o, struct outline *other);

#endif
