/* --out: the names of the files, and what happens to files that exist. The program runs as a child
 * process against the mock provider. */
#include "base/alloc.h"
#include "print/form.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"
#include "text/file_name.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { NAME_MAX_BYTES = 255 };

static char *out;

#define CALL_OUT(r, ...) CALL(r, "--max-wait", "0", "--out", out, __VA_ARGS__)

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All names in the directory, sorted, each followed by a blank. The caller frees it. */
static char *names(void)
{
    char *list[64] = {NULL};
    size_t count = 0;
    struct buf all = {0};
    DIR *d = opendir(out);
    assert_non_null(d);
    for (const struct dirent *e; (e = readdir(d)) && count < 64;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            list[count++] = xstrdup(e->d_name);
    closedir(d);
    qsort(list, count, sizeof *list, by_name);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&all, "%s ", list[i]);
        free(list[i]);
    }
    return buf_take(&all);
}

static void assert_names(const char *expected)
{
    char *got = names();
    assert_string_equal(got, expected);
    free(got);
}

/* The file holds what standard output would have received. */
static void assert_file(const char *name, const char *form, const char *id)
{
    struct run r;
    char *text = scratch_read(out, name);
    CALL(&r, "-p", form, "ringyo", id);
    assert_code(&r, 0);
    assert_string_equal(text ? text : "", buf_str(&r.out));
    free(text);
    run_done(&r);
}

static void name__of_an_id__fits_any_file_system(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *id, *name;
    } rows[] = {
        {NULL, "call_xyz789", "call_xyz789.json"},
        {NULL, "v1.us.31780434a95d45.1692", "v1.us.31780434a95d45.1692.json"},
        {NULL, "a_b", "a_b.json"},
        {NULL, "a/b", "a_b-"},
        {NULL, "../../etc/passwd", "_._.._etc_passwd-"},
        {NULL, ".hidden", "_hidden-"},
        {NULL, "-rf", "_rf-"},
        {NULL, "a b\xc3\xa9", "a_b__-"},
        {"diga", "a_b", "diga-a_b.json"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *name = file_name_of(rows[i].provider, rows[i].id, ".json");
        size_t n = strlen(rows[i].name);
        bool numbered = rows[i].name[n - 1] == '-';
        if (strncmp(name, rows[i].name, n) != 0 ||
            strlen(name) != (numbered ? n + 8 + strlen(".json") : n))
            fail_msg("expected '%s' for '%s', got '%s'", rows[i].name, rows[i].id, name);
        free(name);
    }
}

static void name__of_different_ids__differs(void **state)
{
    (void)state;
    char long_a[300], long_b[300];
    memset(long_a, 'x', sizeof long_a);
    long_a[299] = '\0';
    memcpy(long_b, long_a, sizeof long_b);
    long_b[298] = 'y';
    const char *const ids[] = {"a/b", "a?b", "a b", "a_b", "a:b", "\xff", "\xfe", long_a, long_b};
    enum { IDS = sizeof ids / sizeof *ids };
    char *list[IDS];
    for (int i = 0; i < IDS; i++) {
        list[i] = file_name_of("a-provider", ids[i], ".md");
        assert_true(strlen(list[i]) <= NAME_MAX_BYTES);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(list[i], list[j]);
    }
    for (int i = 0; i < IDS; i++)
        free(list[i]);
}

static void endings__find_their_forms(void **state)
{
    (void)state;
    for (int i = 0; i < FORM_COUNT; i++) {
        char *path = xasprintf("a/b.c%s", form_ending((enum form)i));
        assert_int_equal(form_of_path(path), i);
        free(path);
    }
    assert_int_equal(form_of_path("x.JSON"), FORM_JSON);
    assert_int_equal(form_of_path(".json"), FORM_TEXT);
    assert_int_equal(form_of_path("x.doc"), FORM_TEXT);
}

static void out__each_form__a_file_a_call(void **state)
{
    (void)state;
    static const struct {
        const char *form, *name;
    } rows[] = {{"json", "call_xyz789.json"},
                {"text", "call_xyz789.txt"},
                {"markdown", "call_xyz789.md"},
                {"vtt", "call_xyz789.vtt"},
                {"raw", "call_xyz789.raw"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        struct stat st;
        char *path = scratch_path(out, rows[i].name);
        CALL_OUT(&r, "-p", rows[i].form, "ringyo", "call_xyz789");
        assert_code(&r, 0);
        assert_out(&r, "");
        assert_err(&r, "");
        assert_file(rows[i].name, rows[i].form, "call_xyz789");
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        free(path);
        run_done(&r);
    }
    assert_names("call_xyz789.json call_xyz789.md call_xyz789.raw call_xyz789.txt "
                 "call_xyz789.vtt ");
}

static void out__failed__keeps_an_old_file(void **state)
{
    (void)state;
    struct run r;
    scratch_write(out, "call_500.json", 0600, "an older one");
    CALL_OUT(&r, "-p", "json", "ringyo", "call_404", "call_xyz789", "call_500", "..");
    assert_code(&r, 1);
    assert_out(&r, "");
    assert_int_equal(count_lines(&r.err), 3);
    assert_names("call_500.json call_xyz789.json ");
    char *old = scratch_read(out, "call_500.json");
    assert_string_equal(old, "an older one");
    free(old);
    run_done(&r);
}

static void out__existing_file_or_link__is_replaced(void **state)
{
    (void)state;
    struct run r;
    struct stat st;
    char *link = scratch_path(out, "call_xyz789.json"),
         *target = scratch_path(printing.home, "target");
    scratch_write(printing.home, "target", 0644, "mine");
    assert_int_equal(symlink(target, link), 0);
    CALL_OUT(&r, "-p", "json", "ringyo", "call_xyz789");
    assert_code(&r, 0);
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISREG(st.st_mode));
    assert_file("call_xyz789.json", "json", "call_xyz789");
    char *mine = scratch_read(printing.home, "target");
    assert_string_equal(mine, "mine");
    run_done(&r);
    scratch_write(out, "call_xyz789.json", 0644, "an older one");
    CALL_OUT(&r, "-p", "json", "ringyo", "call_xyz789");
    assert_file("call_xyz789.json", "json", "call_xyz789");
    run_done(&r);
    free(mine);
    free(link);
    free(target);
}

static void out__same_id_of_two_providers__two_files(void **state)
{
    (void)state;
    struct run r;
    CALL_OUT(&r, "-p", "json", "ringyo", "turns_1", "voxworks:turns_1", "diga:turns_1");
    assert_code(&r, 0);
    assert_names("diga-turns_1.json turns_1.json voxworks-turns_1.json ");
    run_done(&r);
}

static void out__a_name_that_cannot_be__others_are_written(void **state)
{
    (void)state;
    struct run r;
    char *occupied = scratch_path(out, "call_turns_1.json");
    assert_int_equal(mkdir(occupied, 0700), 0);
    CALL_OUT(&r, "-p", "json", "ringyo", "call_turns_1", "call_turns_2");
    assert_code(&r, 1);
    assert_has(&r.err, "callbrowser: cannot write '");
    assert_has(&r.err, "call_turns_1.json': Is a directory\n");
    assert_int_equal(count_lines(&r.err), 1);
    assert_names("call_turns_1.json call_turns_2.json ");
    free(occupied);
    run_done(&r);
}

static void out__no_directory__no_request(void **state)
{
    (void)state;
    static const char *const tails[] = {"nowhere", "file"};
    scratch_write(printing.home, "file", 0600, "");
    char *before = mock_log(&printing.mock);
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        struct run r;
        char *path = scratch_path(printing.home, tails[i]);
        CALL(&r, "-p", "json", "--out", path, "ringyo", "call_xyz789");
        assert_code(&r, 2);
        assert_out(&r, "");
        assert_has(&r.err, "callbrowser: cannot write to '");
        assert_int_equal(count_lines(&r.err), 1);
        free(path);
        run_done(&r);
    }
    char *after = mock_log(&printing.mock);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* A limit on the file size acts like a full disk, also for the counts that gcov writes. */
static void out__disk_full__no_incomplete_file(void **state)
{
    (void)state;
    struct run r;
    char *line = xasprintf("trap '' XFSZ; ulimit -f 1; export GCOV_ERROR_FILE=/dev/null; "
                           "exec %s -c %s -p json -j 1 --out %s ringyo "
                           "call_turns_200 call_turns_1",
                           printing.program, printing.config, out);
    run_program(&r, ARGS("/bin/sh", "-c", line), NULL);
    assert_code(&r, 1);
    assert_has(&r.err, "call_turns_200.json': File too large\n");
    assert_int_equal(count_lines(&r.err), 1);
    assert_names("");
    free(line);
    run_done(&r);
}

static int new_out(void **state)
{
    (void)state;
    out = scratch_new();
    return 0;
}

static int drop_out(void **state)
{
    (void)state;
    scratch_free(out);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, new_out, drop_out)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(name__of_an_id__fits_any_file_system),
        TEST(name__of_different_ids__differs),
        TEST(endings__find_their_forms),
        TEST(out__each_form__a_file_a_call),
        TEST(out__failed__keeps_an_old_file),
        TEST(out__existing_file_or_link__is_replaced),
        TEST(out__same_id_of_two_providers__two_files),
        TEST(out__a_name_that_cannot_be__others_are_written),
        TEST(out__no_directory__no_request),
        TEST(out__disk_full__no_incomplete_file),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
