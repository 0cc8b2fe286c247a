/* A session leader that does what a shell does: it owns the pseudo-terminal, runs one program in
 * the foreground, and reports what happens to it. Part of pty. */
#ifndef TESTS_SUPPORT_PTY_LEADER_H
#define TESTS_SUPPORT_PTY_LEADER_H

#include <sys/types.h>

enum leader_news { NEWS_STARTED, NEWS_STOPPED, NEWS_EXITED, NEWS_SIGNALLED };

struct leader_report {
    enum leader_news what;
    int value; /* process id, signal, exit code, signal */
};

struct leader_request {
    const char *slave; /* the terminal's path */
    char *const *argv;
    char *const *envp;
    const char *dir;
};

struct leader {
    pid_t pid;
    int command; /* a byte: the program goes to the foreground again; closed: the leader ends */
    int report;  /* gives one struct leader_report after the other */
};

/* Forks the leader. The program is searched in the caller's PATH. */
void leader_start(struct leader *l, const struct leader_request *request);
/* Kills what is left and waits for the leader. */
void leader_end(struct leader *l);

#endif
