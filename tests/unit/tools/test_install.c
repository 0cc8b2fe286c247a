/* `make install`, `uninstall` and `dist`: which files they write and which they leave; and the
 * flags a build takes. Runs at the top of the repository, after everything was built. */
#include "base/alloc.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *dir, *build_arg;

/* Runs make with a build folder, a target and two more words, without what a make around the tests
 * has put into the environment. The caller ends r. */
static void run_make(struct run *r, const char *build, const char *target, const char *first,
                     const char *second)
{
    run_program(r,
                (const char *const[]){"env", "-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL",
                                      "make", "-s", build, target, first, second, NULL},
                NULL);
    if (r->code != 0)
        fail_msg("make %s: expected exit code 0, got %d: %s", target, r->code, buf_str(&r->err));
}

static void make(const char *target, const char *first, const char *second)
{
    struct run r;
    run_make(&r, build_arg, target, first, second);
    run_done(&r);
}

/* What a shell command prints in the scratch directory; the caller frees it. */
static char *shell(const char *command)
{
    struct run r;
    char *line = xasprintf("cd '%s' && %s", dir, command);
    run_program(&r, (const char *const[]){"sh", "-c", line, NULL}, NULL);
    if (r.code != 0)
        fail_msg("%s: expected exit code 0, got %d: %s", command, r.code, buf_str(&r.err));
    char *out = xstrdup(buf_str(&r.out));
    run_done(&r);
    free(line);
    return out;
}

static void expect(const char *command, const char *expected)
{
    char *out = shell(command);
    if (strcmp(out, expected) != 0)
        fail_msg("%s: expected\n%s\ngot\n%s", command, expected, out);
    free(out);
}

static void install__destdir__these_files_and_none_left(void **state)
{
    (void)state;
    char *destdir = xasprintf("DESTDIR=%s", dir);
    make("install", destdir, "PREFIX=/opt/cb");
    expect("find . -type f -exec ls -l {} + | awk '{print $1, $NF}' | LC_ALL=C sort",
           "-rw-r--r-- ./opt/cb/share/bash-completion/completions/callbrowser\n"
           "-rw-r--r-- ./opt/cb/share/fish/vendor_completions.d/callbrowser.fish\n"
           "-rw-r--r-- ./opt/cb/share/man/man1/callbrowser.1\n"
           "-rw-r--r-- ./opt/cb/share/man/man5/callbrowser.ini.5\n"
           "-rw-r--r-- ./opt/cb/share/zsh/site-functions/_callbrowser\n"
           "-rwxr-xr-x ./opt/cb/bin/callbrowser\n");
    expect("opt/cb/bin/callbrowser --version | cut -d' ' -f1", "callbrowser\n");
    make("uninstall", destdir, "PREFIX=/opt/cb");
    expect("find .", ".\n");
    free(destdir);
}

static void install__uninstall__leaves_what_is_not_ours(void **state)
{
    (void)state;
    char *destdir = xasprintf("DESTDIR=%s", dir);
    scratch_write(dir, "usr/share/man/man1/other.1", 0644, "x");
    make("install", destdir, "PREFIX=/usr");
    make("uninstall", destdir, "PREFIX=/usr");
    make("uninstall", destdir, "PREFIX=/usr");
    expect("find . -type f", "./usr/share/man/man1/other.1\n");
    free(destdir);
}

/* The tar file holds all that making it again needs, and comes out the same, byte for byte. */
static void dist__tar__makes_itself(void **state)
{
    (void)state;
    char *here = realpath(".", NULL), *build = xasprintf("BUILD=%s/out", dir);
    struct run r;
    run_make(&r, build, "dist", NULL, NULL);
    run_done(&r);
    free(shell("cd out && tar -xzf callbrowser-*.tar.gz && cd callbrowser-*/ && umask 077 && "
               "env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s BUILD=b dist >/dev/null && "
               "tar -tzf ../callbrowser-*.tar.gz >../../names"));
    expect("cmp out/callbrowser-*.tar.gz out/callbrowser-*/b/callbrowser-*.tar.gz", "");
    expect("grep -cE "
           "'^[^/]*/(Makefile|README.md|callbrowser.ini|src/main.c|ui/shell/session.c|src/tools/"
           "demo.sh)$' "
           "names",
           "6\n");
    expect("grep -cE '\\.(o|a|d)$|/build/' names || true", "0\n");
    char *compare = xasprintf("cmp out/callbrowser-*/README.md '%s/README.md'", here);
    expect(compare, "");
    free(compare);
    free(build);
    free(here);
}

/* `make reproducible` builds twice, which takes longer; this is the usual reason for a difference.
 */
/* But for where a build of `make coverage` writes its counts. */
static void build__program__holds_no_path_of_this_machine(void **state)
{
    (void)state;
    char *here = realpath(".", NULL), *program = realpath(build_arg + strlen("BUILD="), NULL);
    char *search = xasprintf("tr '\\0' '\\n' <'%s/callbrowser' | grep -a -F '%s' | "
                             "grep -a -v -c '[.]gcda$' || true",
                             program, here);
    expect(search, "0\n");
    free(search);
    free(program);
    free(here);
}

static void build__flags_of_the_user__are_used(void **state)
{
    (void)state;
    char *build = xasprintf("BUILD=%s/out", dir);
    struct run r;
    run_make(&r, build, "-n", "CPPFLAGS=-DPLANTED_CPP", "LDFLAGS=-Lplanted_ld");
    assert_non_null(strstr(buf_str(&r.out), "-DPLANTED_CPP"));
    assert_non_null(strstr(buf_str(&r.out), "-Lplanted_ld"));
    run_done(&r);
    free(build);
}

static int begin(void **state)
{
    (void)state;
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    dir = scratch_new();
    build_arg = xasprintf("BUILD=%s", build);
    return 0;
}

static int end(void **state)
{
    (void)state;
    scratch_free(dir);
    free(build_arg);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(install__destdir__these_files_and_none_left),
        TEST(install__uninstall__leaves_what_is_not_ours),
        TEST(dist__tar__makes_itself),
        TEST(build__program__holds_no_path_of_this_machine),
        TEST(build__flags_of_the_user__are_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
