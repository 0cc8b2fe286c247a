/* Reads and rewrites the history file. It is small and local, so it is read completely. */
#include "config/history.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "config/file_text.h"
#include "config/paths.h"
#include "os/file.h"
#include "text/utf8.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
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

/* FNV-1a, as in print/file_name.c. */
static uint64_t hash_of(const char *s)
{
    uint64_t hash = 14695981039346656037u;
    for (; *s; s++)
        hash = (hash ^ (unsigned char)*s) * 1099511628211u;
    return hash;
}

/* Adds a line; false if the set has it already. */
static bool add_line(struct seen *s, const char *line)
{
    size_t at = (size_t)hash_of(line) & (s->size - 1);
    while (s->slots[at] && strcmp(s->slots[at], line) != 0)
        at = (at + 1) & (s->size - 1);
    bool first = !s->slots[at];
    s->slots[at] = line;
    return first;
}

static void reverse(struct history *h)
{
    for (size_t i = 0; i < h->count / 2; i++) {
        char *line = h->lines[i];
        h->lines[i] = h->lines[h->count - 1 - i];
        h->lines[h->count - 1 - i] = line;
    }
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
            h->lines[h->count++] = line;
        else
            free(line);
        end = begin ? begin - 1 : 0;
    }
    free(seen.slots);
    reverse(h);
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

/* Makes the directories above the file; existing ones are left as they are. */
static void make_directories(const char *path)
{
    char *copy = xstrdup(path);
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0700); /* a failure is reported when the file is written */
        *slash = '/';
    }
    free(copy);
}

static bool replace_file(const char *path, const struct buf *text, struct err *e)
{
    int why = file_replace(path, buf_str(text), text->len);
    return !why || err_set(e, "cannot write '%s': %s", path, strerror(why));
}

bool history_write(const char *path, const char *line, size_t max, struct err *e)
{
    struct history h;
    struct buf text = {0};
    if (!max || !is_usable(line, strlen(line)))
        return true;
    if (!history_read(&h, path, max, e))
        return false;
    size_t others = 0;
    for (size_t i = 0; i < h.count; i++)
        others += strcmp(h.lines[i], line) != 0;
    for (size_t i = 0; i < h.count; i++) {
        if (strcmp(h.lines[i], line) == 0)
            continue;
        if (others-- < max)
            buf_printf(&text, "%s\n", h.lines[i]);
    }
    buf_printf(&text, "%s\n", line);
    make_directories(path);
    bool ok = replace_file(path, &text, e);
    buf_done(&text);
    history_done(&h);
    return ok;
}

bool history_forget(const char *path, struct err *e)
{
    const struct buf nothing = {0};
    struct stat st;
    if (lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    return replace_file(path, &nothing, e);
}
