/* The files of kept calls: gzip of a kept call's text. Only regular files of this user are read,
 * and no symbolic link is followed; a pipe is not waited for. */
#ifndef KEEP_KEPT_FILE_H
#define KEEP_KEPT_FILE_H

#include "keep/kept_call.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known of a file. */
struct kept_file {
    bool tightened;     /* others could read it until now; its mode is 0600 again */
    int64_t changed_us; /* when the file was changed or restored last (ctime) */
};

/* Reads a file whose text has at most max_bytes. `k` is set only if the result is
 * KEPT_TROUBLE_NONE. `file` is set in any case. */
enum kept_trouble kept_file_read(struct kept_call *k, const char *path, size_t max_bytes,
                                 struct kept_file *file);
/* The same, without documents. Reads no more than the file's beginning. */
enum kept_trouble kept_file_read_head(struct kept_call *k, const char *path, size_t max_bytes,
                                      struct kept_file *file);
/* Appends the file's text, which is not looked at; what was appended is of no use unless the
 * result is KEPT_TROUBLE_NONE. */
enum kept_trouble kept_file_read_text(struct buf *out, const char *path, size_t max_bytes,
                                      struct kept_file *file);
/* Reads the bytes of such a file, which may come from anywhere. */
enum kept_trouble kept_file_unpack(struct kept_call *k, const char *bytes, size_t n,
                                   size_t max_bytes);

/* Writes the bytes beside the file and renames them, mode 0600, without waiting for the disk. The
 * file's time of modification is set to modified_us. Returns 0 or an errno; then the older file is
 * as it was. */
int kept_file_write(const char *path, const char *bytes, size_t n, int64_t modified_us);

#endif
