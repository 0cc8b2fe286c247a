/* Commands that print a key: good and bad ones, and commands that ask on the terminal. */
#include "base/alloc.h"
#include "config/key_command.h"
#include "config/key_env.h"
#include "tests/support/scratch.h"
#include "tests/support/scripts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { LONG_MS = 20000, SHORT_MS = 150 };

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void command__line__is_the_first(void **state)
{
    (void)state;
    static const struct {
        const char *command, *line; /* NULL: refused */
        const char *problem;
    } rows[] = {
        {"echo abc", "abc", NULL},
        {"printf abc", "abc", NULL},
        {"printf 'abc\\ndef\\n'", "abc", NULL},
        {"printf 'a b\\r\\n'", "a b\r", NULL},
        {"sh -c 'printf abc; sleep 3 2>&- & exit 0'", "abc", NULL},
        {"sh -c 'printf abc; exec >&-; exit 0'", "abc", NULL},
        {"sh -c 'read x; echo $?'", "1", NULL}, /* its standard input is empty */
        {"printf '\\nabc\\n'", NULL, "first line that 'printf' printed is empty"},
        {"printf 'a\\000b'", NULL, "NUL"},
        {"true", NULL, "'true' printed nothing"},
        {"false", NULL, "'false' failed with exit code 1"},
        {"sh -c 'echo abc; exit 3'", NULL, "'sh' failed with exit code 3"},
        {"sh -c 'kill -TERM $$'", NULL, "'sh' was ended by signal 15"},
        {"sh -c 'kill -INT $$'", NULL, "'sh' was interrupted"},
        {"/nonexistent/x a", NULL, "cannot run the program of api_key_command: No such file"},
        {"no-such-program-here", NULL, "cannot run the program of api_key_command: "},
        {"/", NULL, "cannot run the program of api_key_command: "},
        {"head -c 1000000 /dev/zero", NULL, "'head' printed more than 64 KiB"},
        {"yes", NULL, "'yes' printed more than 64 KiB"},
        {"sh -c 'open", NULL, "not closed"},
        {"", NULL, "empty"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e = {""};
        if (rows[i].problem && strstr(rows[i].problem, "cannot run") &&
            !scripts_reports_exec_failures())
            continue;
        char *line = key_command_line(rows[i].command, LONG_MS, &e);
        if (rows[i].line && (!line || strcmp(line, rows[i].line) != 0))
            fail_msg("%s: expected '%s', got '%s', '%s'", rows[i].command, rows[i].line,
                     line ? line : "none", e.text);
        if (!rows[i].line && (line || !strstr(e.text, rows[i].problem)))
            fail_msg("%s: expected '%s', got '%s', '%s'", rows[i].command, rows[i].problem,
                     line ? line : "none", e.text);
        free_secret(line);
    }
}

static void command__line__ends_at_the_limit(void **state)
{
    (void)state;
    static const char *const commands[] = {"exec sleep 600", "exec >&-; exec sleep 600",
                                           "trap \"\" TERM INT HUP; echo abc; exec sleep 600"};
    char *dir = scratch_new();
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct err e = {""};
        char *command = xasprintf("sh -c 'echo $$ >%s/pid; %s'", dir, commands[i]);
        long start = now_ms();
        assert_null(key_command_line(command, SHORT_MS, &e));
        if (!strstr(e.text, "'sh' did not end within 0.15 s"))
            fail_msg("%s: expected the limit, got '%s'", command, e.text);
        assert_in_range(now_ms() - start, SHORT_MS, LONG_MS / 2);
        char *pid = scratch_read(dir, "pid");
        errno = 0;
        if (pid) /* the command may have been killed before it wrote the file */
            assert_int_equal(kill((pid_t)strtol(pid, NULL, 10), 0), -1);
        free(pid);
        free(command);
    }
    scratch_free(dir);
}

static void command__line__inherits_no_descriptor_and_no_key(void **state)
{
    (void)state;
    int fds[] = {3, 57, 200};
    for (size_t i = 0; i < 3; i++)
        if (fcntl(fds[i], F_GETFD) < 0)
            assert_int_equal(dup2(0, fds[i]), fds[i]);
    setenv("CALLBROWSER_RINGYO_API_KEY", "secret", 1);
    setenv("CALLBROWSER_TEST", "seen", 1);
    key_env_hide();
    struct err e = {""};
    char *line = key_command_line("sh -c 'for n in 0 1 2 3 57 200; do test -e /proc/self/fd/$n &&"
                                  " printf \"$n \"; done;"
                                  " echo \"[$CALLBROWSER_RINGYO_API_KEY][$CALLBROWSER_TEST]\"'",
                                  LONG_MS, &e);
    for (size_t i = 0; i < 3; i++)
        close(fds[i]);
    unsetenv("CALLBROWSER_TEST");
    key_env_forget();
    if (!line)
        fail_msg("expected a line, got '%s'", e.text);
    assert_string_equal(line, "0 1 2 [][seen]");
    free_secret(line);
}

static void count_signal(int number)
{
    (void)number;
}

/* The command does not inherit the signals that this program ignores, handles or blocks. */
static void command__line__has_default_signals(void **state)
{
    (void)state;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, pipe_before, chld_before, usr_before;
    struct sigaction handle = {.sa_handler = count_signal};
    sigset_t all, before, after;
    sigaction(SIGPIPE, &ignore, &pipe_before);
    sigaction(SIGCHLD, &ignore, &chld_before);
    sigaction(SIGUSR1, &handle, &usr_before);
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    struct err e = {""};
    char *line = key_command_line("grep -E 'SigBlk|SigIgn' /proc/self/status", LONG_MS, &e);
    char *ignored = key_command_line("sh -c 'grep SigIgn /proc/self/status'", LONG_MS, &e);
    sigprocmask(SIG_SETMASK, &before, &after);
    struct sigaction chld_after;
    sigaction(SIGCHLD, &chld_before, &chld_after);
    sigaction(SIGPIPE, &pipe_before, NULL);
    sigaction(SIGUSR1, &usr_before, NULL);
    if (!line || !ignored)
        fail_msg("expected lines, got '%s'", e.text);
    assert_string_equal(line, "SigBlk:\t0000000000000000");
    /* The C library reserves signals 32 and 33. */
    assert_int_equal(strtoul(strchr(ignored, '\t'), NULL, 16) & 0x7fffffff, 1UL << (SIGTSTP - 1));
    assert_true(chld_after.sa_handler == SIG_IGN);
    assert_int_equal(sigismember(&after, SIGUSR2), 1);
    free_secret(line);
    free_secret(ignored);
}

/* A signal that this program ignores, as under nohup, does not end the command. */
static void command__signal__ignored_has_no_effect(void **state)
{
    (void)state;
    struct err e = {""};
    signal(SIGTERM, SIG_IGN);
    char *line = key_command_line("sh -c 'kill -TERM $PPID; exec echo key'", LONG_MS, &e);
    signal(SIGTERM, SIG_DFL);
    if (!line)
        fail_msg("expected 'key', got '%s'", e.text);
    assert_string_equal(line, "key");
    free_secret(line);
}

/* A program on a terminal of its own */

struct terminal {
    int fd;
    pid_t pid;
    char text[8192];
    size_t bytes;
};

/* Runs the command as the key command of a program on the terminal, and prints the result there. */
static void terminal_start(struct terminal *t, const char *command)
{
    *t = (struct terminal){0};
    t->pid = forkpty(&t->fd, NULL, NULL, NULL);
    assert_true(t->pid >= 0);
    if (t->pid > 0)
        return;
    signal(SIGINT, SIG_DFL);
    struct err e = {""};
    char *line = key_command_line(command, LONG_MS, &e);
    struct termios settings;
    tcgetattr(0, &settings);
    printf("<%s> <%s> %s %s\n", line ? line : "none", e.text,
           tcgetpgrp(0) == getpgrp() ? "front" : "back",
           settings.c_lflag & ECHO ? "echo" : "no-echo");
    fflush(stdout);
    free_secret(line);
    _exit(0);
}

static bool terminal_wait(struct terminal *t, const char *text)
{
    long deadline = now_ms() + LONG_MS;
    while (!strstr(t->text, text)) {
        struct pollfd p = {.fd = t->fd, .events = POLLIN};
        long left = deadline - now_ms();
        if (left <= 0 || poll(&p, 1, (int)left) <= 0)
            return false;
        ssize_t n = read(t->fd, t->text + t->bytes, sizeof t->text - 1 - t->bytes);
        if (n <= 0)
            return strstr(t->text, text) != NULL;
        t->bytes += (size_t)n;
    }
    return true;
}

static void terminal_expect(struct terminal *t, const char *text)
{
    if (!terminal_wait(t, text))
        fail_msg("expected '%s' on the terminal, got '%s'", text, t->text);
}

static void terminal_send(struct terminal *t, const char *keys)
{
    assert_int_equal(write(t->fd, keys, strlen(keys)), strlen(keys));
}

static void terminal_end(struct terminal *t)
{
    int status;
    assert_int_equal(waitpid(t->pid, &status, 0), t->pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("expected the program to end well, got status %x", (unsigned)status);
    close(t->fd);
}

static void command__terminal__is_read(void **state)
{
    (void)state;
    struct terminal t;
    terminal_start(&t, "sh -c 'stty -echo; printf Passphrase: >&2; read x; echo key-$x'");
    terminal_expect(&t, "Passphrase:");
    terminal_send(&t, "abc\n");
    terminal_expect(&t, "<key-abc> <> front echo");
    terminal_end(&t);
}

/* `exec`, because dash loses a SIGINT that comes while it forks. */
static void command__terminal__ctrl_c_ends_the_command_only(void **state)
{
    (void)state;
    struct terminal t;
    terminal_start(&t, "sh -c 'stty -echo; echo ready >&2; exec sleep 600'");
    terminal_expect(&t, "ready");
    terminal_send(&t, "\003");
    terminal_expect(&t, "<none> <'sh' was interrupted> front echo");
    terminal_end(&t);
}

static void command__terminal__ctrl_z_does_nothing(void **state)
{
    (void)state;
    struct terminal t;
    terminal_start(&t, "sh -c 'stty -echo; echo ready >&2; read x; echo $x'");
    terminal_expect(&t, "ready");
    terminal_send(&t, "\032\n"); /* Ctrl-Z discards the line that it is in */
    terminal_send(&t, "abc\n");
    terminal_expect(&t, "> front echo");
    terminal_end(&t);
}

/* SIGTERM ends the command at once, and after that the program, by the signal. */
static void command__signal__is_delivered_after_the_command(void **state)
{
    (void)state;
    struct terminal t;
    terminal_start(&t, "sh -c 'stty -echo; echo ready >&2; exec sleep 600'");
    terminal_expect(&t, "ready");
    assert_int_equal(kill(t.pid, SIGTERM), 0);
    int status;
    assert_int_equal(waitpid(t.pid, &status, 0), t.pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGTERM);
    struct termios settings;
    assert_int_equal(tcgetattr(t.fd, &settings), 0);
    assert_true(settings.c_lflag & ECHO);
    close(t.fd);
}

int main(void)
{
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (tty >= 0)
        ioctl(tty, TIOCNOTTY); /* no command may read from the terminal of the user who runs this */
    close(tty);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(command__line__is_the_first),
        cmocka_unit_test(command__line__ends_at_the_limit),
        cmocka_unit_test(command__line__inherits_no_descriptor_and_no_key),
        cmocka_unit_test(command__line__has_default_signals),
        cmocka_unit_test(command__signal__ignored_has_no_effect),
        cmocka_unit_test(command__terminal__is_read),
        cmocka_unit_test(command__terminal__ctrl_c_ends_the_command_only),
        cmocka_unit_test(command__terminal__ctrl_z_does_nothing),
        cmocka_unit_test(command__signal__is_delivered_after_the_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
