/* The check of the rooms (src/tools/layers.sh) passes on the tree, and names each kind of breach
 * that is planted in a copy of it. Runs at the top of the repository. */
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

static char *dir;

static void layers(struct run *r, const char *top)
{
    run_program(r, (const char *const[]){"src/tools/layers.sh", top, NULL}, NULL);
}

/* Copies src and ui into the scratch directory. */
static int copy_tree(void **state)
{
    (void)state;
    struct run r;
    dir = scratch_new();
    run_program(&r, (const char *const[]){"cp", "-R", "src", "ui", dir, NULL}, NULL);
    int code = r.code;
    run_done(&r);
    return code;
}

static int remove_tree(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

/* Adds lines at the end of a file of the copy, which may be new. */
static void plant(const char *file, const char *lines)
{
    char *before = scratch_read(dir, file);
    char *text = xasprintf("%s%s", before ? before : "", lines);
    scratch_write(dir, file, 0644, text);
    free(text);
    free(before);
}

/* The check fails and says each of these. */
static void expect_breach(const char *const expected[])
{
    struct run r;
    layers(&r, dir);
    assert_int_equal(r.code, 1);
    for (size_t i = 0; expected[i]; i++)
        if (!strstr(buf_str(&r.out), expected[i]))
            fail_msg("expected '%s', got\n%s", expected[i], buf_str(&r.out));
    run_done(&r);
}
#define EXPECT_BREACH(...) expect_breach((const char *const[]){__VA_ARGS__, NULL})

static void layers__tree__is_sound(void **state)
{
    (void)state;
    struct run r;
    layers(&r, ".");
    if (r.code != 0)
        fail_msg("make layers: expected exit code 0, got %d:\n%s", r.code, buf_str(&r.out));
    assert_string_equal(buf_str(&r.out), "");
    run_done(&r);
}

static void layers__include_upwards__named(void **state)
{
    (void)state;
    plant("src/base/planted.c", "#include \"call/call.h\"\n");
    plant("src/print/planted_form.c", "\n#include \"provider/provider.h\"\n");
    plant("ui/view/planted_view.c", "#include \"ui/shell/app.h\"\n");
    EXPECT_BREACH("src/base/planted.c:1: base may not use call: includes call/call.h",
                  "src/print/planted_form.c:2: print may not use provider: ",
                  "ui/view/planted_view.c:1: ui/view may not use ui/shell: ");
}

static void layers__src_includes_ui__named(void **state)
{
    (void)state;
    plant("src/cli/planted.c", "#include \"ui/term/screen.h\"\n");
    EXPECT_BREACH("src/cli/planted.c:1: cli may not use ui/term: includes ui/term/screen.h");
}

/* A prototype of one's own does not hide whose the function is. */
static void layers__call_upwards__named(void **state)
{
    (void)state;
    plant("src/call/planted.c", "void call_free(void *c);\n"
                                "int masked_planted(void);\n"
                                "int planted(void)\n{\n    return print_planted();\n}\n");
    plant("src/print/print_planted.c", "int print_planted(void)\n{\n    return 1;\n}\n");
    EXPECT_BREACH("src/call/planted.c:5: call may not use print: calls print_planted");
}

static void layers__unknown_room__named(void **state)
{
    (void)state;
    plant("src/attic/planted.c", "#include \"base/alloc.h\"\n");
    EXPECT_BREACH("src/attic/planted.c:1: the room attic has no row in src/tools/layers.awk");
}

static void layers__function_without_the_files_name__named(void **state)
{
    (void)state;
    plant("src/text/planted.c", "static int helper(void)\n{\n    return 1;\n}\n\n"
                                "int planted_good(void)\n{\n    return helper();\n}\n\n"
                                "const char *other_name(int a,\n"
                                "                       int b)\n{\n    return 0;\n}\n");
    plant("src/text/planted_more.c", "int planted_rows(void)\n{\n    return 1;\n}\n");
    plant("src/text/planted.h", "int planted_good(void);\nint planted_rows(void);\n");
    EXPECT_BREACH("src/text/planted.c:11: other_name does not begin with planted_\n");
    struct run r;
    layers(&r, dir);
    assert_null(strstr(buf_str(&r.out), "planted_good"));
    assert_null(strstr(buf_str(&r.out), "planted_rows"));
    assert_null(strstr(buf_str(&r.out), "helper"));
    run_done(&r);
}

static void layers__base_name_twice__named(void **state)
{
    (void)state;
    plant("ui/view/arena.c", "\n");
    EXPECT_BREACH("ui/view/arena.c:1: its base name is that of src/base/arena too");
}

static void layers__library_header__named(void **state)
{
    (void)state;
    plant("src/fetch/planted.c", "#include <curl/curl.h>\n");
    plant("src/call/planted_call.c", "#include <cjson/cJSON.h>\n");
    plant("ui/view/planted_view.c", "#include <unistd.h>\n#include <ncurses.h>\n");
    plant("src/call/planted_text.c", "#include <unilbrk.h>\n");
    EXPECT_BREACH("src/fetch/planted.c:1: <curl/curl.h> belongs to ",
                  "src/call/planted_call.c:1: <cjson/cJSON.h> belongs to src/provider/json.c",
                  "ui/view/planted_view.c:2: <ncurses.h> belongs to ui/term/",
                  "src/call/planted_text.c:1: <unilbrk.h> belongs to src/text/");
}

static void layers__circle_of_includes__named(void **state)
{
    (void)state;
    plant("src/text/planted_a.h", "#include \"text/planted_b.h\"\n");
    plant("src/text/planted_b.h", "#include \"text/planted_c.h\"\n");
    plant("src/text/planted_c.h", "#include \"text/planted_a.h\"\n");
    EXPECT_BREACH("src/text/planted_a.h:1: includes text/planted_b.h: in a circle of 3 files: ",
                  "src/text/planted_b.h:1: includes text/planted_c.h: in a circle of 3 files: ",
                  "src/text/planted_c.h:1: includes text/planted_a.h: in a circle of 3 files: ");
}

static void layers__circle_of_calls__named(void **state)
{
    (void)state;
    plant("src/text/planted_a.c", "int planted_a(void)\n{\n    return planted_b();\n}\n");
    plant("src/text/planted_b.c", "/* planted_a( */\nint planted_b(void)\n{\n"
                                  "    return planted_a();\n}\n");
    EXPECT_BREACH("src/text/planted_a.c:3: calls planted_b: in a circle of 2 files: ",
                  "src/text/planted_b.c:4: calls planted_a: in a circle of 2 files: ");
}

static void layers__odd_includes__named(void **state)
{
    (void)state;
    plant("src/text/planted.c", "#include \"clean.c\"\n#include \"../base/buf.h\"\n");
    EXPECT_BREACH("src/text/planted.c:1: a .c file is never included",
                  "src/text/planted.c:2: an include is named from the top of the tree or from src");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, copy_tree, remove_tree)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers__tree__is_sound),
        TEST(layers__include_upwards__named),
        TEST(layers__src_includes_ui__named),
        TEST(layers__call_upwards__named),
        TEST(layers__unknown_room__named),
        TEST(layers__function_without_the_files_name__named),
        TEST(layers__base_name_twice__named),
        TEST(layers__library_header__named),
        TEST(layers__circle_of_includes__named),
        TEST(layers__circle_of_calls__named),
        TEST(layers__odd_includes__named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
