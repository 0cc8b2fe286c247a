/* The pseudo-terminal is one descriptor, which is read whenever anything waits, so that neither
 * side ever blocks the other. */
#include "tests/support/pty.h"

#include "base/alloc.h"
#include "tests/support/pty_env.h"
#include "tests/support/pty_leader.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

struct pty {
    struct pty *next; /* in the list of all that run */
    struct term *term;
    struct leader leader;
    int master; /* -1 after a hang-up */
    bool eof;
    struct buf out; /* typed, not yet written to the terminal */
    size_t written;
    struct termios before;
    char *home, *own_home;
    pid_t pid;      /* of the program; 0: not known yet */
    int code;       /* exit code; -1: it has not ended */
    int stopped_by; /* signal; 0: it runs */
};

static struct pty *all;

long pty_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static long deadline_after(int ms)
{
    return pty_now_ms() + wrapped_ms(ms);
}

static void queue(const char *bytes, size_t n, void *user)
{
    buf_add(&((struct pty *)user)->out, bytes, n);
}

static void write_some(struct pty *p)
{
    if (p->master < 0)
        return;
    ssize_t n = write(p->master, buf_str(&p->out) + p->written, p->out.len - p->written);
    if (n > 0)
        p->written += (size_t)n;
    if (p->written == p->out.len || (n < 0 && errno == EIO)) {
        buf_clear(&p->out);
        p->written = 0;
    }
}

static void read_some(struct pty *p)
{
    char bytes[65536];
    ssize_t n = read(p->master, bytes, sizeof bytes);
    if (n > 0)
        term_feed(p->term, bytes, (size_t)n);
    else if (n == 0 || (errno != EAGAIN && errno != EINTR))
        p->eof = true;
}

static void hear(struct pty *p)
{
    struct leader_report r;
    if (read(p->leader.report, &r, sizeof r) != sizeof r) {
        p->code = p->code < 0 ? 126 : p->code;
        return;
    }
    if (r.what == NEWS_STARTED)
        p->pid = r.value;
    else if (r.what == NEWS_STOPPED)
        p->stopped_by = r.value;
    else
        p->code = r.value + (r.what == NEWS_SIGNALLED ? 128 : 0);
}

/* Waits at most ms and reads and writes what is possible. False if nothing was. */
static bool turn(struct pty *p, long ms)
{
    bool writing = p->out.len > 0;
    struct pollfd fds[] = {
        {p->eof ? -1 : p->master, (short)(POLLIN | (writing ? POLLOUT : 0)), 0},
        {p->code < 0 ? p->leader.report : -1, POLLIN, 0},
    };
    if (poll(fds, 2, (int)(ms < 0 ? 0 : ms)) <= 0)
        return false;
    if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
        read_some(p);
    if (fds[0].revents & POLLOUT)
        write_some(p);
    if (fds[1].revents)
        hear(p);
    return true;
}

bool pty_wait_until(struct pty *p, pty_test *test, const void *arg, int deadline_ms)
{
    long end = deadline_after(deadline_ms);
    for (;;) {
        bool moved = turn(p, 0);
        if (test(p, arg)) {
            term_seen(p->term);
            return true;
        }
        if (moved)
            continue;
        long left = end - pty_now_ms();
        if (left <= 0)
            return false;
        turn(p, left);
    }
}

/* Ctrl-C and the like would drop what was written and not read yet, and so what gives the terminal
 * back, if they are typed when the program has just left its screen. */
static bool set_line(struct pty *p, int fd)
{
    if (tcgetattr(fd, &p->before) != 0)
        return false;
    p->before.c_lflag |= NOFLSH;
    return tcsetattr(fd, TCSANOW, &p->before) == 0;
}

static int open_master(struct pty *p, int rows, int cols, char *slave, size_t bytes)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    if (fd < 0 || grantpt(fd) || unlockpt(fd) || ptsname_r(fd, slave, bytes) ||
        ioctl(fd, TIOCSWINSZ, &size) || !set_line(p, fd)) {
        perror("pseudo-terminal");
        exit(1);
    }
    return fd;
}

static bool is_started(struct pty *p, const void *arg)
{
    (void)arg;
    return p->pid || p->code >= 0;
}

struct pty *pty_start(const struct pty_options *o)
{
    struct pty *p = xcalloc(1, sizeof *p);
    char slave[128];
    int rows = o->rows ? o->rows : 24, cols = o->cols ? o->cols : 80;
    p->own_home = o->home ? NULL : scratch_new();
    p->home = xstrdup(o->home ? o->home : p->own_home);
    p->term = term_new(rows, cols, queue, p);
    p->code = -1;
    p->master = open_master(p, rows, cols, slave, sizeof slave);
    struct pty_env e;
    pty_env_make(&e, p->home, o->argv, o->env);
    struct leader_request request = {slave, e.argv, e.envp, p->home};
    leader_start(&p->leader, &request);
    pty_env_done(&e);
    p->next = all;
    all = p;
    pty_wait_until(p, is_started, NULL, PTY_DEADLINE_MS);
    return p;
}

static void unlink_from_all(struct pty *p)
{
    for (struct pty **at = &all; *at; at = &(*at)->next)
        if (*at == p) {
            *at = p->next;
            return;
        }
}

void pty_stop(struct pty *p)
{
    if (!p)
        return;
    unlink_from_all(p);
    leader_end(&p->leader);
    if (p->master >= 0)
        close(p->master);
    term_free(p->term);
    buf_done(&p->out);
    scratch_free(p->own_home);
    free(p->home);
    free(p);
}

int pty_stop_all(void **state)
{
    (void)state;
    while (all)
        pty_stop(all);
    return 0;
}

struct term *pty_term(struct pty *p)
{
    return p->term;
}

const char *pty_home(const struct pty *p)
{
    return p->home;
}

pid_t pty_pid(struct pty *p)
{
    return p->pid;
}

void pty_send(struct pty *p, const char *bytes, size_t n)
{
    while (turn(p, 0) && !p->eof)
        ; /* keys are typed at what has been shown by now */
    queue(bytes, n, p);
    write_some(p);
}

void pty_keys(struct pty *p, const char *keys)
{
    pty_send(p, keys, strlen(keys));
}

void pty_key(struct pty *p, const char *name)
{
    if (!term_key(p->term, name))
        pty_fail(p, name, "no key has this name", 0);
    write_some(p);
}

void pty_paste(struct pty *p, const char *text)
{
    bool bracketed = term_mode(p->term, 2004);
    char *typed = xstrdup(text);
    for (char *at = typed; (at = strchr(at, '\n')); at++)
        *at = '\r';
    if (bracketed)
        queue("\x1b[200~", 6, p);
    queue(typed, strlen(typed), p);
    if (bracketed)
        queue("\x1b[201~", 6, p);
    write_some(p);
    free(typed);
}

void pty_resize(struct pty *p, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    while (turn(p, 0) && !p->eof)
        ;
    if (rows > 0 && cols > 0) /* a size of 0 is reported and changes nothing here */
        term_resize(p->term, rows, cols);
    ioctl(p->master, TIOCSWINSZ, &size);
}

static bool has_text(struct pty *p, const void *text)
{
    return term_find(p->term, text, NULL, NULL);
}

static bool has_no_text(struct pty *p, const void *text)
{
    return !term_find(p->term, text, NULL, NULL);
}

static bool has_raw(struct pty *p, const void *bytes)
{
    const struct buf *raw = term_raw(p->term);
    return memmem(buf_str(raw), raw->len, bytes, strlen(bytes)) != NULL;
}

bool pty_wait_for(struct pty *p, const char *text, int deadline_ms)
{
    return pty_wait_until(p, has_text, text, deadline_ms);
}

bool pty_wait_gone(struct pty *p, const char *text, int deadline_ms)
{
    return pty_wait_until(p, has_no_text, text, deadline_ms);
}

bool pty_wait_raw(struct pty *p, const char *bytes, int deadline_ms)
{
    return pty_wait_until(p, has_raw, bytes, deadline_ms);
}

static bool has_mode(struct pty *p, const void *mode)
{
    return term_mode(p->term, *(const int *)mode);
}

bool pty_wait_mode(struct pty *p, int mode, int deadline_ms)
{
    return pty_wait_until(p, has_mode, &mode, deadline_ms);
}

bool pty_wait_quiet(struct pty *p, int quiet_ms)
{
    long end = deadline_after(PTY_DEADLINE_MS);
    while (pty_now_ms() < end && p->code < 0)
        if (!turn(p, quiet_ms))
            return true;
    return false;
}

static bool has_ended(struct pty *p, const void *arg)
{
    (void)arg;
    return p->code >= 0;
}

int pty_wait_exit(struct pty *p, int deadline_ms)
{
    if (!pty_wait_until(p, has_ended, NULL, deadline_ms))
        return -1;
    while (p->master >= 0 && !p->eof && turn(p, 0))
        ; /* what it wrote at last */
    return p->code;
}

static bool is_stopped(struct pty *p, const void *arg)
{
    (void)arg;
    return p->stopped_by != 0;
}

bool pty_wait_stopped(struct pty *p, int deadline_ms)
{
    bool stopped = pty_wait_until(p, is_stopped, NULL, deadline_ms);
    while (stopped && !p->eof && turn(p, 0))
        ; /* what it wrote before */
    return stopped;
}

void pty_continue(struct pty *p)
{
    p->stopped_by = 0;
    if (write(p->leader.command, "c", 1) != 1)
        perror("leader");
}

void pty_hangup(struct pty *p)
{
    close(p->master);
    p->master = -1;
    p->eof = true;
}

size_t pty_bytes(const struct pty *p)
{
    return term_raw(p->term)->len;
}

const char *pty_line_unrestored(struct pty *p)
{
    struct termios now;
    memset(&now, 0, sizeof now);
    bool same = tcgetattr(p->master, &now) == 0 && now.c_iflag == p->before.c_iflag &&
                now.c_oflag == p->before.c_oflag && now.c_lflag == p->before.c_lflag &&
                now.c_cflag == p->before.c_cflag && memcmp(now.c_cc, p->before.c_cc, NCCS) == 0;
    return same ? NULL : "the line settings are not as before";
}

const char *pty_unrestored(struct pty *p)
{
    static const struct {
        int mode;
        const char *what;
    } off[] = {
        {1049, "the alternate screen is still there"},
        {47, "the alternate screen is still there"},
        {2004, "paste is still bracketed"},
        {1, "cursor keys are still application keys"},
        {1000, "the mouse is still reported"},
        {1002, "the mouse is still reported"},
        {1006, "the mouse is still reported"},
    };
    const char *line = pty_line_unrestored(p);
    if (line)
        return line;
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        if (term_mode(p->term, off[i].mode))
            return off[i].what;
    if (!term_cursor_visible(p->term))
        return "the cursor is hidden";
    return term_pen_is_plain(p->term) ? NULL : "colours or attributes are still on";
}
