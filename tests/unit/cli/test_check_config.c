/* --check-config: each kind of mistake gives FILE:LINE: MESSAGE on standard output and exit code 2.
 * The program runs in a scratch directory that holds the files named by the cases. */
#include "base/alloc.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *program, *dir;

#define OPTIONS "[callbrowser]\n"
#define RINGG "[provider ringg]\n"
#define MINE "[provider mine]\nbase_url = https://a.example\npath = /c/{id}\n"

struct row {
    const char *ini, *problem; /* the start of "LINE: MESSAGE"; NULL: no problem */
};

static void check(struct run *r, const char *ini, size_t bytes)
{
    FILE *f = fopen("x.ini", "w");
    assert_non_null(f);
    assert_int_equal(chmod("x.ini", 0600), 0);
    assert_int_equal(fwrite(ini, 1, bytes, f), bytes);
    assert_int_equal(fclose(f), 0);
    run_program(r, (const char *const[]){program, "-c", "x.ini", "--check-config", NULL}, NULL);
}

/* Expects exactly this problem, as a line of the output. */
static void expect(const char *ini, size_t bytes, const char *problem)
{
    struct run r;
    check(&r, ini, bytes);
    const char *out = buf_str(&r.out), *end = strchr(out, '\n');
    char *begin = xasprintf("x.ini:%s", problem ? problem : "");
    bool right = problem ? strncmp(out, begin, strlen(begin)) == 0 && end && !end[1] : !*out;
    if (!right || r.err.len || r.code != (problem ? 2 : 0))
        fail_msg("'%.300s': expected %s '%s', got exit code %d, '%.300s', and on standard error "
                 "'%.300s'",
                 ini, problem ? "one problem" : "no problem", problem ? begin : "", r.code, out,
                 buf_str(&r.err));
    free(begin);
    run_done(&r);
}

static void expect_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect(rows[i].ini, strlen(rows[i].ini), rows[i].problem);
}
#define EXPECT_ROWS(rows) expect_rows(rows, sizeof(rows) / sizeof *(rows))

static void check__file__unreadable_or_too_large(void **state)
{
    (void)state;
    static const struct {
        const char *path, *message;
    } rows[] = {
        {"missing.ini", "callbrowser: cannot read 'missing.ini': No such file or directory\n"},
        {".", "callbrowser: cannot read '.': it is a directory\n"},
        {"pipe", "callbrowser: cannot read 'pipe': the pipe is empty\n"},
        {"/dev/zero", "callbrowser: cannot read '/dev/zero': it is not a regular file\n"},
        {"huge.ini", "callbrowser: cannot read 'huge.ini': larger than 256 KiB\n"},
        {"utf16.ini", "callbrowser: cannot read 'utf16.ini': it is not UTF-8 text\n"},
    };
    assert_int_equal(mkfifo("pipe", 0600), 0);
    scratch_write(dir, "huge.ini", 0600, "");
    assert_int_equal(truncate("huge.ini", (off_t)2 << 30), 0);
    scratch_write(dir, "utf16.ini", 0600, "\xff\xfe[c");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        run_program(&r, (const char *const[]){program, "-c", rows[i].path, "--check-config", NULL},
                    NULL);
        assert_string_equal(buf_str(&r.err), rows[i].message);
        assert_string_equal(buf_str(&r.out), "");
        assert_int_equal(r.code, 2);
        run_done(&r);
    }
}

/* The key in it is used, too: no file is read again for it. */
static void check__file__that_is_a_pipe(void **state)
{
    (void)state;
    static const char ini[] = "[provider ringyo]\napi_key = abc\nwrap = perhaps\n";
    struct run r;
    run_program(&r, (const char *const[]){program, "-c", "/dev/stdin", "--check-config", NULL},
                ini);
    assert_string_equal(buf_str(&r.err), "");
    assert_string_equal(buf_str(&r.out), "/dev/stdin:3: unknown option 'wrap'\n");
    assert_int_equal(r.code, 2);
    run_done(&r);
}

/* A long line is read completely or refused; the lines after it are read. */
static void check__lines__of_any_length(void **state)
{
    (void)state;
    static const size_t lengths[] = {190, 200, 201, 8192, 200000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char *long_value = xmalloc(lengths[i] + 1);
        memset(long_value, 'x', lengths[i]);
        long_value[lengths[i]] = '\0';
        char *ini = xasprintf(OPTIONS "welcome = %s\nwrap = perhaps\n", long_value);
        expect(ini, strlen(ini), "3: wrap must be yes or no, not 'perhaps'\n");
        free(ini);
        free(long_value);
    }
}

static void check__lines__one_meaning_each(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {OPTIONS "welcome = abc ;def\nwrap = no ; as I like it\n", NULL},
        {OPTIONS "welcome = abc#def\ntheme = \"light\"\n", NULL},
        {"[callbrowser]\r\nwrap = no\r\n", NULL},
        {"\xef\xbb\xbf[callbrowser]\nwrap = no\n", NULL},
        {OPTIONS "  wrap = no\n",
         "2: the line is indented; a value cannot continue on another line\n"},
        {OPTIONS "wrap = no\nwrap = yes\n", "3: 'wrap' is set twice; line 2 applies\n"},
        {OPTIONS "[keys]\n[callbrowser]\nx = y\n",
         "3: section [callbrowser] appears twice, first on line 1: this one is ignored\n"},
        {OPTIONS "wrap no\n", "2: the line has no '='\n"},
        {OPTIONS "wrap: no = x\n", "2: there is a ':' before the '='; only '=' separates"},
        {OPTIONS "= no\n", "2: there is no name before the '='\n"},
        {OPTIONS "wrap ; = no\n", "2: the line has no '='\n"},
        {OPTIONS "welcome = a\x1b[31m\n", "2: there is a control character in the line\n"},
        {OPTIONS "welcome = a\xff\n", "2: the line is not UTF-8\n"},
        {OPTIONS "a_name_that_goes_on_and_on_for_more_than_49_letters = x\n",
         "2: the name is longer than 49 bytes\n"},
        {"[callbrowser\nwrap = no\n", "1: the section has no ']'\n"},
        {"[]\n", "1: the section has no name\n"},
        {"[keys] x\n", "1: there is text after the section's ']'\n"},
        {"wrap = no\n",
         "1: option 'wrap' is above the first section: put it under [callbrowser]\n"},
    };
    EXPECT_ROWS(rows);
    static const char nul[] = OPTIONS "welcome = a\0b\n";
    expect(nul, sizeof nul - 1, "2: there is a NUL in the line\n");
}

static void check__names__unknown_and_the_nearest(void **state)
{
    (void)state;
    scratch_write(dir, "bad.md", 0600, "{nme}\n");
    scratch_write(dir, "key.pem", 0600, "-----BEGIN PRIVATE KEY-----\n");
    scratch_write(dir, "ca.pem", 0600, "# of us\n-----BEGIN CERTIFICATE-----\n");
    assert_int_equal(mkfifo("pipe.pem", 0600), 0);
    static const struct row rows[] = {
        {"[calbrowser]\n", "1: unknown section [calbrowser] (did you mean [callbrowser]?)\n"},
        {"[providr x]\n", "1: unknown section [providr x] (did you mean [provider x]?)\n"},
        {"[provider]\n", "1: [provider] has no name: write [provider NAME]\n"},
        {"[provider auto]\n", "1: 'auto' cannot be the name of a provider"},
        {"[provider any]\n", "1: 'any' cannot be the name of a provider"},
        {"[provider ask]\n", "1: 'ask' cannot be the name of a provider"},
        {"[provider a.b]\n", "1: a provider's name has 1 to 40 letters, digits"},
        {"[weather]\n", "1: unknown section [weather]\n"},
        {OPTIONS "api_kye = x\n", "2: unknown option 'api_kye'\n"},
        {OPTIONS "them = x\n", "2: unknown option 'them' (did you mean 'theme'?)\n"},
        {RINGG "api_kye = x\n", "2: unknown option 'api_kye' (did you mean 'api_key'?)\n"},
        {"[keys]\nserch = x\n", "2: unknown action 'serch' (did you mean 'search'?)\n"},
        {"[keys]\nsearch = <PgDwn>\n", "2: unknown key '<PgDwn>' for 'search' (did you mean"},
        {"[keys]\nsearch = c\nsave = c\n",
         "3: 'c' is already bound to 'search' (x.ini:2), not to 'save'\n"},
        {"[keys]\ndown = yj\n", "2: 'yj' is bound to 'down', no longer to 'copy_raw'\n"},
        {"[keys]\nmessages = gg\n", "2: 'gg' (messages) cannot be reached: it begins with 'g'"},
        {"[keys]\nquit =\n", "2: no key given; 'none' unbinds the action\n"},
        {"[keys]\nquit = abcdefghi\n", "2: a sequence of keys is longer than 8\n"},
        {OPTIONS "theme = lihgt\n", "2: unknown theme 'lihgt'"},
        {OPTIONS "theme = ./no.theme\n", "2: theme: cannot read './no.theme'"},
        {OPTIONS "timezone = Mars/Base\n", "2: unknown time zone 'Mars/Base'"},
        {OPTIONS "provider = ringoy\n", "2: unknown provider 'ringoy' (did you mean 'ringyo'?)\n"},
        {OPTIONS "note_template = no.md\n", "2: note_template: cannot read 'no.md'"},
        {OPTIONS "note_template = bad.md\n", "2: note_template: unknown name {nme}"},
        {OPTIONS "ca_file = no.pem\n", "2: cannot read 'no.pem': No such file or directory\n"},
        {OPTIONS "theme = ./pipe.pem\n", "2: theme: cannot read './pipe.pem': it is not a regular"},
        {OPTIONS "note_template = pipe.pem\n",
         "2: note_template: cannot read 'pipe.pem': it is not a regular file\n"},
        {RINGG "api_key_file = pipe.pem\n",
         "2: no key for 'ringg': cannot read the file of api_key_file: it is not a regular file\n"},
        {OPTIONS "ca_file = .\n", "2: cannot read '.': it is a directory\n"},
        {OPTIONS "ca_file = pipe.pem\n", "2: cannot read 'pipe.pem': it is not a regular file\n"},
        {OPTIONS "ca_file = /dev/zero\n", "2: cannot read '/dev/zero': it is not a regular file\n"},
        {OPTIONS "ca_file = key.pem\n", "2: ca_file: 'key.pem' has no certificate in PEM format\n"},
        {OPTIONS "ca_file = ca.pem\n", NULL},
        {OPTIONS "open_command = \"a {url}\n", "2: open_command: cannot use the command"},
        {OPTIONS "copy_command = no-such-program\n",
         "2: copy_command: program 'no-such-program' not found\n"},
        {OPTIONS "copy_command = sh -c 'cat >/dev/null'\n", NULL},
    };
    EXPECT_ROWS(rows);
}

static void check__themes__rows_of_a_file(void **state)
{
    (void)state;
    static const struct {
        const char *theme, *problem;
    } rows[] = {
        {"[256]\nagnet = 5\n", "mine.theme:2: unknown role 'agnet' (did you mean 'agent'?)\n"},
        {"[255]\nagent = 5\n", "mine.theme:2: unknown section '255' (did you mean '256'?)\n"},
        {"[16]\nagent = 16\n", "mine.theme:2: '16' is not a colour or attribute of [16]\n"},
        {"[mono]\nagent = blu\n", "mine.theme:2: 'blu' is not a colour or attribute"},
        {"[theme]\nfor = me\n[256]\nagent = 255 on 17 bold\n", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static const char ini[] = OPTIONS "theme = ./mine.theme\n";
        struct run r;
        scratch_write(dir, "mine.theme", 0600, rows[i].theme);
        check(&r, ini, sizeof ini - 1);
        if (!strstr(buf_str(&r.out), rows[i].problem) || (*rows[i].problem == '\0' && r.out.len))
            fail_msg("'%s': expected '%s', got '%s'", rows[i].theme, rows[i].problem,
                     buf_str(&r.out));
        run_done(&r);
    }
}

static void check__themes__of_the_command_line(void **state)
{
    (void)state;
    struct run r;
    run_program(
        &r,
        (const char *const[]){program, "-c", "/dev/null", "-t", "lihgt", "--check-config", NULL},
        NULL);
    assert_int_equal(r.code, 2);
    assert_int_equal(strncmp(buf_str(&r.out), "--theme: unknown theme 'lihgt' (", 32), 0);
    run_done(&r);
}

static void check__keys__that_cannot_be_used(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {RINGG "api_key_file = good.key\n", NULL},
        {RINGG "api_key_file = open.key\n",
         "2: the key of 'ringg' is in a file that others can access: run chmod 600 open.key\n"},
        {RINGG "api_key_file = link.key\n",
         "2: the key of 'ringg' is in a file that others can access: run chmod 600 link.key\n"},
        {RINGG "api_key_file = empty.key\n", "2: the key of 'ringg' is empty (from empty.key)\n"},
        {RINGG "api_key_file = crlf.key\n", "2: the key of 'ringg' contains a line end"},
        {RINGG "api_key_file = blank.key\n", "2: the key of 'ringg' contains a blank"},
        {RINGG "api_key_file = umlaut.key\n",
         "2: the key of 'ringg' contains a character that is not ASCII"},
        {RINGG "api_key_file = no.key\n",
         "2: no key for 'ringg': cannot read the file of api_key_file: No such file"},
        {RINGG "api_key_file = .\n",
         "2: no key for 'ringg': cannot read the file of api_key_file: it is a directory\n"},
        {RINGG "api_key = \"a b\"\n", "2: the key of 'ringg' contains a blank (from api_key)\n"},
        {RINGG "api_key_command = pass 'show\n",
         "2: api_key_command: a single quote is not closed\n"},
        {RINGG "api_key_command = no-such-program x\n",
         "2: api_key_command: its program was not found\n"},
        {RINGG "api_key_command = sh -c 'echo ran >ran; echo k'\n", NULL},
    };
    scratch_write(dir, "good.key", 0600, "abc\n");
    scratch_write(dir, "open.key", 0640, "abc\n");
    assert_int_equal(symlink("open.key", "link.key"), 0);
    scratch_write(dir, "empty.key", 0600, "\n");
    scratch_write(dir, "crlf.key", 0600, "abc\r\n");
    scratch_write(dir, "blank.key", 0600, "a c\n");
    scratch_write(dir, "umlaut.key", 0600, "a\xc3\xa4\n");
    EXPECT_ROWS(rows);
    assert_int_not_equal(access("ran", F_OK), 0);
}

/* The key is elsewhere, but the file decides where it is sent. */
static void check__keys__in_a_configuration_of_others(void **state)
{
    (void)state;
    static const char *const keys[] = {"", "api_key_command = echo k\n", "api_key = abc\n"};
    static const char *const places[] = {"CALLBROWSER_RINGG_API_KEY: ", "x.ini:2: ", "x.ini:2: "};
    setenv("CALLBROWSER_RINGG_API_KEY", "abc", 1);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct run r;
        char *ini = xasprintf(RINGG "%s", keys[i]);
        scratch_write(dir, "x.ini", 0664, ini);
        run_program(&r, (const char *const[]){program, "-c", "x.ini", "--check-config", NULL},
                    NULL);
        char *expected = xasprintf(
            "%sthe key of 'ringg' is %s x.ini\n", places[i],
            i == 2 ? "in a file that others can access: run chmod 600"
                   : "not used: others can write the configuration, which says where it is sent: "
                     "run chmod go-w");
        assert_string_equal(buf_str(&r.out), expected);
        assert_int_equal(r.code, 2);
        run_done(&r);
        free(expected);
        free(ini);
        unsetenv("CALLBROWSER_RINGG_API_KEY");
    }
}

static void check__keys__of_the_environment(void **state)
{
    (void)state;
    struct run r;
    setenv("CALLBROWSER_RINGG_API_KEY", "demo key", 1);
    check(&r, OPTIONS, sizeof OPTIONS - 1);
    unsetenv("CALLBROWSER_RINGG_API_KEY");
    assert_string_equal(buf_str(&r.out),
                        "CALLBROWSER_RINGG_API_KEY: the key of 'ringg' contains a blank (from "
                        "CALLBROWSER_RINGG_API_KEY)\n");
    assert_int_equal(r.code, 2);
    run_done(&r);
}

static void check__values__out_of_range(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {OPTIONS "timeout_s = -1\n", "2: timeout_s must be a number from 1 to 3600, not '-1'\n"},
        {OPTIONS "timeout_s = 0\n", "2: timeout_s must be a number from 1 to 3600, not '0'\n"},
        {OPTIONS "timeout_s = 1e9\n", "2: timeout_s must be a number from 1 to 3600, not '1e9'\n"},
        {OPTIONS "gap_s = 99999999999999999999\n",
         "2: gap_s must be a number from 1 to 3600, not '9999"},
        {OPTIONS "history = 5s\n", "2: history must be a number from 0 to 100000, not '5s'\n"},
        {OPTIONS "max_response_mb = %n%s\n",
         "2: max_response_mb must be a number from 1 to 1024, not '%n%s'\n"},
        {OPTIONS "connect_timeout_s =\n",
         "2: connect_timeout_s must be a number from 1 to 600, not ''\n"},
        {OPTIONS "layout = %s\n", "2: layout must be one of auto, side, stacked, not '%s'\n"},
        {OPTIONS "wrap = on\n", "2: wrap must be yes or no, not 'on'\n"},
        {OPTIONS "welcome = %n%s\n", NULL},
    };
    EXPECT_ROWS(rows);
}

static void check__descriptions__urls_and_headers(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {RINGG "base_url = http://127.0.0.1:8080/x\n", NULL},
        {RINGG "base_url = http://a.example\n", "2: base_url: http to 'a.example' is refused"},
        {RINGG "base_url = file:///etc\n", "2: base_url: the URL does not begin with https://"},
        {RINGG "base_url = ftp://a.example\n", "2: base_url: the URL does not begin with"},
        {RINGG "base_url = https://u:p@a.example\n", "2: base_url: the URL contains a user name"},
        {RINGG "base_url = https://a\\@b.example\n", "2: base_url: the URL contains a backslash"},
        {RINGG "base_url = https://\xc3\xa9.example\n", "2: base_url: the URL has characters"},
        {RINGG "base_url = https://a.example/#f\n", "2: base_url: the URL has a query or a frag"},
        {RINGG "base_url = https://a.example:0\n", "2: base_url: the URL's host or port cannot"},
        {RINGG "base_url = https://a.example:99999\n", "2: base_url: the URL's host or port"},
        {RINGG "path = /calls\n", "2: path: does not say where the ID goes: write {id}\n"},
        {RINGG "path = /calls/{id}/{nme}\n", "2: path: unknown name '{nme}'\n"},
        {RINGG "path = calls/{id}\n", "2: path: must begin with '/'\n"},
        {RINGG "header = Host: x\n", "2: header: the header 'Host' cannot be set\n"},
        {RINGG "header = Content-Length: 5\n", "2: header: the header 'Content-Length' cannot"},
        {RINGG "header = X Key: x\n", "2: header: 'X Key' is not a header name\n"},
        {RINGG "header = X-Key: a\rX: b\n", "2: there is a control character in the line\n"},
        {"[provider cometchat]\nregion = mars\n",
         "2: region: must be one of us|eu|in, not 'mars'\n"},
        {"[provider cometchat]\napp_id = xyz\n",
         "2: app_id: must be 8 to 32 digits of 0-9 and a-f, not 'xyz'\n"},
    };
    EXPECT_ROWS(rows);
}

static void check__descriptions__of_the_user(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {MINE "status = /status\n", NULL},
        {"[provider ringyo]\ntitle = Mine\n", NULL},
        {"[provider mine]\ntitle = x\n", "1: provider 'mine' has no base_url\n"},
        {MINE "status = /12345678901234567890\n", "4: status: an index has at most 6 digits\n"},
        {MINE "statsu = /status\n", "4: unknown option 'statsu' (did you mean 'status'?)\n"},
        {MINE "like = ringoy\n", "4: like: unknown provider 'ringoy' (did you mean 'ringyo'?)\n"},
        {MINE "duration = /a weeks\n", "4: duration: unknown unit 'weeks'"},
    };
    EXPECT_ROWS(rows);
    struct buf deep = {0}, rows_of = {0};
    buf_puts(&deep, MINE "id = ");
    buf_puts(&rows_of, MINE);
    for (int i = 0; i < 1000; i++) {
        buf_puts(&deep, "/a");
        buf_printf(&rows_of, "error.E%d = other\n", i);
    }
    expect(deep.data, deep.len, "4: id: a pointer has at most 512 bytes\n");
    expect(rows_of.data, rows_of.len, "258: a description has at most 256 lines\n");
    buf_done(&deep);
    buf_done(&rows_of);
}

/* Without HOME and with a relative XDG_CONFIG_HOME, no file is read. */
static void check__places__odd_environments(void **state)
{
    (void)state;
    struct run r;
    scratch_write(dir, "callbrowser/callbrowser.ini", 0600, OPTIONS "wrap = perhaps\n");
    static const char *const names[] = {"XDG_CONFIG_HOME=.", "HOME=.", NULL};
    for (size_t i = 0; names[i]; i++) {
        run_program(
            &r,
            (const char *const[]){"env", "-u", "HOME", names[i], program, "--check-config", NULL},
            NULL);
        assert_string_equal(buf_str(&r.out), "");
        assert_int_equal(r.code, 0);
        run_done(&r);
    }
    char *xdg = xasprintf("XDG_CONFIG_HOME=%s", dir);
    run_program(&r, (const char *const[]){"env", xdg, program, "--check-config", NULL}, NULL);
    assert_non_null(strstr(buf_str(&r.out), "callbrowser.ini:2: wrap must be yes or no"));
    run_done(&r);
    free(xdg);
}

static int set_up(void **state)
{
    (void)state;
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    char *here = realpath(build, NULL);
    program = xasprintf("%s/callbrowser", here);
    free(here);
    dir = scratch_new();
    setenv("HOME", dir, 1);
    unsetenv("XDG_CONFIG_HOME");
    return chdir(dir);
}

static int tear_down(void **state)
{
    (void)state;
    free(program);
    int left = chdir("/");
    scratch_free(dir);
    return left;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check__file__unreadable_or_too_large),
        cmocka_unit_test(check__file__that_is_a_pipe),
        cmocka_unit_test(check__lines__of_any_length),
        cmocka_unit_test(check__lines__one_meaning_each),
        cmocka_unit_test(check__names__unknown_and_the_nearest),
        cmocka_unit_test(check__themes__rows_of_a_file),
        cmocka_unit_test(check__themes__of_the_command_line),
        cmocka_unit_test(check__keys__that_cannot_be_used),
        cmocka_unit_test(check__keys__in_a_configuration_of_others),
        cmocka_unit_test(check__keys__of_the_environment),
        cmocka_unit_test(check__values__out_of_range),
        cmocka_unit_test(check__descriptions__urls_and_headers),
        cmocka_unit_test(check__descriptions__of_the_user),
        cmocka_unit_test(check__places__odd_environments),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
