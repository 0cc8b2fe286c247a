/* The program reads the text from a file in memory, as slowly as it likes. It has a process group
 * of its own in the foreground, as under a shell, so what the terminal sends is for that program
 * only, and all of the group ends when this program is asked to end. */
#include "ui/feature/run_foreground.h"

#include "os/file.h"
#include "os/process.h"
#include "os/signals.h"
#include "text/time.h"
#include "ui/term/screen.h"
#include "ui/term/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { END_MAX_MS = 400, READ_MIN_MS = 1000, PIECE_BYTES = 256 };

/* The signals that end the wait for a key. */
static sigset_t ends_wait(void)
{
    return signals_set(SIGTERM, SIGHUP, SIGINT, SIGTSTP, 0);
}

/* True when the program has ended; false after ms milliseconds, or without a limit (-1) when this
 * program is asked to end, by a signal that the loop of the app takes later. */
static bool wait_for_end(struct process *p, int *status, int ms)
{
    const sigset_t ending = signals_set(SIGTERM, SIGHUP, 0);
    struct pollfd fd = {.fd = signals_fd(), .events = POLLIN};
    int64_t deadline = time_now_ms() + ms, left = -1;
    while (!process_ended(p, status)) {
        if (ms < 0 ? signals_have_come(&ending) : (left = deadline - time_now_ms()) <= 0)
            return false;
        poll(&fd, 1, (int)left);
        signals_drain();
    }
    return true;
}

/* Asks it to end, and kills it if it does not; the rest of a pipeline has as long as its first
 * program. */
static void end_program(struct process *p, int *status)
{
    process_signal(p, SIGTERM);
    bool has_ended = wait_for_end(p, status, END_MAX_MS);
    process_signal(p, SIGKILL);
    if (!has_ended)
        wait_for_end(p, status, END_MAX_MS);
}

static void say(const char *text)
{
    file_write_all(STDOUT_FILENO, text, strlen(text));
}

static void wait_for_input(void)
{
    const sigset_t ending = ends_wait();
    struct pollfd fds[] = {{.fd = screen_fd(), .events = POLLIN},
                           {.fd = signals_fd(), .events = POLLIN}};
    for (;;) {
        signals_drain();
        int ready = poll(fds, 2, signals_have_come(&ending) ? 0 : -1);
        bool failed = ready < 0 && errno != EINTR;
        if (failed || (ready > 0 && fds[0].revents) || signals_have_come(&ending))
            return;
    }
}

/* Keys that made signals while a program began or ended were meant for the program. */
static void forget_typed(void)
{
    const sigset_t typed = signals_set(SIGINT, SIGQUIT, SIGTSTP, 0);
    signals_forget(&typed);
}

/* Waits for a key, Ctrl-C too, as it makes no signal then, or for a signal. Drops what else the key
 * sent. The screen then sets the modes that it needs. */
static void wait_for_key(void)
{
    struct termios keys;
    terminal_arm_settings();
    if (tcgetattr(screen_fd(), &keys) == 0) {
        keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
        tcsetattr(screen_fd(), TCSADRAIN, &keys);
    }
    forget_typed();
    say("\n[any key returns to callbrowser]");
    wait_for_input();
    tcflush(screen_fd(), TCIFLUSH);
    say("\n");
}

static bool run(char *const argv[], int input, bool waits, int *code, struct err *e)
{
    struct process p;
    int status = 0;
    struct process_files files = {.terminal = screen_fd(), .input = input, .output = STDOUT_FILENO};
    screen_leave();
    int64_t began_ms = time_now_ms();
    bool started = process_start_on_terminal(&p, argv, &files, e);
    bool ended = !started || wait_for_end(&p, &status, -1);
    if (!ended)
        end_program(&p, &status);
    process_done(&p);
    *code = process_code(status);
    bool unread = *code == 0 && time_now_ms() - began_ms < READ_MIN_MS;
    waits = started && ended && (waits || unread);
    if (waits)
        wait_for_key();
    if (ended || WIFSIGNALED(status)) /* else it left the terminal as it should be */
        screen_return();
    if (!waits)
        forget_typed();
    return started;
}

bool run_foreground(char *const argv[], const struct buf *text, bool waits, int *code,
                    struct err *e)
{
    const sigset_t watched = signals_set(SIGTERM, SIGHUP, SIGCHLD, SIGINT, SIGQUIT, SIGTSTP, 0);
    int input = process_text_file(buf_str(text), text->len);
    if (input < 0)
        return err_set(e, "cannot hand the text to '%s': %s", argv[0], strerror(errno));
    bool ok = signals_watch(&watched, e);
    if (ok) {
        ok = run(argv, input, waits, code, e);
        signals_unwatch(&watched);
    }
    close(input);
    return ok;
}

/* Writes as the terminal takes it; Ctrl-C, or another signal, ends that. A terminal that is ready
 * has room for some bytes only. */
static void write_slowly(const char *bytes, size_t n)
{
    const sigset_t ending = ends_wait();
    struct pollfd fds[] = {{.fd = STDOUT_FILENO, .events = POLLOUT},
                           {.fd = signals_fd(), .events = POLLIN}};
    while (n > 0) {
        size_t piece = n < PIECE_BYTES ? n : PIECE_BYTES;
        signals_drain(); /* first, so that a later signal makes the pipe readable again */
        if (signals_have_come(&ending))
            return;
        int ready = poll(fds, 2, -1);
        if (ready < 0 && errno != EINTR)
            return;
        if (ready <= 0 || !fds[0].revents)
            continue;
        if (fds[0].revents != POLLOUT || file_write_all(STDOUT_FILENO, bytes, piece) != 0)
            return;
        bytes += piece;
        n -= piece;
    }
}

void run_foreground_show(const struct buf *text)
{
    const sigset_t watched = signals_set(SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGQUIT, 0);
    if (!signals_watch(&watched, NULL))
        return;
    screen_leave();
    write_slowly(buf_str(text), text->len);
    wait_for_key();
    screen_return();
    signals_unwatch(&watched);
}
