/* The folder of kept calls: DIR/PROVIDER/ID.json.gz. The folders have mode 0700 and belong to this
 * user. DIR itself may be a symbolic link to such a folder; nothing below it may be one. */
#ifndef KEEP_KEPT_FOLDER_H
#define KEEP_KEPT_FOLDER_H

#include "base/err.h"
#include "call/failure.h"
#include "keep/kept_file.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#define KEPT_FOLDER_ENDING ".json.gz"

/* $XDG_DATA_HOME/callbrowser/kept, unless that is relative, else ~/.local/share/callbrowser/kept.
 * The caller frees it. NULL without a home directory. */
char *kept_folder_default(void);

/* A name for a provider's folder, or for a call's file without its ending, of at most 140 bytes:
 * small letters, digits and `._-` as they are, others as `_` and a hash of the complete name behind
 * `~`. So names that differ only in the case of letters differ in the hash. The caller frees it. */
char *kept_folder_name(const char *name);
/* The name of a call's file; the caller frees it. */
char *kept_folder_file_name(const char *id);
/* The path of a call's file; the caller frees it. */
char *kept_folder_path(const char *dir, const char *provider, const char *id);

/* Checks one of the folders, and sets its mode to 0700 if others could enter it. Then *tightened is
 * true; it may be NULL. */
enum kept_trouble kept_folder_check(const char *dir, bool *tightened);
/* The same for a provider's folder, which may not be a symbolic link. */
enum kept_trouble kept_folder_check_inner(const char *path, bool *tightened);

/* Checks the folder and the provider's, and makes those that are missing. False with e set. */
bool kept_folder_make(const char *dir, const char *provider, struct err *e);

/* Reads the kept call. `k` is set only if the result is KEPT_TROUBLE_NONE. */
enum kept_trouble kept_folder_open(struct kept_call *k, const char *dir, const char *provider,
                                   const char *id, size_t max_bytes);
/* Whether the folder can be read, or is not there. False with e set. */
bool kept_folder_may_list(const char *dir, struct err *e);
/* Says which file cannot be read, and why: the call's, or a folder that it is in. The caller frees
 * the failure. */
struct failure *kept_folder_failure(enum kept_trouble why, const char *dir, const char *provider,
                                    const char *id);
/* Whether something has the name of the call's file, or it cannot be told. */
bool kept_folder_has(const char *dir, const char *provider, const char *id);

/* Removes the call's file, and what killed programs left of any call of this provider. A call that
 * is not kept is forgotten already. False with e set. */
bool kept_folder_forget(const char *dir, const char *provider, const char *id, time_t now,
                        struct err *e);

#endif
