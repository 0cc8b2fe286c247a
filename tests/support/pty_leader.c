/* The leader is forked from the test and must not touch the test's memory, so it only makes system
 * calls and ends with _exit. SIGHUP does not end it, because it has to report how the program ends
 * when its terminal is lost. */
#include "tests/support/pty_leader.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { END_MAX_MS = 2000 };

static void tell(int fd, enum leader_news what, int value)
{
    struct leader_report r = {what, value};
    ssize_t n = write(fd, &r, sizeof r);
    (void)n;
}

static void signals_default(void)
{
    sigset_t none;
    sigemptyset(&none);
    for (int s = 1; s < NSIG; s++)
        signal(s, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void run_program(const struct leader_request *r, int ready)
{
    char byte;
    setpgid(0, 0);
    while (read(ready, &byte, 1) > 0)
        ; /* until the leader has made this group the foreground one */
    signals_default();
    if (chdir(r->dir) == 0)
        execvpe(r->argv[0], r->argv, r->envp);
    perror(r->argv[0]);
    _exit(127);
}

static pid_t start_program(const struct leader_request *r)
{
    int ready[2];
    if (pipe2(ready, O_CLOEXEC))
        _exit(126);
    pid_t pid = fork();
    if (pid == 0) {
        close(ready[1]);
        run_program(r, ready[0]);
    }
    setpgid(pid, pid);
    tcsetpgrp(0, pid);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

/* Reports what happened to the program; true when it has ended. */
static bool look_after(pid_t pid, int report)
{
    int status;
    if (waitpid(pid, &status, WNOHANG | WUNTRACED) != pid)
        return false;
    tcsetpgrp(0, getpgrp());
    if (WIFSTOPPED(status))
        tell(report, NEWS_STOPPED, WSTOPSIG(status));
    else if (WIFSIGNALED(status))
        tell(report, NEWS_SIGNALLED, WTERMSIG(status));
    else
        tell(report, NEWS_EXITED, WEXITSTATUS(status));
    return !WIFSTOPPED(status);
}

/* Asks it to end first: a program that is killed writes no counts (gcov). */
static void end_program(pid_t pid, int children)
{
    struct pollfd child = {children, POLLIN, 0};
    struct signalfd_siginfo info;
    kill(-pid, SIGTERM);
    kill(-pid, SIGCONT);
    for (bool more = true; more && waitpid(pid, NULL, WNOHANG) != pid;)
        more = poll(&child, 1, END_MAX_MS) > 0 && read(children, &info, sizeof info) > 0;
    kill(-pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static _Noreturn void lead(const struct leader_request *r, int command, int report, int children)
{
    pid_t pid = start_program(r);
    bool ended = false;
    char byte;
    tell(report, NEWS_STARTED, (int)pid);
    for (;;) {
        struct signalfd_siginfo info;
        struct pollfd fds[] = {{command, POLLIN, 0}, {children, POLLIN, 0}};
        poll(fds, 2, -1);
        if (fds[1].revents && read(children, &info, sizeof info) > 0)
            ended = ended || look_after(pid, report);
        if (!fds[0].revents)
            continue;
        if (read(command, &byte, 1) <= 0)
            break;
        tcsetpgrp(0, pid);
        kill(-pid, SIGCONT);
    }
    if (!ended)
        end_program(pid, children);
    _exit(0);
}

/* Closes the test's descriptors: a master that stays open here would prevent the hang-up. */
static void keep_two(int *a, int *b)
{
    int high_a = fcntl(*a, F_DUPFD, 5), high_b = fcntl(*b, F_DUPFD, 5);
    *a = dup3(high_a, 3, O_CLOEXEC);
    *b = dup3(high_b, 4, O_CLOEXEC);
    close_range(5, ~0U, 0);
}

static _Noreturn void become_leader(const struct leader_request *r, int command, int report)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_SETMASK, &child, NULL);
    signal(SIGCHLD, SIG_DFL);
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN); /* of keys that are typed while the program is stopped */
    signal(SIGQUIT, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    keep_two(&command, &report);
    setsid();
    int tty = open(r->slave, O_RDWR);
    if (tty < 0 || ioctl(tty, TIOCSCTTY, 0))
        _exit(126);
    for (int fd = 0; fd < 3; fd++)
        dup2(tty, fd);
    if (tty > 2)
        close(tty);
    lead(r, command, report, signalfd(-1, &child, SFD_CLOEXEC));
}

void leader_start(struct leader *l, const struct leader_request *request)
{
    int command[2], report[2];
    if (pipe2(command, O_CLOEXEC) || pipe2(report, O_CLOEXEC)) {
        perror("pipe2");
        exit(1);
    }
    l->pid = fork();
    if (l->pid == 0) {
        close(command[1]);
        become_leader(request, command[0], report[1]);
    }
    close(command[0]);
    close(report[1]);
    l->command = command[1];
    l->report = report[0];
}

void leader_end(struct leader *l)
{
    close(l->command);
    close(l->report);
    if (l->pid > 0)
        waitpid(l->pid, NULL, 0);
}
