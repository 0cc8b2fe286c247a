/* The two queues between the fetcher (the UI's thread) and the worker, and the pipe that wakes the
 * UI. What one thread puts in belongs to the thread that removes it. The lock is held only to link
 * and unlink. */
#ifndef FETCH_CHANNEL_H
#define FETCH_CHANNEL_H

#include "base/err.h"
#include "fetch/fetch_data.h"

enum command_type {
    COMMAND_SUBMIT,
    COMMAND_PREFER,
    COMMAND_CANCEL,
    COMMAND_DOWNLOAD, /* resumes the download of a known job */
    COMMAND_COPY,
    COMMAND_STOP, /* a download, a copy, or a page of a list */
    COMMAND_LIST,
    COMMAND_LIST_PAGE,
    COMMAND_KEEP,
    COMMAND_KEPT_OPEN,
    COMMAND_KEPT_SEARCH,
    COMMAND_KEPT_FORGET,
    COMMAND_QUIT
};

struct command {
    enum command_type type;
    unsigned job;
    const struct provider *provider;   /* SUBMIT, KEPT_FORGET; KEPT_OPEN: or NULL */
    char *id, *key;                    /* SUBMIT; LIST_PAGE: only the key; KEPT_*: only the ID */
    struct fetch_order order;          /* DOWNLOAD; COPY: only where to */
    struct fetch_recording *recording; /* COPY */
    struct list_walk *walk;            /* LIST */
    enum fetch_archive archive;        /* SUBMIT: whether the answers are held; KEEP */
    struct query *query;               /* KEPT_SEARCH */
    const struct provider_set *set;    /* KEPT_SEARCH; KEPT_OPEN without provider */
    struct command *next;
};

struct channel;

struct channel *channel_new(struct err *e);
/* Also frees what is still in the queues. c may be NULL. */
void channel_free(struct channel *c);
/* A descriptor that is readable while answers wait, and when the worker has ended. */
int channel_fd(const struct channel *c);

/* For the fetcher: */

/* Appends a copy of the command; what it owns is taken. */
void channel_command(struct channel *c, const struct command *command);
/* Drops the job's waiting answers. */
void channel_forget(struct channel *c, unsigned job);
/* The oldest answer (fetch_answer_free); NULL when no answer waits. */
struct answer *channel_answer_next(struct channel *c);
/* True when the worker has called channel_end. */
bool channel_has_ended(struct channel *c);

/* For the worker: */

/* The oldest command (channel_command_free); NULL when no command waits. */
struct command *channel_command_next(struct channel *c);
void channel_command_free(struct command *command);
/* Hands over an answer; it is freed if the job has been cancelled. Progress replaces older
 * progress that still waits. */
void channel_answer(struct channel *c, struct answer *a);
/* Reports that the worker has ended. It must not use the channel any more. */
void channel_end(struct channel *c);

#endif
