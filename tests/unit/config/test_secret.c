/* Keys: their sources, and which keys are refused. */
#include "base/alloc.h"
#include "config/config.h"
#include "config/key_env.h"
#include "config/secret.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static int no_keys(void **state)
{
    (void)state;
    key_env_forget();
    unsetenv("CALLBROWSER_RINGYO_API_KEY");
    return 0;
}

static void expect_key(const struct secret_source *s, const char *expected)
{
    struct err e = {""};
    char *key = secret_get(s, &e);
    if (!key || strcmp(key, expected) != 0)
        fail_msg("expected the key '%.40s', got '%.40s', '%s'", expected, key ? key : "none",
                 e.text);
    free_secret(key);
    if (!secret_check(s, &e))
        fail_msg("expected the check to pass, got '%s'", e.text);
}

static void expect_refused(const struct secret_source *s, const char *about, const char *part)
{
    struct err e = {""};
    char *key = secret_get(s, &e);
    if (key || !strstr(e.text, part))
        fail_msg("%s: expected a refusal with '%s', got '%s'", about, part, key ? "a key" : e.text);
}

static void secret__env_name__of_a_provider(void **state)
{
    (void)state;
    char *name = secret_env_name("ringyo-eu", "API_KEY");
    assert_string_equal(name, "CALLBROWSER_RINGYO_EU_API_KEY");
    free(name);
}

/* Each source takes precedence over those after it. */
static void secret__origin__in_order(void **state)
{
    (void)state;
    struct secret_source s = {.provider = "ringyo", .command = "", .file = ""};
    assert_int_equal(secret_origin(&s), SECRET_NONE);
    expect_refused(&s, "none", "CALLBROWSER_RINGYO_API_KEY");
    expect_refused(&s, "none", "[provider ringyo]");
    s.inline_key = "from-config";
    assert_int_equal(secret_origin(&s), SECRET_CONFIG);
    expect_key(&s, "from-config");
    scratch_write(dir, "key", 0600, "from-file\n");
    char *path = scratch_path(dir, "key");
    s.file = path;
    assert_int_equal(secret_origin(&s), SECRET_FILE);
    expect_key(&s, "from-file");
    s.command = "echo from-command";
    assert_int_equal(secret_origin(&s), SECRET_COMMAND);
    expect_key(&s, "from-command");
    setenv("CALLBROWSER_RINGYO_API_KEY", "", 1);
    assert_int_equal(secret_origin(&s), SECRET_COMMAND);
    setenv("CALLBROWSER_RINGYO_API_KEY", "from-env", 1);
    assert_int_equal(secret_origin(&s), SECRET_ENV);
    expect_key(&s, "from-env");
    assert_string_equal(secret_origin_name(SECRET_ENV), "env");
    assert_string_equal(secret_origin_name(SECRET_COMMAND), "command");
    assert_string_equal(secret_origin_name(SECRET_FILE), "file");
    assert_string_equal(secret_origin_name(SECRET_CONFIG), "config");
    assert_string_equal(secret_origin_name(SECRET_NONE), "none");
    free(path);
}

static const struct {
    const char *key;
    const char *fault; /* NULL: accepted */
} key_rows[] = {
    {"sk_live_abc==", NULL}, {"!~%n%s\"';", NULL},
    {"a\r", "line end"},     {"a\nb", "line end"},
    {"a\n\n", "line end"},   {"a\r\nX-Evil: 1", "line end"},
    {"a b", "blank"},        {" a", "blank"},
    {"a\t", "blank"},        {"caf\xc3\xa9", "not ASCII"},
    {"a\033[2J", "control"}, {"a\x7f", "control"},
    {"\"abc\"", "quotes"},   {"'abc'", "quotes"},
    {"\"\"", "quotes"},      {"\"abc'", NULL},
};

static void secret__get__checks_the_key_of_a_file(void **state)
{
    (void)state;
    char *path = scratch_path(dir, "key");
    struct secret_source s = {.provider = "ringyo", .file = path};
    for (size_t i = 0; i < sizeof key_rows / sizeof *key_rows; i++) {
        char *text = xasprintf("%s\n", key_rows[i].key);
        for (int bare = 0; bare < 2; bare++) {
            scratch_write(dir, "key", 0600, bare ? key_rows[i].key : text);
            if (!key_rows[i].fault)
                expect_key(&s, key_rows[i].key);
            else if (!bare || strcmp(key_rows[i].key, "a\n\n") != 0)
                expect_refused(&s, key_rows[i].key, key_rows[i].fault);
        }
        free(text);
    }
    scratch_write(dir, "key", 0600, "");
    expect_refused(&s, "empty", "is empty");
    scratch_write(dir, "key", 0600, "\n");
    expect_refused(&s, "a line end", "is empty");
    free(path);
}

static void secret__get__checks_the_key_of_the_environment(void **state)
{
    (void)state;
    struct secret_source s = {.provider = "ringyo"};
    for (size_t i = 0; i < sizeof key_rows / sizeof *key_rows; i++) {
        setenv("CALLBROWSER_RINGYO_API_KEY", key_rows[i].key, 1);
        if (key_rows[i].fault)
            expect_refused(&s, key_rows[i].key, key_rows[i].fault);
        else
            expect_key(&s, key_rows[i].key);
    }
}

static void secret__get__checks_the_key_of_the_configuration(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof key_rows / sizeof *key_rows; i++) {
        struct secret_source s = {.provider = "ringyo", .inline_key = key_rows[i].key};
        if (key_rows[i].fault)
            expect_refused(&s, key_rows[i].key, key_rows[i].fault);
        else
            expect_key(&s, key_rows[i].key);
    }
}

static void secret__get__up_to_8192_bytes(void **state)
{
    (void)state;
    static const size_t sizes[] = {300, 4096, 8191, 8192, 8193, 9000};
    char *path = scratch_path(dir, "key"), *command = xasprintf("cat %s", path);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *key = xmalloc(sizes[i] + 1);
        memset(key, 'k', sizes[i]);
        memcpy(key + sizes[i] - 2, "==", 3);
        scratch_write(dir, "key", 0600, key);
        struct secret_source sources[] = {{.provider = "ringyo", .file = path},
                                          {.provider = "ringyo", .command = command},
                                          {.provider = "ringyo", .inline_key = key}};
        for (size_t j = 0; j < 3; j++) {
            if (sizes[i] <= SECRET_MAX_BYTES)
                expect_key(&sources[j], key);
            else
                expect_refused(&sources[j], "a long key", "r than 819");
        }
        free(key);
    }
    free(path);
    free(command);
}

static void secret__get__refuses_a_file_open_to_others(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        mode_t mode;
        const char *command; /* NULL: accepted; after the directory */
    } rows[] = {
        {"key", 0600, NULL},          {"key", 0400, NULL},        {"key", 0700, NULL},
        {"key", 0640, "/key"},        {"key", 0604, "/key"},      {"key", 0644, "/key"},
        {"key", 0620, "/key"},        {"a key", 0644, "/a key'"}, {"$(id)", 0644, "/$(id)'"},
        {"it's", 0644, "/it'\\''s'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *path = scratch_path(dir, rows[i].name);
        scratch_write(dir, rows[i].name, 0600, "abc\n");
        assert_int_equal(chmod(path, rows[i].mode), 0);
        struct secret_source file = {.provider = "ringyo", .file = path};
        struct secret_source config = {
            .provider = "ringyo", .inline_key = "abc", .config_file = path};
        if (rows[i].command) {
            bool quoted = rows[i].command[strlen(rows[i].command) - 1] == '\'';
            char *advice =
                xasprintf(": run chmod 600 %s%s%s", quoted ? "'" : "", dir, rows[i].command);
            expect_refused(&file, rows[i].name, advice);
            expect_refused(&config, rows[i].name, advice);
            free(advice);
        } else {
            expect_key(&file, "abc");
            expect_key(&config, "abc");
        }
        unlink(path);
        free(path);
    }
}

/* Whoever can write the configuration decides where the key of the environment goes. */
static void secret__get__refuses_settings_that_others_may_write(void **state)
{
    (void)state;
    static const struct {
        mode_t mode;
        const char *part; /* NULL: accepted */
    } rows[] = {{0600, NULL},          {0644, NULL},          {0444, NULL},
                {0664, "chmod go-w "}, {0646, "chmod go-w "}, {0620, "chmod go-w "}};
    char *path = scratch_path(dir, "settings.ini");
    scratch_write(dir, "settings.ini", 0600, "");
    struct secret_source env = {.provider = "ringyo", .settings_file = path};
    struct secret_source command = {
        .provider = "diga", .command = "echo abc", .settings_file = path};
    struct err e;
    setenv("CALLBROWSER_RINGYO_API_KEY", "abc", 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(chmod(path, rows[i].mode), 0);
        if (rows[i].part) {
            expect_refused(&env, "environment", rows[i].part);
            expect_refused(&command, "command", rows[i].part);
            assert_false(secret_check(&command, &e));
        } else {
            expect_key(&env, "abc");
            expect_key(&command, "abc");
        }
    }
    assert_int_equal(chmod(path, 0644), 0);
    if (geteuid() == 0) { /* only root can give a file away */
        assert_int_equal(chown(path, 4242, (gid_t)-1), 0);
        expect_refused(&env, "another user's", "chown root ");
        assert_int_equal(chown(path, 0, (gid_t)-1), 0);
    }
    env.settings_file = "/dev/null";
    expect_key(&env, "abc");
    free(path);
}

/* The mode of a link's target counts, not of the link. */
static void secret__get__checks_the_open_file(void **state)
{
    (void)state;
    char *link_path = scratch_path(dir, "link"), *path = scratch_path(dir, "key");
    struct secret_source s = {.provider = "ringyo", .file = link_path};
    scratch_write(dir, "key", 0600, "abc\n");
    assert_int_equal(symlink(path, link_path), 0);
    expect_key(&s, "abc");
    assert_int_equal(chmod(path, 0644), 0);
    expect_refused(&s, "a link", "chmod 600 ");
    unlink(link_path);
    free(link_path);
    free(path);
}

static void secret__get__refuses_other_kinds_of_file(void **state)
{
    (void)state;
    char *fifo = scratch_path(dir, "fifo");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    const struct {
        const char *path, *part;
    } rows[] = {{dir, "directory"},
                {"/dev/zero", "not a regular file"},
                {fifo, "not a regular file"},
                {"/nonexistent/key", "No such file"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct secret_source s = {.provider = "ringyo", .file = rows[i].path};
        expect_refused(&s, rows[i].path, rows[i].part);
    }
    free(fifo);
}

/* The environment */

static void secret__hide_environment__still_finds_them(void **state)
{
    (void)state;
    struct secret_source s = {.provider = "ringyo"};
    setenv("CALLBROWSER_RINGYO_API_KEY", "k1", 1);
    setenv("CALLBROWSER_DIGA_API_KEY", "k2", 1);
    setenv("CALLBROWSER_DIGA_API_KEYS", "kept", 1);
    setenv("CALLBROWSER_API_KEY", "kept", 1);
    key_env_hide();
    assert_null(getenv("CALLBROWSER_RINGYO_API_KEY"));
    assert_null(getenv("CALLBROWSER_DIGA_API_KEY"));
    assert_string_equal(getenv("CALLBROWSER_DIGA_API_KEYS"), "kept");
    assert_string_equal(getenv("CALLBROWSER_API_KEY"), "kept");
    assert_int_equal(secret_origin(&s), SECRET_ENV);
    expect_key(&s, "k1");
    key_env_forget();
    assert_int_equal(secret_origin(&s), SECRET_NONE);
    unsetenv("CALLBROWSER_DIGA_API_KEYS");
    unsetenv("CALLBROWSER_API_KEY");
}

/* Once keys are hidden, a child's initial environment in /proc has none. */
static void secret__hide_environment__overwrites(void **state)
{
    (void)state;
    char entry[] = "CALLBROWSER_RINGYO_API_KEY=secret-value";
    assert_int_equal(putenv(entry), 0);
    key_env_hide();
    assert_string_equal(key_env_get("CALLBROWSER_RINGYO_API_KEY"), "secret-value");
    for (size_t i = strlen("CALLBROWSER_RINGYO_API_KEY="); i < sizeof entry; i++)
        assert_int_equal(entry[i], 0);
}

static void secret__hide_environment__of_one_name_twice(void **state)
{
    (void)state;
    char first[] = "CALLBROWSER_RINGYO_API_KEY=k1", second[] = "CALLBROWSER_RINGYO_API_KEY=k2";
    char other[] = "OTHER=kept";
    char *list[] = {first, other, second, NULL}, **before = environ;
    environ = list;
    key_env_hide();
    char *left = environ[0], *end = environ[1];
    environ = before;
    assert_ptr_equal(left, other);
    assert_null(end);
    assert_string_equal(key_env_get("CALLBROWSER_RINGYO_API_KEY"), "k1");
    assert_string_equal(first, "CALLBROWSER_RINGYO_API_KEY=");
    assert_string_equal(second, "CALLBROWSER_RINGYO_API_KEY=");
}

/* Nobody can read the key from the pipe again, so its mode does not matter. */
static void secret__config_that_was_a_pipe__is_private(void **state)
{
    (void)state;
    char *path = scratch_path(dir, "pipe.ini");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(chmod(path, 0644), 0);
    struct secret_source s = {.provider = "ringyo", .inline_key = "abc", .config_file = path};
    expect_key(&s, "abc");
    unlink(path);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secret__env_name__of_a_provider),
        cmocka_unit_test_teardown(secret__origin__in_order, no_keys),
        cmocka_unit_test(secret__get__checks_the_key_of_a_file),
        cmocka_unit_test_teardown(secret__get__checks_the_key_of_the_environment, no_keys),
        cmocka_unit_test(secret__get__checks_the_key_of_the_configuration),
        cmocka_unit_test(secret__get__up_to_8192_bytes),
        cmocka_unit_test(secret__get__refuses_a_file_open_to_others),
        cmocka_unit_test_teardown(secret__get__refuses_settings_that_others_may_write, no_keys),
        cmocka_unit_test(secret__get__checks_the_open_file),
        cmocka_unit_test(secret__get__refuses_other_kinds_of_file),
        cmocka_unit_test_teardown(secret__hide_environment__still_finds_them, no_keys),
        cmocka_unit_test_teardown(secret__hide_environment__overwrites, no_keys),
        cmocka_unit_test_teardown(secret__hide_environment__of_one_name_twice, no_keys),
        cmocka_unit_test_teardown(secret__config_that_was_a_pipe__is_private, no_keys),
    };
    return cmocka_run_group_tests_name("secret", tests, set_up, tear_down);
}
