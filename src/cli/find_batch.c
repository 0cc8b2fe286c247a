/* Rows are printed when all providers have answered, because only then their order is known. One
 * thread; the fetcher has its own. */
#include "cli/find_batch.h"

#include "base/alloc.h"
#include "base/int.h"
#include "cli/batch_signals.h"
#include "cli/exit_code.h"
#include "cli/find_terms.h"
#include "cli/kept_rows.h"
#include "cli/listing.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/purge_words.h"
#include "cli/row_call.h"
#include "cli/saved_query.h"
#include "cli/settings.h"
#include "print/print.h"
#include "provider/keyring.h"
#include "provider/request.h"
#include "text/clean.h"
#include "text/mask.h"
#include "text/time.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct find_batch {
    const struct config *config;
    const struct provider_set *set;
    const struct find_batch_request *request;
    struct find_terms terms;
    struct query *query;
    const struct provider **asked;
    size_t asked_count;
    bool named; /* the command line or the query names providers */
    struct fetcher *fetcher;
    struct keyring *keyring;
    struct rate_limit *limits;
    struct listing *listing;
    struct progress progress;
    int exit_code;
};

/* ---- the query ---- */

/* Line ends are blanks in a query. Returns false, with e set, if it cannot be read. */
static bool read_input(struct buf *out, struct err *e)
{
    char block[QUERY_MAX_BYTES + 1];
    ssize_t n;
    while ((n = read(STDIN_FILENO, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(e, "cannot read standard input: %s", strerror(errno));
        if (out->len + (size_t)n > QUERY_MAX_BYTES || memchr(block, '\0', (size_t)n))
            return err_set(e, "standard input is no query: it has a NUL or more than %d bytes",
                           QUERY_MAX_BYTES);
        buf_add(out, block, (size_t)n);
    }
    for (size_t i = 0; i < out->len; i++)
        if (out->data[i] == '\n' || out->data[i] == '\r')
            out->data[i] = ' ';
    return true;
}

static bool read_query(struct find_batch *b, struct err *e)
{
    const char *given = b->request->query;
    struct buf input = {0};
    struct query_problem problem;
    if (strcmp(given, "-") == 0 ? !read_input(&input, e) : !buf_puts(&input, given))
        return false;
    bool empty = buf_str(&input)[strspn(buf_str(&input), " \t")] == '\0';
    const char *text = saved_query_text(b->config, empty ? "today" : buf_str(&input), e);
    if (text)
        b->query = query_new(text, &b->terms.terms, &problem);
    if (text && !b->query)
        err_set(e, "query: %s", problem.why.text);
    buf_done(&input);
    return b->query;
}

/* ---- whom to ask ---- */

static bool find_named(struct find_batch *b, const struct provider **out, struct err *e)
{
    for (size_t i = 0; i < b->request->word_count; i++) {
        const struct provider *p = provider_find(b->set, b->request->words[i]);
        if (!p)
            return find_terms_unknown(b->set, b->request->words[i], e);
        out[i] = p;
    }
    return true;
}

static bool is_named(const struct find_batch *b, const struct provider *const *named,
                     const struct provider *p)
{
    size_t count = b->request->word_count;
    for (size_t i = 0; i < count; i++)
        if (named[i] == p || named[i] == &provider_any)
            return true;
    return count == 0;
}

static bool any_named(const struct find_batch *b, const struct provider *const *named)
{
    for (size_t i = 0; i < b->request->word_count; i++)
        if (named[i] != &provider_any)
            return true;
    return query_names_providers(b->query);
}

/* One that was named and has no key is asked all the same, which gives the reason. Kept calls need
 * no key. */
static void choose(struct find_batch *b, const struct provider *const *named)
{
    b->asked = xcalloc(b->set->count + 1, sizeof *b->asked);
    b->named = any_named(b, named);
    for (size_t i = 0; i < b->set->count; i++) {
        const struct provider *p = &b->set->list[i];
        bool wanted = is_named(b, named, p) && query_asks(b->query, p->name);
        if (wanted && (b->named || b->query->kept || provider_has_key(p)))
            b->asked[b->asked_count++] = p;
    }
}

static bool prepare(struct find_batch *b, struct err *e)
{
    const struct provider **named = xcalloc(b->request->word_count + 1, sizeof *named);
    bool ok = find_named(b, named, e) && read_query(b, e) &&
              (!b->request->offline || find_terms_offline(b->query, e));
    if (ok)
        choose(b, named);
    free(named);
    return ok;
}

/* ---- asking ---- */

static struct failure *get_key(void *batch, const struct provider *p, char **key)
{
    struct find_batch *b = batch;
    struct err e;
    struct failure *f = request_unusable(p);
    if (f)
        return f;
    if (keyring_runs_command(b->keyring, p))
        progress_clear();
    *key = keyring_get(b->keyring, p, &e);
    return *key ? NULL : failure_new(KIND_AUTH, 0, "%s", e.text);
}

static void say_limited(void *batch, const struct provider *p, int seconds)
{
    (void)batch;
    progress_clear();
    output_say("%s: rate limited, resuming in %d s", p->name, seconds);
}

static bool is_in_flight(const struct listing *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->list[i].in_flight)
            return true;
    return false;
}

/* Waits for an answer, or until the next page may be asked for, and takes what has come. */
static void receive(struct find_batch *b, int64_t next_ms)
{
    struct pollfd fd = {.fd = fetch_fd(b->fetcher), .events = POLLIN};
    b->progress.wait_ms = is_in_flight(b->listing) ? 0 : next_ms;
    int tick_ms = progress_tick(&b->progress, time_now_ms());
    int wait_ms = int_sooner_ms(next_ms ? (int)next_ms : -1, tick_ms);
    if (batch_signals_poll(&fd, 1, wait_ms) < 0 && errno != EINTR)
        die("cannot wait for answers");
    for (struct answer *a; (a = fetch_next(b->fetcher));) {
        purge_words_say(a);
        listing_take(b->listing, a);
        fetch_answer_free(a);
    }
    b->progress.printed = listing_looked(b->listing);
}

static bool start(struct find_batch *b, struct err *e)
{
    const struct find_batch_request *r = b->request;
    b->fetcher = settings_start_fetcher(b->config, r->jobs, e);
    if (!b->fetcher)
        return false;
    b->keyring = keyring_new(b->set);
    b->limits = rate_limit_new(r->max_wait_s);
    struct listing_setup setup = {.fetcher = b->fetcher,
                                  .limits = b->limits,
                                  .key = get_key,
                                  .context = b,
                                  .limited = say_limited,
                                  .bounds = listing_printed};
    setup.bounds.limit = r->limit;
    b->listing = listing_new(&setup, b->query, &b->terms.terms, b->asked, b->asked_count);
    progress_init(&b->progress, "looked at", true, time_now_ms());
    return true;
}

/* ---- what is said about each provider ---- */

static void say_failure(struct find_batch *b, const struct listing_one *one)
{
    struct buf line = {0};
    if (b->request->mask)
        failure_mask(one->failure, NULL);
    print_failure(&line, NULL, one->provider->name, one->failure);
    line.len--; /* output_say ends the line */
    output_say("%.*s", (int)line.len, line.data);
    buf_done(&line);
    b->exit_code = exit_code_with(b->exit_code, one->failure->kind);
}

/* "looked back to Sat 28 Nov 12:10" */
static void say_bounded(const struct find_batch *b, const struct listing_one *one)
{
    struct buf moment = {0};
    if (one->complete_from_us == INT64_MAX) {
        output_say("%s: looked at %zu calls; there are more", one->provider->name, one->looked);
        return;
    }
    query_put_moment(&moment, &b->terms.terms.time, one->complete_from_us);
    output_say("%s: looked back to %s", one->provider->name, buf_str(&moment));
    buf_done(&moment);
}

static void say_one(struct find_batch *b, const struct listing_one *one)
{
    const char *name = one->provider->name;
    if (one->state == LISTING_LEFT_OUT)
        output_say("%s: left out: %s", name, one->plan.left_out);
    if (one->state == LISTING_FAILED)
        say_failure(b, one);
    if (one->state == LISTING_BOUNDED)
        say_bounded(b, one);
    if (one->notes && *one->notes)
        output_say("%s: %s", name, one->notes);
}

static size_t count_in(const struct listing *l, enum listing_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->list[i].state == state;
    return n;
}

static void say_all(struct find_batch *b)
{
    for (size_t i = 0; i < b->listing->count; i++)
        say_one(b, &b->listing->list[i]);
    if (b->named && count_in(b->listing, LISTING_LEFT_OUT) == b->listing->count)
        b->exit_code = exit_code_with(b->exit_code, KIND_USAGE);
}

/* ---- rows ---- */

static void print_rows(struct find_batch *b, const struct list_row *const *list, size_t count)
{
    size_t limit = b->request->limit, shown = limit && count > limit ? limit : count;
    struct row_calls calls = {.list = list, .mask = b->request->mask};
    struct print_rows rows = {.count = shown,
                              .row = row_call,
                              .owner = &calls,
                              .cols = b->request->cols,
                              .several = b->asked_count > 1};
    struct buf out = {0};
    row_form_print(&out, b->request->form, &rows);
    row_call_done(&calls);
    if (output_end(&out))
        b->exit_code = KIND_OTHER;
}

static bool is_over(const struct find_batch *b, size_t count)
{
    return b->request->limit && count > b->request->limit;
}

/* Where exactly as many came as were wanted, it is not known whether older ones match. */
static void say_more(const struct find_batch *b, size_t count)
{
    size_t limit = b->request->limit;
    if (!is_over(b, count))
        output_say("stopped at %zu call%s (--limit): older ones were not looked at", limit,
                   limit == 1 ? "" : "s");
    else if (limit == 1)
        output_say("only the newest one is printed (--limit)");
    else
        output_say("only the %zu newest are printed (--limit)", limit);
}

/* Above all a time or a provider that is written in another way is found in no call. */
static void say_loose_word(const struct find_batch *b, const char *raw)
{
    struct buf why = {0};
    char *word = clean_dup(raw, CLEAN_SCREEN);
    if (b->request->mask)
        mask_text(word, strlen(word), NULL, NULL);
    query_put_loose(&why, word, b->query->kept);
    output_say("no such call; %s", buf_str(&why));
    free(word);
    buf_done(&why);
}

/* `complete`: all that was asked for was looked at. Programs that read the other forms count rows.
 */
static void say_nothing_found(const struct find_batch *b, bool complete)
{
    const char *raw = query_loose_word(b->query);
    if (raw)
        say_loose_word(b, raw);
    else if (complete && b->request->form == ROW_FORM_TEXT)
        output_say("no call matches");
}

static void list_calls(struct find_batch *b)
{
    batch_signals_hold(progress_clear);
    int64_t next_ms = listing_send(b->listing);
    while (listing_is_busy(b->listing)) {
        receive(b, next_ms);
        next_ms = listing_send(b->listing);
    }
    progress_clear();
    const struct list_row **list = listing_merged(b->listing);
    size_t count = listing_row_count(b->listing);
    print_rows(b, list, count);
    free(list);
    say_all(b);
    if (!count)
        say_nothing_found(b, count_in(b->listing, LISTING_ENDED) == b->listing->count);
    if (is_over(b, count) || count_in(b->listing, LISTING_PAUSED))
        say_more(b, count);
    batch_signals_release();
}

/* ---- kept calls ---- */

static bool is_asked(const struct find_batch *b, const struct list_row *row)
{
    for (size_t i = 0; i < b->asked_count; i++)
        if (strcmp(b->asked[i]->name, row->provider) == 0)
            return true;
    return false;
}

static void print_kept(struct find_batch *b, const struct kept_rows *found)
{
    const struct list_row **list = xcalloc(found->count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++)
        if (is_asked(b, found->list[i]))
            list[count++] = found->list[i];
    print_rows(b, list, count);
    free(list);
    if (found->note)
        output_say("%s", found->note);
    bool complete = found->looked && !found->unread;
    if (!complete && !found->note)
        output_say("no calls are kept");
    if (complete && !count)
        say_nothing_found(b, true);
    if (found->unread)
        b->exit_code = KIND_OTHER;
    if (is_over(b, count))
        say_more(b, count);
}

/* Nothing is sent. */
static void list_kept(struct find_batch *b)
{
    struct kept_rows found = {0};
    struct err e;
    batch_signals_hold(progress_clear);
    kept_rows_start(b->config);
    progress_init(&b->progress, "looked at", true, time_now_ms());
    bool searched = kept_rows_find(&found, b->config, b->set, b->query, &b->progress, &e);
    progress_clear();
    if (searched) {
        print_kept(b, &found);
    } else {
        output_say("%s", e.text);
        b->exit_code = KIND_OTHER;
    }
    kept_rows_done(&found);
    batch_signals_release();
}

static void run(struct find_batch *b)
{
    struct err e;
    if (!prepare(b, &e)) {
        output_say("%s", e.text);
        b->exit_code = KIND_USAGE;
    } else if (!b->asked_count) {
        /* The query can name others than the command line, or leave those out. */
        output_say(b->named ? "the query leaves out the providers that are named"
                            : "no provider to ask: none that this query asks has a key");
        b->exit_code = b->named ? KIND_USAGE : KIND_AUTH;
    } else if (b->query->kept) {
        list_kept(b);
    } else if (!start(b, &e)) {
        output_say("%s", e.text);
        b->exit_code = KIND_OTHER;
    } else {
        list_calls(b);
    }
}

int find_batch_run(const struct config *config, const struct provider_set *set,
                   const struct find_batch_request *request)
{
    struct find_batch b = {.config = config, .set = set, .request = request};
    find_terms_init(&b.terms, config, set);
    run(&b);
    listing_free(b.listing);
    if (b.fetcher && !fetch_free(b.fetcher))
        _exit(b.exit_code);
    keyring_free(b.keyring);
    rate_limit_free(b.limits);
    query_free(b.query);
    find_terms_done(&b.terms);
    free(b.asked);
    return b.exit_code;
}
