/* INI text: each line has one documented meaning, or is refused with its number. */
#include "base/alloc.h"
#include "base/buf.h"
#include "config/ini.h"
#include "config/problems.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { PIPE_BYTES = 100000 /* more than one holds */ };

struct fixture {
    struct ini_doc doc;
    struct problems problems;
};

static void parse(struct fixture *f, const char *text, size_t bytes)
{
    *f = (struct fixture){0};
    ini_parse_text(&f->doc, "x.ini", text, bytes, &f->problems);
}

static void done(struct fixture *f)
{
    ini_doc_done(&f->doc);
    problems_done(&f->problems);
}

static void expect_ini(struct fixture *f, const char *section, const char *name,
                       const char *expected)
{
    const char *got = ini_get(&f->doc, section, name);
    if (!got || !expected ? got != expected : strcmp(got, expected) != 0)
        fail_msg("[%s] %s: expected %s, got %s", section, name, expected ? expected : "none",
                 got ? got : "none");
}

/* Expects this problem only; `part` NULL: no problem. */
static void expect_problem(struct fixture *f, const char *about, int line, const char *part)
{
    size_t expected = part ? 1 : 0;
    if (f->problems.count != expected)
        fail_msg("%s: expected %zu problems, got %zu", about, expected, f->problems.count);
    if (part && (f->problems.list[0].line != line || !strstr(f->problems.list[0].text, part)))
        fail_msg("%s: expected line %d '%s', got %d '%s'", about, line, part,
                 f->problems.list[0].line, f->problems.list[0].text);
}

static void ini__parse__one_meaning_each(void **state)
{
    (void)state;
    static const struct {
        const char *line, *value; /* NULL: refused */
        const char *problem;
    } rows[] = {
        {"key = abc", "abc", NULL},
        {"key=abc", "abc", NULL},
        {"key \t=\t abc \t", "abc", NULL},
        {"key = abc\r", "abc", NULL},
        {"key =", "", NULL},
        {"key = ;", "", NULL},
        {"key = ; nothing", "", NULL},
        {"key = abc ;def", "abc", NULL},
        {"key = abc\t; def", "abc", NULL},
        {"key = abc;def", "abc;def", NULL},
        {"key = abc#def", "abc#def", NULL},
        {"key = abc # def", "abc # def", NULL},
        {"key = \"abc\"", "abc", NULL},
        {"key = \"\"", "", NULL},
        {"key = 'abc'", "abc", NULL},
        {"key='a ; b' ; c", "a ; b", NULL},
        {"key = ''", "", NULL},
        {"key = '", "'", NULL},
        {"key = 'a b' 'c'", "'a b' 'c'", NULL},
        {"key = '\"abc\"'", "\"abc\"", NULL},
        {"key = \"  abc  \" ; comment", "  abc  ", NULL},
        {"key = \"abc ; def\"", "abc ; def", NULL},
        {"key = \"abc ; def", "\"abc", NULL},
        {"key = \"a b\" \"c\"", "\"a b\" \"c\"", NULL},
        {"key = sh -c 'a ; b' ; c", "sh -c 'a ; b'", NULL},
        {"key = don't ; it isn't", "don't", NULL},
        {"key = a --x=\"b ; c\"", "a --x=\"b ; c\"", NULL},
        {"key = https://x.example:8443/a?b=c", "https://x.example:8443/a?b=c", NULL},
        {"key = a = b : c", "a = b : c", NULL},
        {"key = [x]", "[x]", NULL},
        {"key = %n%s%d", "%n%s%d", NULL},
        {"key = caf\xc3\xa9 \xc3\xa0", "caf\xc3\xa9 \xc3\xa0", NULL},
        {"; key = abc", NULL, NULL},
        {"# key = abc", NULL, NULL},
        {"  ; key = abc", NULL, NULL},
        {"   ", NULL, NULL},
        {" key = abc", NULL, "indented"},
        {"\tkey = abc", NULL, "indented"},
        {"key", NULL, "no '='"},
        {"key ; a = b", NULL, "no '='"},
        {"key: abc", NULL, "no '='"},
        {"key: a=b", NULL, "':' before the '='"},
        {"= abc", NULL, "no name"},
        {"key = a\033b", NULL, "control character"},
        {"key = a\001b", NULL, "control character"},
        {"key = a\rb", NULL, "control character"},
        {"key = a\x7f", NULL, "control character"},
        {"key = \xff\xfe", NULL, "not UTF-8"},
        {"key = \xc0\x80", NULL, "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = xasprintf("[s]\n%s\nlast = 1\n", rows[i].line);
        struct fixture f;
        parse(&f, text, strlen(text));
        expect_ini(&f, "s", "key", rows[i].value);
        expect_ini(&f, "s", "last", "1");
        expect_problem(&f, rows[i].line, 2, rows[i].problem);
        if (rows[i].problem)
            assert_string_equal(f.problems.list[0].section, "s");
        done(&f);
        free(text);
    }
}

static void ini__parse__sections(void **state)
{
    (void)state;
    static const struct {
        const char *line, *section; /* the section that `key` is in; NULL: it is ignored */
        const char *problem;
    } rows[] = {
        {"[a]", "a", NULL},
        {"[ a  \t b ] ; comment", "a b", NULL},
        {"[1234567890123456789012345678901234567890123456789]",
         "1234567890123456789012345678901234567890123456789", NULL},
        {"[12345678901234567890123456789012345678901234567890]", NULL, "longer than 49"},
        {"[a", NULL, "has no ']'"},
        {"[a ; ]b", NULL, "there is text after"},
        {"[a;b]", NULL, "';'"},
        {"[]", NULL, "has no name"},
        {"[a] b = c", NULL, "there is text after"},
        {" [a]", NULL, "indented"},
        {"[first]", NULL, "section [first] appears twice, first on line 1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text =
            xasprintf("[first]\nx = 1\n%s\nkey = v\nbad line\n[end]\nkey = e\n", rows[i].line);
        struct fixture f;
        parse(&f, text, strlen(text));
        if (rows[i].section) {
            expect_ini(&f, rows[i].section, "key", "v");
            expect_problem(&f, rows[i].line, 5, "no '='");
        } else {
            expect_problem(&f, rows[i].line, 3, rows[i].problem);
        }
        assert_int_equal(f.doc.count, rows[i].section ? 3 : 2);
        expect_ini(&f, "first", "key", NULL);
        expect_ini(&f, "end", "key", "e");
        done(&f);
        free(text);
    }
}

static void ini__parse__duplicate_keeps_the_first(void **state)
{
    (void)state;
    static const char text[] = "[a]\nkey = 1\n[b]\nkey = 2\nkey = 3\n";
    struct fixture f;
    parse(&f, text, strlen(text));
    expect_ini(&f, "a", "key", "1");
    expect_ini(&f, "b", "key", "2");
    expect_problem(&f, "duplicate", 5, "'key' is set twice; line 4 applies");
    assert_ptr_equal(problems_find(&f.problems, "b"), &f.problems.list[0]);
    assert_null(problems_find(&f.problems, "a"));
    done(&f);
}

static void ini__parse__nul_is_a_problem(void **state)
{
    (void)state;
    static const char text[] = "[a]\nkey = 1\0002\nnext = 3\n";
    struct fixture f;
    parse(&f, text, sizeof text - 1);
    expect_ini(&f, "a", "key", NULL);
    expect_ini(&f, "a", "next", "3");
    expect_problem(&f, "NUL", 2, "NUL");
    done(&f);
}

static void ini__parse__bom_crlf_and_no_last_line_end(void **state)
{
    (void)state;
    static const char text[] = "\xef\xbb\xbf[a]\r\nkey = 1\r\n\r\n[b]\r\nkey = 2";
    struct fixture f;
    parse(&f, text, strlen(text));
    expect_problem(&f, "BOM", 0, NULL);
    expect_ini(&f, "a", "key", "1");
    expect_ini(&f, "b", "key", "2");
    assert_int_equal(f.doc.entries[1].line, 5);
    assert_string_equal(f.doc.entries[1].file, "x.ini");
    done(&f);
}

static void ini__parse__entries_before_a_section(void **state)
{
    (void)state;
    struct fixture f;
    parse(&f, "key = 1\n[empty]\n", 16);
    expect_ini(&f, "", "key", "1");
    assert_int_equal(f.doc.section_count, 1);
    assert_string_equal(f.doc.sections[0].name, "empty");
    assert_int_equal(f.doc.sections[0].line, 2);
    done(&f);
    parse(&f, "", 0);
    assert_int_equal(f.doc.count, 0);
    done(&f);
}

static void ini__parse__names_are_not_cut(void **state)
{
    (void)state;
    char name[52], text[128];
    for (size_t n = 48; n <= 51; n++) {
        memset(name, 'n', n);
        name[n] = '\0';
        snprintf(text, sizeof text, "[s]\n%s = v\n", name);
        struct fixture f;
        parse(&f, text, strlen(text));
        expect_ini(&f, "s", name, n <= 49 ? "v" : NULL);
        expect_problem(&f, name, 2, n <= 49 ? NULL : "longer than 49");
        done(&f);
    }
}

static void ini__parse__long_values_are_complete(void **state)
{
    (void)state;
    static const size_t sizes[] = {189, 190, 191, 196,  197,  198,  199,  200,
                                   201, 202, 300, 4096, 8191, 8192, 8193, 200000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t value = sizes[i] - 6; /* "key = " */
        char *want = xmalloc(value + 1);
        memset(want, 'k', value);
        memcpy(want + value - 2, "==", 3);
        char *text = xasprintf("[s]\na = %.*s\nkey = %s\nlast = 1\n", 100, want, want);
        struct fixture f;
        parse(&f, text, strlen(text));
        expect_problem(&f, "a long line", 0, NULL);
        assert_int_equal(strlen(ini_get(&f.doc, "s", "key")), value);
        expect_ini(&f, "s", "key", want);
        expect_ini(&f, "s", "last", "1");
        assert_int_equal(f.doc.entries[2].line, 4);
        done(&f);
        free(text);
        free(want);
    }
}

static void ini__parse__too_many_entries_are_one_problem(void **state)
{
    (void)state;
    char *text = xmalloc(INI_MAX_BYTES);
    size_t n = 0;
    int lines = 0;
    while (n + 32 < INI_MAX_BYTES)
        n += (size_t)snprintf(text + n, 16, "k%d=\n", ++lines);
    n += (size_t)snprintf(text + n, 16, "[late]\nx = 1\n");
    struct fixture f;
    parse(&f, text, n);
    assert_int_equal(f.doc.count, INI_MAX_ENTRIES);
    expect_problem(&f, "many entries", INI_MAX_ENTRIES + 1, "ignored");
    assert_int_equal(f.doc.section_count, 0);
    expect_ini(&f, "late", "x", NULL);
    done(&f);
    free(text);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void expect_same(const struct ini_doc *read, const struct ini_doc *loaded)
{
    assert_int_equal(read->count, loaded->count);
    assert_int_equal(read->section_count, loaded->section_count);
    for (size_t i = 0; i < read->section_count; i++) {
        assert_string_equal(read->sections[i].name, loaded->sections[i].name);
        assert_int_equal(read->sections[i].line, loaded->sections[i].line);
    }
    for (size_t i = 0; i < read->count; i++) {
        const struct ini_entry *a = &read->entries[i], *b = &loaded->entries[i];
        if (!same_text(a->section, b->section) || !same_text(a->name, b->name) ||
            !same_text(a->value, b->value) || !same_text(a->file, b->file) || a->line != b->line)
            fail_msg("%s:%d: [%s] %s = %s, read as [%s] %s = %s", b->file, b->line, b->section,
                     b->name, b->value, a->section, a->name, a->value);
    }
}

/* What is compiled in is what the reader reads. */
static void ini_load_builtin__each_file__is_as_read(void **state)
{
    (void)state;
    for (const struct builtin *b = builtins; b->path; b++) {
        struct problems problems = {0};
        struct ini_doc read, loaded;
        ini_parse_text(&read, b->path, b->text, strlen(b->text), &problems);
        ini_load_builtin(&loaded, b);
        assert_int_equal(problems.count, 0);
        expect_same(&read, &loaded);
        ini_doc_done(&read);
        ini_doc_done(&loaded);
    }
}

static void ini__wipe__values_of_that_name(void **state)
{
    (void)state;
    static const char text[] = "[a]\nkey = 1\nother = 2\n[b]\nkey = 3\n";
    struct fixture f;
    parse(&f, text, strlen(text));
    ini_wipe(&f.doc, "key");
    expect_ini(&f, "a", "key", "");
    expect_ini(&f, "a", "other", "2");
    expect_ini(&f, "b", "key", "");
    done(&f);
}

/* Files */

static char *dir;

static int make_dir(void **state)
{
    (void)state;
    dir = scratch_new();
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

static char *file_with(const char *name, const char *data, size_t bytes)
{
    char *path = xasprintf("%s/%s", dir, name);
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, bytes, f), bytes);
    assert_int_equal(fclose(f), 0);
    return path;
}

static void expect_refused(const char *path, const char *part)
{
    struct ini_doc doc = {0};
    struct problems problems = {0};
    struct err e = {""};
    bool ok = ini_parse_path(&doc, path, S_IFIFO, &problems, &e);
    if (ok || !strstr(e.text, part) || !strstr(e.text, path))
        fail_msg("%s: expected a refusal with '%s', got '%s'", path, part, e.text);
    assert_null(doc.arena);
    assert_int_equal(problems.count, 0);
}

static void ini__parse_path__reads_a_file(void **state)
{
    (void)state;
    struct ini_doc doc;
    struct problems problems = {0};
    struct err e = {""};
    char *path = file_with("good.ini", "[a]\nkey = 1\n", 12);
    if (!ini_parse_path(&doc, path, 0, &problems, &e))
        fail_msg("expected the file to be read, got '%s'", e.text);
    assert_string_equal(ini_get(&doc, "a", "key"), "1");
    assert_string_equal(doc.entries[0].file, path);
    assert_string_equal(doc.file, path);
    ini_doc_done(&doc);
    unlink(path);
    free(path);
}

static void ini__parse_path__refuses_other_kinds_of_file(void **state)
{
    (void)state;
    expect_refused(dir, "directory");
    expect_refused("/dev/zero", "not a regular file");
    expect_refused("/nonexistent/x.ini", "No such file");
    char *fifo = xasprintf("%s/fifo", dir);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    expect_refused(fifo, "the pipe is empty");
    struct ini_doc doc = {0};
    struct problems problems = {0};
    struct err e = {""};
    assert_false(ini_parse_path(&doc, fifo, 0, &problems, &e));
    assert_non_null(strstr(e.text, "not a regular file"));
    unlink(fifo);
    free(fifo);
}

static pid_t start_writer(const int ends[2], const char *text)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    close(ends[0]);
    size_t bytes = strlen(text), at = 0;
    for (ssize_t n = 1; at < bytes && n > 0; at += n > 0 ? (size_t)n : 0)
        n = write(ends[1], text + at, bytes - at);
    _exit(at != bytes);
}

/* The path of a pipe into which a child writes the text; the caller frees it. */
static char *written_pipe(const char *text, pid_t *writer, int *fd)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    *writer = start_writer(ends, text);
    assert_true(*writer > 0);
    close(ends[1]);
    *fd = ends[0];
    return xasprintf("/dev/fd/%d", ends[0]);
}

static void ini__parse_pipe__reads_one_to_its_end(void **state)
{
    (void)state;
    struct ini_doc doc;
    struct problems problems = {0};
    struct err e = {""};
    pid_t writer;
    int fd, status;
    struct buf text = {0};
    buf_puts(&text, "[a]\nkey = 1\n");
    while (text.len < PIPE_BYTES) /* more than a pipe holds, so each side has to wait */
        buf_puts(&text, "; a line of many\n");
    buf_puts(&text, "last = 2\n");
    char *path = written_pipe(buf_str(&text), &writer, &fd);
    if (!ini_parse_path(&doc, path, S_IFIFO, &problems, &e))
        fail_msg("expected the pipe to be read, got '%s'", e.text);
    assert_string_equal(ini_get(&doc, "a", "last"), "2");
    assert_int_equal(waitpid(writer, &status, 0), writer);
    assert_int_equal(status, 0);
    ini_doc_done(&doc);
    expect_refused(path, "the pipe is empty");
    close(fd);
    buf_done(&text);
    free(path);
}

static void ini__parse_pipe__refuses_a_large_one(void **state)
{
    (void)state;
    pid_t writer;
    int fd;
    char *text = xcalloc(1, INI_MAX_BYTES + 2);
    memset(text, 'x', INI_MAX_BYTES + 1);
    char *path = written_pipe(text, &writer, &fd);
    expect_refused(path, "larger than 256 KiB");
    close(fd);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    free(path);
    free(text);
}

static void ini__parse_path__refuses_large_files(void **state)
{
    (void)state;
    char *path = file_with("large.ini", "", 0);
    assert_int_equal(truncate(path, (off_t)2 * 1024 * 1024 * 1024), 0);
    expect_refused(path, "larger than 256 KiB");
    assert_int_equal(truncate(path, INI_MAX_BYTES + 1), 0);
    expect_refused(path, "larger than 256 KiB");
    unlink(path);
    free(path);
    char *line = xmalloc(1000000);
    memset(line, 'x', 1000000);
    path = file_with("line.ini", line, 1000000);
    expect_refused(path, "larger than 256 KiB");
    unlink(path);
    free(path);
    free(line);
}

static void ini__parse_path__refuses_utf16(void **state)
{
    (void)state;
    static const char *const texts[] = {"\xff\xfe[\0a\0]\0", "\xfe\xff\0[\0a\0]", "[\0a\0]\0\n\0",
                                        "\0[\0a\0]\0\n"};
    for (size_t i = 0; i < 4; i++) {
        char *path = file_with("utf16.ini", texts[i], 8);
        expect_refused(path, "not UTF-8");
        unlink(path);
        free(path);
    }
}

static void problems__text__is_sanitised(void **state)
{
    (void)state;
    struct problems p = {0};
    problems_add(&p, "a\033b.ini", 3, NULL, "unknown '%s'", "x\033[2Jy");
    problems_add(&p, "c.ini", 0, NULL, "too large");
    char *one = problems_text(&p.list[0]), *two = problems_text(&p.list[1]);
    assert_null(strchr(one, '\033'));
    assert_non_null(strstr(one, ".ini:3: unknown 'x"));
    assert_string_equal(two, "c.ini: too large");
    free(one);
    free(two);
    problems_done(&p);
}

static void problems__nearest_name__distance_or_beginning(void **state)
{
    (void)state;
    static const char *const names[] = {"api_key", "app_id", "ringg", "ringyo", "wrap", NULL};
    static const struct {
        const char *word, *nearest;
    } rows[] = {
        {"api_kye", "api_key"},
        {"ringgo", "ringg"},
        {"rngyo", "ringyo"},
        {"appid", "app_id"},
        {"wrapped", NULL},
        {"x", NULL},
        {"wr", NULL},
        {"app", "app_id"},
        {"rin", NULL},
        {"RINGYO", "ringyo"},
        {"warp", "wrap"},
        {"", NULL},
        {"a_very_long_word_that_is_nothing_like_any_of_the_names_and_goes_on_and_on", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = problems_nearest_name(rows[i].word, names);
        if (!got || !rows[i].nearest ? got != rows[i].nearest : strcmp(got, rows[i].nearest) != 0)
            fail_msg("%s: expected %s, got %s", rows[i].word,
                     rows[i].nearest ? rows[i].nearest : "none", got ? got : "none");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ini__parse__one_meaning_each),
        cmocka_unit_test(ini__parse__sections),
        cmocka_unit_test(ini__parse__duplicate_keeps_the_first),
        cmocka_unit_test(ini__parse__nul_is_a_problem),
        cmocka_unit_test(ini__parse__bom_crlf_and_no_last_line_end),
        cmocka_unit_test(ini__parse__entries_before_a_section),
        cmocka_unit_test(ini__parse__names_are_not_cut),
        cmocka_unit_test(ini__parse__long_values_are_complete),
        cmocka_unit_test(ini__parse__too_many_entries_are_one_problem),
        cmocka_unit_test(ini_load_builtin__each_file__is_as_read),
        cmocka_unit_test(ini__wipe__values_of_that_name),
        cmocka_unit_test(ini__parse_path__reads_a_file),
        cmocka_unit_test(ini__parse_path__refuses_other_kinds_of_file),
        cmocka_unit_test(ini__parse_pipe__reads_one_to_its_end),
        cmocka_unit_test(ini__parse_pipe__refuses_a_large_one),
        cmocka_unit_test(ini__parse_path__refuses_large_files),
        cmocka_unit_test(ini__parse_path__refuses_utf16),
        cmocka_unit_test(problems__text__is_sanitised),
        cmocka_unit_test(problems__nearest_name__distance_or_beginning),
    };
    return cmocka_run_group_tests_name("ini", tests, make_dir, remove_dir);
}
