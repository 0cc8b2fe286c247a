/* Keys are fetched once, forgotten on request, and wiped when they are freed. */
#include "base/alloc.h"
#include "config/config.h"
#include "provider/keyring.h"
#include "provider/provider.h"
#include "tests/support/memory.h"
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

/* Does not use stdio, because its buffers would keep the key. The caller frees the path. */
static char *write_secret(const char *name, const char *text)
{
    char *path = scratch_path(dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return path;
}

static void ring_new(struct ring *r, const char *ini)
{
    struct err e;
    char *path = write_secret("x.ini", ini);
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

/* [provider ringyo] with a command that adds a line to a file each time, and then runs `end`. */
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
        fail_msg("expected the key '%s', got '%s', '%s'", expected, key ? key : "(none)", e.text);
    free_secret(key);
}

static void expect_no_key(struct ring *r, const char *name, const char *part)
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
        expect_no_key(&r, "ringyo", "'sh' failed with exit code 3");
    assert_false(keyring_runs_command(r.keyring, p));
    expect_runs(1);
    keyring_forget(r.keyring, p);
    expect_no_key(&r, "ringyo", "'sh' failed with exit code 3");
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
    expect_no_key(&r, "ringg", "CALLBROWSER_RINGG_API_KEY");
    keyring_forget(r.keyring, provider_find(r.set, "diga"));
    expect_key(&r, "ringyo", "k1");
    expect_key(&r, "diga", "k2");
    ring_free(&r);
}

/* A key from the configuration is in memory while it is in use, and nowhere afterwards. */
static void keyring_free__leaves_no_key_in_memory(void **state)
{
    (void)state;
    char ini[] = "[provider ringyo]\napi_key = k..............................................k\n";
    struct memory_secret secret;
    struct ring r;
    struct err e;
    memory_secret_make(&secret, strstr(ini, "k..."), 0);
    ring_new(&r, ini);
    explicit_bzero(ini, sizeof ini);
    free_secret(keyring_get(r.keyring, provider_find(r.set, "ringyo"), &e));
    assert_true(memory_has(&secret));
    ring_free(&r);
    assert_false(memory_has(&secret));
}

/* A key from a command, which is in no configuration. */
static void keyring_forget__leaves_no_key_in_memory(void **state)
{
    (void)state;
    char key[MEMORY_SECRET_BYTES + 1] = "";
    struct memory_secret secret;
    struct ring r;
    struct err e;
    memory_secret_make(&secret, key, 5);
    free(write_secret("key", key));
    explicit_bzero(key, sizeof key);
    char *ini = xasprintf("[provider ringyo]\napi_key_command = cat %s/key\n", dir);
    ring_new(&r, ini);
    const struct provider *p = provider_find(r.set, "ringyo");
    free_secret(keyring_get(r.keyring, p, &e));
    assert_true(memory_has(&secret));
    keyring_forget(r.keyring, p);
    assert_false(memory_has(&secret));
    ring_free(&r);
    free(ini);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keyring_get__command__runs_once),
        cmocka_unit_test(keyring_get__failing_command__runs_once),
        cmocka_unit_test(keyring_get__each_provider__has_its_own),
        cmocka_unit_test(keyring_free__leaves_no_key_in_memory),
        cmocka_unit_test(keyring_forget__leaves_no_key_in_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
