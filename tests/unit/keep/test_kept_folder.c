/* The folder of kept calls: names that are never shared, folders of this user only, forgetting. */
#include "base/alloc.h"
#include "keep/kept_folder.h"
#include "tests/support/keeping.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define BODY "{\"call_id\":\"call_x\"}"

enum { NAME_BYTES = 140, OTHER_USER = 4321 };

/* ---- names ---- */

static void kept_folder__default__is_xdg(void **state)
{
    (void)state;
    setenv("XDG_DATA_HOME", "/x/share", 1);
    char *path = kept_folder_default();
    assert_string_equal(path, "/x/share/callbrowser/kept");
    free(path);
    setenv("XDG_DATA_HOME", "relative", 1);
    setenv("HOME", "/home/ann", 1);
    path = kept_folder_default();
    assert_string_equal(path, "/home/ann/.local/share/callbrowser/kept");
    free(path);
}

/* A name that ends with `~` goes on with 16 digits. The hashes are FNV-1a, worked out by
 * themselves. */
static void kept_folder__names__are_safe(void **state)
{
    (void)state;
    static const struct {
        const char *id, *name;
    } rows[] = {
        {"call_xyz789", "call_xyz789"},
        {"550e8400-e29b-41d4.a716", "550e8400-e29b-41d4.a716"},
        {"CAxx", "CAxx~"},
        {"a/b", "a_b~"},
        {"../../etc/passwd", "_._.._etc_passwd~"},
        {".hidden", "_hidden~"},
        {"-rf", "_rf~"},
        {"a~b", "a_b~"},
        {"a b\xc3\xa9", "a_b__~"},
        {"", "~"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *name = kept_folder_name(rows[i].id);
        size_t n = strlen(rows[i].name);
        bool hashed = n && rows[i].name[n - 1] == '~';
        if (strncmp(name, rows[i].name, n) != 0 || strlen(name) != (hashed ? n + 16 : n))
            fail_msg("expected '%s' for '%s', got '%s'", rows[i].name, rows[i].id, name);
        free(name);
    }
    char *name = kept_folder_name("a"), *hashed = kept_folder_name("A");
    assert_string_equal(name, "a");
    assert_string_equal(hashed, "A~af63fc4c860222ec");
    free(name);
    free(hashed);
}

/* Also where letters are the same in any case. */
static void kept_folder__names__are_never_shared(void **state)
{
    (void)state;
    char long_a[600], long_b[600];
    memset(long_a, 'x', sizeof long_a);
    long_a[sizeof long_a - 1] = '\0';
    memcpy(long_b, long_a, sizeof long_b);
    long_b[sizeof long_b - 2] = 'y';
    const char *const ids[] = {"a/b",   "a?b",  "a b", "a_b",  "a:b",  "A_b",  "a_B",
                               "A_B",   "\xff", "_",   "\xfe", "",     long_a, long_b,
                               "a_b~1", "a~b",  ".a",  "_a",   "a_b.", "a.b"};
    char *list[LEN(ids)];
    for (size_t i = 0; i < LEN(ids); i++) {
        list[i] = kept_folder_name(ids[i]);
        assert_true(strlen(list[i]) <= NAME_BYTES);
        for (size_t j = 0; j < i; j++)
            if (strcasecmp(list[i], list[j]) == 0)
                fail_msg("'%s' and '%s' share '%s'", ids[i], ids[j], list[i]);
    }
    char *hashed = xasprintf("%s", list[0]); /* an ID that is the name of another one */
    char *twice = kept_folder_name(hashed);
    assert_string_not_equal(twice, hashed);
    free(twice);
    free(hashed);
    for (size_t i = 0; i < LEN(ids); i++)
        free(list[i]);
}

static void kept_folder__paths__of_odd_names_stay_below(void **state)
{
    (void)state;
    char *path = kept_folder_path("/k", "..", "../x");
    assert_memory_equal(path, "/k/_.~", 6);
    assert_ptr_equal(strchr(strchr(path + 1, '/') + 1, '/'), strrchr(path, '/'));
    free(path);
}

/* ---- folders ---- */

static mode_t mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static void kept_folder__made__for_this_user_only(void **state)
{
    (void)state;
    umask(0);
    keeping_keep("ringyo", "call_x", BODY, KEEPING_NOW_US);
    char *inner = scratch_path(keeping_dir(), "ringyo"), *path = keeping_path("ringyo", "call_x");
    assert_int_equal(mode_of(keeping_dir()), 0700);
    assert_int_equal(mode_of(inner), 0700);
    assert_int_equal(mode_of(path), 0600);
    free(inner);
    free(path);
}

static void kept_folder__nothing_kept__no_folder(void **state)
{
    (void)state;
    struct err e = {""};
    keeping_expect("ringyo", "call_x", NULL);
    assert_false(kept_folder_has(keeping_dir(), "ringyo", "call_x"));
    assert_true(kept_folder_forget(keeping_dir(), "ringyo", "call_x", time(NULL), &e));
    assert_int_equal(access(keeping_dir(), F_OK), -1);
}

static void kept_folder__wider_than_0700__is_tightened(void **state)
{
    (void)state;
    bool tightened;
    keeping_keep("ringyo", "call_x", BODY, KEEPING_NOW_US);
    char *inner = scratch_path(keeping_dir(), "ringyo");
    chmod(keeping_dir(), 0755);
    chmod(inner, 0750);
    assert_int_equal(kept_folder_check(keeping_dir(), &tightened), KEPT_TROUBLE_NONE);
    assert_true(tightened);
    assert_int_equal(kept_folder_check_inner(inner, &tightened), KEPT_TROUBLE_NONE);
    assert_true(tightened);
    assert_int_equal(kept_folder_check_inner(inner, &tightened), KEPT_TROUBLE_NONE);
    assert_false(tightened);
    assert_int_equal(mode_of(keeping_dir()), 0700);
    assert_int_equal(mode_of(inner), 0700);
    free(inner);
}

static void kept_folder__wider_and_not_asked__is_tightened(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_x", BODY, KEEPING_NOW_US);
    char *inner = scratch_path(keeping_dir(), "ringyo");
    chmod(keeping_dir(), 0755);
    chmod(inner, 0750);
    assert_int_equal(kept_folder_check(keeping_dir(), NULL), KEPT_TROUBLE_NONE);
    assert_int_equal(kept_folder_check_inner(inner, NULL), KEPT_TROUBLE_NONE);
    assert_int_equal(mode_of(keeping_dir()), 0700);
    assert_int_equal(mode_of(inner), 0700);
    free(inner);
}

/* The folder itself may be a symbolic link, one below it may not. */
static void kept_folder__links__only_the_folder_itself(void **state)
{
    (void)state;
    struct err e = {""};
    char *other = xasprintf("%s.other", keeping_dir());
    char *inner = scratch_path(keeping_dir(), "ringyo"), *away = xasprintf("%s.away", other);
    keeping_keep("ringyo", "call_x", BODY, KEEPING_NOW_US);
    assert_int_equal(rename(keeping_dir(), other), 0);
    assert_int_equal(symlink(other, keeping_dir()), 0);
    keeping_expect("ringyo", "call_x", BODY);
    keeping_keep("ringyo", "call_y", BODY, KEEPING_NOW_US);
    assert_int_equal(rename(inner, away), 0);
    assert_int_equal(symlink(away, inner), 0);
    struct kept_call k = {0};
    assert_int_equal(keeping_read(&k, "ringyo", "call_x"), KEPT_TROUBLE_LINK);
    assert_int_equal(keeping_try("ringyo", "call_z", BODY, KEEPING_NOW_US, &e), KEPT_WRITER_FAILED);
    assert_non_null(strstr(e.text, "/kept/ringyo' is a symbolic link"));
    assert_false(kept_folder_forget(keeping_dir(), "ringyo", "call_x", time(NULL), &e));
    assert_non_null(strstr(e.text, "/kept/ringyo' is a symbolic link"));
    char *file = scratch_path(away, "call_x.json.gz");
    assert_int_equal(access(file, F_OK), 0);
    free(file);
    free(other);
    free(away);
    free(inner);
}

static void kept_folder__of_another_user__is_not_used(void **state)
{
    (void)state;
    struct err e = {""};
    struct kept_call k = {0};
    if (geteuid() != 0) /* only root can give a folder away */
        skip();
    keeping_keep("ringyo", "call_x", BODY, KEEPING_NOW_US);
    assert_int_equal(chown(keeping_dir(), OTHER_USER, OTHER_USER), 0);
    assert_int_equal(keeping_read(&k, "ringyo", "call_x"), KEPT_TROUBLE_OTHERS);
    assert_int_equal(keeping_try("ringyo", "call_x", BODY, KEEPING_NOW_US, &e), KEPT_WRITER_FAILED);
    assert_non_null(strstr(e.text, "belongs to another user"));
}

/* ---- forgetting ---- */

static void kept_folder__forgotten__nothing_is_left(void **state)
{
    (void)state;
    struct err e = {""};
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);
    keeping_keep("ringyo", "call_x", "{\"a\":\"marker-17\"}", KEEPING_NOW_US);
    keeping_keep("ringyo", "call_y", BODY, KEEPING_NOW_US);
    char *part = xasprintf("ringyo/.callbrowser-%ld-3", (long)gone);
    scratch_write(keeping_dir(), part, 0600, "half of marker-17");
    assert_true(keeping_has_text("marker-17"));
    assert_true(kept_folder_forget(keeping_dir(), "ringyo", "call_x", time(NULL), &e));
    assert_false(keeping_has_text("marker-17"));
    keeping_expect("ringyo", "call_x", NULL);
    keeping_expect("ringyo", "call_y", BODY);
    assert_int_equal(keeping_count_hidden(), 0);
    free(part);
}

static void forget_read_only(void)
{
    struct err e = {""};
    char *inner = scratch_path(keeping_dir(), "ringyo");
    assert_int_equal(chmod(inner, 0500), 0);
    assert_false(kept_folder_forget(keeping_dir(), "ringyo", "call_x", time(NULL), &e));
    assert_non_null(strstr(e.text, "cannot remove '"));
    assert_non_null(strstr(e.text, "call_x.json.gz': Permission denied"));
    keeping_expect("ringyo", "call_x", BODY);
    assert_int_equal(chmod(inner, 0700), 0);
    free(inner);
}

static void kept_folder__read_only__says_that_it_stays(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_x", BODY, KEEPING_NOW_US);
    keeping_as_user(forget_read_only);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_folder__default__is_xdg),
        cmocka_unit_test(kept_folder__names__are_safe),
        cmocka_unit_test(kept_folder__names__are_never_shared),
        cmocka_unit_test(kept_folder__paths__of_odd_names_stay_below),
        cmocka_unit_test_setup_teardown(kept_folder__made__for_this_user_only, keeping_set_up,
                                        keeping_tear_down),
        cmocka_unit_test_setup_teardown(kept_folder__nothing_kept__no_folder, keeping_set_up,
                                        keeping_tear_down),
        cmocka_unit_test_setup_teardown(kept_folder__wider_than_0700__is_tightened, keeping_set_up,
                                        keeping_tear_down),
        cmocka_unit_test_setup_teardown(kept_folder__wider_and_not_asked__is_tightened,
                                        keeping_set_up, keeping_tear_down),
        cmocka_unit_test_setup_teardown(kept_folder__links__only_the_folder_itself, keeping_set_up,
                                        keeping_tear_down),
        cmocka_unit_test_setup_teardown(kept_folder__of_another_user__is_not_used, keeping_set_up,
                                        keeping_tear_down),
        cmocka_unit_test_setup_teardown(kept_folder__forgotten__nothing_is_left, keeping_set_up,
                                        keeping_tear_down),
        cmocka_unit_test_setup_teardown(kept_folder__read_only__says_that_it_stays, keeping_set_up,
                                        keeping_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
