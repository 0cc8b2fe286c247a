/* Files that the command line names, and standard input. One thread. */
#ifndef CLI_INPUT_FILE_H
#define CLI_INPUT_FILE_H

#include "base/err.h"
#include "config/file_text.h"
#include "provider/extract/answer.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads at most max bytes of a regular file, or of a descriptor that the path names: `-` and
 * /dev/stdin are standard input, and `<(...)` of a shell is /dev/fd/N. Only descriptors are waited
 * for. Returns false, with e set, for a larger file or one of another kind. Free the text with
 * file_text_done. */
bool input_file_read(struct file_text *f, const char *path, size_t max, struct err *e);
/* The text as what a provider answers with; borrowed. */
struct answer_body input_file_answer(const struct file_text *f);

#endif
