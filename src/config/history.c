/* Reads and writes the history file. It is small and local, so it is read completely.
 *
 * A line is appended under a lock (flock), which belongs to the open file and ends with it. When an
 * older line has to go the file is replaced under the same lock, so a program that gets the lock of
 * a file that has been replaced meanwhile has to open the new one. */
#include "config/history.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "config/file_text.h"
#include "config/paths.h"
#include "os/file.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX_BYTES = 32 * 1024 * 1024, LINE_MAX_BYTES = 512 };

char *history_path(void)
{
    return paths_xdg("XDG_STATE_HOME", ".local/state", "history");
}

void history_done(struct history *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->lines[i]);
    free(h->lines);
    *h = (struct history){0};
}

/* True if this program could have written the line: a name, a colon and an ID, without control
 * characters. */
static bool is_usable(const char *line, size_t n)
{
    const char *colon = memchr(line, ':', n);
    if (n > LINE_MAX_BYTES || !colon || colon == line || colon + 1 == line + n ||
        !utf8_is_valid(line, n))
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
            return false;
    return true;
}

/* A set of borrowed lines: a hash table with open addressing. */
struct seen {
    const char **slots;
    size_t size; /* a power of two, more than twice the number of lines */
};

/* Adds a line; false if the set has it already. */
static bool add_line(struct seen *s, const char *line)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a, as in text/file_name.c */
    for (const char *c = line; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    size_t at = (size_t)hash & (s->size - 1);
    while (s->slots[at] && strcmp(s->slots[at], line) != 0)
        at = (at + 1) & (s->size - 1);
    if (s->slots[at])
        return false; /* the caller frees its line */
    s->slots[at] = line;
    return true;
}

/* Reads usable lines from the end of the text, until there are max. */
static void read_lines(struct history *h, const char *text, size_t bytes, size_t max)
{
    struct seen seen = {.size = 16};
    while (seen.size < 2 * max + 2)
        seen.size *= 2;
    seen.slots = xcalloc(seen.size, sizeof *seen.slots);
    h->lines = xcalloc(max ? max : 1, sizeof *h->lines);
    for (size_t end = bytes; end > 0 && h->count < max;) {
        size_t begin = end;
        while (begin > 0 && text[begin - 1] != '\n')
            begin--;
        char *line =
            is_usable(text + begin, end - begin) ? xstrndup(text + begin, end - begin) : NULL;
        if (line && add_line(&seen, line))
            h->lines[max - ++h->count] = line;
        else
            free(line);
        end = begin ? begin - 1 : 0;
    }
    free(seen.slots);
    memmove(h->lines, h->lines + (max - h->count), h->count * sizeof *h->lines);
}

bool history_read(struct history *h, const char *path, size_t max, struct err *e)
{
    struct file_text file;
    struct history made = {0};
    if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        *h = made;
        return true;
    }
    if (!file_text_read(&file, path, FILE_MAX_BYTES, 0, e))
        return false;
    read_lines(&made, file.data, file.bytes, max);
    file_text_done(&file);
    *h = made;
    return true;
}

static enum history_state failed(const char *path, int why, struct err *e)
{
    err_set(e, "cannot write '%s': %s", path, strerror(why));
    return HISTORY_FAILED;
}

/* A symbolic link is followed to a regular file of this user only. Only the user may read the file.
 * Returns -1 with errno set. */
static int open_own(const char *path, struct stat *st)
{
    enum { FLAGS = O_RDWR | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };
    int fd = open(path, FLAGS | O_CREAT | O_NOFOLLOW, 0600);
    bool link = fd < 0 && errno == ELOOP;
    if (link)
        fd = open(path, FLAGS);
    if (fd < 0)
        return -1;
    int why = fstat(fd, st) < 0                 ? errno
              : !S_ISREG(st->st_mode)           ? EINVAL
              : link && st->st_uid != geteuid() ? EPERM
                                                : 0;
    if (!why && (st->st_mode & 077))
        fchmod(fd, 0600); /* some file systems have no modes */
    if (!why)
        return fd;
    close(fd);
    errno = why;
    return -1;
}

/* Some file systems have no locks: there it is as if nobody else wrote. */
static bool has_lock(int fd, int how)
{
    return flock(fd, how) == 0 || (errno != EWOULDBLOCK && errno != EINTR);
}

/* HISTORY_DONE: *fd is open and locked. `how` is LOCK_EX, with or without LOCK_NB. */
static enum history_state lock(int *fd, const char *path, int how, struct err *e)
{
    struct stat opened, named;
    file_make_directories(path);
    *fd = open_own(path, &opened);
    if (*fd < 0)
        return failed(path, errno, e);
    if (has_lock(*fd, how) && stat(path, &named) == 0 && named.st_dev == opened.st_dev &&
        named.st_ino == opened.st_ino)
        return HISTORY_DONE;
    close(*fd);
    err_set(e, "cannot write '%s': another program has locked it", path);
    return HISTORY_BUSY;
}

/* Appends what comes after the first `had` bytes, which are in the file. A full disk must not leave
 * a part of a line. */
static int append(int fd, const char *text, size_t had, size_t bytes)
{
    int why = file_write_all(fd, text + had, bytes - had);
    if (why && ftruncate(fd, (off_t)had) < 0)
        return errno;
    return why;
}

static int replace(const char *path, const struct history *h)
{
    struct buf text = {0};
    for (size_t i = 0; i < h->count; i++)
        buf_printf(&text, "%s\n", h->lines[i]);
    char *target = realpath(path, NULL); /* a symbolic link stays */
    int why = target ? file_replace(target, buf_str(&text), text.len) : errno;
    free(target);
    buf_done(&text);
    return why;
}

/* The file is replaced only if a line of it has to go: one that is there already, or the oldest. */
static int add_to(int fd, const char *path, const struct file_text *file, const char *line,
                  size_t max)
{
    struct history h = {0};
    struct buf text = {0};
    size_t lines = 0;
    buf_add(&text, file->data, file->bytes);
    if (text.len > 0 && text.data[text.len - 1] != '\n')
        buf_putc(&text, '\n');
    buf_printf(&text, "%s\n", line);
    for (size_t i = 0; i < text.len; i++)
        lines += text.data[i] == '\n';
    read_lines(&h, text.data, text.len, max);
    int why = h.count == lines ? append(fd, text.data, file->bytes, text.len) : replace(path, &h);
    history_done(&h);
    buf_done(&text);
    return why;
}

enum history_state history_write(const char *path, const char *line, size_t max, struct err *e)
{
    struct file_text file;
    int fd;
    if (!max || !is_usable(line, strlen(line)))
        return HISTORY_DONE;
    enum history_state state = lock(&fd, path, LOCK_EX | LOCK_NB, e);
    if (state != HISTORY_DONE)
        return state;
    if (!file_text_read(&file, path, FILE_MAX_BYTES, 0, e)) {
        close(fd);
        return HISTORY_FAILED;
    }
    int why = add_to(fd, path, &file, line, max);
    file_text_done(&file);
    close(fd);
    return why ? failed(path, why, e) : HISTORY_DONE;
}

bool history_forget(const char *path, struct err *e)
{
    struct stat st;
    int fd;
    enum history_state state;
    if (lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    do { /* BUSY: the file that was locked has been replaced */
        state = lock(&fd, path, LOCK_EX, e);
    } while (state == HISTORY_BUSY);
    if (state != HISTORY_DONE)
        return false;
    int why = ftruncate(fd, 0) == 0 ? 0 : errno;
    close(fd);
    return !why || failed(path, why, e) == HISTORY_DONE;
}
