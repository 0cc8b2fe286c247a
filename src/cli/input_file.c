#include "cli/input_file.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES = 65536, HTTP_OK = 200 };

/* The number after the folder's name, or -1. */
static int number_in(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    const char *digits = path + n;
    if (strncmp(path, folder, n) != 0 || !*digits || digits[strspn(digits, "0123456789")])
        return -1;
    long number = strtol(digits, NULL, 10);
    return number <= INT_MAX ? (int)number : -1;
}

/* The descriptor that a path names, which is standard input or what a shell makes of `<(...)`; -1
 * for the path of a file. */
static int descriptor_of(const char *path)
{
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0)
        return STDIN_FILENO;
    int number = number_in(path, "/dev/fd/");
    return number >= 0 ? number : number_in(path, "/proc/self/fd/");
}

/* What can wait has been told not to, by whoever opened it. */
static bool wait_for_more(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return errno == EINTR || (errno == EAGAIN && poll(&p, 1, -1) >= 0);
}

static bool read_descriptor(struct file_text *f, int fd, const char *name, size_t max,
                            struct err *e)
{
    struct buf all = {.max = max};
    char chunk[READ_BYTES];
    ssize_t n;
    while ((n = read(fd, chunk, sizeof chunk)) != 0) {
        if (n < 0 && wait_for_more(fd))
            continue;
        if (n < 0 || !buf_add(&all, chunk, (size_t)n))
            break;
    }
    if (n == 0) {
        f->bytes = all.len;
        f->data = buf_take(&all);
    } else if (n < 0) {
        err_set(e, "cannot read %s: %s", name, strerror(errno));
    } else {
        err_set(e, "cannot read %s: larger than %zu KiB", name, max / 1024);
    }
    buf_done(&all);
    return n == 0;
}

bool input_file_read(struct file_text *f, const char *path, size_t max, struct err *e)
{
    int fd = descriptor_of(path);
    if (fd < 0)
        return file_text_read(f, path, max, 0, e);
    char *name = fd == STDIN_FILENO ? xstrdup("standard input") : xasprintf("'%s'", path);
    bool read = read_descriptor(f, fd, name, max, e);
    free(name);
    return read;
}

struct answer_body input_file_answer(const struct file_text *f)
{
    return (struct answer_body){.http_status = HTTP_OK,
                                .retry_after_s = -1,
                                .bytes = f->data ? f->data : "",
                                .count = f->bytes,
                                .content_type = "application/json"};
}
