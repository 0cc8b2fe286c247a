/* The compiled-in themes are complete and legible, and faults in a user's file are reported. */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/builtin.h"
#include "config/ini.h"
#include "theme/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const names[] = {"contrast", "default", "light", "mono", "solarized"};
static const int depths[] = {0, 8, 16, 256};

static struct theme load(const char *name, int colours)
{
    struct problems problems = {0};
    struct theme t;
    struct err e = {0};
    if (!theme_load(&t, name, colours, &problems, &e))
        fail_msg("'%s': %s", name, e.text);
    for (size_t i = 0; i < problems.count; i++)
        print_error("%s:%d: %s\n", problems.list[i].file, problems.list[i].line,
                    problems.list[i].text);
    assert_int_equal(problems.count, 0);
    problems_done(&problems);
    return t;
}

static void check_look(const char *what, const struct look *l, int fg, int bg, unsigned attributes)
{
    if (l->fg != fg || l->bg != bg || l->attributes != attributes)
        fail_msg("%s: %d on %d, attributes %u, expected %d on %d, %u", what, l->fg, l->bg,
                 l->attributes, fg, bg, attributes);
}

static bool same_look(const struct look *a, const struct look *b)
{
    return a->fg == b->fg && a->bg == b->bg && a->attributes == b->attributes;
}

static void theme_load__builtin__colours_in_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t d = 0; d < sizeof depths / sizeof *depths; d++) {
            struct theme t = load(names[i], depths[d]);
            for (int r = 0; r < ROLE_COUNT; r++)
                if (t.roles[r].fg >= depths[d] || t.roles[r].bg >= depths[d])
                    fail_msg("%s with %d colours: role %d has %d on %d", names[i], depths[d], r,
                             t.roles[r].fg, t.roles[r].bg);
        }
}

/* Sections fall back on those with fewer colours, so a role in [mono] has a look everywhere. */
static void theme_load__default__has_every_role(void **state)
{
    (void)state;
    static const char *const roles[] = {
#define ROLE(member, name, sentence) name,
#include "theme/role.def"
#undef ROLE
    };
    const struct builtin *b = builtins;
    struct problems problems = {0};
    struct ini_doc doc;
    while (strcmp(b->path, "themes/default.ini") != 0)
        b++;
    ini_parse_text(&doc, b->path, b->text, strlen(b->text), &problems);
    for (int r = 0; r < ROLE_COUNT; r++)
        if (!ini_get(&doc, "mono", roles[r]))
            fail_msg("[mono] of the default theme lacks '%s'", roles[r]);
    ini_doc_done(&doc);
    problems_done(&problems);
}

/* Roles that must look different, with colours or without. */
static void theme_load__builtin__roles_differ(void **state)
{
    (void)state;
    static const enum role pairs[][2] = {
        {ROLE_TITLE, ROLE_TITLE_FOCUS}, {ROLE_AGENT, ROLE_PERSON}, {ROLE_AGENT, ROLE_TOOL},
        {ROLE_PERSON, ROLE_TOOL},       {ROLE_AGENT, ROLE_OTHER},  {ROLE_TEXT, ROLE_SELECTED},
        {ROLE_MATCH, ROLE_MATCH_HERE},  {ROLE_TEXT, ROLE_MATCH},   {ROLE_TAB, ROLE_TAB_HERE},
        {ROLE_TEXT, ROLE_BAD},          {ROLE_GOOD, ROLE_BAD},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t d = 0; d < sizeof depths / sizeof *depths; d++) {
            struct theme t = load(names[i], depths[d]);
            for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++)
                if (same_look(&t.roles[pairs[p][0]], &t.roles[pairs[p][1]]))
                    fail_msg("%s with %d colours: roles %d and %d look the same", names[i],
                             depths[d], (int)pairs[p][0], (int)pairs[p][1]);
        }
}

/* Text that is read at length has the terminal's own background. */
static void theme_load__builtin__keeps_the_background(void **state)
{
    (void)state;
    static const enum role plain[] = {ROLE_TEXT,  ROLE_VALUE,  ROLE_LABEL, ROLE_LINK,
                                      ROLE_AGENT, ROLE_PERSON, ROLE_TOOL,  ROLE_OTHER,
                                      ROLE_DIM,   ROLE_STATUS, ROLE_TITLE, ROLE_PROMPT};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct theme t = load(names[i], 256);
        assert_int_equal(t.roles[ROLE_TEXT].fg, -1);
        for (size_t p = 0; p < sizeof plain / sizeof *plain; p++)
            assert_int_equal(t.roles[plain[p]].bg, -1);
    }
}

static void theme_load__mono__has_no_colour(void **state)
{
    (void)state;
    struct theme t = load("mono", 256);
    for (int r = 0; r < ROLE_COUNT; r++)
        if (t.roles[r].fg != -1 || t.roles[r].bg != -1)
            fail_msg("role %d has %d on %d", r, t.roles[r].fg, t.roles[r].bg);
}

/* The relative luminance (WCAG 2) of one of the 240 colours that are the same on every terminal. */
static double luminance(int colour)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    assert_true(colour >= 16 && colour < 256);
    int n = colour - 16, grey = 8 + 10 * (colour - 232);
    int rgb[] = {levels[n / 36 % 6], levels[n / 6 % 6], levels[n % 6]};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = (colour < 232 ? rgb[i] : grey) / 255.0;
        sum += weights[i] * (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(double a, double b)
{
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

/* WCAG 2 requires a contrast of 7 to 1 for text at its highest level. */
static void theme_load__contrast__seven_to_one(void **state)
{
    (void)state;
    struct theme t = load("contrast", 256);
    for (int r = 0; r < ROLE_COUNT; r++) {
        const struct look *l = &t.roles[r];
        double fg = l->fg < 0 ? 1 : luminance(l->fg), bg = l->bg < 0 ? 0 : luminance(l->bg);
        if (contrast(fg, bg) < 7 || (l->attributes & LOOK_DIM))
            fail_msg("role %d: %d on %d, expected 7:1, got %.1f:1", r, l->fg, l->bg,
                     contrast(fg, bg));
    }
}

/* Writes a theme file with this text, loads it for so many colours, and returns its problems as
 * lines. */
static struct theme load_text(const char *text, int colours, char **problem_lines)
{
    char path[] = "/tmp/test_theme_XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    struct problems problems = {0};
    struct theme t;
    struct err e = {0};
    struct buf lines = {0};
    if (!theme_load(&t, path, colours, &problems, &e))
        fail_msg("%s", e.text);
    for (size_t i = 0; i < problems.count; i++)
        buf_printf(&lines, "%d: %s\n", problems.list[i].line, problems.list[i].text);
    *problem_lines = buf_take(&lines);
    problems_done(&problems);
    unlink(path);
    return t;
}

static void theme_load__file__uses_sections_with_fewer_colours(void **state)
{
    (void)state;
    static const char text[] = "[256]\nagent = 100 on 17 bold underline\nlink = default dim\n"
                               "[8]\nagent = red\nperson = on blue reverse\n"
                               "[mono]\nagent = reverse\ntool = bold\n";
    char *problems;
    struct theme t = load_text(text, 256, &problems);
    assert_string_equal(problems, "");
    free(problems);
    check_look("agent, 256", &t.roles[ROLE_AGENT], 100, 17, LOOK_BOLD | LOOK_UNDERLINE);
    check_look("link, 256", &t.roles[ROLE_LINK], -1, -1, LOOK_DIM);
    check_look("person, 256", &t.roles[ROLE_PERSON], -1, 4, LOOK_REVERSE);
    check_look("tool, 256", &t.roles[ROLE_TOOL], -1, -1, LOOK_BOLD);
    struct theme usual = load("default", 256);
    assert_true(same_look(&t.roles[ROLE_BAD], &usual.roles[ROLE_BAD]));
    t = load_text(text, 16, &problems);
    free(problems);
    check_look("agent, 16", &t.roles[ROLE_AGENT], 1, -1, 0);
    t = load_text(text, 0, &problems);
    free(problems);
    check_look("agent, mono", &t.roles[ROLE_AGENT], -1, -1, LOOK_REVERSE);
    check_look("person, mono", &t.roles[ROLE_PERSON], -1, -1, LOOK_UNDERLINE);
}

static void theme_load__file__names_problems(void **state)
{
    (void)state;
    char *problems;
    struct theme t = load_text("[16]\nagnet = red\nagent = 16\nperson = rd\ntool = 12x\n"
                               "other = red on\nlink = bright-blue on 15 blink\n"
                               "[257]\ntext = red\n[mono]\ntext = red\nmark = -1\n",
                               16, &problems);
    assert_string_equal(problems, "2: unknown role 'agnet' (did you mean 'agent'?)\n"
                                  "3: '16' is not a colour or attribute of [16]\n"
                                  "4: 'rd' is not a colour or attribute of [16]\n"
                                  "5: '12x' is not a colour or attribute of [16]\n"
                                  "6: 'on' is not a colour or attribute of [16]\n"
                                  "7: 'blink' is not a colour or attribute of [16]\n"
                                  "9: unknown section '257' (did you mean '256'?)\n"
                                  "11: 'red' is not a colour or attribute of [mono]\n"
                                  "12: '-1' is not a colour or attribute of [mono]\n");
    free(problems);
    struct theme usual = load("default", 16);
    for (int r = 0; r < ROLE_COUNT; r++)
        if (!same_look(&t.roles[r], &usual.roles[r]))
            fail_msg("role %d lost its default", r);
}

static void theme_load__missing__names_the_themes(void **state)
{
    (void)state;
    struct theme t = {.roles = {[0] = {7, 7, 7}}};
    struct err e = {0};
    struct problems problems = {0};
    assert_false(theme_load(&t, "nosuch", 256, &problems, &e));
    assert_string_equal(e.text, "unknown theme 'nosuch' (auto, contrast, default, light, mono, "
                                "solarized, or the path of a file)");
    assert_false(theme_load(&t, "/nosuch/file.ini", 256, &problems, &e));
    assert_non_null(strstr(e.text, "/nosuch/file.ini"));
    assert_int_equal(t.roles[0].fg, 7);
    problems_done(&problems);
}

static void theme_about__only_of_a_builtin(void **state)
{
    (void)state;
    struct buf about = {0};
    theme_about("nosuch", &about);
    assert_int_equal(about.len, 0);
    theme_about("mono", &about);
    assert_true(about.len > 0);
    buf_done(&about);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(theme_load__builtin__colours_in_range),
        cmocka_unit_test(theme_load__default__has_every_role),
        cmocka_unit_test(theme_load__builtin__roles_differ),
        cmocka_unit_test(theme_load__builtin__keeps_the_background),
        cmocka_unit_test(theme_load__mono__has_no_colour),
        cmocka_unit_test(theme_load__contrast__seven_to_one),
        cmocka_unit_test(theme_load__file__uses_sections_with_fewer_colours),
        cmocka_unit_test(theme_load__file__names_problems),
        cmocka_unit_test(theme_load__missing__names_the_themes),
        cmocka_unit_test(theme_about__only_of_a_builtin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
