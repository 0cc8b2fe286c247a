/* The files of all kept calls, found in slices of time. They are sorted by when the calls were,
 * newest first, by the files' times of modification: kept_writer sets them, so that no file has to
 * be read for the order. Files that were copied without their times come in another order; nothing
 * else depends on it. */
#ifndef KEEP_KEPT_LIST_H
#define KEEP_KEPT_LIST_H

#include "keep/kept_trouble.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kept_entry {
    const char *folder; /* the provider's, as kept_folder_name writes it */
    const char *name;   /* of the file in it */
    int64_t call_us;    /* when the call was, by the file's time */
    size_t bytes;
};

struct kept_list;

enum { KEPT_LIST_MAX = 1000000 };

/* A folder that does not exist has no calls. The path is copied. */
struct kept_list *kept_list_new(const char *dir);
/* The same with at most so many files instead of KEPT_LIST_MAX. The others, whichever they are, are
 * among the troubles. */
struct kept_list *kept_list_new_of(const char *dir, size_t max);
void kept_list_free(struct kept_list *l); /* l may be NULL */
/* Continues until time_now_ms() says until_ms. Returns whether there is more to do. */
bool kept_list_step(struct kept_list *l, int64_t until_ms);

/* What follows is for a list that is complete; what is returned belongs to it. */

size_t kept_list_count(const struct kept_list *l);
const struct kept_entry *kept_list_at(const struct kept_list *l, size_t index);
/* The path of a file; the caller frees it. */
char *kept_list_path(const struct kept_list *l, const struct kept_entry *entry);
const char *kept_list_dir(const struct kept_list *l);
/* The path of each provider's folder; NULL after the last one. */
const char *kept_list_folder(const struct kept_list *l, size_t index);
/* Folders that are passed over, and files and folders that others could read until now. */
const struct kept_troubles *kept_list_troubles(const struct kept_list *l);
size_t kept_list_tightened(const struct kept_list *l);

#endif
