/* Other programs: how they start and end, links handed to an opener, text handed to the clipboard.
 * The programs are scripts that write down what they were given. */
#include "base/alloc.h"
#include "config/config.h"
#include "os/process.h"
#include "os/signals.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"
#include "ui/feature/clipboard.h"
#include "ui/feature/opener.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE_MS = 20000 };

static char *dir, *usual_path;

static int set_up(void **state)
{
    (void)state;
    dir = scratch_new();
    usual_path = xstrdup(getenv("PATH"));
    setenv("DIR", dir, 1);
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    unsetenv("TMUX");
    unsetenv("SSH_CONNECTION");
    return 0;
}

static int watch_children(void **state)
{
    (void)state;
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    return signals_watch(&children, NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    setenv("PATH", usual_path, 1);
    free(usual_path);
    scratch_free(dir);
    return 0;
}

static char *script(const char *name, const char *body)
{
    char *text = xasprintf("#!/bin/sh\n%s\n", body);
    scratch_write(dir, name, 0755, text);
    free(text);
    return scratch_path(dir, name);
}

/* Waits until it has ended; its exit code. */
static int finish(struct process *p)
{
    int status;
    while (!process_ended(p, &status)) {
        struct pollfd fd = {.fd = signals_fd(), .events = POLLIN};
        if (poll(&fd, 1, PATIENCE_MS) == 0)
            fail_msg("the program has not ended, expected within %d ms", PATIENCE_MS);
        signals_drain();
    }
    process_done(p);
    return process_code(status);
}

static int run(const char *program, const char *input, size_t bytes)
{
    struct process p;
    struct err e;
    char *path = xstrdup(program);
    char *const argv[] = {path, NULL};
    if (!process_start(&p, argv, input, bytes, &e))
        fail_msg("%s", e.text);
    int code = finish(&p);
    free(path);
    return code;
}

static void check_file(const char *name, const char *want)
{
    char *got = scratch_read(dir, name);
    if (!got || strcmp(got, want) != 0)
        fail_msg("%s: '%s', expected '%s'", name, got ? got : "(none)", want);
    free(got);
}

/* Where posix_spawn is made of fork (under valgrind), nobody hears of an exec that failed. */
static void skip_without_exec_failures(void)
{
    char name[] = "/nonexistent/program";
    char *const argv[] = {name, NULL};
    pid_t pid;
    if (posix_spawn(&pid, name, NULL, NULL, argv, NULL) != 0)
        return;
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    wrapped_skip("posix_spawn does not say that a program cannot be run");
    fail_msg("expected posix_spawn to say that '%s' cannot be run", name);
}

static void process_start__missing_program(void **state)
{
    (void)state;
    skip_without_exec_failures();
    struct process c = {0};
    struct err e;
    char name[] = "/nonexistent/opener";
    char *const argv[] = {name, NULL};
    assert_false(process_start(&c, argv, "x", 1, &e));
    assert_string_equal(e.text, "cannot run '/nonexistent/opener': No such file or directory");
    assert_int_equal(c.pid, 0);
    process_done(&c);
    process_done(&c);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void process_ended__exit_codes(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        int code;
    } rows[] = {{"exit 0", 0}, {"exit 3", 3}, {"kill -SEGV $$", 128 + SIGSEGV}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *path = script("ends", rows[i].body);
        assert_int_equal(run(path, NULL, 0), rows[i].code);
        free(path);
    }
    struct process none = {0};
    int status = -1;
    assert_false(process_ended(&none, &status));
    process_signal(&none, SIGKILL); /* not to everybody */
    process_done(&none);
    assert_true(fcntl(0, F_GETFD) >= 0); /* zeroes are no descriptor */
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void process_start__own_session_and_quiet(void **state)
{
    (void)state;
    int leaked = open("/dev/null", O_RDONLY); /* without CLOEXEC */
    char *path = script("session", "read -r x y z w g s rest </proc/self/stat\n"
                                   "[ \"$s\" = $$ ] && echo own >\"$DIR/session.out\"\n"
                                   "ls -l /proc/$$/fd | grep -o ' [0-9]* -> /[^ ]*' "
                                   ">\"$DIR/fds.out\"\n"
                                   "echo noise; echo noise >&2\n"
                                   "(exec 3</dev/tty) 2>/dev/null && echo tty >\"$DIR/tty.out\"\n"
                                   "exit 0");
    assert_int_equal(run(path, NULL, 0), 0);
    check_file("session.out", "own\n");
    char *fds = scratch_read(dir, "fds.out");
    assert_non_null(strstr(fds, " 0 -> /dev/null\n"));
    assert_non_null(strstr(fds, " 1 -> /dev/null\n"));
    assert_non_null(strstr(fds, " 2 -> /dev/null\n"));
    char *number = xasprintf(" %d -> /dev/null", leaked);
    assert_null(strstr(fds, number));
    assert_null(scratch_read(dir, "tty.out"));
    free(number);
    free(fds);
    free(path);
    close(leaked);
}

static void process_start__signals_as_usual(void **state)
{
    (void)state;
    sigset_t all, before;
    sigfillset(&all);
    signal(SIGPIPE, SIG_IGN);
    sigdelset(&all, SIGCHLD);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    /* Signals 1 to 28: the C library keeps 32 and 33 to itself. */
    char *path = script("signals", "exec sed -nE 's/^Sig(Blk|Ign):.*(.{7})$/\\1 \\2/p' "
                                   "/proc/self/status >\"$DIR/signals.out\"");
    int code = run(path, NULL, 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    signal(SIGPIPE, SIG_DFL);
    assert_int_equal(code, 0);
    check_file("signals.out", "Blk 0000000\nIgn 0000000\n");
    free(path);
}

static void process_start__much_text(void **state)
{
    (void)state;
    struct buf text = {0};
    while (text.len < 1u << 20)
        buf_puts(&text, "0123456789abcde\n");
    char *path = script("takes", "cat >\"$DIR/takes.out\"");
    assert_int_equal(run(path, text.data, text.len), 0);
    char *got = scratch_read(dir, "takes.out");
    assert_true(got && strcmp(got, text.data) == 0);
    free(got);
    free(path);
    buf_done(&text);
}

/* Nobody writes into a pipe, so nobody hears of a reader that goes away. */
static void process_start__reader_goes_away(void **state)
{
    (void)state;
    struct buf text = {0};
    while (text.len < 1u << 20)
        buf_puts(&text, "0123456789abcde\n");
    char *path = script("leaves", "exec <&-; exit 5");
    assert_int_equal(run(path, text.data, text.len), 5);
    free(path);
    buf_done(&text);
}

/* One that hangs does not hold anyone up, and leaves no zombie once it has ended. */
static void process_done__while_it_runs(void **state)
{
    (void)state;
    struct process c, none = {0};
    struct err e;
    int status;
    char *path = script("hangs", "exec sleep 600");
    char *const argv[] = {path, NULL};
    assert_true(process_start(&c, argv, "", 0, &e));
    pid_t alive = c.pid;
    process_done(&c);
    kill(alive, SIGKILL);
    siginfo_t info;
    assert_int_equal(waitid(P_PID, (id_t)alive, &info, WEXITED | WNOWAIT), 0);
    assert_false(process_ended(&none, &status)); /* collects what was left alone */
    assert_int_equal(waitpid(alive, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    free(path);
}

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
    assert_int_equal(finish(&c), 0);
    check_file("opened", want);
    config_free(config);
}

static void opener_open__one_argument(void **state)
{
    (void)state;
    char *path =
        script("opener", "for a in \"$@\"; do printf '<%s>' \"$a\"; done >\"$DIR/opened\"");
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
    char *path = script("opener", "touch \"$DIR/opened\"");
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
    skip_without_exec_failures();
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
    char *path = script("xdg-open", "printf %s \"$1\" >\"$DIR/opened\"");
    char *search = xasprintf("%s:%s", dir, usual_path);
    setenv("PATH", search, 1);
    assert_int_equal(opener_open(&c, config, "https://h/", NULL, &e), OPEN_NO_DISPLAY);
    assert_int_equal(c.pid, 0);
    setenv("DISPLAY", "", 1);
    assert_int_equal(opener_open(&c, config, "https://h/", NULL, &e), OPEN_NO_DISPLAY);
    assert_int_equal(opener_open(&c, config, "ftp://h/", NULL, &e), OPEN_REFUSED);
    setenv("DISPLAY", ":7", 1);
    assert_int_equal(opener_open(&c, config, "https://h/", NULL, &e), OPEN_STARTED);
    assert_int_equal(finish(&c), 0);
    check_file("opened", "https://h/");
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
    assert_int_equal(finish(&c), 0);
    check_file("copied", want);
}

static void copier(const char *name)
{
    char *body =
        xasprintf("{ printf '%s'; printf ' <%%s>' \"$@\"; echo; cat; } >\"$DIR/copied\"", name);
    free(script(name, body));
    free(body);
}

static void clipboard_copy__order_of_ways(void **state)
{
    (void)state;
    skip_without_exec_failures();
    struct err e;
    struct config *config = config_load("/dev/null", &e);
    char *bin = xasprintf("%s:/bin:/usr/bin", dir);
    setenv("PATH", dir, 1); /* no copier is there yet */
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
    skip_without_exec_failures();
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

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(process_start__missing_program),
        TEST(process_ended__exit_codes),
        TEST(process_start__own_session_and_quiet),
        TEST(process_start__signals_as_usual),
        TEST(process_start__much_text),
        TEST(process_start__reader_goes_away),
        TEST(process_done__while_it_runs),
        TEST(opener_open__one_argument),
        TEST(opener_open__refuses),
        TEST(opener_open__cannot_run),
        TEST(opener_open__without_a_display),
        TEST(clipboard_osc52__base64),
        TEST(clipboard_copy__order_of_ways),
        TEST(clipboard_copy__failures),
    };
    return cmocka_run_group_tests(tests, watch_children, NULL);
}
