#include "cli/input_file.h"

#include "base/buf.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_BYTES = 65536 };

static bool read_stdin(struct file_text *f, size_t max, struct err *e)
{
    struct buf all = {.max = max};
    char chunk[READ_BYTES];
    ssize_t n;
    while ((n = read(STDIN_FILENO, chunk, sizeof chunk)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || !buf_add(&all, chunk, (size_t)n))
            break;
    }
    if (n == 0) {
        f->bytes = all.len;
        f->data = buf_take(&all);
    } else if (n < 0) {
        err_set(e, "cannot read standard input: %s", strerror(errno));
    } else {
        err_set(e, "cannot read standard input: larger than %zu KiB", max / 1024);
    }
    buf_done(&all);
    return n == 0;
}

bool input_file_read(struct file_text *f, const char *path, size_t max, struct err *e)
{
    if (strcmp(path, "-") == 0)
        return read_stdin(f, max, e);
    return file_text_read(f, path, max, S_IFIFO, e);
}
