#include "tests/fuzz/fuzz.h"

#include "base/alloc.h"
#include "config/config.h"
#include "config/file_text.h"
#include "os/file.h"
#include "provider/json.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <glob.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED_MAX_BYTES = 256 * 1024 };

static const char *seeds_dir;

static void write_seed(const char *name, const char *bytes, size_t n)
{
    static int number;
    char *path = xasprintf("%s/seed-%d", seeds_dir, number++);
    if (file_replace(path, bytes, n) != 0)
        fuzz_failed(path, 0, name);
    free(path);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    if (*argc == 3 && strcmp((*argv)[1], "--seeds") == 0) {
        seeds_dir = (*argv)[2];
        fuzz_seeds(write_seed);
        exit(0);
    }
    return 0;
}

void fuzz_failed(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

void fuzz_check_same(const char *file, int line, const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return;
    fprintf(stderr, "%s:%d: differ:\n%s\n%s\n", file, line, a, b);
    abort();
}

/* ---- inputs ---- */

struct fuzz_input fuzz_begin(const uint8_t *data, size_t size)
{
    return (struct fuzz_input){(const char *)data, size};
}

unsigned fuzz_byte(struct fuzz_input *in)
{
    if (!in->n)
        return 0;
    in->n--;
    return (unsigned char)*in->s++;
}

struct fuzz_input fuzz_line(struct fuzz_input *in)
{
    const char *end = in->n ? memchr(in->s, '\n', in->n) : NULL;
    size_t n = end ? (size_t)(end - in->s) : in->n;
    struct fuzz_input line = {in->s, n};
    in->s += end ? n + 1 : n;
    in->n -= end ? n + 1 : n;
    return line;
}

char *fuzz_text(struct fuzz_input in)
{
    return xstrndup(in.n ? in.s : "", in.n ? strnlen(in.s, in.n) : 0);
}

/* ---- seeds ---- */

void fuzz_seed_files(fuzz_seed *seed, const char *pattern,
                     void (*head)(struct buf *out, const char *path))
{
    glob_t found;
    if (glob(pattern, 0, NULL, &found) != 0)
        fuzz_failed(pattern, 0, "there are such files");
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct file_text text;
        struct buf input = {0};
        if (!file_text_read(&text, found.gl_pathv[i], SEED_MAX_BYTES, 0, NULL))
            continue;
        if (head)
            head(&input, found.gl_pathv[i]);
        buf_add(&input, text.data, text.bytes);
        seed(found.gl_pathv[i], buf_str(&input), input.len);
        buf_done(&input);
        file_text_done(&text);
    }
    globfree(&found);
}

void fuzz_seed_lines(fuzz_seed *seed, const char *path,
                     void (*head)(struct buf *out, const char *path))
{
    struct file_text text;
    if (!file_text_read(&text, path, SEED_MAX_BYTES, 0, NULL))
        fuzz_failed(path, 0, "it can be read");
    int number = 0;
    for (struct fuzz_input rest = {text.data, text.bytes}; rest.n; number++) {
        struct fuzz_input line = fuzz_line(&rest);
        const char *tab = memchr(line.s, '\t', line.n);
        struct buf input = {0};
        char *name = xasprintf("%s:%d", path, number + 1);
        if (head)
            head(&input, path);
        buf_add(&input, line.s, tab ? (size_t)(tab - line.s) : line.n);
        seed(name, buf_str(&input), input.len);
        free(name);
        buf_done(&input);
    }
    file_text_done(&text);
}

void fuzz_seed_texts(fuzz_seed *seed, const char *const texts[])
{
    for (size_t i = 0; texts[i]; i++)
        seed(texts[i], texts[i], strlen(texts[i]));
}

/* ---- what entries need ---- */

const struct provider_set *fuzz_providers(void)
{
    static struct config config;
    static struct provider_set *set;
    if (!set)
        set = provider_set_new(&config);
    return set;
}

void fuzz_put_provider(struct buf *out, const char *path)
{
    const struct provider_set *set = fuzz_providers();
    size_t found = 0;
    for (size_t i = 0; i < set->count; i++)
        if (strstr(path, set->list[i].name))
            found = i;
    buf_putc(out, (char)found);
}

void fuzz_check_clean(const struct buf *out, unsigned flags)
{
    struct buf again = {0};
    clean_text(&again, buf_str(out), out->len, flags);
    fuzz_check_same(__FILE__, __LINE__, buf_str(out), buf_str(&again));
    FUZZ_CHECK(again.len == out->len);
    FUZZ_CHECK(clean_is_clean(buf_str(out), out->len, flags));
    buf_done(&again);
}

/* A byte order mark and the like are escaped in JSON. */
static bool acts_on_terminals(int c)
{
    return c < 0 || (c < ' ' && c != '\n') || (c >= 0x7f && c < 0xa0) ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

void fuzz_check_json(const struct buf *out)
{
    int c;
    for (size_t i = 0; i < out->len;) {
        i += utf8_read(out->data + i, out->len - i, &c);
        FUZZ_CHECK(!acts_on_terminals(c));
    }
    struct arena *a = arena_new();
    struct buf again = {0};
    const struct value *root = json_parse(a, buf_str(out), out->len, NULL);
    FUZZ_CHECK(root);
    value_put_json(&again, root);
    buf_putc(&again, '\n');
    fuzz_check_same(__FILE__, __LINE__, buf_str(out), buf_str(&again));
    buf_done(&again);
    arena_free(a);
}
