/* Handlers only write into a pipe, or restore the terminal before the program ends. */
#include "os/signals.h"

#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct {
    volatile sig_atomic_t came;
    int watchers;
    bool was_blocked;
    struct sigaction before;
} noted[NSIG];

static int pipe_fds[2] = {-1, -1};
static void (*clean_up)(void);
static pthread_t cleaner; /* the thread that calls clean_up */

static const int ending[] = {SIGTERM, SIGHUP, SIGINT};

/* A program that is asked to end may be held up by a terminal that takes no bytes: after Ctrl-S, or
 * in a window that nobody reads. */
enum { HELD_UP_S = 2, AGAIN_S = 1, LEAVING_S = 10 };
static bool drops_output;
static volatile sig_atomic_t is_asked_to_end;
static volatile sig_atomic_t queued_before; /* bytes for the terminal, at the last look; 0: none */

sigset_t signals_set(int first, ...)
{
    sigset_t set;
    va_list more;
    sigemptyset(&set);
    va_start(more, first);
    for (int number = first; number; number = va_arg(more, int))
        sigaddset(&set, number);
    va_end(more);
    return set;
}

static sigset_t of_screen(void)
{
    return signals_set(SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT, SIGCHLD, 0);
}

/* Those of a crash, and all others that end a program unless it expects them (signal(7)). */
static sigset_t of_crash(void)
{
    sigset_t set = signals_set(SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP, SIGQUIT,
                               SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, 0);
#ifdef __linux__
    sigaddset(&set, SIGIO);
    sigaddset(&set, SIGPWR);
    sigaddset(&set, SIGSTKFLT);
#endif
#ifdef SIGRTMIN
    for (int number = SIGRTMIN; number <= SIGRTMAX && number < NSIG; number++)
        sigaddset(&set, number);
#endif
    return set;
}

static bool is_ignored(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

sigset_t signals_ending(void)
{
    sigset_t set = signals_set(0);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        if (!is_ignored(ending[i]))
            sigaddset(&set, ending[i]);
    return set;
}

/* A full pipe loses nothing: it is readable, and the signal is noted. */
static void make_readable(void)
{
    ssize_t written = write(pipe_fds[1], "", 1);
    (void)written;
}

static bool is_ending(int number)
{
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        if (ending[i] == number)
            return true;
    return false;
}

static void note(int number)
{
    int saved = errno;
    noted[number].came = 1;
    make_readable();
    if (drops_output && is_ending(number)) {
        is_asked_to_end = 1;
        queued_before = 0;
        alarm(HELD_UP_S);
    }
    errno = saved;
}

static void install(int number, void (*handler)(int), int flags)
{
    struct sigaction sa = {.sa_flags = flags};
    sa.sa_handler = handler;
    sigemptyset(&sa.sa_mask);
    sigaction(number, &sa, NULL);
}

static bool open_pipe(struct err *e)
{
    if (pipe_fds[0] >= 0)
        return true;
    if (!os_pipe(pipe_fds))
        return err_set(e, "cannot make a pipe: %s", strerror(errno));
    fcntl(pipe_fds[0], F_SETFL, O_NONBLOCK);
    fcntl(pipe_fds[1], F_SETFL, O_NONBLOCK);
    return true;
}

static bool is_watching(void)
{
    for (int number = 1; number < NSIG; number++)
        if (noted[number].watchers)
            return true;
    return false;
}

static void close_pipe(void)
{
    for (int i = 0; i < 2; i++) {
        if (pipe_fds[i] >= 0)
            close(pipe_fds[i]);
        pipe_fds[i] = -1;
    }
}

static void begin_noting(int number, const sigset_t *blocked)
{
    noted[number].came = 0;
    noted[number].was_blocked = sigismember(blocked, number) == 1;
    sigaction(number, NULL, &noted[number].before);
    install(number, note, SA_RESTART);
}

bool signals_watch(const sigset_t *set, struct err *e)
{
    sigset_t blocked;
    if (!open_pipe(e))
        return false;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    for (int number = 1; number < NSIG; number++)
        if (sigismember(set, number) == 1 && noted[number].watchers++ == 0)
            begin_noting(number, &blocked);
    pthread_sigmask(SIG_UNBLOCK, set, NULL);
    return true;
}

/* The signal is blocked here, so what is raised arrives once the caller unblocks it. */
static void end_noting(int number)
{
    sigaction(number, &noted[number].before, NULL);
    if (noted[number].came)
        raise(number);
    noted[number].came = 0;
}

void signals_unwatch(const sigset_t *set)
{
    sigset_t unblocked = signals_set(0), all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    for (int number = 1; number < NSIG; number++) {
        if (sigismember(set, number) != 1)
            continue;
        bool is_last = --noted[number].watchers == 0;
        if (is_last)
            end_noting(number);
        if (!is_last || !noted[number].was_blocked)
            sigaddset(&unblocked, number);
    }
    if (!is_watching())
        close_pipe();
    else if (signals_have_come(&all)) /* the inner caller may have drained the outer one's pipe */
        make_readable();
    pthread_sigmask(SIG_UNBLOCK, &unblocked, NULL);
}

int signals_fd(void)
{
    return pipe_fds[0];
}

void signals_drain(void)
{
    char dropped[64];
    while (pipe_fds[0] >= 0 && read(pipe_fds[0], dropped, sizeof dropped) > 0)
        continue;
}

bool signals_have_come(const sigset_t *set)
{
    for (int number = 1; number < NSIG; number++)
        if (noted[number].came && sigismember(set, number) == 1)
            return true;
    return false;
}

void signals_forget(const sigset_t *set)
{
    for (int number = 1; number < NSIG; number++)
        if (sigismember(set, number) == 1)
            noted[number].came = 0;
    const sigset_t ends = signals_ending();
    if (is_asked_to_end && !signals_have_come(&ends)) {
        alarm(0);
        is_asked_to_end = 0;
    }
}

/* Another thread passes its signal on: the cleaner is interrupted, so it cannot undo what it has
 * just cleaned up. */
static void clean_up_and_end(int number)
{
    if (!pthread_equal(pthread_self(), cleaner)) {
        pthread_kill(cleaner, number);
        for (;;)
            pause();
    }
    clean_up();
    install(number, SIG_DFL, 0);
    raise(number);
}

enum { CLEAN_UP_MS = 2000 };
static int cleaned_up_fd; /* readable at its other end once that is done */

static void clean_up_and_stay(int number)
{
    (void)number;
    clean_up();
    ssize_t written = write(cleaned_up_fd, "", 1);
    (void)written;
    for (;;)
        pause();
}

/* False if it does not do so in time, as when it is held up by a disk, or if there is no pipe. */
static bool make_cleaner_clean_up(void)
{
    int ends[2], ready;
    if (!os_pipe(ends))
        return false;
    cleaned_up_fd = ends[1];
    install(SIGABRT, clean_up_and_stay, SA_ONSTACK);
    pthread_kill(cleaner, SIGABRT);
    struct pollfd done = {.fd = ends[0], .events = POLLIN};
    while ((ready = poll(&done, 1, CLEAN_UP_MS)) < 0 && errno == EINTR)
        continue;
    return ready > 0;
}

void signals_clean_up(void)
{
    if (clean_up && (pthread_equal(pthread_self(), cleaner) || !make_cleaner_clean_up()))
        clean_up();
}

/* Nothing can be written, or what was written last does not get any further, as on a serial line
 * whose other end is not ready. */
static bool is_output_held_up(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    int queued = 0;
    if (ioctl(STDOUT_FILENO, TIOCOUTQ, &queued) != 0)
        queued = 0;
    bool stays = queued_before > 0 && queued >= queued_before;
    queued_before = queued;
    return stays || poll(&out, 1, 0) == 0;
}

/* Drops what waits for a terminal that takes nothing, so that the program goes on to its end; it
 * may also be late for another reason. Without a wish to end the signal is somebody else's. */
static void drop_output(int number)
{
    int saved = errno;
    if (!is_asked_to_end) {
        clean_up_and_end(number);
        return;
    }
    if (is_output_held_up()) {
        /* Linux undoes Ctrl-S by TCOON only after TCOOFF. */
        tcflow(STDOUT_FILENO, TCOOFF);
        tcflow(STDOUT_FILENO, TCOON);
        tcflush(STDOUT_FILENO, TCOFLUSH);
    }
    alarm(AGAIN_S);
    errno = saved;
}

/* Without the signal that stops a program of the background that changes the terminal. */
static void install_drop_output(void)
{
    struct sigaction sa = {.sa_flags = SA_RESTART};
    sa.sa_handler = drop_output;
    sigemptyset(&sa.sa_mask);
    sigaddset(&sa.sa_mask, SIGTTOU);
    sigaction(SIGALRM, &sa, NULL);
    drops_output = true;
}

void signals_set_cleanup(const sigset_t *set, void (*cleanup)(void))
{
    if (cleanup)
        clean_up = cleanup;
    cleaner = pthread_self();
    for (int number = 1; number < NSIG; number++)
        if (sigismember(set, number) == 1 && !is_ignored(number))
            install(number, cleanup ? clean_up_and_end : SIG_DFL, SA_ONSTACK);
}

/* A handler for a stack overflow needs a stack of its own. */
static void open_crash_stack(void)
{
    static char bytes[64 * 1024];
    stack_t stack = {.ss_sp = bytes, .ss_size = sizeof bytes};
    sigaltstack(&stack, NULL);
}

bool signals_open(void (*restore_terminal)(void), struct err *e)
{
    const sigset_t watched = of_screen(), crashes = of_crash();
    if (!signals_watch(&watched, e))
        return false;
    open_crash_stack();
    signals_set_cleanup(&crashes, restore_terminal);
    install(SIGPIPE, SIG_IGN, 0);
    install_drop_output();
    return true;
}

static bool take(int number)
{
    if (!noted[number].came)
        return false;
    noted[number].came = 0; /* only now: otherwise a signal between the two lines would be lost */
    return true;
}

struct signals_seen signals_take(void)
{
    signals_drain(); /* first, so that a later signal makes the pipe readable again */
    struct signals_seen seen = {
        .resized = take(SIGWINCH), .suspend = take(SIGTSTP), .continued = take(SIGCONT)};
    take(SIGCHLD);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        if (take(ending[i]))
            seen.ended = ending[i];
    if (seen.ended)
        alarm(LEAVING_S);
    return seen;
}

void signals_stop_self(void)
{
    install(SIGTSTP, SIG_DFL, 0);
    kill(0, SIGTSTP); /* all of the job, as the terminal does: make or a script may wait in it */
    install(SIGTSTP, note, SA_RESTART);
}

void signals_close(void)
{
    const sigset_t watched = of_screen(), crashes = of_crash();
    if (!noted[SIGWINCH].watchers)
        return;
    drops_output = false;
    alarm(0);
    signals_forget(&watched);
    signals_unwatch(&watched);
    signals_set_cleanup(&crashes, NULL);
}
