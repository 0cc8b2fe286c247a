/* What the shells offer to complete a command line is the same in each. Shells that are not
 * installed are skipped. Runs at the top of the repository, after the scripts were made. */
#include "base/alloc.h"
#include "cli/args.h"
#include "config/program.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct shell {
    const char *name, *option; /* makes it read no configuration of the user */
    const char *odd_ids;       /* how it offers the IDs of history__is_never_evaluated */
};

#define ODD_IDS "$(touch pwned) -n `touch pwned` a b;touch pwned x*\n"
#define ODD_IDS_QUOTED "-n \\$\\(touch\\ pwned\\) \\`touch\\ pwned\\` a\\ b\\;touch\\ pwned x\\*\n"

static struct shell bash = {"bash", "--norc", ODD_IDS_QUOTED};
static struct shell zsh = {"zsh", "-f", ODD_IDS};
static struct shell fish = {"fish", "--no-config", ODD_IDS};

static const char *build;
static char *dir;

/* Runs it; r gets one line of offers for each line of `typed`. */
static void ask(const struct shell *s, const char *typed, struct run *r)
{
    char *found = program_find(s->name);
    if (!found) {
        print_message("no %s here\n", s->name);
        skip();
    }
    char *driver = xasprintf("tests/support/offered.%s", s->name);
    char *script = xasprintf("%s/doc/callbrowser.%s", build, s->name);
    run_program(r, (const char *const[]){found, s->option, driver, script, NULL}, typed);
    if (r->code != 0 || r->err.len)
        fail_msg("%s ended with %d and said '%s'", s->name, r->code, buf_str(&r->err));
    free(script);
    free(driver);
    free(found);
}

static const struct {
    const char *typed, *offered;
} rows[] = {
    {"callbrowser --list-p", "--list-providers"},
    {"callbrowser -p ", "csv id json markdown raw text tsv vtt"},
    {"callbrowser --print=j", "json"},
    {"callbrowser --print=", "csv id json markdown raw text tsv vtt"},
    {"callbrowser -t l", "light"},
    {"callbrowser -j ", ""},
    {"callbrowser --test-provider ringy", "ringyo"},
    {"callbrowser --test-provider vap", "vapi"},
    {"callbrowser -c READM", "README.md"},
    {"callbrowser --out te", "tests"},
    /* providers that are switched on, and IDs after the first letter */
    {"callbrowser ", "any cometchat diga ringg ringyo voxworks"},
    {"callbrowser ring", "ringg ringyo"},
    {"callbrowser an", "any"},
    {"callbrowser vap", ""},
    {"callbrowser call_t", "call_three call_two"},
    {"callbrowser ringyo ", "call_one call_two"},
    {"callbrowser ringyo call_one call_t", "call_two"},
    {"callbrowser -p json ringyo call_o", "call_one"},
    {"callbrowser --print=json diga ", "550e8400"},
    {"callbrowser any call_o", "call_one"},
    {"callbrowser vapi call_o", "call_one"}, /* all IDs, as vapi has none */
    {"callbrowser ringyo:", "call_one call_two"},
    {"callbrowser ringyo:call_t", "call_two"},
    {"callbrowser any:call_o", "call_one"},
};

static void rows__are_completed(void **state)
{
    struct run r;
    struct buf typed = {0};
    scratch_write(dir, "callbrowser/history", 0600,
                  "ringyo:call_one\nringyo:call_two\ndiga:550e8400\nvoxworks:call_three\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        buf_printf(&typed, "%s\n", rows[i].typed);
    ask(*state, buf_str(&typed), &r);
    const char *line = buf_str(&r.out);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = strcspn(line, "\n");
        if (n != strlen(rows[i].offered) || strncmp(line, rows[i].offered, n) != 0)
            fail_msg("'%s': expected '%s', got '%.*s'", rows[i].typed, rows[i].offered, (int)n,
                     line);
        line += n + (line[n] == '\n');
    }
    assert_string_equal(line, "");
    run_done(&r);
    buf_done(&typed);
}

static void options__are_all_there(void **state)
{
    struct run r;
    ask(*state, "callbrowser -\n", &r);
    for (int i = 0; i < ARG_COUNT; i++) {
        char *name = xasprintf("--%s", arg_rows[i].name);
        if (!strstr(buf_str(&r.out), name))
            fail_msg("expected '%s' in '%s'", name, buf_str(&r.out));
        free(name);
    }
    run_done(&r);
}

/* IDs come from outside, so no part of one is run. */
static void history__is_never_evaluated(void **state)
{
    const struct shell *s = *state;
    struct run r;
    scratch_write(dir, "callbrowser/history", 0600,
                  "ringyo:$(touch pwned)\nringyo:`touch pwned`\nringyo:a b;touch pwned\n"
                  "ringyo:x*\nringyo:-n\n");
    ask(s, "callbrowser ringyo \n", &r);
    assert_string_equal(buf_str(&r.out), s->odd_ids);
    assert_int_not_equal(access("pwned", F_OK), 0);
    run_done(&r);
}

static int set_up(void **state)
{
    (void)state;
    build = getenv("BUILD") ? getenv("BUILD") : "build";
    dir = scratch_new();
    char *cwd = getcwd(NULL, 0), *path = NULL;
    assert_non_null(cwd);
    path = xasprintf("%s/%s:%s", *build == '/' ? "" : cwd, build, getenv("PATH"));
    setenv("PATH", path, 1);
    setenv("HOME", dir, 1);
    setenv("XDG_STATE_HOME", dir, 1);
    unsetenv("XDG_CONFIG_HOME");
    free(path);
    free(cwd);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

#define IN_ALL(test)                                                                               \
    {"bash__" #test, test, NULL, NULL, &bash}, {"zsh__" #test, test, NULL, NULL, &zsh},            \
    {                                                                                              \
        "fish__" #test, test, NULL, NULL, &fish                                                    \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ALL(rows__are_completed),
        IN_ALL(options__are_all_there),
        IN_ALL(history__is_never_evaluated),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
