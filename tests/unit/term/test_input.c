/* Keys from bytes, with a pipe in place of the terminal. */
#include "ui/term/input.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static int ends[2];
static struct input in;

static int next_byte(void)
{
    unsigned char c;
    ssize_t n = read(ends[0], &c, 1);
    return n == 1 ? c : n == 0 ? K_EOF : K_NONE;
}

static int open_pipe(void **state)
{
    (void)state;
    if (pipe(ends) < 0)
        return 1;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    input_init(&in, next_byte, ends[0], 1, true);
    return 0;
}

static int close_pipe(void **state)
{
    (void)state;
    input_done(&in);
    close(ends[0]);
    if (ends[1] >= 0)
        close(ends[1]);
    return 0;
}

static void type(const char *bytes, size_t n)
{
    assert_int_equal(write(ends[1], bytes, n), n);
}

/* All waiting keys as names separated by blanks; a key without a name as a number. */
static const char *keys_typed(const char *bytes, size_t n)
{
    static struct buf names;
    buf_clear(&names);
    type(bytes, n);
    for (int key; (key = input_key(&in)) != K_NONE;) {
        struct buf name = {0};
        key_put_name(&name, key);
        buf_puts(&names, names.len ? " " : "");
        if (name.len)
            buf_puts(&names, buf_str(&name));
        else
            buf_printf(&names, "%#x", (unsigned)key);
        buf_done(&name);
    }
    return buf_str(&names);
}

struct row {
    const char *bytes, *keys;
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = keys_typed(rows[i].bytes, strlen(rows[i].bytes));
        if (strcmp(got, rows[i].keys) != 0)
            fail_msg("row %zu '%s': '%s', expected '%s'", i, rows[i].bytes, got, rows[i].keys);
    }
}

static void input_key__characters(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ab", "a b"},
        {"\r\t\x7f\x01", "<Enter> <Tab> <BS> <C-a>"},
        {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80"},
        {"a\x80z", "a z"},
        {"a\xc3z", "a z"},
        {"\xe2\x82z", "z"},
        {"\xed\xa0\x80z", "z"},
        {"\xff\xfe\xc0\xafz", "z"},
        {"\xc3\xc3\xa4", "\xc3\xa4"},
    };
    check_rows(rows, LEN(rows));
    assert_string_equal(keys_typed("\0", 1), "<C-@>");
}

static void input_key__character_in_two_reads(void **state)
{
    (void)state;
    assert_string_equal(keys_typed("\xe2\x82", 2), "");
    assert_string_equal(keys_typed("\xac", 1), "\xe2\x82\xac");
    assert_string_equal(keys_typed("\x1b\xc3", 2), "");
    assert_string_equal(keys_typed("\xa4z", 2), "<A-\xc3\xa4> z");
}

static void input_key__escape_and_alt(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\x1b", "<Esc>"},
        {"\x1b\x1b\x1b", "<Esc> <Esc> <Esc>"},
        {"\x1b"
         "f",
         "<A-f>"},
        {"\x1b"
         "1j",
         "<A-1> j"},
        {"\x1b\x1b"
         "f",
         "<Esc> <A-f>"},
        {"\x1b\xc3\xa4", "<A-\xc3\xa4>"},
        {"\x1b\x01", "<A-C-a>"},
        {"\x1b[", "<A-[>"},
        {"\x1bO", "<A-O>"},
        {"\x1b\x1b[A", "<Esc> <Up>"},
    };
    check_rows(rows, LEN(rows));
}

static void input_key__sequences(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\x1b[A\x1bOA\x1b[H\x1b[4~\x1b[6~", "<Up> <Up> <Home> <End> <PgDn>"},
        {"\x1b[Z\x1bOP\x1b[15~\x1b[24~", "<S-Tab> <F1> <F5> <F12>"},
        {"\x1b[1;3D\x1b[5;3~", "<A-Left> <A-PgUp>"},
        {"\x1b[1;5D\x1b[3;2~j", "j"}, /* Control and Shift are not used */
        {"\x1b[Ij\x1b[O", "j"},       /* focus reports */
        {"\x1b[<0;10;20Mj\x1b[<0;10;20m", "j"},
        {"\x1b[M !!j", "j"}, /* a mouse report of the old kind */
        {"\x1b[[Aj", "<F1> j"},
        {"\x1b[?62;c\x1b[>0;276;0cj", "j"},
        {"\x1b[12;34", ""},
        {"\x1b[12\x1b[A", "<Up>"},
        {"\x1b[201~j", "j"}, /* the end of a paste that did not begin */
        {"\x1b[99999999999999999999999999999999999999999999999999~j", "j"},
    };
    check_rows(rows, LEN(rows));
}

static void check_paste(const char *want, size_t bytes)
{
    assert_int_equal(in.paste.len, bytes);
    assert_memory_equal(buf_str(&in.paste), want, bytes);
}

static void input_key__paste__fires_no_key(void **state)
{
    (void)state;
    static const char text[] = "q\x1b[A\x1b[201\rQ\x03\x1b\x1b";
    struct buf sent = {0};
    buf_printf(&sent, "j\x1b[200~%s\x1b[201~k", text);
    type(sent.data, sent.len);
    assert_int_equal(input_key(&in), 'j');
    assert_int_equal(input_key(&in), K_PASTE);
    check_paste(text, sizeof text - 1);
    assert_int_equal(input_key(&in), 'k');
    assert_int_equal(input_key(&in), K_NONE);
    buf_done(&sent);
}

static void input_key__paste__in_single_bytes(void **state)
{
    (void)state;
    static const char sent[] = "\x1b[200~ab\x1b[201x\x1b[201~";
    for (size_t i = 0; i < 6; i++)
        type(sent + i, 1);
    for (size_t i = 6; i < sizeof sent - 2; i++) {
        type(sent + i, 1);
        assert_int_equal(input_key(&in), K_NONE);
    }
    type(sent + sizeof sent - 2, 1);
    assert_int_equal(input_key(&in), K_PASTE);
    check_paste("ab\x1b[201x", 8);
}

static void input_key__paste__empty(void **state)
{
    (void)state;
    type("\x1b[200~\x1b[201~", 12);
    assert_int_equal(input_key(&in), K_PASTE);
    check_paste("", 0);
}

static void input_key__paste__is_bounded(void **state)
{
    (void)state;
    char block[4096];
    memset(block, 'x', sizeof block);
    type("\x1b[200~", 6);
    for (int i = 0; i < 3 * INPUT_PASTE_MAX_BYTES / (int)sizeof block; i++) {
        type(block, sizeof block);
        assert_int_equal(input_key(&in), K_NONE);
    }
    type("\x1b[201~j", 7);
    assert_int_equal(input_key(&in), K_PASTE);
    assert_int_equal(in.paste.len, INPUT_PASTE_MAX_BYTES);
    assert_int_equal(input_key(&in), 'j');
}

static void input_key__paste__without_end__ctrl_c_ends_it(void **state)
{
    (void)state;
    type("\x1b[200~abc\x03", 10);
    assert_int_equal(input_key(&in), K_NONE);
    type("\x03", 1);
    assert_int_equal(input_key(&in), K_NONE); /* too early: Ctrl-C may be part of the paste */
    in.pasted_ms -= 60000;
    type("\x03j", 2);
    assert_int_equal(input_key(&in), 3);
    in.pasted_ms -= 60000;
    assert_int_equal(input_key(&in), K_NONE);
}

static void input_key__end_of_the_terminal(void **state)
{
    (void)state;
    type("j\x1b", 2);
    close(ends[1]);
    ends[1] = -1;
    assert_int_equal(input_key(&in), 'j');
    assert_int_equal(input_key(&in), K_ESC);
    assert_int_equal(input_key(&in), K_EOF);
    assert_int_equal(input_key(&in), K_EOF);
}

static void input_key__end_within_a_paste(void **state)
{
    (void)state;
    type("\x1b[200~abc", 9);
    close(ends[1]);
    ends[1] = -1;
    assert_int_equal(input_key(&in), K_EOF);
}

/* Random bytes: the reader never hangs and never returns an invalid key. */
static void input_key__noise(void **state)
{
    (void)state;
    static const char alphabet[] = "\x1b[O<~;0M1\xc3\xa4\xff\x03 aZ";
    unsigned seed = 1;
    for (int round = 0; round < 2000; round++) {
        char bytes[40];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1103515245 + 12345;
            bytes[i] = alphabet[seed >> 16 & 15];
        }
        type(bytes, sizeof bytes);
        int keys = 0;
        for (int key; (key = input_key(&in)) != K_NONE; keys++)
            assert_true(key >= 0);
        assert_true(keys <= (int)sizeof bytes);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_pipe, close_pipe)

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(input_key__characters),
        TEST(input_key__character_in_two_reads),
        TEST(input_key__escape_and_alt),
        TEST(input_key__sequences),
        TEST(input_key__paste__fires_no_key),
        TEST(input_key__paste__in_single_bytes),
        TEST(input_key__paste__empty),
        TEST(input_key__paste__is_bounded),
        TEST(input_key__paste__without_end__ctrl_c_ends_it),
        TEST(input_key__end_of_the_terminal),
        TEST(input_key__end_within_a_paste),
        TEST(input_key__noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
