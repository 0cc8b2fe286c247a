/* Sound devices are seen by variables, sockets and files; a directory of the test is /dev. */
#include "base/alloc.h"
#include "play/sound.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *dir;

/* A path is one below the directory; "" is nothing. */
static void expect(const char *want, bool is_own)
{
    struct sound s;
    char *path = *want == '/' ? xasprintf("%s%s", dir, want) : xstrdup(want);
    sound_look(&s, dir);
    assert_string_equal(s.way ? s.way : "", path);
    assert_int_equal(s.is_own, is_own);
    sound_done(&s);
    free(path);
}

static void make_dir(const char *name)
{
    char *path = scratch_path(dir, name);
    assert_int_equal(mkdir(path, 0700), 0);
    free(path);
}

static void sound__nothing__is_nothing(void **state)
{
    (void)state;
    expect("", true);
    setenv("PULSE_SERVER", "", 1);
    setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
    expect("", true);
    make_dir("snd");
    expect("", true);
}

static void sound__variable__names_a_server(void **state)
{
    (void)state;
    setenv("PULSE_SERVER", "tcp:10.0.0.7", 1);
    expect("PULSE_SERVER", false);
    setenv("PIPEWIRE_REMOTE", "there", 1);
    expect("PIPEWIRE_REMOTE", false);
}

/* What is no socket is no server. */
static void sound__socket__of_this_user(void **state)
{
    (void)state;
    setenv("XDG_RUNTIME_DIR", dir, 1);
    scratch_write(dir, "pipewire-0", 0600, "");
    make_dir("pulse");
    expect("", true);
    scratch_listen(dir, "pulse/native");
    expect("/pulse/native", true);
    char *path = scratch_path(dir, "pipewire-0");
    unlink(path);
    free(path);
    scratch_listen(dir, "pipewire-0");
    expect("/pipewire-0", true);
}

/* One that records, and what belongs to no device, cannot be heard. */
static void sound__card__one_that_plays(void **state)
{
    (void)state;
    static const char *const others[] = {"snd/timer", "snd/seq", "snd/controlC0", "snd/pcmC0D0c",
                                         "snd/hwC0D0p"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        scratch_write(dir, others[i], 0600, "");
    expect("", true);
    scratch_write(dir, "snd/pcmC1D3p", 0600, "");
    expect("/snd/pcmC1D3p", true);
}

static void sound__card__may_be_forbidden(void **state)
{
    (void)state;
    if (geteuid() == 0)
        skip(); /* who may do everything */
    scratch_write(dir, "snd/pcmC0D0p", 0400, "");
    expect("", true);
}

static void sound__oss__is_one_file(void **state)
{
    (void)state;
    scratch_write(dir, "dsp", 0600, "");
    expect("/dsp", true);
}

static int set_up(void **state)
{
    (void)state;
    unsetenv("PULSE_SERVER");
    unsetenv("PIPEWIRE_REMOTE");
    unsetenv("XDG_RUNTIME_DIR");
    dir = scratch_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sound__nothing__is_nothing),    TEST(sound__variable__names_a_server),
        TEST(sound__socket__of_this_user),   TEST(sound__card__one_that_plays),
        TEST(sound__card__may_be_forbidden), TEST(sound__oss__is_one_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
