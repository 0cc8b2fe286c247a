#include "tests/torture/files.h"

#include "base/alloc.h"
#include "keep/gzip.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEPT_MAX_BYTES = 1 << 20 };

struct file {
    char *name; /* below the home */
    struct buf bytes;
};

struct files {
    struct file *list;
    size_t count;
};

/* nftw has no argument for its caller. */
static struct files *walked;
static size_t home_bytes;

void files_read_bytes(const char *path, struct buf *out)
{
    char chunk[4096];
    FILE *f = fopen(path, "re");
    for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(out, chunk, n);
    if (f)
        fclose(f);
}

static int add(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)at;
    if (kind != FTW_F || !S_ISREG(st->st_mode))
        return 0;
    walked->list = xgrow(walked->list, walked->count, sizeof *walked->list);
    struct file *f = &walked->list[walked->count++];
    *f = (struct file){.name = xstrdup(path + home_bytes)};
    files_read_bytes(path, &f->bytes);
    return 0;
}

struct files *files_read(const char *home)
{
    walked = xcalloc(1, sizeof *walked);
    home_bytes = strlen(home) + 1;
    nftw(home, add, 16, FTW_PHYS);
    return walked;
}

void files_free(struct files *f)
{
    for (size_t i = 0; f && i < f->count; i++) {
        free(f->list[i].name);
        buf_done(&f->list[i].bytes);
    }
    if (f)
        free(f->list);
    free(f);
}

static const struct file *find(const struct files *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->list[i].name, name) == 0)
            return &f->list[i];
    return NULL;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

static bool is_whole_kept_call(const struct buf *b)
{
    struct buf text = {0};
    bool whole = gzip_unpack(&text, buf_str(b), b->len, KEPT_MAX_BYTES) == GZIP_WHOLE;
    buf_done(&text);
    return whole;
}

/* Times are in kept calls, so those cannot be compared. */
static const char *trouble_of(const struct files *reference, const struct file *f)
{
    const struct file *same = find(reference, f->name);
    if (strstr(f->name, ".callbrowser-"))
        return "a hidden file is left";
    if (ends_with(f->name, ".json.gz"))
        return is_whole_kept_call(&f->bytes) ? NULL : "a kept call is not whole";
    if (ends_with(f->name, "/history"))
        return !f->bytes.len || ends_with(buf_str(&f->bytes), "\n") ? NULL : "a line is cut";
    if (!same)
        return "no other run writes this file";
    if (same->bytes.len != f->bytes.len ||
        memcmp(buf_str(&same->bytes), buf_str(&f->bytes), f->bytes.len) != 0)
        return "the file is not as in other runs";
    return NULL;
}

static void add_trouble(struct buf *wrong, const char *name, const char *trouble)
{
    if (trouble)
        buf_printf(wrong, "%s%s: %s", wrong->len ? "; " : "", name, trouble);
}

/* A history that cannot be written is said on the screen for as long as no other message is. */
void files_compare(const struct files *f, const char *home, bool has_all, struct buf *wrong)
{
    struct files *now = files_read(home);
    for (size_t i = 0; i < now->count; i++)
        add_trouble(wrong, now->list[i].name, trouble_of(f, &now->list[i]));
    for (size_t i = 0; has_all && i < f->count; i++)
        if (!find(now, f->list[i].name) && !ends_with(f->list[i].name, "/history"))
            add_trouble(wrong, f->list[i].name, "the file was not written, and nothing says so");
    files_free(now);
}
