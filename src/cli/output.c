/* Writes buffers without stdio, so that nothing remains unwritten and every failure is seen. */
#include "cli/output.h"

#include "base/alloc.h"
#include "cli/batch_signals.h"
#include "os/file.h"
#include "text/clean.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLOW_READER_MS = 1000 };

/* A pipe that is ready for writing accepts PIPE_BUF bytes at once, so no write waits. */
static bool write_piece(int fd, const struct buf *b, size_t *at)
{
    size_t left = b->len - *at;
    ssize_t n = write(fd, b->data + *at, left < PIPE_BUF ? left : PIPE_BUF);
    *at += n > 0 ? (size_t)n : 0;
    return n > 0 || errno == EINTR || errno == EAGAIN;
}

/* A slow reader has a second to read the rest of a record that has begun; after that, a signal ends
 * the program in the middle of the record. */
static void wait_for_reader(int fd, size_t at)
{
    struct pollfd one = {.fd = fd, .events = POLLOUT};
    int ready = 0;
    if (at > 0) {
        do
            ready = poll(&one, 1, SLOW_READER_MS);
        while (ready < 0 && errno == EINTR);
    }
    if (ready == 0)
        batch_signals_poll(&one, 1, -1);
}

static bool write_held(int fd, const struct buf *b)
{
    for (size_t at = 0; at < b->len;) {
        wait_for_reader(fd, at);
        if (!write_piece(fd, b, &at))
            return false;
    }
    return true;
}

bool output_write(const struct buf *b, struct err *e)
{
    if (write_held(STDOUT_FILENO, b))
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
    struct buf raw = {0}, line = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&raw, fmt, args);
    va_end(args);
    buf_puts(&line, "callbrowser: ");
    clean_text(&line, buf_str(&raw), raw.len, 0);
    buf_putc(&line, '\n');
    write_held(STDERR_FILENO, &line); /* nothing can report that this failed */
    buf_done(&raw);
    buf_done(&line);
}

bool output_dir_check(const char *dir, struct err *e)
{
    struct stat st;
    int why = stat(dir, &st) < 0             ? errno
              : !S_ISDIR(st.st_mode)         ? ENOTDIR
              : access(dir, W_OK | X_OK) < 0 ? errno
                                             : 0;
    return !why || err_set(e, "cannot write to '%s': %s", dir, strerror(why));
}

static bool concerns_name(int why)
{
    return why == EISDIR || why == ENAMETOOLONG || why == EEXIST || why == ENOTEMPTY;
}

enum output_dir_state output_dir_write(const char *dir, const char *name, const struct buf *b,
                                       struct err *e)
{
    char *path = xasprintf("%s/%s", dir, name);
    int why = file_save(path, buf_str(b), b->len, true);
    if (why)
        err_set(e, "cannot write '%s': %s", path, strerror(why));
    free(path);
    if (!why)
        return OUTPUT_DIR_WRITTEN;
    return concerns_name(why) ? OUTPUT_DIR_NAME : OUTPUT_DIR_FULL;
}
