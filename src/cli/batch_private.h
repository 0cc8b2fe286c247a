/* What the two files of a batch share: batch.c has the ring and what goes out, batch_ask.c what is
 * asked and answered. */
#ifndef CLI_BATCH_PRIVATE_H
#define CLI_BATCH_PRIVATE_H

#include "base/buf.h"
#include "cli/batch.h"
#include "cli/call_ref.h"
#include "cli/id_source.h"
#include "cli/pace.h"
#include "cli/progress.h"
#include "fetch/any.h"
#include "fetch/fetch.h"
#include "provider/keyring.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slot {
    struct call_ref ask;
    unsigned job;       /* 0: it is not on its way */
    struct any *any;    /* the jobs, when all providers are asked; `job` is one of them */
    int again;          /* so often it was asked for once more */
    bool done, failed;  /* done: data and message are what is to be written */
    struct buf data;    /* standard output, or the file */
    struct buf message; /* standard error; empty: none */
};

struct batch {
    const struct config *config;
    const struct provider_set *set;
    const struct batch_request *request;
    struct source_of_ids source;
    bool source_ended;
    struct fetcher *fetcher; /* NULL until the first call is asked for */
    struct keyring *keyring;
    struct pace *pace;
    struct progress progress;
    struct slot *slots;
    size_t slot_count, first, used;
    int on_their_way;
    size_t held_bytes; /* of data in slots that are done */
    int exit_code;     /* of the failures so far */
    bool broken;       /* nothing can be written any more */
};

/* The i-th from the front. */
struct slot *batch_slot(const struct batch *b, size_t i);
/* Each ends a slot: what it has to write is made. batch_refused: with a sentence of our own. */
void batch_called(struct batch *b, struct slot *s, const struct call *c);
void batch_failed(struct batch *b, struct slot *s, const struct failure *f);
void batch_refused(struct batch *b, struct slot *s, enum kind kind, const char *sentence);

/* Sends what may be sent, the oldest first; the milliseconds until more of it may be, 0: none
 * waits for that. */
int64_t batch_ask_send(struct batch *b);
void batch_ask_take_answers(struct batch *b);

#endif
