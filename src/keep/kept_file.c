#include "keep/kept_file.h"

#include "keep/gzip.h"
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEAD_PACKED_BYTES = 4 * 1024, /* of the file, and its text: more than a usual head, and no more
                                     than a start can unpack of thousands of files */
    HEAD_BYTES = 1024,
    PACKED_MORE_BYTES = 64 * 1024, /* gzip makes no text longer than by less than this in 64 MiB */
    US_PER_S = 1000000
};

/* ---- opening ---- */

/* Why a file could not be opened. */
static enum kept_trouble trouble_of(const char *path, int why)
{
    struct stat st;
    if (lstat(path, &st) < 0)
        return why == ENOENT || why == ENOTDIR ? KEPT_TROUBLE_MISSING : KEPT_TROUBLE_UNREADABLE;
    if (S_ISLNK(st.st_mode))
        return KEPT_TROUBLE_LINK;
    if (st.st_uid != geteuid())
        return KEPT_TROUBLE_OTHERS;
    return S_ISREG(st.st_mode) ? KEPT_TROUBLE_UNREADABLE : KEPT_TROUBLE_SPECIAL;
}

static enum kept_trouble check(int fd, struct kept_file *file, size_t *bytes)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return KEPT_TROUBLE_UNREADABLE;
    if (S_ISDIR(st.st_mode))
        return KEPT_TROUBLE_DIRECTORY;
    if (!S_ISREG(st.st_mode))
        return KEPT_TROUBLE_SPECIAL;
    if (st.st_uid != geteuid())
        return KEPT_TROUBLE_OTHERS;
    file->tightened = st.st_mode & (S_IRWXG | S_IRWXO) && fchmod(fd, S_IRUSR | S_IWUSR) == 0;
    file->changed_us = (int64_t)st.st_ctime * US_PER_S;
    *bytes = (size_t)st.st_size;
    return KEPT_TROUBLE_NONE;
}

/* Opens the file for reading; *bytes is its size. */
static enum kept_trouble open_file(const char *path, int *fd, struct kept_file *file, size_t *bytes)
{
    *file = (struct kept_file){0};
    int opened = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (opened < 0)
        return trouble_of(path, errno);
    enum kept_trouble why = check(opened, file, bytes);
    if (why)
        close(opened);
    else
        *fd = opened;
    return why;
}

/* Appends up to n bytes; false if they cannot be read. */
static bool read_bytes(int fd, struct buf *out, size_t n)
{
    buf_reserve(out, n);
    while (n > 0) {
        char chunk[32 * 1024];
        ssize_t got = read(fd, chunk, n < sizeof chunk ? n : sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        buf_add(out, chunk, (size_t)got);
        n -= (size_t)got;
    }
    return true;
}

/* The file's first `limit` bytes, or all of it if that is less. */
static enum kept_trouble read_packed(const char *path, size_t limit, size_t max_bytes,
                                     struct buf *out, struct kept_file *file)
{
    int fd = -1;
    size_t bytes = 0;
    enum kept_trouble why = open_file(path, &fd, file, &bytes);
    if (why)
        return why;
    if (bytes > max_bytes + PACKED_MORE_BYTES)
        why = KEPT_TROUBLE_TOO_LARGE;
    else if (!read_bytes(fd, out, bytes < limit ? bytes : limit))
        why = KEPT_TROUBLE_UNREADABLE;
    close(fd);
    return why;
}

/* ---- reading ---- */

static enum kept_trouble trouble_in(enum gzip_result result)
{
    static const enum kept_trouble troubles[] = {
        [GZIP_WHOLE] = KEPT_TROUBLE_NONE,
        [GZIP_NONE] = KEPT_TROUBLE_NO_GZIP,
        [GZIP_CUT] = KEPT_TROUBLE_CUT,
        [GZIP_DAMAGED] = KEPT_TROUBLE_DAMAGED,
        [GZIP_TOO_LARGE] = KEPT_TROUBLE_TOO_LARGE,
        [GZIP_MEMBERS] = KEPT_TROUBLE_MEMBERS,
        [GZIP_TRAILING] = KEPT_TROUBLE_TRAILING,
    };
    return troubles[result];
}

enum kept_trouble kept_file_unpack(struct kept_call *k, const char *bytes, size_t n,
                                   size_t max_bytes)
{
    struct buf text = {0};
    enum kept_trouble why = trouble_in(gzip_unpack(&text, bytes, n, max_bytes));
    if (!why)
        why = kept_call_read(k, buf_str(&text), text.len);
    buf_done(&text);
    return why;
}

enum kept_trouble kept_file_read_text(struct buf *out, const char *path, size_t max_bytes,
                                      struct kept_file *file)
{
    struct buf packed = {0};
    enum kept_trouble why = read_packed(path, SIZE_MAX, max_bytes, &packed, file);
    if (!why)
        why = trouble_in(gzip_unpack(out, buf_str(&packed), packed.len, max_bytes));
    buf_done(&packed);
    return why;
}

enum kept_trouble kept_file_read(struct kept_call *k, const char *path, size_t max_bytes,
                                 struct kept_file *file)
{
    struct buf text = {0};
    enum kept_trouble why = kept_file_read_text(&text, path, max_bytes, file);
    if (!why)
        why = kept_call_read(k, buf_str(&text), text.len);
    buf_done(&text);
    return why;
}

/* A head that is not where this program writes it is looked for in the complete file. */
enum kept_trouble kept_file_read_head(struct kept_call *k, const char *path, size_t max_bytes,
                                      struct kept_file *file)
{
    struct buf packed = {0}, text = {0};
    enum kept_trouble why = read_packed(path, HEAD_PACKED_BYTES, max_bytes, &packed, file);
    if (!why) {
        gzip_unpack_beginning(&text, buf_str(&packed), packed.len, HEAD_BYTES);
        why = kept_call_read_head(k, buf_str(&text), text.len);
        if (why && why != KEPT_TROUBLE_NEWER)
            why = kept_file_read(k, path, max_bytes, file);
    }
    buf_done(&packed);
    buf_done(&text);
    return why;
}

/* ---- writing ---- */

/* The order of a list depends on the time, nothing more. */
int kept_file_write(const char *path, const char *bytes, size_t n, int64_t modified_us)
{
    int64_t rest_us = (modified_us % US_PER_S + US_PER_S) % US_PER_S;
    struct timespec modified = {.tv_sec = (time_t)((modified_us - rest_us) / US_PER_S),
                                .tv_nsec = rest_us * 1000};
    return file_replace_dated(path, bytes, n, &modified);
}
