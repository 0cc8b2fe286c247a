/* Which recordings are kept, and when their files are closed. */
#include "base/alloc.h"
#include "config/config.h"
#include "fetch/download_rules.h"
#include "os/os.h"
#include "ui/feature/features.h"
#include "ui/feature/recording_kept.h"
#include "ui/shell/session.h"
#include "ui/shell/tabs.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HALF (DOWNLOAD_PLAYED_MAX_BYTES / 2)

static struct provider_set providers;
static struct settings settings = {.providers = &providers};
static const struct app_request request = {.settings = &settings};
static const char url[] = "https://a.example/1.mp3?signed=1";

static int setup(void **state)
{
    *state = session_new(&request, &features_parts);
    return 0;
}

static int teardown(void **state)
{
    session_free(*state);
    return 0;
}

static int put(struct app *a, const struct tab *t, const char *from, uint64_t bytes)
{
    struct fetch_recording *r = xmalloc(sizeof *r);
    *r = (struct fetch_recording){os_memory_file(), bytes, xstrdup(".mp3")};
    int fd = r->fd;
    recording_kept_put(a, t, from, r);
    return fd;
}

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

static void kept__that_url__in_that_tab(void **state)
{
    struct app *a = *state;
    struct tab *first = a->tab, *other = tabs_add(a);
    assert_null(recording_kept_find(a, first, url));
    int fd = put(a, first, url, 10);
    assert_non_null(recording_kept_find(a, first, url));
    assert_int_equal(recording_kept_find(a, first, url)->fd, fd);
    assert_null(recording_kept_find(a, other, url));
    assert_null(recording_kept_find(a, first, "https://a.example/1.mp3?signed=2"));
}

static void kept__another_one__replaces_it(void **state)
{
    struct app *a = *state;
    int fd = put(a, a->tab, url, 10), next = put(a, a->tab, "https://a.example/2.mp3", 10);
    assert_false(is_open(fd));
    assert_true(is_open(next));
    assert_null(recording_kept_find(a, a->tab, url));
    assert_non_null(recording_kept_find(a, a->tab, "https://a.example/2.mp3"));
}

static void kept__closed_tab__closes_it(void **state)
{
    struct app *a = *state;
    tabs_add(a);
    int fd = put(a, a->tab, url, 10);
    tabs_close_now(a);
    assert_false(is_open(fd));
}

static void kept__too_many_bytes__others_are_dropped(void **state)
{
    struct app *a = *state;
    struct tab *tabs[] = {a->tab, tabs_add(a), tabs_add(a)};
    int fds[3];
    for (size_t i = 0; i < 2; i++)
        fds[i] = put(a, tabs[i], url, HALF);
    assert_true(is_open(fds[0]) && is_open(fds[1]));
    fds[2] = put(a, tabs[2], url, 1);
    assert_false(is_open(fds[0]));
    assert_true(is_open(fds[1]) && is_open(fds[2]));
    assert_null(recording_kept_find(a, tabs[0], url));
    fds[0] = put(a, tabs[0], url, 2 * HALF);
    assert_true(is_open(fds[0]));
    assert_false(is_open(fds[1]));
    assert_null(recording_kept_find(a, tabs[2], url));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kept__that_url__in_that_tab, setup, teardown),
        cmocka_unit_test_setup_teardown(kept__another_one__replaces_it, setup, teardown),
        cmocka_unit_test_setup_teardown(kept__closed_tab__closes_it, setup, teardown),
        cmocka_unit_test_setup_teardown(kept__too_many_bytes__others_are_dropped, setup, teardown),
    };
    struct err e;
    setlocale(LC_ALL, "C.UTF-8");
    settings.config = config_load("/dev/null", &e);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    config_free(settings.config);
    return failed;
}
