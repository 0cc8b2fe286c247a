#include "tests/support/keeping.h"

#include "base/alloc.h"
#include "keep/gzip.h"
#include "keep/kept_folder.h"
#include "os/file.h"
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOBODY = 65534, SEEN_MAX_BYTES = 64 << 20 };

static char *scratch, *home, *dir;

int keeping_set_up(void **state)
{
    (void)state;
    scratch = scratch_new();
    home = xasprintf("%s/share", scratch);
    dir = xasprintf("%s/callbrowser/kept", home);
    return 0;
}

int keeping_tear_down(void **state)
{
    (void)state;
    free(dir);
    free(home);
    scratch_free(scratch);
    return 0;
}

const char *keeping_dir(void)
{
    return dir;
}

const char *keeping_home(void)
{
    return home;
}

char *keeping_path(const char *provider, const char *id)
{
    return kept_folder_path(dir, provider, id);
}

enum kept_writer_state keeping_try(const char *provider, const char *id, const char *body,
                                   int64_t now_us, struct err *e)
{
    struct kept_document document = {"call", body, strlen(body), 200};
    struct kept_order order = {.dir = dir,
                               .call = {.head = {.provider = provider, .id = id},
                                        .documents = &document,
                                        .document_count = 1},
                               .now_us = now_us,
                               .call_us = INT64_MIN,
                               .max_bytes = KEEPING_MAX_BYTES};
    struct kept_writer *w = kept_writer_new(&order);
    enum kept_writer_state state = KEPT_WRITER_MORE;
    while (state == KEPT_WRITER_MORE)
        state = kept_writer_step(w, 0, e);
    kept_writer_free(w);
    return state;
}

void keeping_keep(const char *provider, const char *id, const char *body, int64_t now_us)
{
    struct err e = {""};
    if (keeping_try(provider, id, body, now_us, &e) != KEPT_WRITER_KEPT)
        fail_msg("%s:%s: %s", provider, id, e.text);
}

enum kept_trouble keeping_read(struct kept_call *k, const char *provider, const char *id)
{
    return kept_folder_open(k, dir, provider, id, KEEPING_MAX_BYTES);
}

void keeping_expect(const char *provider, const char *id, const char *body)
{
    struct kept_call k = {0};
    enum kept_trouble why = keeping_read(&k, provider, id);
    if (!body && why != KEPT_TROUBLE_MISSING)
        fail_msg("%s:%s is kept, expected that it is not", provider, id);
    if (body && why)
        fail_msg("%s:%s %s", provider, id, kept_trouble_what(why));
    if (body)
        assert_string_equal(k.documents[0].bytes, body);
    kept_call_done(&k);
}

void keeping_plant(const char *provider, const char *id, const char *bytes, size_t n)
{
    struct err e = {""};
    char *path = keeping_path(provider, id);
    if (!kept_folder_make(dir, provider, &e))
        fail_msg("%s", e.text);
    assert_int_equal(file_replace(path, bytes, n), 0);
    free(path);
}

void keeping_plant_text(const char *provider, const char *id, const char *text)
{
    struct gzip *g = gzip_new();
    gzip_add(g, text, strlen(text));
    const struct buf *packed = gzip_end(g);
    keeping_plant(provider, id, packed->data, packed->len);
    gzip_free(g);
}

/* ---- looking at all files ---- */

static size_t count, hidden, having;
static const char *wanted;

static char *read_file(const char *path, size_t *bytes)
{
    struct buf b = {0};
    char chunk[4096];
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    *bytes = b.len;
    return buf_take(&b);
}

static bool file_has(const char *path, const char *text)
{
    size_t n;
    struct buf unpacked = {0};
    char *bytes = read_file(path, &n);
    gzip_unpack_beginning(&unpacked, bytes, n, SEEN_MAX_BYTES);
    bool has = memmem(bytes, n, text, strlen(text)) || strstr(buf_str(&unpacked), text);
    buf_done(&unpacked);
    free(bytes);
    return has;
}

static int look(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)kind;
    if (at->level == 0)
        return 0;
    count++;
    hidden += S_ISREG(st->st_mode) && path[at->base] == '.';
    having += wanted && S_ISREG(st->st_mode) && file_has(path, wanted);
    return 0;
}

static void look_at_all(const char *text)
{
    count = hidden = having = 0;
    wanted = text;
    nftw(dir, look, 16, FTW_PHYS);
}

size_t keeping_count(void)
{
    look_at_all(NULL);
    return count;
}

size_t keeping_count_hidden(void)
{
    look_at_all(NULL);
    return hidden;
}

int keeping_has_text(const char *text)
{
    look_at_all(text);
    return having > 0;
}

/* ---- another user ---- */

static int give_away(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return lchown(path, NOBODY, NOBODY);
}

void keeping_as_user(void (*f)(void))
{
    if (geteuid() != 0) {
        f();
        return;
    }
    assert_int_equal(nftw(scratch, give_away, 16, FTW_PHYS), 0);
    assert_int_equal(seteuid(NOBODY), 0);
    f();
    assert_int_equal(seteuid(0), 0);
}
