/* Keys from bytes, with a pipe in place of the terminal. */
#include "ui/term/input.h"

#include "base/alloc.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static int ends[2];
static struct input in;

static int64_t now_ms; /* time passes only in the tests */

static int open_pipe(void **state)
{
    (void)state;
    if (pipe(ends) < 0)
        return 1;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    now_ms = 5000;
    in = (struct input){.fd = ends[0], .utf8 = true, .esc_ms = 25, .hold_ms = 100};
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

static int next_key(void)
{
    return input_key(&in, now_ms);
}

static const char *other_name(int key)
{
    switch (key) {
    case K_MOUSE:
        return "mouse";
    case K_PASTE:
        return "paste";
    case INPUT_ANSWER:
        return "answer";
    case INPUT_READY:
        return "ready";
    case INPUT_MARGINS:
        return "margins";
    default:
        return NULL;
    }
}

/* Adds the names of all complete keys, separated by blanks; a key without a name as a number. */
static void add_keys(struct buf *names)
{
    for (int key; (key = next_key()) != K_NONE;) {
        struct buf name = {0};
        const char *other = other_name(key);
        if (other)
            buf_puts(&name, other);
        else
            key_put_name(&name, key);
        buf_puts(names, names->len ? " " : "");
        if (name.len)
            buf_puts(names, buf_str(&name));
        else
            buf_printf(names, "%#x", (unsigned)key);
        buf_done(&name);
    }
}

/* The names of the keys of bytes that come together, and are followed by silence. */
static const char *keys_typed(const char *bytes, size_t n)
{
    static struct buf names;
    buf_clear(&names);
    type(bytes, n);
    add_keys(&names);
    now_ms += 2000;
    add_keys(&names);
    return buf_str(&names);
}

/* The same for bytes that come one by one with so many milliseconds between them. */
static const char *keys_apart(const char *bytes, int ms)
{
    static struct buf names;
    buf_clear(&names);
    for (const char *b = bytes; *b; b++) {
        type(b, 1);
        add_keys(&names);
        for (int i = 0; i < ms; i++, now_ms++)
            add_keys(&names);
    }
    now_ms += 2000;
    add_keys(&names);
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
    assert_string_equal(keys_typed("\x1b\0j", 3), "<A-C-@> j");
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
        {"\x1b[<0;10;20Mj\x1b[<0;10;20m", "mouse j"},
        {"\x1b[M !!j\x1b[M#!!k", "mouse j k"}, /* mouse reports of the old kind */
        {"\x1b[[Aj", "<F1> j"},
        {"\x1b[?62;c\x1b[>0;276;0cj", "j"},
        {"\x1b[12;34", ""},
        {"\x1bO5Aj", "j"},
        {"\x1b[12\x1b[A", "<Up>"},
        {"\x1b[201~j", "j"}, /* the end of a paste that did not begin */
        {"\x1b[99999999999999999999999999999999999999999999999999~j", "j"},
    };
    check_rows(rows, LEN(rows));
}

static void check_apart(const struct row *rows, size_t count, int ms)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = keys_apart(rows[i].bytes, ms);
        if (strcmp(got, rows[i].keys) != 0)
            fail_msg("row %zu '%s', %d ms apart: '%s', expected '%s'", i, rows[i].bytes, ms, got,
                     rows[i].keys);
    }
}

/* A slow line: Esc acts when nothing has followed for 25 ms, and the rest still makes the key. */
static void input_key__sequences__bytes_apart(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\x1bOD", "<Esc> <Left>"},
        {"\x1b[A", "<Esc> <Up>"},
        {"\x1b[6~j", "<Esc> <PgDn> j"},
        {"\x1b[1;3D", "<Esc> <A-Left>"},
        {"\x1bOPj", "<Esc> <F1> j"},
        {"\x1b[1;5Dj", "<Esc> j"},
        {"\x1b[<0;10;20Mj", "<Esc> mouse j"},
        {"\x1b[?62;cj", "<Esc> j"},
        {"\x1b]11;rgb:0000/0000/0000\x1b\\j", "<Esc> answer j"},
        {"\x1bP>|tmux 3.4\x1b\\j", "<Esc> j"},
        {"\x1b]11;rgb:0000/0000/0000\aj", "<Esc> answer j"},
        {"\x1b_Gi=1;OK\x1b\\j", "<Esc> j"},
        {"\x1b_j", "<Esc> _ j"},
        {"\x1bO", "<Esc> O"},
        {"\x1b[", "<Esc> ["},
        {"\x1b[jk", "<Esc> [ j k"},
        {"\x1b[[", "<Esc> [ ["},
        {"\x1bOq", "<Esc> 1"},
        {"\x1bOz", "<Esc> O z"},
        {"\x1bPj", "<Esc> P j"},
    };
    check_apart(rows, LEN(rows), 60);
    check_apart(rows, LEN(rows), 99);
    static const struct row close[] = {{"\x1bOD", "<Left>"}, {"\x1b[6~", "<PgDn>"}};
    check_apart(close, LEN(close), 24);
}

/* Keys as terminals send them, and what is typed by them; "" for what nobody types. */
static const struct row terminal_keys[] = {
    {"\x1b[A", "<Up>"},
    {"\x1bOB", "<Down>"},
    {"\x1bOC", "<Right>"},
    {"\x1bOD", "<Left>"},
    {"\x1b[H", "<Home>"},
    {"\x1bOF", "<End>"},
    {"\x1b[5~", "<PgUp>"},
    {"\x1b[3~", "<Del>"},
    {"\x1b[Z", "<S-Tab>"},
    {"\x1bOP", "<F1>"},
    {"\x1b[15~", "<F5>"},
    {"\x1b[1;3C", "<A-Right>"},
    {"\x1b[1;5C", ""},
    {"\x1bOq", "1"},
    {"\x1b[99;5u", "<C-c>"},
    {"j", "j"},
    {"D", "D"},
    {"O", "O"},
    {"[", "["},
    {"\xe4\xbd\x9c", "\xe4\xbd\x9c"},
    {"\x1b[200~qD[A\x1b[201~", "paste"},
    {"\x1b[<0;10;5M\x1b[<0;10;5m", "mouse"},
    {"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", "answer"},
    {"\x1bP>|tmux 3.4\x1b\\", ""},
    {"\x1b[?62;22c", ""},
    {"\x1b[12;40R", ""},
};

/* Drops each Esc: it acts before the rest of its key has come. */
static void drop_esc(char *names)
{
    static const char esc[] = "<Esc>";
    for (char *at; (at = strstr(names, esc));) {
        char *rest = at + strlen(esc);
        rest += *rest == ' ';
        if (!*rest && at > names)
            at--; /* the blank before */
        memmove(at, rest, strlen(rest) + 1);
    }
}

static void check_slow_line(int keys)
{
    unsigned seed = 7;
    for (int i = 0; i < keys; i++) {
        seed = seed * 1103515245 + 12345;
        const struct row *one = &terminal_keys[(seed >> 16) % LEN(terminal_keys)];
        char *got = xstrdup(keys_apart(one->bytes, 60));
        drop_esc(got);
        if (strcmp(got, one->keys) != 0)
            fail_msg("key %d '%s': '%s', expected '%s'", i, one->bytes, got, one->keys);
        free(got);
    }
}

static void input_key__500_keys__60_ms_between_bytes(void **state)
{
    (void)state;
    check_slow_line(500);
    in.esc_ms = 100; /* as over SSH: Esc never acts */
    assert_string_equal(keys_apart("\x1bOD\x1b[6~\x1b"
                                   "f",
                                   60),
                        "<Left> <PgDn> <A-f>");
    check_slow_line(500);
}

/* Esc and a letter that was typed are both keys, also where the letter could continue ESC. */
static void input_key__esc_and_a_letter__typed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\x1bOD", "<Esc> O D"}, {"\x1b[A", "<Esc> [ A"}, {"\x1bj", "<Esc> j"}};
    check_apart(rows, LEN(rows), 150);
    assert_string_equal(keys_apart("\x1b", 600), "<Esc>");
    static const struct row late[] = {{"[A", "[ A"}, {"OD", "O D"}};
    check_rows(late, LEN(late));
}

static void input_key__paste__bytes_apart(void **state)
{
    (void)state;
    assert_string_equal(keys_apart("\x1b[200~q[A\x1b[201~k", 60), "<Esc> paste k");
    assert_string_equal(buf_str(&in.paste), "q[A");
}

/* The rest of a sequence that has begun is awaited for a second. */
static void input_key__sequences__expire(void **state)
{
    (void)state;
    type("\x1b[1", 3);
    assert_int_equal(next_key(), K_NONE);
    assert_int_equal(input_wait_ms(&in, now_ms), 1000);
    now_ms += 999;
    assert_int_equal(next_key(), K_NONE);
    assert_int_equal(input_wait_ms(&in, now_ms), 1);
    type("A", 1);
    assert_int_equal(next_key(), K_UP);
    assert_int_equal(input_wait_ms(&in, now_ms), -1);
    type("\x1b[1", 3);
    assert_int_equal(next_key(), K_NONE);
    now_ms += 1000;
    assert_int_equal(input_wait_ms(&in, now_ms), 0);
    assert_int_equal(next_key(), K_NONE);
    type("A", 1);
    assert_int_equal(next_key(), 'A');
    type("\x1b", 1);
    assert_int_equal(next_key(), K_NONE);
    assert_int_equal(input_wait_ms(&in, now_ms), 25);
}

/* OSC, DCS, APC, PM and SOS end with ST or BEL; a byte like ST may be a part of a character. */
static void input_key__answers__are_dropped(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\x1b]11;rgb:ffff/ffff/ffff\x1b\\j", "answer j"},
        {"\x1b]52;c;cXVpdA==\aj", "j"},
        {"\x1bP>|tmux 3.4\x1b\\j", "j"},
        {"\x1b_Gi=1;OK\x1b\\j", "j"},
        {"\x1b^q\x1b\\\x1bXq\x1b\\j", "j"},
        {"\x9d"
         "11;q\x9cj",
         "j"},
        {"\x90>|q\x9cj\x9fq\aj\x9eq\aj\x98q\aj", "j j j j"},
        {"\x9b"
         "A\x8f"
         "A",
         "<Up> <Up>"},
        {"\x1b]0;\xe4\xbd\x9cq\x9cj", "j"}, /* U+4F5C ends with the byte 9C */
        {"\xc3\x9c\xe4\xbd\x9d", "\xc3\x9c \xe4\xbd\x9d"},
        {"\x84j\x9b", "j"},
        {"\x1b]11;q\x1b[Aj", "<Up> j"}, /* another sequence ends it too */
        {"\x1b]\x1b\\j", "j"},
        {"\x1b]q", ""},
        {"j", "j"}, /* after the silence */
    };
    check_rows(rows, LEN(rows));
}

static void input_key__answers__of_the_background(void **state)
{
    (void)state;
    assert_string_equal(keys_typed("\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\", 25), "answer");
    assert_string_equal(in.answer, "11;rgb:fdfd/f6f6/e3e3");
    assert_string_equal(keys_typed("\x1b]11;rgba:f/f/f/f\a", 18), "answer");
    assert_string_equal(in.answer, "11;rgba:f/f/f/f");
}

static void input_key__answers__of_any_length(void **state)
{
    (void)state;
    char *long_one = malloc(200000);
    memset(long_one, 'q', 200000);
    type("\x1b]52;c;", 7);
    type(long_one, 200000);
    assert_int_equal(next_key(), K_NONE);
    type("qQ\aj", 4);
    assert_int_equal(next_key(), 'j');
    free(long_one);
}

/* What a numeric keypad in application mode sends: the VT100's, with xterm's additions. */
static void input_key__keypad__is_what_stands_on_the_key(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\x1bOp\x1bOq\x1bOr\x1bOs\x1bOt\x1bOu\x1bOv\x1bOw\x1bOx\x1bOy", "0 1 2 3 4 5 6 7 8 9"},
        {"\x1bOj\x1bOk\x1bOl\x1bOm\x1bOn\x1bOo", "* + , - . /"},
        {"\x1bOM\x1bOX", "<Enter> ="},
    };
    check_rows(rows, LEN(rows));
}

/* The examples of the documents of kitty and xterm. */
static void input_key__keyboard_protocols(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\x1b[27u\x1b[99;5u\x1b[97u", "<Esc> <C-c> a"},
        {"\x1b[97;2u\x1b[97:65;2u\x1b[102;3u", "A A <A-f>"},
        {"\x1b[13u\x1b[9;2u\x1b[127u\x1b[32;5u", "<Enter> <S-Tab> <BS> <C-@>"},
        {"\x1b[99;5:3uj", "j"},                /* a key that was released */
        {"\x1b[97;129u\x1b[1;129A", "a <Up>"}, /* Num Lock */
        {"\x1b[1;1:3Aj\x1b[1;1:2A", "j <Up>"},
        {"\x1b[57399u\x1b[57408u\x1b[57414u\x1b[57419u", "0 9 <Enter> <Up>"},
        {"\x1b[57441;2uj\x1b[97;9uj", "j j"}, /* Shift alone; Super and a */
        {"\x1b[27;5;99~\x1b[27;2;65~\x1b[27;3;102~", "<C-c> A <A-f>"},
        {"\x1b[228u\x1b[1114112uj", "\xc3\xa4 j"},
        {"\x1b[P\x1b[1;3Q\x1b[12;40Rj", "<F1> <A-F2> j"}, /* the last one is a place */
    };
    check_rows(rows, LEN(rows));
}

static const struct input_name vt52[] = {{"\x1b"
                                          "A",
                                          K_UP},
                                         {"\x1bP", K_F0 + 1},
                                         {"\x01@\r", K_F0 + 2}};

static void input_key__keys_of_terminfo(void **state)
{
    (void)state;
    in.names = vt52;
    in.name_count = LEN(vt52);
    static const struct row rows[] = {{"\x1b"
                                       "A\x1bP",
                                       "<Up> <F1>"},
                                      {"\x01@\r", "<F2>"},
                                      {"\x01", "<C-a>"},
                                      {"\x01@j", "<C-a> @ j"},
                                      {"\x1b", "<Esc>"},
                                      {"\x1b"
                                       "1",
                                       "<A-1>"}};
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
    assert_int_equal(next_key(), 'j');
    assert_int_equal(next_key(), K_PASTE);
    check_paste(text, sizeof text - 1);
    assert_int_equal(next_key(), 'k');
    assert_int_equal(next_key(), K_NONE);
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
        assert_int_equal(next_key(), K_NONE);
    }
    type(sent + sizeof sent - 2, 1);
    assert_int_equal(next_key(), K_PASTE);
    check_paste("ab\x1b[201x", 8);
}

static void input_key__paste__empty(void **state)
{
    (void)state;
    type("\x1b[200~\x1b[201~", 12);
    assert_int_equal(next_key(), K_PASTE);
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
        assert_int_equal(next_key(), K_NONE);
    }
    type("\x1b[201~j", 7);
    assert_int_equal(next_key(), K_PASTE);
    assert_int_equal(in.paste.len, INPUT_PASTE_MAX_BYTES);
    assert_int_equal(next_key(), 'j');
}

static void input_key__paste__without_end__ctrl_c_ends_it(void **state)
{
    (void)state;
    type("\x1b[200~abc\x03", 10);
    assert_int_equal(next_key(), K_NONE);
    type("\x03", 1);
    assert_int_equal(next_key(), K_NONE); /* too early: Ctrl-C may be part of the paste */
    now_ms += 60000;
    type("\x03j", 2);
    assert_int_equal(next_key(), 3);
    now_ms += 60000;
    assert_int_equal(next_key(), K_NONE);
}

static void input_key__end_of_the_terminal(void **state)
{
    (void)state;
    type("j\x1b", 2);
    close(ends[1]);
    ends[1] = -1;
    assert_int_equal(next_key(), 'j');
    assert_int_equal(next_key(), K_ESC);
    assert_int_equal(next_key(), K_EOF);
    assert_int_equal(next_key(), K_EOF);
}

static void input_key__end_within_a_paste(void **state)
{
    (void)state;
    type("\x1b[200~abc", 9);
    close(ends[1]);
    ends[1] = -1;
    assert_int_equal(next_key(), K_EOF);
}

/* Random bytes: the reader never hangs and never returns an invalid key. */
static void input_key__status_reports(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\x1b[0n", "ready"},
        {"j\x1b[0nk", "j ready k"},
        {"\x1b[3n", ""},
        {"\x1b[?0n", ""},
        {"\x1b[?69;1$y", "margins"},
        {"\x1b[?69;2$y", "margins"},
        {"\x1b[?69;0$y", ""},
        {"\x1b[?69;4$y", ""},
        {"\x1b[?2026;2$y", ""},
        {"\x1b\x1b[0n", "<Esc> ready"},
        {"\x1bP\x1b[0n", "<A-P> ready"},
        {"\x1b[\x1b[0n", "<A-[> ready"},
        {"\x1b]\x1b[0n", "<A-]> ready"},
        {"\xc3\x1b[0n", "ready"},
    };
    check_rows(rows, LEN(rows));
}

/* The rest of a key that was split is dropped, though an answer came before it. */
static void input_key__answer_within_a_split_key(void **state)
{
    (void)state;
    type("\x1b", 1);
    assert_int_equal(next_key(), K_NONE);
    now_ms += 30;
    assert_int_equal(next_key(), K_ESC);
    assert_string_equal(keys_typed("\x1b[0nOB", 6), "ready <Down>");
    assert_string_equal(keys_typed("\x1b\x1b[0nOB", 7), "<Esc> ready <Down>");
    assert_string_equal(keys_typed("\x1bOB", 3), "<Down>");
    assert_string_equal(keys_typed("\x1b[0nO", 5), "ready O");
}

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
        for (int key; (key = next_key()) != K_NONE; keys++)
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
        TEST(input_key__sequences__bytes_apart),
        TEST(input_key__500_keys__60_ms_between_bytes),
        TEST(input_key__sequences__expire),
        TEST(input_key__esc_and_a_letter__typed),
        TEST(input_key__answers__are_dropped),
        TEST(input_key__answers__of_any_length),
        TEST(input_key__answers__of_the_background),
        TEST(input_key__keypad__is_what_stands_on_the_key),
        TEST(input_key__keyboard_protocols),
        TEST(input_key__keys_of_terminfo),
        TEST(input_key__paste__fires_no_key),
        TEST(input_key__paste__in_single_bytes),
        TEST(input_key__paste__bytes_apart),
        TEST(input_key__paste__empty),
        TEST(input_key__paste__is_bounded),
        TEST(input_key__paste__without_end__ctrl_c_ends_it),
        TEST(input_key__end_of_the_terminal),
        TEST(input_key__end_within_a_paste),
        TEST(input_key__status_reports),
        TEST(input_key__answer_within_a_split_key),
        TEST(input_key__noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
