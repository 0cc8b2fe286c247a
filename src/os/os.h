/* The environment, and calls that Linux has and POSIX does not, each with a replacement for other
 * systems. Compiled with PORTABLE_ONLY, Linux uses the replacements too, so that the tests reach
 * them. */
#ifndef OS_OS_H
#define OS_OS_H

#include <pthread.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/types.h>

#ifndef __linux__
extern char **environ; /* POSIX has no header that declares it */
#endif

/* A flag for posix_spawnattr_setflags: a session of its own; a process group of its own where that
 * does not exist. */
#ifdef POSIX_SPAWN_SETSID
#define SPAWN_OWN_SESSION POSIX_SPAWN_SETSID
#else
#define SPAWN_OWN_SESSION POSIX_SPAWN_SETPGROUP
#endif

/* The value of an environment variable; NULL when it is not set or empty. */
const char *os_variable(const char *name);

/* $TMPDIR, or /tmp where that is not set. */
const char *os_temporary_dir(void);

/* A pipe whose ends are closed at exec. False with errno. */
bool os_pipe(int ends[2]);
/* Two stream sockets that are connected, closed at exec; the first one never waits, nor raises
 * SIGPIPE when it is written to with OS_SEND_FLAGS. False with errno. */
bool os_socket_pair(int ends[2]);
#ifdef MSG_NOSIGNAL
#define OS_SEND_FLAGS MSG_NOSIGNAL
#else
#define OS_SEND_FLAGS 0
#endif
/* Whether hardly any more descriptors can be opened, for libraries that do not report it. */
bool os_files_are_short(void);
/* An empty file that has no name, closed at exec; in memory where the system can. -1 with errno. */
int os_memory_file(void);
/* A new file without a name, for reading and writing, mode 0600, closed at exec, on the file system
 * of that path's directory. -1 where that is not possible. */
int os_open_nameless(const char *path);
/* Gives such a file its name. 0 or an errno, EEXIST when the name is taken. */
int os_link_nameless(int fd, const char *name);
/* Marks all descriptors from `first` on as closed at exec. */
void os_close_at_exec_from(int first);
/* Closes the same ones in the program that is started with these actions. 0 or an errno. */
int os_spawn_close_from(posix_spawn_file_actions_t *actions, int first);
/* Gives that program the terminal's foreground. *later is true if the caller has to do so, with
 * tcsetpgrp, once the program runs. 0 or an errno. */
int os_spawn_take_foreground(posix_spawn_file_actions_t *actions, int terminal, bool *later);

/* Starts a thread that blocks all signals except those of a crash, so that the caller's thread gets
 * the others. 0 or an errno. */
int os_thread_start(pthread_t *thread, void *(*run)(void *arg), void *arg);
/* Runs f in a child process, for at most max_s seconds of a processor's time, as a busy computer
 * may give it little of that, and for 15 times as long in all. Returns the signal that ended it; 0
 * when it ended by itself, or could not be started. */
int os_try(void (*f)(const char *arg), const char *arg, int max_s);
/* Names the calling thread, for top, debuggers and tests. */
void os_thread_name(const char *name);
/* Makes free() give memory back to the system. Otherwise glibc keeps up to twice as much as the
 * largest piece that was ever freed: megabytes, after an answer that is large. */
void os_return_free_memory(void);
/* Makes the disk begin to write that part of a file, without waiting for it. */
void os_start_writing(int fd, off_t from, off_t bytes);

#endif
