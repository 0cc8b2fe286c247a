/* Keys in use: looked for once, forgotten when told to, and wiped at the end. */
#include "base/alloc.h"
#include "config/config.h"
#include "provider/keyring.h"
#include "provider/provider_set.h"
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *dir;

static int set_up(void **state)
{
    (void)state;
    dir = scratch_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

struct ring {
    struct config *config;
    struct provider_set *set;
    struct keyring *keyring;
};

/* Written without stdio, whose buffers would keep it. */
static void ring_new(struct ring *r, const char *ini)
{
    struct err e;
    char *path = scratch_path(dir, "x.ini");
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, ini, strlen(ini)), strlen(ini));
    close(fd);
    r->config = config_load(path, &e);
    assert_non_null(r->config);
    r->set = provider_set_new(r->config);
    r->keyring = keyring_new(r->set);
    free(path);
}

static void ring_free(struct ring *r)
{
    keyring_free(r->keyring);
    provider_set_free(r->set);
    config_free(r->config);
}

/* [provider ringyo] with a command that leaves a line behind each time, then ends as told. */
static char *counting_ini(const char *end)
{
    return xasprintf("[provider ringyo]\napi_key_command = sh -c 'echo x >>%s/runs; %s'\n", dir,
                     end);
}

static void expect_runs(size_t expected)
{
    char *runs = scratch_read(dir, "runs");
    size_t got = runs ? strlen(runs) / 2 : 0;
    if (got != expected)
        fail_msg("expected the command to have run %zu times, got %zu", expected, got);
    free(runs);
}

static void expect_key(struct ring *r, const char *name, const char *expected)
{
    struct err e = {""};
    char *key = keyring_get(r->keyring, provider_find(r->set, name), &e);
    if (!key || strcmp(key, expected) != 0)
        fail_msg("expected the key '%s', got '%s', '%s'", expected, key ? key : "none", e.text);
    free_secret(key);
}

static void expect_none(struct ring *r, const char *name, const char *part)
{
    struct err e = {""};
    char *key = keyring_get(r->keyring, provider_find(r->set, name), &e);
    if (key || !strstr(e.text, part))
        fail_msg("expected no key and '%s', got '%s'", part, key ? key : e.text);
}

static void keyring_get__command__runs_once(void **state)
{
    (void)state;
    struct ring r;
    char *ini = counting_ini("echo k1");
    scratch_write(dir, "runs", 0600, "");
    ring_new(&r, ini);
    const struct provider *p = provider_find(r.set, "ringyo");
    assert_true(keyring_runs_command(r.keyring, p));
    for (int i = 0; i < 3; i++)
        expect_key(&r, "ringyo", "k1");
    assert_false(keyring_runs_command(r.keyring, p));
    expect_runs(1);
    keyring_forget(r.keyring, p);
    assert_true(keyring_runs_command(r.keyring, p));
    expect_key(&r, "ringyo", "k1");
    expect_runs(2);
    ring_free(&r);
    free(ini);
}

static void keyring_get__failing_command__runs_once(void **state)
{
    (void)state;
    struct ring r;
    char *ini = counting_ini("exit 3");
    scratch_write(dir, "runs", 0600, "");
    ring_new(&r, ini);
    const struct provider *p = provider_find(r.set, "ringyo");
    for (int i = 0; i < 3; i++)
        expect_none(&r, "ringyo", "'sh' failed with exit code 3");
    assert_false(keyring_runs_command(r.keyring, p));
    expect_runs(1);
    keyring_forget(r.keyring, p);
    expect_none(&r, "ringyo", "'sh' failed with exit code 3");
    expect_runs(2);
    ring_free(&r);
    free(ini);
}

static void keyring_get__each_provider__has_its_own(void **state)
{
    (void)state;
    struct ring r;
    ring_new(&r, "[provider ringyo]\napi_key = k1\n[provider diga]\napi_key = k2\n");
    expect_key(&r, "ringyo", "k1");
    expect_key(&r, "diga", "k2");
    expect_none(&r, "ringg", "CALLBROWSER_RINGG_API_KEY");
    keyring_forget(r.keyring, provider_find(r.set, "diga"));
    expect_key(&r, "ringyo", "k1");
    expect_key(&r, "diga", "k2");
    ring_free(&r);
}

/* Whether the bytes stand in this piece of our own memory, freed or not. `wanted` is inverted, so
 * that it is no hit itself. */
static bool memory_has(int fd, unsigned long from, unsigned long to, const char *wanted, size_t n)
{
    enum { PIECE_BYTES = 65536 };
    char *piece = xmalloc(PIECE_BYTES);
    bool found = false;
    for (unsigned long at = from; at < to && !found; at += PIECE_BYTES - n) {
        ssize_t got = pread(fd, piece, PIECE_BYTES, (off_t)at);
        for (ssize_t i = 0; i + (ssize_t)n <= got && !found; i++) {
            size_t same = 0;
            while (same < n && (piece[(size_t)i + same] ^ 0x55) == wanted[same])
                same++;
            found = same == n;
        }
        explicit_bzero(piece, PIECE_BYTES);
    }
    free(piece);
    return found;
}

/* All memory that can be written to, but for what a sanitizer reserves. */
static bool any_memory_has(const char *wanted, size_t n)
{
    const unsigned long most = 64UL << 20;
    char line[512];
    unsigned long from, to;
    bool found = false;
    int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    FILE *maps = fopen("/proc/self/maps", "re");
    assert_true(fd >= 0 && maps);
    while (fgets(line, sizeof line, maps))
        if (sscanf(line, "%lx-%lx rw", &from, &to) == 2 && to - from <= most)
            found |= memory_has(fd, from, to, wanted, n);
    fclose(maps);
    close(fd);
    return found;
}

/* A key of the configuration: in memory while it is used, nowhere afterwards. */
static void keyring_free__leaves_no_key_in_memory(void **state)
{
    (void)state;
    enum { KEY_BYTES = 24 };
    char ini[] = "[provider ringyo]\napi_key = k................-.....\n", hidden[KEY_BYTES];
    char *key = strstr(ini, "k...");
    struct ring r;
    for (size_t i = 0; i < KEY_BYTES; i++) {
        key[i] = (char)('a' + (i * 7 + 3) % 26);
        hidden[i] = key[i] ^ 0x55;
    }
    ring_new(&r, ini);
    explicit_bzero(ini, sizeof ini);
    struct err e;
    free_secret(keyring_get(r.keyring, provider_find(r.set, "ringyo"), &e));
    assert_true(any_memory_has(hidden, KEY_BYTES));
    ring_free(&r);
    assert_false(any_memory_has(hidden, KEY_BYTES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keyring_get__command__runs_once),
        cmocka_unit_test(keyring_get__failing_command__runs_once),
        cmocka_unit_test(keyring_get__each_provider__has_its_own),
        cmocka_unit_test(keyring_free__leaves_no_key_in_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
