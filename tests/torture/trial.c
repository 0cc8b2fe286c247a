/* The program's standard streams are files, or it has a pseudo-terminal. */
#include "tests/torture/trial.h"

#include "base/alloc.h"
#include "tests/support/pty.h"
#include "tests/support/pty_env.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGS_MAX = 16, STEP_MS = 20000, FAILED_STEP_MS = 1500, QUIET_MS = 20, QUIT_MS = 4000 };
enum { ORPHANS_MS = 20000 };

static struct torture_page *page;
static char *dir, *program, *preload, *page_variable;

static char *built(const char *name)
{
    const char *build = getenv("BUILD");
    char *path = xasprintf("%s/%s", build && *build ? build : "build", name);
    char *complete = realpath(path, NULL);
    if (!complete) {
        perror(path);
        exit(1);
    }
    free(path);
    return complete;
}

void trial_open(void)
{
    dir = scratch_new();
    program = built("callbrowser");
    char *library = built("failing.so"), *path = scratch_path(dir, "page");
    preload = xasprintf("LD_PRELOAD=%s", library);
    page_variable = xasprintf("TORTURE_PAGE=%s", path);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof *page) != 0 ||
        (page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)) ==
            MAP_FAILED) {
        perror(path);
        exit(1);
    }
    close(fd);
    free(path);
    free(library);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void trial_close(void)
{
    munmap(page, sizeof *page);
    scratch_free(dir);
    free(program);
    free(preload);
    free(page_variable);
}

struct torture_page *trial_page(void)
{
    return page;
}

void trial_reset_page(void)
{
    memset(page, 0,
           offsetof(struct torture_page, stacks)); /* the rest is written before it is read */
}

/* The descriptors of a run without a terminal. Standard error is a pipe, because files have a limit
 * in some runs, and there has to be room for a sentence. */
struct streams {
    int input, out, err[2];
};

static void streams_open(struct streams *s, const char *home)
{
    char *input = scratch_path(home, "input");
    s->input = open(input, O_RDONLY | O_CLOEXEC);
    s->out = memfd_create("out", MFD_CLOEXEC);
    if (pipe2(s->err, O_CLOEXEC) != 0)
        exit(1);
    free(input);
}

static void stream_take(int fd, struct buf *into)
{
    char chunk[4096];
    lseek(fd, 0, SEEK_SET);
    for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) > 0;)
        buf_add(into, chunk, (size_t)n);
    close(fd);
}

/* Homes differ from run to run. */
static void hide_home(struct buf *b, const char *home)
{
    struct buf out = {0};
    const char *from = buf_str(b), *end = from + b->len;
    for (const char *at; (at = memmem(from, (size_t)(end - from), home, strlen(home)));
         from = at + strlen(home)) {
        buf_add(&out, from, (size_t)(at - from));
        buf_puts(&out, "~");
    }
    buf_add(&out, from, (size_t)(end - from));
    buf_done(b);
    *b = out;
}

static pid_t start(const char *const *argv, const char *home, const struct streams *s)
{
    pid_t pid = -1;
    struct pty_env e;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    char *path = xasprintf("PATH=%s:/usr/bin:/bin", scenario_programs());
    pty_env_make(&e, home, argv, (const char *const[]){preload, page_variable, path, NULL});
    free(path);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, home);
    posix_spawn_file_actions_adddup2(&actions, s->input, 0);
    posix_spawn_file_actions_adddup2(&actions, s->out, 1);
    posix_spawn_file_actions_adddup2(&actions, s->err[1], 2);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSID);
    if (posix_spawn(&pid, argv[0], &actions, &attr, e.argv, e.envp) != 0)
        pid = -1;
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
    pty_env_done(&e);
    return pid;
}

/* Its exit code; -1 if it had to be killed. */
static int wait_for(pid_t pid)
{
    int status = 0;
    struct pollfd end = {(int)syscall(SYS_pidfd_open, pid, 0), POLLIN, 0};
    bool in_time = poll(&end, 1, wrapped_ms(TRIAL_LIMIT_MS)) > 0;
    if (!in_time)
        kill(-pid, SIGKILL);
    waitpid(pid, &status, 0);
    close(end.fd);
    if (!in_time)
        return -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void run_plain(struct trial *t, const char *const *argv)
{
    struct streams streams;
    streams_open(&streams, t->home);
    pid_t pid = start(argv, t->home, &streams);
    if (pid > 0)
        t->code = wait_for(pid);
    close(streams.input);
    close(streams.err[1]);
    stream_take(streams.out, &t->out);
    stream_take(streams.err[0], &t->err);
}

static bool has_come_or_ended(struct pty *p, const void *text)
{
    return term_find(pty_term(p), text, NULL, NULL) || pty_wait_exit(p, 0) >= 0;
}

/* Types the keys and waits. A text that does not come after a failure is not waited for long. */
static bool step_take(struct trial *t, struct pty *p, const struct step *s)
{
    pty_keys(p, s->keys);
    bool failed, came;
    int ms = 0;
    do {
        failed = page->has_failed;
        came = pty_wait_until(p, has_come_or_ended, s->shown, FAILED_STEP_MS);
    } while (!came && !failed && (ms += FAILED_STEP_MS) < STEP_MS);
    if (came || t->missing)
        return came;
    t->missing = s->shown;
    term_text(pty_term(p), &t->screen);
    return false;
}

/* Whatever is open by now. */
static void quit(struct trial *t, struct pty *p)
{
    static const char *const keys[] = {"\x1b", "\x1b", "Q", "y", "\x1b", "\x1b", "Q", "y", NULL};
    for (size_t i = 0; keys[i] && (t->code = pty_wait_exit(p, 0)) < 0; i++) {
        pty_keys(p, keys[i]);
        if (keys[i][0] != '\x1b' && (t->code = pty_wait_exit(p, QUIT_MS)) >= 0)
            return;
        pty_wait_quiet(p, QUIET_MS);
    }
    t->code = pty_wait_exit(p, TRIAL_LIMIT_MS);
}

static void run_screen(struct trial *t, const char *const *argv, const struct step *steps)
{
    char *path = xasprintf("PATH=%s:/usr/bin:/bin", scenario_programs());
    const char *const env[] = {preload, page_variable, path, NULL};
    struct pty *p = pty_start(&(struct pty_options){.argv = argv, .env = env, .home = t->home});
    const struct step *s = steps;
    for (; s->keys && pty_wait_exit(p, 0) < 0; s++)
        if (!step_take(t, p, s))
            pty_keys(p, "\x1b");
    t->is_early = s->keys || pty_wait_exit(p, 0) >= 0;
    quit(t, p);
    t->lost_terminal = page->terminal_is_gone;
    bool took_all = !t->lost_terminal || page->call == TORTURE_READ;
    if (t->code >= 0)
        t->unrestored = took_all ? pty_unrestored(p) : pty_line_unrestored(p);
    term_text(pty_term(p), &t->err);
    pty_stop(p);
    free(path);
}

/* How many children this process has. */
static int count_children(void)
{
    char *path = xasprintf("/proc/self/task/%d/children", (int)getpid()), line[512];
    FILE *f = fopen(path, "re");
    size_t n = f ? fread(line, 1, sizeof line - 1, f) : 0;
    int count = 0;
    line[n] = '\0';
    for (const char *at = line; (at = strchr(at, ' ')); at++)
        count++;
    if (f)
        fclose(f);
    free(path);
    return count;
}

/* Programs that the last run started come to this process. Only the mock, which is one of its
 * children all the time, is left in the end. */
static int wait_for_orphans(void)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    long end = pty_now_ms() + wrapped_ms(ORPHANS_MS);
    for (;;) {
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        int left = count_children() - 1;
        long ms = end - pty_now_ms();
        if (left <= 0 || ms <= 0)
            return left < 0 ? 0 : left;
        sigtimedwait(&child, NULL, &(struct timespec){.tv_nsec = 20 * 1000000});
    }
}

/* The first caller that is not libc, which may take memory for it, as strdup does. */
static const char *module_without_memory(void)
{
    static const struct torture_frame none;
    int i = 0;
    while (i < page->frame_count && torture_is_libc(&page->frames[i]))
        i++;
    bool any = page->call == TORTURE_MEMORY && page->has_failed && i < page->frame_count;
    return any ? page->frames[i].module : none.module;
}

void trial_run(struct trial *t, const struct scenario *s)
{
    const char *argv[ARGS_MAX] = {program};
    *t = (struct trial){.code = -1, .home = scenario_home(s)};
    for (size_t n = 0; s->args[n] && n + 2 < ARGS_MAX; n++)
        argv[n + 1] = s->args[n];
    if (s->steps)
        run_screen(t, argv, s->steps);
    else
        run_plain(t, argv);
    t->left_running = wait_for_orphans();
    memcpy(t->without_memory, module_without_memory(), sizeof t->without_memory);
    memcpy(t->crashed_in, page->crashed.module, sizeof t->crashed_in);
    t->is_mute = (page->closed & 4) || (page->has_failed && page->fd == STDERR_FILENO);
    hide_home(&t->out, t->home);
    hide_home(&t->err, t->home);
}

void trial_done(struct trial *t)
{
    buf_done(&t->out);
    buf_done(&t->err);
    buf_done(&t->screen);
    scratch_free(t->home);
}
