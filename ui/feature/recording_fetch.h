/* What saving and playing a recording have in common: its URL, what is asked before it is fetched,
 * the key, the progress on the status line, and the sentence about a failure. UI thread.
 *
 * A feature keeps a struct recording_fetch and a struct recording_source, and does this:
 * recording_fetch_ask when the user wants it; in the function that this resumes,
 * recording_fetch_start; on an answer with the fetch's job, recording_fetch_took, and what is its
 * own when that says that the fetch has ended. Saving is in ui/feature/downloads.c. To play, the
 * order has for_playing; the ANSWER_RECORDING brings a recording for recording_kept_put
 * (ui/feature/recording_kept.h), where recording_kept_find has it without a fetch the next time. */
#ifndef UI_FEATURE_RECORDING_FETCH_H
#define UI_FEATURE_RECORDING_FETCH_H

#include "fetch/fetch_data.h"
#include "keys/keymap.h"
#include "ui/feature/link_list.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stdint.h>

struct app;
struct tab;

/* How it is called. */
struct recording_words {
    const char *verb;     /* "the link expired 2 h ago: VERB it anyway?" */
    const char *noun;     /* "NOUN stopped", "NOUN interrupted at 3.1 of 9.5 MiB" */
    const char *not_done; /* "NOT_DONE: 'storage.example' answered 403" */
    const char *running;  /* "RUNNING 3.1 of 9.5 MiB" */
    enum action action;   /* its key goes on with a fetch that was interrupted */
};

/* What is to be fetched. It owns the URL. */
struct recording_source {
    char *url;
    bool recording; /* not another link of the call */
    bool by_key;    /* the URL is that of the provider's recording.path */
};

/* A fetch that runs, or that can be resumed. Zeroes: none. */
struct recording_fetch {
    unsigned job; /* 0: there is none */
    bool running; /* else it can be resumed */
    char *url;    /* what was asked for last */
    uint64_t bytes, total;
    double per_s; /* bytes */
};

/* Finds out what to fetch for a target in the tab in front, and calls `resume` when the user has
 * agreed where something has to be asked: a link may have expired, unless its recording is kept. A
 * recording behind the provider's key is fetched from there, also when there is a link to it. If it
 * cannot be fetched, a message says so and *s is unchanged. */
void recording_fetch_ask(struct app *a, const struct recording_words *words,
                         const struct link_target *target, struct recording_source *s,
                         void (*resume)(struct app *a));
void recording_fetch_source_done(struct recording_source *s); /* does nothing on zeroes */

/* Forgets what was fetched, unless it is of the same recording. */
void recording_fetch_prepare(struct app *a, struct recording_fetch *f,
                             const struct recording_source *s);
/* Begins, or goes on with what was prepared. `order` says where it goes; the rest is filled in, and
 * what it holds is taken. The key is looked up here, as that may run a command.
 * False, with a message, if there is none. */
bool recording_fetch_start(struct app *a, const struct recording_words *words, const struct tab *t,
                           struct recording_fetch *f, const struct recording_source *s,
                           struct fetch_order *order);
/* Copies a kept recording instead, to where the order says, and forgets what was fetched; takes
 * what the order holds. False, with a message, if it cannot. */
bool recording_fetch_copy(struct app *a, const struct recording_words *words,
                          struct recording_fetch *f, const struct fetch_recording *kept,
                          struct fetch_order *order);
/* Stops it; the answer says whether it can be resumed. False if it does not run. */
bool recording_fetch_stop(struct app *a, const struct recording_fetch *f);
/* Ends it and removes what was fetched. Does nothing on zeroes. */
void recording_fetch_drop(struct app *a, struct recording_fetch *f);

/* Takes over the numbers of an answer of its job. True if the fetch has ended. */
bool recording_fetch_took(struct recording_fetch *f, const struct answer *answer);
/* Says how it failed. */
void recording_fetch_say_failed(struct app *a, const struct recording_words *words,
                                const struct tab *t, const struct answer *answer);
/* For the status line: as much as fits on it. */
void recording_fetch_put_progress(const struct recording_words *words,
                                  const struct recording_fetch *f, struct line *out);
/* "12.4 MiB", or "12.4 of 50.0 MiB" when the total is not 0. */
void recording_fetch_put_part(struct buf *out, uint64_t bytes, uint64_t total);

#endif
