/* The options, the places of the configuration file, and the built-in file. */
#include "base/alloc.h"
#include "base/buf.h"
#include "config/config.h"
#include "config/option.h"
#include "config/paths.h"
#include "tests/support/scratch.h"

#include <pwd.h>
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
    unsetenv("CALLBROWSER_CONFIG");
    unsetenv("XDG_CONFIG_HOME");
    setenv("HOME", dir, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

static struct config *load(const char *text)
{
    char *path = scratch_path(dir, "x.ini");
    scratch_write(dir, "x.ini", 0600, text);
    struct err e = {""};
    struct config *c = config_load(path, &e);
    if (!c)
        fail_msg("expected a configuration, got '%s'", e.text);
    free(path);
    return c;
}

static void expect_problem(const struct config *c, size_t i, int line, const char *text)
{
    if (i >= c->problems.count)
        fail_msg("expected '%s', got %zu problems", text, c->problems.count);
    const struct problem *p = &c->problems.list[i];
    if (p->line != line || strcmp(p->text, text) != 0)
        fail_msg("expected line %d '%s', got %d '%s'", line, text, p->line, p->text);
}

/* The default file */

static void builtin__default_file__agrees_with_the_options(void **state)
{
    (void)state;
    const char *text = config_builtin_text();
    struct ini_doc doc;
    struct problems problems = {0};
    ini_parse_text(&doc, "callbrowser.ini", text, strlen(text), &problems);
    if (problems.count > 0)
        fail_msg("expected no problem, got line %d: %s", problems.list[0].line,
                 problems.list[0].text);
    assert_int_equal(doc.section_count, 1);
    assert_int_equal(doc.count, OPTION_COUNT);
    for (int i = 0; i < OPTION_COUNT; i++) {
        assert_string_equal(doc.entries[i].name, options[i].name);
        if (strcmp(doc.entries[i].value, options[i].def) != 0)
            fail_msg("%s: expected the default '%s', got '%s'", options[i].name, options[i].def,
                     doc.entries[i].value);
    }
    ini_doc_done(&doc);
}

/* The comment above each option has its sentence, and the range of a number. */
static void builtin__default_file__explains_each_option(void **state)
{
    (void)state;
    for (int i = 0; i < OPTION_COUNT; i++) {
        char *start = xasprintf("\n%s =", options[i].name);
        const char *at = strstr(config_builtin_text(), start), *above = at;
        assert_non_null(at);
        while (above[-1] != '\n')
            above--;
        char *comment = xstrndup(above, (size_t)(at - above));
        char *range = xasprintf("%d to %d", options[i].low, options[i].high);
        size_t first = strcspn(options[i].sentence, ";:,");
        char *sentence = xstrndup(options[i].sentence, first);
        if (comment[0] != ';' || !strstr(comment, sentence) ||
            ((options[i].type == OPTION_INT || options[i].type == OPTION_DECIMAL) &&
             !strstr(comment, range)))
            fail_msg("%s: expected '%s' (%s) above it, got '%s'", options[i].name, sentence, range,
                     comment);
        free(start);
        free(comment);
        free(range);
        free(sentence);
    }
}

/* The examples must be valid without their comment signs. */
static void builtin__default_file__examples_parse(void **state)
{
    (void)state;
    char *text = xstrdup(config_builtin_text());
    char *at = strstr(text, "; [provider ringg]");
    assert_non_null(at);
    struct buf shown = {0};
    for (char *line = strtok_r(at, "\n", &at); line; line = strtok_r(NULL, "\n", &at))
        if (strncmp(line, "; [", 3) == 0 || (strncmp(line, "; ", 2) == 0 && strstr(line, " =")))
            buf_printf(&shown, "%s\n", line + 2);
    struct config *c = load(buf_str(&shown));
    if (c->problems.count > 0)
        fail_msg("expected no problem, got line %d: %s", c->problems.list[0].line,
                 c->problems.list[0].text);
    assert_string_equal(ini_get(&c->doc, "provider ringyo-eu", "like"), "ringyo");
    assert_non_null(ini_get(&c->doc, "keys", "search"));
    for (size_t i = 0; i < 5; i++) {
        static const char *const names[] = {"ringg", "diga", "voxworks", "cometchat", "ringyo"};
        char *section = xasprintf("provider %s", names[i]);
        bool found = false;
        for (size_t j = 0; j < c->doc.section_count; j++)
            found = found || strcmp(c->doc.sections[j].name, section) == 0;
        if (!found)
            fail_msg("expected an example of [%s]", section);
        free(section);
    }
    config_free(c);
    buf_done(&shown);
    free(text);
}

static void option__defaults__are_good_values(void **state)
{
    (void)state;
    for (int i = 0; i < OPTION_COUNT; i++) {
        struct err e = {""};
        int number;
        if (!option_read(&options[i], options[i].def, &number, &e))
            fail_msg("%s: expected its default to be good, got '%s'", options[i].name, e.text);
        assert_int_equal(option_find(options[i].name), i);
    }
    assert_int_equal(option_find("no_such_option"), OPTION_COUNT);
}

/* Values */

static void config__load__no_file__defaults(void **state)
{
    (void)state;
    struct err e = {""};
    struct config *c = config_load("/dev/null", &e);
    assert_non_null(c);
    assert_false(c->has_file);
    assert_int_equal(c->problems.count, 0);
    assert_int_equal(config_number(c, OPT_gap_s), 10);
    assert_int_equal(config_number(c, OPT_wrap), 1);
    assert_int_equal(config_number(c, OPT_mask), 0);
    assert_string_equal(config_text(c, OPT_layout), "auto");
    assert_string_equal(config_text(c, OPT_copy_command), "");
    for (int i = 0; i < OPTION_COUNT; i++)
        assert_null(c->values[i].file);
    config_free(c);
    config_free(NULL);
}

static void config__load__values_of_the_file(void **state)
{
    (void)state;
    struct config *c = load("[callbrowser]\nlayout = side\ngap_s = 3600\nmask = yes\n"
                            "open_command = \n\n[provider x]\ntitle = X\n[keys]\nquit = Q\n");
    assert_int_equal(c->problems.count, 0);
    assert_true(c->has_file);
    assert_string_equal(config_text(c, OPT_layout), "side");
    assert_int_equal(config_number(c, OPT_layout), 1);
    assert_int_equal(config_number(c, OPT_ascii), 0);
    assert_int_equal(config_number(c, OPT_gap_s), 3600);
    assert_int_equal(config_number(c, OPT_mask), 1);
    assert_string_equal(config_text(c, OPT_open_command), "");
    assert_int_equal(c->values[OPT_gap_s].line, 3);
    assert_string_equal(c->values[OPT_gap_s].file, c->doc.file);
    assert_null(c->values[OPT_wrap].file);
    assert_string_equal(ini_get(&c->doc, "provider x", "title"), "X");
    assert_string_equal(ini_get(&c->doc, "keys", "quit"), "Q");
    config_free(c);
}

static void config__load__a_bad_value_keeps_the_default(void **state)
{
    (void)state;
    static const struct {
        const char *line, *problem;
    } rows[] = {
        {"gap_s = -1", "gap_s must be a number from 1 to 3600, not '-1'"},
        {"gap_s = 0", "gap_s must be a number from 1 to 3600, not '0'"},
        {"gap_s = 3601", "gap_s must be a number from 1 to 3600, not '3601'"},
        {"gap_s = 1e9", "gap_s must be a number from 1 to 3600, not '1e9'"},
        {"gap_s = 99999999999999999999",
         "gap_s must be a number from 1 to 3600, not '99999999999999999999'"},
        {"gap_s = 5s", "gap_s must be a number from 1 to 3600, not '5s'"},
        {"gap_s = +5", "gap_s must be a number from 1 to 3600, not '+5'"},
        {"gap_s = 5.0", "gap_s must be a number from 1 to 3600, not '5.0'"},
        {"gap_s =", "gap_s must be a number from 1 to 3600, not ''"},
        {"gap_s = %n%s", "gap_s must be a number from 1 to 3600, not '%n%s'"},
        {"slow_s = -1", "slow_s must be a number from 0 to 3600 such as 2.0, not '-1'"},
        {"slow_s = 3600.001", "slow_s must be a number from 0 to 3600 such as 2.0, not '3600.001'"},
        {"slow_s = 99999999999999999999",
         "slow_s must be a number from 0 to 3600 such as 2.0, not '99999999999999999999'"},
        {"slow_s = 1.2345", "slow_s must be a number from 0 to 3600 such as 2.0, not '1.2345'"},
        {"slow_s = 1.", "slow_s must be a number from 0 to 3600 such as 2.0, not '1.'"},
        {"slow_s = .5", "slow_s must be a number from 0 to 3600 such as 2.0, not '.5'"},
        {"slow_s = 1.2.3", "slow_s must be a number from 0 to 3600 such as 2.0, not '1.2.3'"},
        {"slow_s = 2,5", "slow_s must be a number from 0 to 3600 such as 2.0, not '2,5'"},
        {"slow_s =", "slow_s must be a number from 0 to 3600 such as 2.0, not ''"},
        {"history = -1", "history must be a number from 0 to 100000, not '-1'"},
        {"mouse = true", "mouse must be yes or no, not 'true'"},
        {"layout = sides", "layout must be one of auto, side, stacked, not 'sides'"},
        {"layout = side,stacked", "layout must be one of auto, side, stacked, not 'side,stacked'"},
        {"layout =", "layout must be one of auto, side, stacked, not ''"},
        {"gap = 5", "unknown option 'gap' (did you mean 'gap_s'?)"},
        {"timout_s = 5", "unknown option 'timout_s' (did you mean 'timeout_s'?)"},
        {"%n%s%n = 5", "unknown option '%n%s%n'"},
        {"what_is_this = 5", "unknown option 'what_is_this'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = xasprintf("[callbrowser]\n%s\nwatch_s = 7\n", rows[i].line);
        struct config *c = load(text);
        expect_problem(c, 0, 2, rows[i].problem);
        assert_int_equal(c->problems.count, 1);
        assert_int_equal(config_number(c, OPT_gap_s), 10);
        assert_int_equal(config_number(c, OPT_watch_s), 7);
        assert_string_equal(config_text(c, OPT_layout), "auto");
        config_free(c);
        free(text);
    }
}

static void option__decimal__thousandths(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int want;
    } rows[] = {{"0", 0},          {"2", 2000},           {"2.0", 2000},
                {"2.5", 2500},     {"0.125", 125},        {"0.05", 50},
                {"3600", 3600000}, {"3600.000", 3600000}, {"0002", 2000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int number = -1;
        if (!option_read(&options[OPT_slow_s], rows[i].value, &number, NULL) ||
            number != rows[i].want)
            fail_msg("%s: expected %d, got %d", rows[i].value, rows[i].want, number);
    }
    struct config *c = load("[callbrowser]\nslow_s = 1.5\n");
    assert_true(config_decimal(c, OPT_slow_s) == 1.5);
    config_free(c);
}

static void config__load__unknown_sections(void **state)
{
    (void)state;
    struct config *c = load("early = 1\n[callbrowsr]\na = 1\n[key]\n[provder x]\n[provider]\n"
                            "[theme dark]\n[keys x]\n[provider x]\n");
    expect_problem(c, 0, 1,
                   "option 'early' is above the first section: put it under [callbrowser]");
    expect_problem(c, 1, 2, "unknown section [callbrowsr] (did you mean [callbrowser]?)");
    expect_problem(c, 2, 4, "unknown section [key] (did you mean [keys]?)");
    expect_problem(c, 3, 5, "unknown section [provder x] (did you mean [provider x]?)");
    expect_problem(c, 4, 6, "[provider] has no name: write [provider NAME]");
    expect_problem(c, 5, 7, "unknown section [theme dark]");
    expect_problem(c, 6, 8, "unknown section [keys x] (did you mean [keys]?)");
    assert_int_equal(c->problems.count, 7);
    config_free(c);
}

static void config__set__as_in_the_file(void **state)
{
    (void)state;
    struct config *c = load("");
    struct err e = {""};
    assert_true(config_set(c, OPT_theme, "light", "--theme", &e));
    assert_string_equal(config_text(c, OPT_theme), "light");
    assert_string_equal(c->values[OPT_theme].file, "--theme");
    assert_false(config_set(c, OPT_gap_s, "0", "--gap", &e));
    assert_string_equal(e.text, "gap_s must be a number from 1 to 3600, not '0'");
    assert_int_equal(config_number(c, OPT_gap_s), 10);
    assert_null(c->values[OPT_gap_s].file);
    config_free(c);
}

/* Places */

static void expect_places(const char *first, const char *second)
{
    char **places = paths_of_config();
    assert_string_equal(places[0], first);
    if (second)
        assert_string_equal(places[1], second);
    assert_null(places[second ? 2 : 1]);
    for (size_t i = 0; places[i]; i++)
        free(places[i]);
    free(places);
}

static void config__places__in_order(void **state)
{
    (void)state;
    static const char etc[] = "/etc/callbrowser.ini";
    setenv("HOME", "/home/x", 1);
    expect_places("/home/x/.config/callbrowser/callbrowser.ini", etc);
    setenv("XDG_CONFIG_HOME", "relative", 1);
    expect_places("/home/x/.config/callbrowser/callbrowser.ini", etc);
    setenv("XDG_CONFIG_HOME", "", 1);
    expect_places("/home/x/.config/callbrowser/callbrowser.ini", etc);
    setenv("XDG_CONFIG_HOME", "/xdg", 1);
    expect_places("/xdg/callbrowser/callbrowser.ini", etc);
    setenv("CALLBROWSER_CONFIG", "", 1);
    expect_places("/xdg/callbrowser/callbrowser.ini", etc);
    setenv("CALLBROWSER_CONFIG", "/a/b.ini", 1);
    expect_places("/a/b.ini", NULL);
    unsetenv("CALLBROWSER_CONFIG");
    unsetenv("XDG_CONFIG_HOME");
}

static void config__places__without_home(void **state)
{
    (void)state;
    const struct passwd *user = getpwuid(getuid());
    if (!user)
        skip();
    char *expected = xasprintf("%s/.config/callbrowser/callbrowser.ini", user->pw_dir);
    static const char *const homes[] = {NULL, "", "relative"};
    for (size_t i = 0; i < 3; i++) {
        if (homes[i])
            setenv("HOME", homes[i], 1);
        else
            unsetenv("HOME");
        expect_places(expected, "/etc/callbrowser.ini");
    }
    free(expected);
}

static void config__load__finds_the_users_file(void **state)
{
    (void)state;
    struct err e = {""};
    setenv("HOME", dir, 1);
    scratch_write(dir, ".config/callbrowser/callbrowser.ini", 0600, "[callbrowser]\ngap_s = 77\n");
    struct config *c = config_load(NULL, &e);
    assert_non_null(c);
    assert_int_equal(config_number(c, OPT_gap_s), 77);
    config_free(c);
}

static void expect_no_config(const char *path, const char *part)
{
    struct err e = {""};
    struct config *c = config_load(path, &e);
    if (c || !strstr(e.text, part))
        fail_msg("expected a refusal with '%s', got '%s'", part, e.text);
}

static void config__load__a_named_file_must_exist(void **state)
{
    (void)state;
    expect_no_config("/nonexistent.ini", "cannot read '/nonexistent.ini': No such file");
    expect_no_config(dir, "it is a directory");
    setenv("CALLBROWSER_CONFIG", "/nonexistent.ini", 1);
    expect_no_config(NULL, "cannot read '/nonexistent.ini': No such file");
    setenv("CALLBROWSER_CONFIG", "/dev/null", 1);
    struct err e = {""};
    struct config *c = config_load(NULL, &e);
    assert_non_null(c);
    assert_false(c->has_file);
    config_free(c);
    unsetenv("CALLBROWSER_CONFIG");
}

static void config__load__a_directory_in_a_usual_place_is_refused(void **state)
{
    (void)state;
    setenv("XDG_CONFIG_HOME", dir, 1);
    char *path = scratch_path(dir, "callbrowser");
    assert_int_equal(mkdir(path, 0700), 0);
    free(path);
    path = scratch_path(dir, "callbrowser/callbrowser.ini");
    assert_int_equal(mkdir(path, 0700), 0);
    expect_no_config(NULL, "it is a directory");
    free(path);
    unsetenv("XDG_CONFIG_HOME");
}

static void config__load__an_unreadable_place_is_refused(void **state)
{
    (void)state;
    setenv("XDG_CONFIG_HOME", dir, 1);
    char *path = scratch_path(dir, "callbrowser/callbrowser.ini");
    (void)rmdir(path);
    scratch_write(dir, "callbrowser/other", 0600, "");
    assert_int_equal(symlink("callbrowser.ini", path), 0);
    expect_no_config(NULL, "Too many levels of symbolic links");
    assert_int_equal(unlink(path), 0);
    free(path);
    unsetenv("XDG_CONFIG_HOME");
}

static void path__expand__home(void **state)
{
    (void)state;
    setenv("HOME", "/home/x", 1);
    static const char *const rows[][2] = {{"~/a", "/home/x/a"}, {"~", "/home/x"}, {"~a/b", "~a/b"},
                                          {"/a/~", "/a/~"},     {"", ""},         {"a", "a"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *got = paths_expand(rows[i][0]);
        assert_string_equal(got, rows[i][1]);
        free(got);
    }
    setenv("HOME", "/", 1);
    char *below = paths_expand("~/a"), *home = paths_expand("~");
    assert_string_equal(below, "/a");
    assert_string_equal(home, "/");
    free(below);
    free(home);
}

static void path__shown__absolute_or_below_home(void **state)
{
    (void)state;
    setenv("HOME", "/home/x", 1);
    static const char *const rows[][2] = {{"/home/x/a/b.csv", "~/a/b.csv"},
                                          {"/home/xy/b.csv", "/home/xy/b.csv"},
                                          {"/home/x", "/home/x"},
                                          {"b.csv", "/b.csv"},
                                          {"home/x/b.csv", "~/b.csv"}};
    char *before = getcwd(NULL, 0);
    assert_int_equal(chdir("/"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *got = paths_shown(rows[i][0]);
        assert_string_equal(got, rows[i][1]);
        free(got);
    }
    setenv("HOME", "/home/x/", 1);
    char *expanded = paths_expand("~/a/b.csv"), *got = paths_shown(expanded);
    assert_string_equal(expanded, "/home/x/a/b.csv");
    assert_string_equal(got, "~/a/b.csv");
    free(expanded);
    free(got);
    assert_int_equal(chdir(before), 0);
    free(before);
}

/* A message has no room for a directory of 300 bytes. */
static void path__shown__deep_directory__stays_relative(void **state)
{
    (void)state;
    char name[151] = "", *before = getcwd(NULL, 0);
    memset(name, 'x', sizeof name - 1);
    assert_int_equal(chdir(dir), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(mkdir(name, 0700), 0);
        assert_int_equal(chdir(name), 0);
    }
    char *got = paths_shown("b.csv");
    assert_string_equal(got, "b.csv");
    free(got);
    assert_int_equal(chdir(before), 0);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builtin__default_file__agrees_with_the_options),
        cmocka_unit_test(builtin__default_file__explains_each_option),
        cmocka_unit_test(builtin__default_file__examples_parse),
        cmocka_unit_test(option__defaults__are_good_values),
        cmocka_unit_test(config__load__no_file__defaults),
        cmocka_unit_test(config__load__values_of_the_file),
        cmocka_unit_test(config__load__a_bad_value_keeps_the_default),
        cmocka_unit_test(option__decimal__thousandths),
        cmocka_unit_test(config__load__unknown_sections),
        cmocka_unit_test(config__set__as_in_the_file),
        cmocka_unit_test(config__places__in_order),
        cmocka_unit_test(config__places__without_home),
        cmocka_unit_test(config__load__finds_the_users_file),
        cmocka_unit_test(config__load__a_named_file_must_exist),
        cmocka_unit_test(config__load__a_directory_in_a_usual_place_is_refused),
        cmocka_unit_test(config__load__an_unreadable_place_is_refused),
        cmocka_unit_test(path__expand__home),
        cmocka_unit_test(path__shown__absolute_or_below_home),
        cmocka_unit_test(path__shown__deep_directory__stays_relative),
    };
    return cmocka_run_group_tests_name("config", tests, set_up, tear_down);
}
