/* A program gets the text as a file in memory, so that it may read as slowly as it likes. It stays
 * in our process group, and what the terminal sends to all of it is for the program alone. */
#include "ui/outside.h"

#include "ui/child.h"
#include "ui/screen.h"
#include "ui/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { IGNORED = 3 };
static const int ignored[IGNORED] = {SIGINT, SIGQUIT, SIGTSTP};

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            n -= (size_t)written;
        }
    }
    return true;
}

/* The text as a descriptor; -1, with errno, when there is no room for it. */
static int open_text(const struct buf *text)
{
    int fd = memfd_create("callbrowser", MFD_CLOEXEC);
    if (fd >= 0 && write_all(fd, buf_str(text), text->len) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    int why = errno;
    if (fd >= 0)
        close(fd);
    errno = why;
    return -1;
}

/* Ctrl-Z would stop a program that nobody continues: it stays ignored. */
static int set_attributes(posix_spawnattr_t *attr)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGTSTP);
    int rc = posix_spawnattr_setsigmask(attr, &none);
    if (!rc)
        rc = posix_spawnattr_setsigdefault(attr, &all);
    return rc ? rc : posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* 0, or the errno that says why not. */
static int spawn(pid_t *pid, char *const argv[], int input)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    char **environment = child_environment();
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attr);
    int rc = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (!rc)
        rc = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!rc)
        rc = set_attributes(&attr);
    if (!rc)
        rc = posix_spawnp(pid, argv[0], &actions, &attr, argv, environment);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
    free(environment);
    return rc;
}

static int wait_for(pid_t pid)
{
    int status = 0;
    for (;;) {
        pid_t got = waitpid(pid, &status, WUNTRACED);
        if (got < 0 && errno != EINTR)
            return 127;
        if (got == pid && !WIFSTOPPED(status))
            return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        if (got == pid)
            kill(pid, SIGCONT);
    }
}

static void say(const char *text)
{
    write_all(STDOUT_FILENO, text, strlen(text));
}

/* Asks for a key, Ctrl-C among them, once it is no signal any more; a signal will do too. What more
 * the key sent is dropped. */
static void wait_for_key(void)
{
    struct termios before, keys;
    struct pollfd fds[] = {{.fd = screen_fd(), .events = POLLIN},
                           {.fd = signals_fd(), .events = POLLIN}};
    bool has_settings = tcgetattr(screen_fd(), &before) == 0;
    keys = before;
    keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
    if (has_settings)
        tcsetattr(screen_fd(), TCSADRAIN, &keys);
    say("\n[a key goes back to callbrowser]");
    while (poll(fds, 2, -1) < 0 && errno == EINTR)
        ;
    tcflush(screen_fd(), TCIFLUSH);
    if (has_settings)
        tcsetattr(screen_fd(), TCSADRAIN, &before);
    say("\n");
}

bool outside_run(char *const argv[], const struct buf *text, bool waits, int *code, struct err *e)
{
    struct sigaction before[IGNORED], ignore = {.sa_handler = SIG_IGN};
    pid_t pid;
    int input = open_text(text);
    if (input < 0)
        return err_set(e, "cannot hand the text to '%s': %s", argv[0], strerror(errno));
    screen_leave();
    for (int i = 0; i < IGNORED; i++)
        sigaction(ignored[i], &ignore, &before[i]);
    int why = spawn(&pid, argv, input);
    if (!why)
        *code = wait_for(pid);
    for (int i = 0; i < IGNORED; i++)
        sigaction(ignored[i], &before[i], NULL);
    close(input);
    if (!why && waits)
        wait_for_key();
    screen_return();
    return !why || err_set(e, "cannot run '%s': %s", argv[0], strerror(why));
}

void outside_show(const struct buf *text)
{
    screen_leave();
    write_all(STDOUT_FILENO, buf_str(text), text->len);
    wait_for_key();
    screen_return();
}
