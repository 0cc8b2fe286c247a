#include "tests/support/run.h"

#include "tests/support/test_wrapper.h"
#include "text/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { DEADLINE_MS = 20000 };

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static _Noreturn void become(char **words, int in, int out, int err)
{
    dup2(in, 0);
    dup2(out, 1);
    dup2(err, 2);
    signal(SIGPIPE, SIG_DFL);
    execvp(words[0], words);
    _exit(127);
}

void run_start(struct run *r, const char *const argv[])
{
    int in[2], out[2], err[2];
    *r = (struct run){.code = -1};
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe2(in, O_CLOEXEC) | pipe2(out, O_CLOEXEC) | pipe2(err, O_CLOEXEC), 0);
    char **words = wrapped_words(argv);
    r->pid = fork();
    assert_true(r->pid >= 0);
    if (r->pid == 0)
        become(words, in[0], out[1], err[1]);
    wrapped_free(words);
    close(in[0]);
    close(out[1]);
    close(err[1]);
    r->input = in[1];
    r->output = out[0];
    r->error = err[0];
}

void run_write(struct run *r, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t done = write(r->input, bytes, n);
        if (done < 0 && errno == EPIPE)
            return;
        assert_true(done > 0);
        bytes += done;
        n -= (size_t)done;
    }
}

void run_close_input(struct run *r)
{
    close_end(&r->input);
}

static void read_end(int *fd, struct buf *into)
{
    char bytes[4096];
    ssize_t n = read(*fd, bytes, sizeof bytes);
    if (n > 0)
        buf_add(into, bytes, (size_t)n);
    else
        close_end(fd);
}

static void read_some(struct run *r, int64_t deadline_ms)
{
    struct pollfd fds[2] = {{.fd = r->output, .events = POLLIN},
                            {.fd = r->error, .events = POLLIN}};
    int64_t left = deadline_ms - time_now_ms();
    if (left <= 0 || poll(fds, 2, (int)left) == 0) {
        kill(r->pid, SIGKILL);
        fail_msg("expected an end within %d ms; standard output: '%s', standard error: '%s'",
                 wrapped_ms(DEADLINE_MS), buf_str(&r->out), buf_str(&r->err));
    }
    if (fds[0].revents)
        read_end(&r->output, &r->out);
    if (fds[1].revents)
        read_end(&r->error, &r->err);
}

void run_wait_output(struct run *r, const char *text)
{
    int64_t deadline_ms = time_now_ms() + wrapped_ms(DEADLINE_MS);
    size_t n = strlen(text), from = 0; /* the text does not begin before this */
    while (!strstr(buf_str(&r->out) + from, text)) {
        if (r->output < 0)
            fail_msg("expected '%s' on standard output, got '%s'", text, buf_str(&r->out));
        from = r->out.len > n ? r->out.len - n : 0;
        read_some(r, deadline_ms);
    }
}

void run_finish(struct run *r)
{
    int64_t deadline_ms = time_now_ms() + wrapped_ms(DEADLINE_MS);
    int status;
    while (r->output >= 0 || r->error >= 0)
        read_some(r, deadline_ms);
    assert_int_equal(waitpid(r->pid, &status, 0), r->pid);
    r->code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void run_done(struct run *r)
{
    close_end(&r->input);
    close_end(&r->output);
    close_end(&r->error);
    buf_done(&r->out);
    buf_done(&r->err);
}

void run_program(struct run *r, const char *const argv[], const char *input)
{
    run_start(r, argv);
    if (input)
        run_write(r, input, strlen(input));
    run_close_input(r);
    run_finish(r);
}
