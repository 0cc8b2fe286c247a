/* Writes whole buffers, past stdio: what is out is out, and every failure is seen. */
#include "cli/output.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

static bool may_go_on(int fd)
{
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN)
        return false;
    poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
    return true;
}

static bool write_all(int fd, const struct buf *b)
{
    for (size_t at = 0; at < b->len;) {
        ssize_t n = write(fd, b->data + at, b->len - at);
        if (n > 0)
            at += (size_t)n;
        else if (!may_go_on(fd))
            return false;
    }
    return true;
}

bool output_write(const struct buf *b, struct err *e)
{
    if (write_all(STDOUT_FILENO, b))
        return true;
    return err_set(e, "cannot write to standard output: %s", strerror(errno));
}

int output_end(struct buf *b)
{
    struct err e;
    bool ok = output_write(b, &e);
    buf_done(b);
    if (!ok)
        output_say("%s", e.text);
    return ok ? 0 : 1;
}

int output_table(struct table *t)
{
    struct buf out = {0};
    if (isatty(STDOUT_FILENO))
        table_put_columns(t, &out);
    else
        table_put_tabs(t, &out);
    table_done(t);
    return output_end(&out);
}

void output_say(const char *fmt, ...)
{
    struct buf line = {0};
    va_list args;
    va_start(args, fmt);
    buf_puts(&line, "callbrowser: ");
    buf_vprintf(&line, fmt, args);
    va_end(args);
    buf_putc(&line, '\n');
    (void)write_all(STDERR_FILENO, &line); /* nobody is left to be told */
    buf_done(&line);
}
