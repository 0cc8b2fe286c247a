/* The two queues between the face (the UI's thread) and the worker, and the pipe that wakes the
 * UI. What is put in belongs to who takes it out. The lock is held only to link and unlink. */
#ifndef FETCH_CHANNEL_H
#define FETCH_CHANNEL_H

#include "fetch/fetch.h"

enum command_type {
    COMMAND_SUBMIT,
    COMMAND_PREFER,
    COMMAND_CANCEL,
    COMMAND_DOWNLOAD, /* one that is known goes on */
    COMMAND_STOP,
    COMMAND_QUIT
};

struct command {
    enum command_type type;
    unsigned job;
    const struct provider *provider; /* SUBMIT */
    char *id, *key;                  /* SUBMIT */
    struct download_order order;     /* DOWNLOAD */
    struct command *next;
};

struct channel;

struct channel *channel_new(struct err *e);
void channel_free(struct channel *c); /* with all that is still in it */
int channel_fd(const struct channel *c);

/* The face's side. The order (may be NULL) is taken. */
void channel_command(struct channel *c, enum command_type type, unsigned job,
                     const struct provider *p, char *id, char *key, struct download_order *order);
/* Drops the answers of the job that wait. */
void channel_forget(struct channel *c, unsigned job);
struct answer *channel_answer_next(struct channel *c);
/* The worker has said that it ends. */
bool channel_is_over(struct channel *c);

/* The worker's side. The oldest command, channel_command_free; NULL: none. */
struct command *channel_command_next(struct channel *c);
void channel_command_free(struct command *command);
/* Hands over an answer, unless the job was cancelled meanwhile: then it is freed. Of progress that
 * waits only the newest is kept. */
void channel_answer(struct channel *c, struct answer *a);
/* The worker's last word: channel_fd is readable from now on. */
void channel_end(struct channel *c);

#endif
