/* No memory is freed by this program that still holds a key. This program has a free of its own,
 * which looks into what our code frees; libraries do what they like. */
#include "base/alloc.h"
#include "config/config.h"
#include "provider/keyring.h"
#include "provider/list_walk.h"
#include "provider/provider.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/sanitized.h"
#include "tests/support/scratch.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define KEY "wipe-me-0123456789"
#define ANSWER                                                                                     \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n"              \
    "{\"id\":\"x\",\"status\":\"done\"}"

#if defined __GLIBC__ && !SANITIZED
#define SEES_FREE 1

/* NOLINTBEGIN(bugprone-reserved-identifier): the linker's and the library's own */
extern const char __executable_start, etext;
extern void __libc_free(void *p);
extern void *__libc_malloc(size_t bytes);
extern void *__libc_realloc(void *p, size_t bytes);
/* NOLINTEND(bugprone-reserved-identifier) */

static atomic_int unwiped;

static bool is_ours(const void *caller)
{
    return (const char *)caller >= &__executable_start && (const char *)caller < &etext;
}

/* New memory is empty: what a library left there is not ours. */
void *malloc(size_t bytes)
{
    void *p = __libc_malloc(bytes);
    return p ? memset(p, 0, malloc_usable_size(p)) : NULL;
}

void *realloc(void *p, size_t bytes)
{
    size_t before = p ? malloc_usable_size(p) : 0;
    char *grown = __libc_realloc(p, bytes);
    size_t after = grown ? malloc_usable_size(grown) : 0;
    if (after > before)
        memset(grown + before, 0, after - before);
    return grown;
}

void free(void *p)
{
    if (p && is_ours(__builtin_return_address(0)) &&
        memmem(p, malloc_usable_size(p), KEY, sizeof KEY - 1))
        unwiped++;
    __libc_free(p);
}
#else
#define SEES_FREE 0
static int unwiped;
#endif

static char *dir;

static int set_up(void **state)
{
    (void)state;
    dir = scratch_new();
    unwiped = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

/* The same free sees a key that is not wiped. */
static void expect_wiped(void)
{
    int found = unwiped;
    free(xstrdup("x" KEY));
    if (!SEES_FREE || unwiped == found)
        skip();
    if (found)
        fail_msg("the key was in memory that was freed %d times, expected 0", found);
}

static void start(struct fetching *f, const struct canned *c)
{
    char *ini = fetching_ini("canned", "http", canned_port(c));
    fetching_start(f, ini, (struct fetch_settings){0});
    free(ini);
}

static void key__of_a_fetch__is_wiped(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = ANSWER});
    struct fetching f;
    start(&f, c);
    unsigned job = fetching_submit(&f, "canned", "x", KEY);
    fetching_expect_call(fetching_last(&f, job, NULL, NULL), "a call", 0, NULL);
    fetching_stop(&f);
    canned_stop(c);
    expect_wiped();
}

static void key__of_a_fetch_cancelled__is_wiped(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.end = CANNED_HOLD});
    struct fetching f;
    start(&f, c);
    unsigned first = fetching_submit(&f, "canned", "x", KEY);
    canned_wait_requests(c, 1);
    fetch_cancel(f.fetcher, first);
    fetching_submit(&f, "canned", "y", KEY);
    fetching_stop(&f);
    canned_stop(c);
    expect_wiped();
}

static void key__of_a_download__is_wiped(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = ANSWER});
    struct fetching f;
    start(&f, c);
    struct fetch_order order = {
        .provider = described_find(&f.described, "canned"),
        .id = xstrdup("x"),
        .key = xstrdup(KEY),
        .url = xasprintf("http://127.0.0.1:%d/a.mp3", canned_port(c)),
        .dir = xstrdup(dir),
        .name = xstrdup("a"),
    };
    fetch_download(f.fetcher, &order);
    struct answer *a;
    while ((a = fetching_next(&f))->type == ANSWER_PROGRESS)
        fetch_answer_free(a);
    assert_int_equal(a->type, ANSWER_SAVED);
    fetch_answer_free(a);
    fetching_stop(&f);
    canned_stop(c);
    expect_wiped();
}

/* Of a page that came, of one that hangs, and of one that is never sent. */
static void key__of_a_list__is_wiped(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = ANSWER});
    struct canned *hangs = canned_start(&(struct canned_script){.end = CANNED_HOLD});
    struct fetching f;
    char *first = fetching_ini("canned", "http", canned_port(c));
    char *second = fetching_ini("hangs", "http", canned_port(hangs));
    const char *list = "list.path = /l\nlist.body = {\"f\":{{filters}}{next}}\nrows = /rows\n";
    char *ini = xasprintf("%s\n%s%s\n%s", first, list, second, list);
    fetching_start(&f, ini, (struct fetch_settings){.jobs = 1});
    struct query_terms terms = {.time = {time_wall_us(), &civil_zone_in_force, 7}};
    struct query_problem problem;
    struct query *q = query_new("7d", &terms, &problem);
    static const char *const names[] = {"canned", "hangs", "canned"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct provider *p = described_find(&f.described, names[i]);
        fetch_list_page(f.fetcher, fetch_list(f.fetcher, list_walk_new(p, q, &terms)),
                        xstrdup(KEY));
    }
    struct answer *a = fetching_next(&f);
    assert_int_equal(a->type, ANSWER_PAGE);
    fetch_answer_free(a);
    canned_wait_requests(hangs, 1);
    fetching_stop(&f);
    query_free(q);
    canned_stop(c);
    canned_stop(hangs);
    free(first);
    free(second);
    free(ini);
    expect_wiped();
}

/* From the configuration, a file and a command; one is refused, as it has a blank. */
static void key__wherever_it_comes_from__is_wiped(void **state)
{
    (void)state;
    scratch_write(dir, "key", 0600, KEY "\n");
    scratch_write(dir, "blank", 0600, "x " KEY "\n");
    char *text = xasprintf("[provider a]\nlike = ringyo\napi_key = " KEY "\n"
                           "[provider b]\nlike = ringyo\napi_key_file = %s/key\n"
                           "[provider c]\nlike = ringyo\napi_key_command = cat %s/key\n"
                           "[provider d]\nlike = ringyo\napi_key_file = %s/blank\n",
                           dir, dir, dir);
    scratch_write(dir, "x.ini", 0600, text);
    wipe_secret(text);
    free(text);
    struct err e = {""};
    char *path = scratch_path(dir, "x.ini");
    struct config *config = config_load(path, &e);
    assert_non_null(config);
    struct provider_set *set = provider_set_new(config);
    struct keyring *keyring = keyring_new(set);
    for (const char *name = "abcd"; *name; name++) {
        char *key = keyring_get(keyring, provider_find(set, (const char[]){*name, 0}), &e);
        assert_int_equal(key != NULL, *name != 'd');
        free_secret(key);
    }
    keyring_free(keyring);
    provider_set_free(set);
    config_free(config);
    free(path);
    expect_wiped();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(key__of_a_fetch__is_wiped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(key__of_a_fetch_cancelled__is_wiped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(key__of_a_download__is_wiped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(key__of_a_list__is_wiped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(key__wherever_it_comes_from__is_wiped, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
