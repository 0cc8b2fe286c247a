/* What the worker does with kept calls, in slices of time between the transfers: removing old ones
 * at the start, keeping, searching, and, each in one go, opening and forgetting. Belongs to the
 * worker. */
#ifndef FETCH_ARCHIVE_H
#define FETCH_ARCHIVE_H

#include "fetch/channel.h"
#include "fetch/job.h"

#include <stdbool.h>
#include <stdint.h>

struct archive;

/* The settings are borrowed. The number is that of the job which removes calls. */
struct archive *archive_new(const struct fetch_kept_settings *settings, unsigned purge_job);
void archive_free(struct archive *a);

/* Holds the answers of a job that has ended with this call. */
void archive_hold(struct archive *a, struct job *j, const struct call *c);
/* Runs a command about kept calls: returns its answer, or NULL if that comes later. What the
 * command has may be taken. */
struct answer *archive_command(struct archive *a, struct command *c);
/* Drops a job that only holds answers, or that searches. */
void archive_drop(struct archive *a, unsigned number);

/* Whether archive_step has something to do. */
bool archive_is_busy(const struct archive *a);
/* Works until time_now_ms() says until_ms, or until there is an answer. */
struct answer *archive_step(struct archive *a, int64_t until_ms);
/* Keeps what is still to be kept, but begins nothing after until_ms. */
void archive_finish(struct archive *a, int64_t until_ms);

#endif
