/* What Linux has a call for and POSIX has not, with a way around where it is missing. Compiled with
 * PORTABLE_ONLY the ways around are taken on Linux as well, so that the tests reach them. */
#ifndef OS_OS_H
#define OS_OS_H

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#ifndef __linux__
extern char **environ; /* POSIX wants it declared by who uses it */
#endif

/* A flag for posix_spawnattr_setflags: a session of its own, or at least a process group. */
#ifdef POSIX_SPAWN_SETSID
#define SPAWN_OWN_SESSION POSIX_SPAWN_SETSID
#else
#define SPAWN_OWN_SESSION POSIX_SPAWN_SETPGROUP
#endif

/* A pipe that a program which is started does not get. False with errno. */
bool os_pipe(int ends[2]);
/* A new file from a template that ends with XXXXXX, mode 0600, closed at exec. -1 with errno. */
int os_temp_file(char *template);
/* An empty file without a name, closed at exec. -1 with errno. */
int os_memory_file(void);
/* Readable once that child has ended; -1 where there is no such thing. */
int os_child_fd(pid_t pid);

/* poll with this signal mask in force while it waits, and only then. */
int os_poll(struct pollfd *fds, nfds_t count, int timeout_ms, const sigset_t *mask);

/* All descriptors from `first` on are closed at exec. For a forked child, too. */
void os_close_at_exec_from(int first);
/* The same for a program about to be started; 0, or the errno that says why not. */
int os_spawn_close_from(posix_spawn_file_actions_t *actions, int first);
/* It takes the terminal's foreground for its process group. *later: call tcsetpgrp when it runs. */
int os_spawn_take_foreground(posix_spawn_file_actions_t *actions, int terminal, bool *later);

/* For top, debuggers and tests. */
void os_thread_name(const char *name);
/* Overwrites, in a way no compiler removes. */
void os_wipe(void *bytes, size_t count);

#endif
