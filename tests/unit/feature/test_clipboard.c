/* Links that are handed to an opener, and text that is handed to the clipboard. */
#include "base/alloc.h"
#include "config/config.h"
#include "tests/support/scratch.h"
#include "tests/support/scripts.h"
#include "ui/feature/clipboard.h"
#include "ui/feature/opener.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct config *config_with(enum option_id id, const char *value)
{
    struct err e;
    struct config *config = config_load("/dev/null", &e);
    if (!config || !config_set(config, id, value, "test", &e))
        fail_msg("%s", e.text);
    return config;
}

static void check_opened(const char *command, const char *url, const char *want)
{
    struct err e = {""};
    struct process c = {0};
    struct config *config = config_with(OPT_open_command, command);
    if (opener_open(&c, config, url, NULL, &e) != OPEN_STARTED)
        fail_msg("%s: not opened: %s", url, e.text);
    assert_int_equal(scripts_finish(&c), 0);
    scripts_check_file("opened", want);
    config_free(config);
}

static void opener_open__one_argument(void **state)
{
    (void)state;
    char *path =
        scripts_write("opener", "for a in \"$@\"; do printf '<%s>' \"$a\"; done >\"$DIR/opened\"");
    char *command = xasprintf("'%s' {url}", path);
    static const char url[] = "https://x.example/a?b=';$(id)`id`&c=%s|\"d\"*";
    char *want = xasprintf("<%s>", url);
    check_opened(command, url, want);
    check_opened(path, url, want); /* a command that does not say where */
    free(want);
    free(command);
    command = xasprintf("%s -x 'a b' --url={url} -- $HOME", path);
    check_opened(command, "http://h/", "<-x><a b><--url=http://h/><--><$HOME>");
    free(command);
    free(path);
}

static void opener_open__refuses(void **state)
{
    (void)state;
    static const char *const urls[] = {"javascript:alert(1)",
                                       "file:///etc/passwd",
                                       "ftp://h/",
                                       "-oProxyCommand=x",
                                       "//h/",
                                       "https:///x",
                                       " https://h/",
                                       "https://u:p@h/",
                                       "https://good\\@evil/",
                                       "https://h/\x1b[31m",
                                       "https://h\xc3\xa4/",
                                       ""};
    char *path = scripts_write("opener", "touch \"$DIR/opened\"");
    struct config *config = config_with(OPT_open_command, path);
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct process c = {0};
        struct err e = {""};
        if (opener_open(&c, config, urls[i], NULL, &e) != OPEN_REFUSED || !e.text[0] || c.pid)
            fail_msg("'%s' was opened, expected a refusal", urls[i]);
    }
    config_free(config);
    free(path);
}

static void opener_open__cannot_run(void **state)
{
    (void)state;
    scripts_skip_without_exec_failures();
    struct process c = {0};
    struct err e = {""};
    struct config *config = config_with(OPT_open_command, "/nonexistent/x {url}");
    assert_int_equal(opener_open(&c, config, "https://h/", NULL, &e), OPEN_REFUSED);
    assert_string_equal(e.text, "cannot run '/nonexistent/x': No such file or directory");
    config_free(config);
    config = config_with(OPT_open_command, "x '{url}");
    assert_int_equal(opener_open(&c, config, "https://h/", NULL, &e), OPEN_REFUSED);
    assert_ptr_equal(strstr(e.text, "open_command: "), e.text);
    config_free(config);
}

static void opener_open__without_a_display(void **state)
{
    (void)state;
    struct err e = {""};
    struct process c = {0};
    struct config *config = config_load("/dev/null", &e);
    char *path = scripts_write("xdg-open", "printf %s \"$1\" >\"$DIR/opened\"");
    char *search = xasprintf("%s:%s", scripts_dir(), scripts_usual_path());
    setenv("PATH", search, 1);
    assert_int_equal(opener_open(&c, config, "https://h/", NULL, &e), OPEN_NO_DISPLAY);
    assert_int_equal(c.pid, 0);
    setenv("DISPLAY", "", 1);
    assert_int_equal(opener_open(&c, config, "https://h/", NULL, &e), OPEN_NO_DISPLAY);
    assert_int_equal(opener_open(&c, config, "ftp://h/", NULL, &e), OPEN_REFUSED);
    setenv("DISPLAY", ":7", 1);
    assert_int_equal(opener_open(&c, config, "https://h/", NULL, &e), OPEN_STARTED);
    assert_int_equal(scripts_finish(&c), 0);
    scripts_check_file("opened", "https://h/");
    free(search);
    free(path);
    config_free(config);
}

static void clipboard_osc52__base64(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {"a", "YQ=="},
        {"ab", "YWI="},
        {"abc", "YWJj"},
        {"\xff\xfe?>", "//4/Pg=="},
        {"abcd", "YWJjZA=="},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf got = {0};
        char *want = xasprintf("\x1b]52;c;%s\a", rows[i].want);
        clipboard_osc52(&got, rows[i].text, strlen(rows[i].text));
        assert_string_equal(buf_str(&got), want);
        free(want);
        buf_done(&got);
    }
}

/* GNU screen passes on what is in ESC P ... ESC \, of which old versions keep 256 bytes. */
static void clipboard_wrap__pieces_for_gnu_screen(void **state)
{
    (void)state;
    char text[700];
    struct buf sequence = {0}, wrapped = {0}, inside = {0};
    memset(text, 'x', sizeof text);
    clipboard_osc52(&sequence, text, sizeof text);
    clipboard_wrap(&wrapped, buf_str(&sequence), sequence.len);
    for (const char *s = buf_str(&wrapped); *s;) {
        const char *end = strstr(s, "\x1b\\");
        assert_memory_equal(s, "\x1bP", 2);
        assert_non_null(end);
        assert_in_range(end - s, 3, 256);
        buf_add(&inside, s + 2, (size_t)(end - s) - 2);
        s = end + 2;
    }
    assert_string_equal(buf_str(&inside), buf_str(&sequence));
    buf_done(&sequence);
    buf_done(&wrapped);
    buf_done(&inside);
}

/* Copies and waits; which way it went, and that the text arrived where programs take it. */
static void check_copied(struct config *config, const char *want_way, const char *want)
{
    struct process c = {0};
    struct err e = {""};
    const char *way = "";
    if (!clipboard_copy(&c, config, "text to copy", 12, &way, &e))
        fail_msg("not copied: %s, expected by %s", e.text, want_way);
    assert_string_equal(way, want_way);
    if (!want) {
        assert_int_equal(c.pid, 0);
        return;
    }
    assert_int_equal(scripts_finish(&c), 0);
    scripts_check_file("copied", want);
}

static void copier(const char *name)
{
    char *body =
        xasprintf("{ printf '%s'; printf ' <%%s>' \"$@\"; echo; cat; } >\"$DIR/copied\"", name);
    free(scripts_write(name, body));
    free(body);
}

static void clipboard_copy__order_of_ways(void **state)
{
    (void)state;
    scripts_skip_without_exec_failures();
    struct err e;
    struct config *config = config_load("/dev/null", &e);
    char *bin = xasprintf("%s:/bin:/usr/bin", scripts_dir());
    setenv("PATH", scripts_dir(), 1); /* no copier is there yet */
    check_copied(config, "OSC 52", NULL);
    setenv("DISPLAY", ":7", 1);
    setenv("WAYLAND_DISPLAY", "w", 1);
    setenv("TMUX", "/tmp/t,1,0", 1);
    check_copied(config, "OSC 52", NULL);
    setenv("PATH", bin, 1);
    copier("pbcopy");
    copier("xclip");
    copier("wl-copy");
    copier("tmux");
    check_copied(config, "tmux", "tmux <load-buffer> <-w> <->\ntext to copy");
    unsetenv("TMUX");
    setenv("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22", 1);
    check_copied(config, "OSC 52", NULL);
    unsetenv("SSH_CONNECTION");
    check_copied(config, "wl-copy", "wl-copy <>\ntext to copy");
    unsetenv("WAYLAND_DISPLAY");
    check_copied(config, "xclip", "xclip <-selection> <clipboard>\ntext to copy");
    unsetenv("DISPLAY");
    check_copied(config, "OSC 52", NULL);
    config_free(config);
    setenv("TMUX", "x", 1);
    copier("mine");
    config = config_with(OPT_copy_command, "mine 'a b'");
    check_copied(config, "copy_command", "mine <a b>\ntext to copy");
    config_free(config);
    free(bin);
}

static void clipboard_copy__failures(void **state)
{
    (void)state;
    scripts_skip_without_exec_failures();
    struct process c = {0};
    struct err e = {""};
    const char *way;
    struct config *config = config_with(OPT_copy_command, "/nonexistent/x");
    assert_false(clipboard_copy(&c, config, "x", 1, &way, &e));
    assert_string_equal(e.text,
                        "copy_command: cannot run '/nonexistent/x': No such file or directory");
    config_free(config);
    config = config_load("/dev/null", &e);
    char *much = xcalloc(1, OSC52_MAX_BYTES + 2);
    memset(much, 'x', OSC52_MAX_BYTES + 1);
    assert_true(clipboard_copy(&c, config, much, OSC52_MAX_BYTES, &way, &e));
    assert_false(clipboard_copy(&c, config, much, OSC52_MAX_BYTES + 1, &way, &e));
    assert_non_null(strstr(e.text, "74994"));
    assert_non_null(strstr(e.text, "'s'"));
    free(much);
    config_free(config);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scripts_set_up, scripts_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opener_open__one_argument),
        TEST(opener_open__refuses),
        TEST(opener_open__cannot_run),
        TEST(opener_open__without_a_display),
        TEST(clipboard_osc52__base64),
        TEST(clipboard_copy__order_of_ways),
        TEST(clipboard_wrap__pieces_for_gnu_screen),
        TEST(clipboard_copy__order_of_ways),
        TEST(clipboard_copy__failures),
    };
    return cmocka_run_group_tests(tests, scripts_watch, NULL);
}
