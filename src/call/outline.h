/* JSON trees as rows that can be folded. Each value has one entry; entries are numbered in the
 * order of the JSON text. In the form with closers a container with members has a second entry
 * after them, for its closing bracket. Finding the entry of a row and the row of an entry takes a
 * binary search, whatever is folded. An entry takes 16 bytes. */
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

/* The outline borrows the values that are added to it. */
struct outline *outline_new(enum outline_form form);
void outline_free(struct outline *o); /* o may be NULL */

/* Adds a row without a value, for the name of the tree below it. */
void outline_add_heading(struct outline *o);
/* Adds a tree. `folded` (may be NULL) says which containers are folded at first. */
void outline_add(struct outline *o, const struct value *root,
                 bool (*folded)(const struct value *container));

/* The same in steps: fill adds so many values of the tree that was begun last, and returns true if
 * there are more. Until then nothing but rows and single entries may be asked for. */
void outline_begin(struct outline *o, const struct value *root,
                   bool (*folded)(const struct value *container));
bool outline_fill(struct outline *o, size_t values);

size_t outline_entries(const struct outline *o);
/* The number of visible rows, and the entry in a row, which must be less than that. */
size_t outline_rows(const struct outline *o);
uint32_t outline_at(const struct outline *o, size_t row);
/* The row of an entry. For a hidden entry, the row of the folded container that hides it. */
size_t outline_row_of(const struct outline *o, uint32_t entry);

/* The value of an entry: NULL for a heading, the container for a closer. */
const struct value *outline_value(const struct outline *o, uint32_t entry);
bool outline_is_closer(const struct outline *o, uint32_t entry);
/* Whether it is the first entry of a container with members. */
bool outline_is_opener(const struct outline *o, uint32_t entry);
bool outline_is_folded(const struct outline *o, uint32_t entry);
/* For an opener the last entry of its container: its closer, or the end of its last member. For any
 * other entry the entry itself. */
uint32_t outline_end(const struct outline *o, uint32_t entry);
/* Whether a container has too many values to write them in response to a key. */
bool outline_is_large(const struct outline *o, uint32_t entry);
int outline_depth(const struct outline *o, uint32_t entry); /* 0: a root */
/* The index of the tree that the entry is in. */
size_t outline_tree(const struct outline *o, uint32_t entry);
/* The container that the entry is a member of; OUTLINE_NONE for a root or a heading. */
uint32_t outline_parent(const struct outline *o, uint32_t entry);
/* The index among the parent's members. Asking for one row after another is fast. */
size_t outline_index(struct outline *o, uint32_t entry);

/* Folds or unfolds the container that this entry opens or closes. False if it does neither. */
bool outline_toggle(struct outline *o, uint32_t entry);
void outline_unfold_all(struct outline *o);
void outline_fold_all(struct outline *o); /* all but the roots */
/* Unfolds all containers around an entry, so that it is visible. False if it was visible before. */
bool outline_show(struct outline *o, uint32_t entry);

/* Saves the state of the folds; the caller frees it. Restoring it has no effect on an outline with
 * another number of entries. */
struct outline_folds;
struct outline_folds *outline_folds(const struct outline *o);
void outline_set_folds(struct outline *o, const struct outline_folds *f);
void outline_folds_free(struct outline_folds *f); /* f may be NULL */

/* Appends the JSON Pointer (RFC 6901) of an entry within its tree. */
void outline_pointer(struct outline *o, uint32_t entry, struct buf *out);
/* The entry of a pointer in the nth tree. If it does not exist, the entry of the longest part of
 * the pointer that does, and *found (may be NULL) is false. OUTLINE_NONE if there is no such tree.
 */
uint32_t outline_find(const struct outline *o, size_t tree, const char *pointer, bool *found);
/* Folds the containers that are folded in another outline, where the same pointers exist. */
void outline_fold_like(struct outline *o, struct outline *other);

#endif
