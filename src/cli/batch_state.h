/* The state of a batch, shared by batch.c (input and output) and batch_fetch.c (requests and
 * answers): a ring of slots, one for each call between its ID being read and its result being
 * written. One thread. */
#ifndef CLI_BATCH_STATE_H
#define CLI_BATCH_STATE_H

#include "base/buf.h"
#include "cli/batch_request.h"
#include "cli/id_reader.h"
#include "cli/progress.h"
#include "cli/rate_limit.h"
#include "fetch/any.h"
#include "fetch/fetch.h"
#include "keep/kept_age.h"
#include "provider/keyring.h"

#include <stdbool.h>
#include <stddef.h>

struct batch_slot {
    struct call_ref ref;
    unsigned job;       /* 0: no request is in flight */
    struct any *any;    /* set while every provider is asked; then `job` is one of its jobs */
    int retries;        /* how often the call was requested again */
    bool done, failed;  /* done: data and message are complete */
    struct buf data;    /* for standard output or the call's file */
    struct buf message; /* for standard error; may be empty */
};

struct batch {
    const struct config *config;
    const struct provider_set *set;
    const struct batch_request *request;
    struct id_reader reader;
    bool input_ended;
    struct fetcher *fetcher; /* NULL until the first request */
    struct keyring *keyring;
    struct rate_limit *limits;
    struct progress progress;
    struct batch_slot *slots;
    size_t slot_count, first, used;
    int in_flight;     /* calls that have been requested and not answered */
    size_t held_bytes; /* data of the slots that are done */
    int exit_code;     /* from the failures so far */
    bool output_failed;
};

/* The i-th slot in the order of the IDs. */
struct batch_slot *batch_slot_at(const struct batch *b, size_t i);
/* Adds a failure to the exit code: one kind gives its own code, several give KIND_OTHER. */
void batch_count_failure(struct batch *b, enum kind kind);

/* Each of these finishes a slot, which then holds its output. */
void batch_finish_call(struct batch *b, struct batch_slot *s, const struct call *c);
void batch_finish_failure(struct batch *b, struct batch_slot *s, const struct failure *f);
/* The same as batch_finish_failure, for a failure that the provider did not report. */
void batch_finish_error(struct batch *b, struct batch_slot *s, enum kind kind,
                        const char *sentence);
/* The same as batch_finish_call for a kept call, which is said to be one, and how old. A masked one
 * has no answers, which the raw form prints: that is a failure. */
void batch_finish_kept(struct batch *b, struct batch_slot *s, const struct call *c,
                       const struct kept_age *age);
/* Masks what the provider said about a failure, if masking is on. */
void batch_mask_failure(const struct batch *b, const struct batch_slot *s, struct failure *f);

/* Of batch_fetch.c: */
/* Sends the requests that may be sent, the oldest first. Returns the milliseconds until a rate
 * limit allows the next one; 0 if no call waits for that. */
int64_t batch_fetch_send(struct batch *b);
/* Handles the answers that have arrived. */
void batch_fetch_receive(struct batch *b);

/* Of batch_kept.c: finishes the slot with the kept call, or with what is the matter. */
void batch_kept_open(struct batch *b, struct batch_slot *s);

#endif
