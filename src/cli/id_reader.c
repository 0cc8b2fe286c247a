#include "cli/id_reader.h"

#include "base/alloc.h"
#include "provider/detect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES = 16384 };

/* A NUL would hide the rest of its line. It is replaced by another control character, for which the
 * ID is refused. */
static char *line_dup(const char *line, size_t bytes)
{
    char *copy = xmalloc(bytes + 1);
    for (size_t i = 0; i < bytes; i++)
        copy[i] = line[i] ? line[i] : '\001';
    copy[bytes] = '\0';
    return copy;
}

/* The end of the line that begins at `used`; NULL if it has not arrived. */
static const char *line_end(const struct id_reader *r)
{
    size_t left = r->lines.len - r->used;
    return left ? memchr(r->lines.data + r->used, '\n', left) : NULL;
}

static void skip_line(struct id_reader *r)
{
    const char *end = line_end(r);
    r->used = end ? (size_t)(end + 1 - r->lines.data) : r->lines.len;
    r->skipping = !end;
}

/* The next line, which the caller frees; NULL if it has not arrived. */
static char *take_line(struct id_reader *r)
{
    if (r->skipping)
        skip_line(r);
    const char *begin = buf_str(&r->lines) + r->used, *end = line_end(r);
    size_t left = r->lines.len - r->used;
    size_t bytes = end ? (size_t)(end - begin) : left;
    if (bytes > ID_READER_LINE_MAX_BYTES) {
        char *cut = line_dup(begin, ID_READER_LINE_MAX_BYTES);
        skip_line(r);
        return cut;
    }
    if (!end && (!r->ended || left == 0))
        return NULL;
    r->used += bytes + (end ? 1 : 0);
    return line_dup(begin, bytes);
}

static enum id_reader_state next_line(struct id_reader *r, char **out)
{
    for (;;) {
        char *line = take_line(r);
        if (!line)
            return r->ended ? ID_READER_ENDED : ID_READER_WAITS;
        if (!detect_is_blank(line)) {
            *out = line;
            return ID_READER_TEXT;
        }
        free(line);
    }
}

enum id_reader_state id_reader_next(struct id_reader *r, char **out)
{
    while (r->at < r->count) {
        if (!r->reading && strcmp(r->words[r->at], "-") != 0) {
            *out = xstrdup(r->words[r->at++]);
            return ID_READER_TEXT;
        }
        r->reading = true;
        enum id_reader_state state = next_line(r, out);
        if (state != ID_READER_ENDED)
            return state;
        r->reading = false;
        r->at++;
    }
    return ID_READER_ENDED;
}

bool id_reader_read(struct id_reader *r, struct err *e)
{
    char bytes[READ_BYTES];
    ssize_t n = read(r->fd, bytes, sizeof bytes);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (n <= 0) {
        r->ended = true;
        return n == 0 || err_set(e, "cannot read standard input: %s", strerror(errno));
    }
    if (r->used > 0) {
        r->lines.len -= r->used;
        memmove(r->lines.data, r->lines.data + r->used, r->lines.len);
        r->used = 0;
    }
    buf_add(&r->lines, bytes, (size_t)n);
    return true;
}

void id_reader_done(struct id_reader *r)
{
    buf_done(&r->lines);
}
