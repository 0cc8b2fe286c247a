/* IDs from words and lines. Nothing here waits: the caller polls. */
#include "cli/id_source.h"

#include "base/alloc.h"
#include "provider/detect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES = 16384 };

/* A NUL would hide the rest of its line; as any other control character it makes an ID refused. */
static char *line_dup(const char *line, size_t bytes)
{
    char *copy = xmalloc(bytes + 1);
    for (size_t i = 0; i < bytes; i++)
        copy[i] = line[i] ? line[i] : '\001';
    copy[bytes] = '\0';
    return copy;
}

/* The end of the line that begins at `used`; NULL: it is not all here. */
static const char *line_end(const struct source_of_ids *s)
{
    size_t left = s->lines.len - s->used;
    return left ? memchr(s->lines.data + s->used, '\n', left) : NULL;
}

static void skip_line(struct source_of_ids *s)
{
    const char *end = line_end(s);
    s->used = end ? (size_t)(end + 1 - s->lines.data) : s->lines.len;
    s->skipping = !end;
}

/* The next line, yours; NULL: it is not all here. */
static char *take_line(struct source_of_ids *s)
{
    if (s->skipping)
        skip_line(s);
    const char *begin = buf_str(&s->lines) + s->used, *end = line_end(s);
    size_t left = s->lines.len - s->used;
    size_t bytes = end ? (size_t)(end - begin) : left;
    if (bytes > SOURCE_LINE_MAX_BYTES) {
        char *cut = line_dup(begin, SOURCE_LINE_MAX_BYTES);
        skip_line(s);
        return cut;
    }
    if (!end && (!s->ended || left == 0))
        return NULL;
    s->used += bytes + (end ? 1 : 0);
    return line_dup(begin, bytes);
}

static enum source_state next_line(struct source_of_ids *s, char **out)
{
    for (;;) {
        char *line = take_line(s);
        if (!line)
            return s->ended ? SOURCE_ENDED : SOURCE_WAITS;
        if (!detect_is_blank(line)) {
            *out = line;
            return SOURCE_TEXT;
        }
        free(line);
    }
}

enum source_state id_source_next(struct source_of_ids *s, char **out)
{
    while (s->at < s->count) {
        if (!s->reading && strcmp(s->words[s->at], "-") != 0) {
            *out = xstrdup(s->words[s->at++]);
            return SOURCE_TEXT;
        }
        s->reading = true;
        enum source_state state = next_line(s, out);
        if (state != SOURCE_ENDED)
            return state;
        s->reading = false;
        s->at++;
    }
    return SOURCE_ENDED;
}

bool id_source_read(struct source_of_ids *s, struct err *e)
{
    char bytes[READ_BYTES];
    ssize_t n = read(s->fd, bytes, sizeof bytes);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (n <= 0) {
        s->ended = true;
        return n == 0 || err_set(e, "cannot read standard input: %s", strerror(errno));
    }
    if (s->used > 0) {
        s->lines.len -= s->used;
        memmove(s->lines.data, s->lines.data + s->used, s->lines.len);
        s->used = 0;
    }
    buf_add(&s->lines, bytes, (size_t)n);
    return true;
}

void id_source_done(struct source_of_ids *s)
{
    buf_done(&s->lines);
}
