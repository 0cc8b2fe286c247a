/* Memory, buffers and messages. */
#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/shared.h"
#include "base/sorted.h"
#include "text/utf8.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static bool is_zero(const void *p, size_t n)
{
    const char *bytes = p;
    while (n && !bytes[n - 1])
        n--;
    return !n;
}

/* Without its subject, which may be secret; also where it was too long for the sentence. */
static void err__reason__follows_the_quoted_subject(void **state)
{
    (void)state;
    struct err e;
    char subject[2 * ERR_BYTES];
    err_set(&e, "cannot read '%s': %s", "a': b", "no such file");
    assert_string_equal(err_reason(&e), "no such file");
    err_set(&e, "it is empty");
    assert_string_equal(err_reason(&e), "");
    memset(subject, 'k', sizeof subject - 1);
    subject[sizeof subject - 1] = '\0';
    err_set(&e, "cannot read '%s': %s", subject, "no such file");
    assert_string_equal(err_reason(&e), "");
}

static void alloc__copies(void **state)
{
    (void)state;
    char *s = xstrdup("call"), *t = xstrndup("calling", 4), *empty = xstrndup(NULL, 0);
    char *f = xasprintf("%s-%d", "x", 7);
    assert_string_equal(s, "call");
    assert_string_equal(t, "call");
    assert_string_equal(empty, "");
    assert_string_equal(f, "x-7");
    int *zeros = xcalloc(3, sizeof *zeros);
    assert_true(is_zero(zeros, 3 * sizeof *zeros));
    zeros = xreallocarray(zeros, 1000, sizeof *zeros);
    assert_true(is_zero(zeros, 3 * sizeof *zeros));
    char *nothing = xmalloc(0);
    assert_non_null(nothing);
    free(nothing);
    free(zeros);
    free(s);
    free(t);
    free(empty);
    free(f);
    free_secret(NULL);
    free_secret(xstrdup("key"));
}

static void wipe_bytes__leaves_nothing(void **state)
{
    (void)state;
    char key[] = "secret", nothing[sizeof key] = "";
    wipe_bytes(key, sizeof key);
    wipe_bytes(NULL, 0);
    assert_memory_equal(key, nothing, sizeof key);
}

/* All members are kept while the array grows. */
static void xgrow__keeps_the_members(void **state)
{
    (void)state;
    int *list = NULL;
    for (int i = 0; i < 1000; i++) {
        list = xgrow(list, (size_t)i, sizeof *list);
        list[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list[i], i);
    free(list);
}

static void restore_terminal(void)
{
    if (write(STDERR_FILENO, "<restored>", 10) != 10)
        _exit(99);
}

static void overflow_realloc(void)
{
    free(xreallocarray(NULL, SIZE_MAX / 2, 3));
}

static void overflow_arena(void)
{
    struct arena *a = arena_new();
    arena_array(a, SIZE_MAX / 2, 3);
    arena_free(a);
}

static void overflow_arena_round(void)
{
    struct arena *a = arena_new();
    arena_alloc(a, SIZE_MAX - 3);
    arena_free(a);
}

static void overflow_sparse_array(void)
{
    struct arena *a = arena_new();
    arena_sparse_array(a, SIZE_MAX / 2, 3);
    arena_free(a);
}

static void overflow_buf(void)
{
    struct buf b = {0};
    buf_reserve(&b, SIZE_MAX - 3);
    buf_done(&b);
}

static void say_and_end(void)
{
    die("the sentence");
}

static atomic_int second; /* the thread that dies while the first one restores the terminal */

static void *die_second(void *arg)
{
    second = (int)syscall(SYS_gettid);
    die("the second sentence");
    return arg;
}

static bool is_asleep(int thread)
{
    char path[64], text[256] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
    if (f)
        fclose(f);
    return n && strstr(text, ") S ");
}

static void restore_while_another_dies(void)
{
    static atomic_flag begun = ATOMIC_FLAG_INIT;
    pthread_t thread;
    if (atomic_flag_test_and_set(&begun))
        return;
    pthread_create(&thread, NULL, die_second, NULL);
    while (!second || !is_asleep(second))
        sched_yield();
    restore_terminal();
}

static void die_twice(void)
{
    die_set_hook(restore_while_another_dies);
    die("the sentence");
}

/* What a child that runs f writes to standard error; its exit code has to be 1. */
static void check_dies(void (*f)(void), const char *want)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        die_set_hook(restore_terminal);
        f();
        _exit(0);
    }
    close(ends[1]);
    char got[256];
    size_t n = 0;
    for (ssize_t more; (more = read(ends[0], got + n, sizeof got - 1 - n)) > 0;)
        n += (size_t)more;
    got[n] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_string_equal(got, want);
}

static void die__restores_says_and_exits(void **state)
{
    (void)state;
    check_dies(say_and_end, "<restored>callbrowser: the sentence\n");
    check_dies(overflow_realloc, "<restored>callbrowser: out of memory\n");
    check_dies(overflow_arena, "<restored>callbrowser: out of memory\n");
    check_dies(overflow_arena_round, "<restored>callbrowser: out of memory\n");
    check_dies(overflow_sparse_array, "<restored>callbrowser: out of memory\n");
    check_dies(overflow_buf, "<restored>callbrowser: out of memory\n");
}

static void die__in_two_threads__the_first_one_ends_the_program(void **state)
{
    (void)state;
    check_dies(die_twice, "<restored>callbrowser: the sentence\n");
}

static void arena__pieces_are_zeroed_and_apart(void **state)
{
    (void)state;
    enum { PIECES = 3000 };
    static unsigned char *piece[PIECES];
    static size_t size[PIECES];
    struct arena *a = arena_new();
    for (size_t i = 0; i < PIECES; i++) {
        size[i] = i % 97 == 0 ? 40000 : i * 7 % 257;
        piece[i] = arena_alloc(a, size[i]);
        assert_true((uintptr_t)piece[i] % alignof(double) == 0);
        assert_true(is_zero(piece[i], size[i]));
        if (size[i])
            memset(piece[i], (int)(i & 0xff), size[i]);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < size[i]; k++)
            if (piece[i][k] != (i & 0xff))
                fail_msg("piece %zu was written over at %zu", i, k);
    arena_free(a);
    arena_free(NULL);
}

static void arena__sparse_array__zeroed_and_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *sparse = arena_sparse_array(a, 100000, 3);
    char *piece = memset(arena_alloc(a, 100), 'x', 100);
    char *other = arena_sparse_array(a, 10, 1);
    assert_true(is_zero(sparse, 300000) && is_zero(other, 10));
    memset(sparse, 'y', 300000);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(piece[i], 'x');
    arena_free(a);
}

static void arena__strings(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(arena_strdup(a, "call"), "call");
    assert_string_equal(arena_strndup(a, "calling", 4), "call");
    assert_string_equal(arena_strdup(a, ""), "");
    assert_null(arena_strdup(a, NULL));
    assert_null(arena_strndup(a, NULL, 3));
    assert_string_equal(arena_printf(a, "%d %s", 12, "turns"), "12 turns");
    char *wide = arena_printf(a, "%0*d", 100000, 5);
    assert_int_equal(strlen(wide), 100000);
    assert_int_equal(wide[99999], '5');
    int *row = arena_array(a, 10, sizeof *row);
    assert_true(is_zero(row, 10 * sizeof *row));
    arena_free(a);
}

static void count_one(void *count)
{
    (*(int *)count)++;
}

static void arena__what_it_owns__is_released_once(void **state)
{
    (void)state;
    int count = 0;
    struct arena *a = arena_new();
    arena_own(a, &count, count_one);
    arena_own(a, &count, count_one);
    assert_int_equal(count, 0);
    arena_clear(a);
    assert_int_equal(count, 2);
    arena_own(a, &count, count_one);
    arena_free(a);
    assert_int_equal(count, 3);
}

static void arena__cleared__begins_again(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    arena_clear(a);
    for (int round = 0; round < 3; round++) {
        char *first = arena_strdup(a, "first");
        void *large = arena_alloc(a, 100000);
        assert_true(is_zero(large, 100000));
        for (int i = 0; i < 10000; i++)
            assert_true(is_zero(arena_alloc(a, 24), 24));
        assert_string_equal(first, "first");
        arena_clear(a);
    }
    arena_free(a);
}

static void shared__bytes__live_as_long_as_an_owner(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_add(&b, "a\0b", 3);
    struct shared *s = shared_new(&b);
    assert_null(b.data);
    assert_ptr_equal(shared_owner(s), s);
    shared_free(s);
    assert_int_equal(shared_count(s), 3);
    assert_memory_equal(shared_bytes(s), "a\0b", 4);
    shared_free(s);
    shared_free(NULL);
}

static void buf__grows_and_gives_away(void **state)
{
    (void)state;
    struct buf b = {0};
    assert_string_equal(buf_str(&b), "");
    for (int i = 0; i < 10000; i++)
        assert_true(buf_putc(&b, (char)('a' + i % 26)));
    assert_int_equal(b.len, 10000);
    assert_int_equal(strlen(buf_str(&b)), 10000);
    assert_int_equal(b.data[9999], 'a' + 9999 % 26);
    buf_clear(&b);
    assert_string_equal(buf_str(&b), "");
    assert_true(buf_puts(&b, "x"));
    assert_true(buf_printf(&b, "%s-%05d", "y", 42));
    assert_true(buf_add(&b, "\0z", 2));
    assert_true(buf_add(&b, NULL, 0));
    assert_int_equal(b.len, 10);
    assert_memory_equal(b.data, "xy-00042\0z", 10);
    char *s = buf_take(&b);
    assert_string_equal(s, "xy-00042");
    free(s);
    assert_int_equal(b.len, 0);
    s = buf_take(&b);
    assert_string_equal(s, "");
    free(s);
    buf_done(&b);
}

static void buf__remove__what_follows_moves_up(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_remove(&b, 3);
    assert_string_equal(buf_str(&b), "");
    buf_puts(&b, "abcdef");
    buf_remove(&b, 2);
    assert_string_equal(buf_str(&b), "cdef");
    assert_int_equal(b.len, 4);
    buf_remove(&b, 0);
    buf_puts(&b, "g");
    assert_string_equal(buf_str(&b), "cdefg");
    buf_remove(&b, 6);
    assert_int_equal(b.len, 0);
    assert_string_equal(buf_str(&b), "");
    buf_done(&b);
}

static void buf__max_is_kept(void **state)
{
    (void)state;
    struct buf b = {.max = 5};
    assert_true(buf_puts(&b, "abc"));
    assert_false(buf_puts(&b, "def"));
    assert_false(buf_printf(&b, "%d", 123));
    assert_false(buf_add(&b, "x", SIZE_MAX));
    assert_string_equal(buf_str(&b), "abc");
    assert_true(buf_puts(&b, "de"));
    assert_false(buf_putc(&b, 'f'));
    assert_string_equal(buf_str(&b), "abcde");
    buf_done(&b);
    assert_int_equal(b.max, 5);
}

static void err_set__is_bounded_at_a_character(void **state)
{
    (void)state;
    struct err e = {"x"};
    assert_false(err_set(&e, "cannot read '%s': %s", "a", "no"));
    assert_string_equal(e.text, "cannot read 'a': no");
    assert_false(err_set(&e, "again: %s", e.text));
    assert_string_equal(e.text, "again: cannot read 'a': no");
    assert_false(err_set(&e, "%s", ""));
    assert_string_equal(e.text, "");
    assert_false(err_set(NULL, "%d", 1));
    char *wide = xmalloc(3001);
    for (size_t i = 0; i < 3000; i += 3)
        memcpy(wide + i, "\xe4\xb8\xad", 3);
    wide[3000] = '\0';
    assert_false(err_set(&e, "x%s", wide));
    assert_int_equal(strlen(e.text), 511); /* 1 and 170 complete characters */
    assert_true(utf8_is_valid(e.text, strlen(e.text)));
    assert_false(err_set(&e, "xx%s", wide));
    assert_int_equal(strlen(e.text), 509);
    free(wide);
}

static bool is_smaller(const void *member, const void *key)
{
    return *(const int *)member < *(const int *)key;
}

/* Every count of members, among them equal ones, and every key: as counted one by one. */
static void sorted__before__as_counted(void **state)
{
    (void)state;
    static const int list[] = {2, 2, 3, 5, 5, 5, 8, 9};
    for (size_t count = 0; count <= sizeof list / sizeof *list; count++)
        for (int key = 0; key <= 10; key++) {
            size_t smaller = 0;
            for (size_t i = 0; i < count; i++)
                smaller += list[i] < key;
            assert_int_equal(sorted_before(list, count, sizeof *list, is_smaller, &key), smaller);
        }
    assert_int_equal(sorted_before(NULL, 0, sizeof *list, is_smaller, list), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(err__reason__follows_the_quoted_subject),
        cmocka_unit_test(alloc__copies),
        cmocka_unit_test(wipe_bytes__leaves_nothing),
        cmocka_unit_test(xgrow__keeps_the_members),
        cmocka_unit_test(die__restores_says_and_exits),
        cmocka_unit_test(die__in_two_threads__the_first_one_ends_the_program),
        cmocka_unit_test(arena__pieces_are_zeroed_and_apart),
        cmocka_unit_test(arena__sparse_array__zeroed_and_apart),
        cmocka_unit_test(arena__strings),
        cmocka_unit_test(arena__what_it_owns__is_released_once),
        cmocka_unit_test(arena__cleared__begins_again),
        cmocka_unit_test(shared__bytes__live_as_long_as_an_owner),
        cmocka_unit_test(buf__grows_and_gives_away),
        cmocka_unit_test(buf__remove__what_follows_moves_up),
        cmocka_unit_test(buf__max_is_kept),
        cmocka_unit_test(err_set__is_bounded_at_a_character),
        cmocka_unit_test(sorted__before__as_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
