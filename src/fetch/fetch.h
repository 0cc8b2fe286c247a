/* The fetch thread: one worker that owns libcurl and the parser.
 *
 * The UI (or the printing command) submits jobs and gets answers. Both travel through queues, and
 * belong to the receiver once they are sent. Jobs are named by numbers. Call all functions from one
 * thread. */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include "base/err.h"
#include "fetch/fetch_data.h"
#include "provider/provider.h"

struct fetcher;

/* Starts the worker. NULL with e set when there is no thread or no libcurl. Call before any other
 * thread exists. */
struct fetcher *fetch_new(const struct fetch_settings *settings, struct err *e);
/* The same, but does not wait until libcurl has started; until then jobs only queue. */
struct fetcher *fetch_begin(const struct fetch_settings *settings, struct err *e);
/* Waits for that. False, with e set, if libcurl cannot be started. */
bool fetch_await(struct fetcher *f, struct err *e);
/* True, with e set, once it is known that libcurl cannot be started: then no job is answered, and
 * fetch_fd is readable. */
bool fetch_has_failed(struct fetcher *f, struct err *e);
/* A descriptor that is readable when an answer waits. */
int fetch_fd(const struct fetcher *f);

/* Asks for a call. provider is borrowed until fetch_free, id is copied, key is taken and wiped
 * after use. Returns the job's number, never 0. Jobs over the limit wait in order. */
unsigned fetch_submit(struct fetcher *f, const struct provider *p, const char *id, char *key);
/* Start a download, or resume that of a job. Both take what the order holds. The job ends with
 * ANSWER_SAVED or ANSWER_RECORDING, with a failure that cannot be resumed, or with fetch_cancel,
 * which removes an incomplete file. */
unsigned fetch_download(struct fetcher *f, struct fetch_order *order);
void fetch_download_again(struct fetcher *f, unsigned job, struct fetch_order *order);
/* Saves a copy of a recording that is there already: where the order's dir, name and replace say.
 * Takes both. Answers as a download does, but cannot be resumed. */
unsigned fetch_copy(struct fetcher *f, struct fetch_recording *recording,
                    struct fetch_order *order);
/* Stops a download, which answers with a failure and may be resumed, or a copy. */
void fetch_download_stop(struct fetcher *f, unsigned job);
/* Prepares to read a provider's list; the walk is taken. Returns the job's number. The job ends
 * with fetch_cancel. */
unsigned fetch_list(struct fetcher *f, struct list_walk *walk);
/* Asks for the next page of such a job; the key is taken. The answer is an ANSWER_PAGE, unless a
 * page is being asked for already or the list has ended. */
void fetch_list_page(struct fetcher *f, unsigned job, char *key);
/* Stops asking for that page: there may be no answer, and it may be asked for again. */
void fetch_list_stop(struct fetcher *f, unsigned job);
/* Says what is kept of calls from now on; nothing at the start. Unless it is nothing, the worker
 * holds what it received of the calls that are submitted from then on: each call that it answers
 * with needs a fetch_keep, once that call is shown, or a fetch_cancel. */
void fetch_archive(struct fetcher *f, enum fetch_archive what);
/* Keeps such a call, as fetch_archive said last. The answer of the same job is an ANSWER_KEPT;
 * there is none if nothing is held. */
void fetch_keep(struct fetcher *f, unsigned job);
/* Opens a kept call; nothing is asked of the provider, which is borrowed until fetch_free. The
 * job's only answer is an ANSWER_KEPT_CALL. Its failure is KIND_NOT_FOUND if the call is not kept.
 */
unsigned fetch_kept_open(struct fetcher *f, const struct provider *p, const char *id);
/* The same for an ID alone: of the only provider of the set of which such a call is kept. The set
 * is borrowed until fetch_free. */
unsigned fetch_kept_find(struct fetcher *f, const struct provider_set *set, const char *id);
/* Looks for kept calls. The query is taken: it may not be used in another thread. The set is
 * borrowed until fetch_free. The answers are ANSWER_KEPT_ROWS until one says that there is no more;
 * fetch_cancel ends it sooner. */
unsigned fetch_kept_search(struct fetcher *f, struct query *q, const struct provider_set *set);
/* Removes a kept call. The job's only answer is an ANSWER_FORGOTTEN. */
unsigned fetch_kept_forget(struct fetcher *f, const struct provider *p, const char *id);
/* Moves a waiting job to the front. */
void fetch_prefer(struct fetcher *f, unsigned job);
/* Ends a job: fetch_next returns no more of its answers. A call that fetch_keep was called for is
 * kept all the same. */
void fetch_cancel(struct fetcher *f, unsigned job);
/* The next answer (fetch_answer_free), or NULL when no answer waits. Never blocks. */
struct answer *fetch_next(struct fetcher *f);

/* Stops the worker. False when it has not ended within a second: leave with _exit then. */
bool fetch_free(struct fetcher *f);

#endif
