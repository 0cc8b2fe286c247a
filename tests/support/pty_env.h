/* The arguments and the environment with which a program under test is started. Part of pty. */
#ifndef TESTS_SUPPORT_PTY_ENV_H
#define TESTS_SUPPORT_PTY_ENV_H

struct pty_env {
    char **argv, **envp;
};

void pty_env_make(struct pty_env *e, const char *home, const char *const *argv,
                  const char *const *changes);
void pty_env_done(struct pty_env *e);

#endif
