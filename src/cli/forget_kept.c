/* A file that cannot be read may be one of the calls that are meant: that is said, and is no
 * success. */
#include "cli/forget_kept.h"

#include "base/alloc.h"
#include "cli/find_terms.h"
#include "cli/kept_rows.h"
#include "cli/output.h"
#include "cli/saved_query.h"
#include "keep/kept_folder.h"
#include "text/time.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ANSWER_BYTES = 256 };

struct forgetting {
    const struct config *config;
    const struct provider_set *set;
    const char *query;
    bool yes;
    char *dir;
    int exit_code;
};

static const char *calls(size_t n)
{
    return n == 1 ? "call" : "calls";
}

static void fail(struct forgetting *f, enum kind kind, const char *sentence)
{
    output_say("%s", sentence);
    f->exit_code = (int)kind;
}

/* ---- asking ---- */

static bool agrees(const struct forgetting *f, const char *what)
{
    char answer[ANSWER_BYTES];
    ssize_t n;
    if (f->yes)
        return true;
    output_say("forget %s for good? Type y and Enter", what);
    do
        n = read(STDIN_FILENO, answer, sizeof answer);
    while (n < 0 && errno == EINTR);
    bool yes = n > 0 && (answer[0] == 'y' || answer[0] == 'Y');
    if (!yes)
        output_say("nothing was forgotten");
    return yes;
}

/* ---- all ---- */

static bool agrees_to_all(const struct forgetting *f, const struct kept_census *c)
{
    size_t damaged = kept_trouble_total(&c->troubles);
    struct buf what = {0};
    buf_printf(&what, c->calls == 1 ? "the only kept call" : "all %zu kept calls", c->calls);
    if (damaged)
        buf_printf(&what, " and %zu %s that cannot be read", damaged,
                   damaged == 1 ? "file" : "files");
    bool agreed = agrees(f, buf_str(&what));
    buf_done(&what);
    return agreed;
}

static void forget_all(struct forgetting *f)
{
    struct buf left = {0};
    struct kept_census before = kept_rows_purge(f->config, f->dir, (struct kept_limits){0});
    if (!before.calls && !kept_trouble_total(&before.troubles)) {
        output_say("no calls are kept");
        return;
    }
    if (!agrees_to_all(f, &before))
        return;
    struct kept_census after =
        kept_rows_purge(f->config, f->dir, (struct kept_limits){.all = true});
    output_say("forgot %zu kept %s", after.removed, calls(after.removed));
    kept_trouble_put_note(&left, &after.troubles);
    if (left.len)
        fail(f, KIND_OTHER, buf_str(&left));
    if (*after.failed.text)
        fail(f, KIND_OTHER, after.failed.text);
    buf_done(&left);
}

/* ---- those of a query ---- */

static struct query *read_query(const struct forgetting *f, const struct find_terms *terms,
                                struct err *e)
{
    struct query_problem problem;
    const char *given = saved_query_text(f->config, f->query, e);
    if (!given)
        return NULL;
    char *text = xasprintf("kept %s", given);
    struct query *q = query_new(text, &terms->terms, &problem);
    if (!q)
        err_set(e, "query: %s", problem.why.text);
    free(text);
    return q;
}

static void forget_rows(struct forgetting *f, const struct kept_rows *found)
{
    size_t forgotten = 0;
    time_t now = (time_t)(time_wall_us() / 1000000);
    struct err e = {""};
    for (size_t i = 0; i < found->count; i++)
        if (kept_folder_forget(f->dir, found->list[i]->provider, found->list[i]->id, now, &e))
            forgotten++;
    output_say("forgot %zu kept %s", forgotten, calls(forgotten));
    if (*e.text)
        fail(f, KIND_OTHER, e.text);
}

static void forget_found(struct forgetting *f, const struct kept_rows *found)
{
    struct buf what = {0};
    buf_printf(&what, "%zu kept %s", found->count, calls(found->count));
    if (!found->count)
        output_say("no kept call matches");
    else if (agrees(f, buf_str(&what)))
        forget_rows(f, found);
    if (found->note)
        fail(f, KIND_OTHER, found->note);
    buf_done(&what);
}

static void forget_some(struct forgetting *f)
{
    struct find_terms terms;
    struct kept_rows found = {0};
    struct progress progress;
    struct err e;
    progress_init(&progress, "looked at", true, time_now_ms());
    find_terms_init(&terms, f->config, f->set);
    struct query *q = read_query(f, &terms, &e);
    bool searched = q && kept_rows_find(&found, f->config, f->set, q, &progress, &e);
    progress_clear();
    if (searched)
        forget_found(f, &found);
    else
        fail(f, q ? KIND_OTHER : KIND_USAGE, e.text);
    kept_rows_done(&found);
    query_free(q);
    find_terms_done(&terms);
}

int forget_kept_run(const struct config *config, const struct provider_set *set, const char *query,
                    bool yes)
{
    struct forgetting f = {.config = config, .set = set, .query = query, .yes = yes};
    struct err e;
    if (!query[strspn(query, " \t")])
        fail(&f, KIND_USAGE, "'--archive-forget' needs a query, or all");
    else if (!yes && (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)))
        fail(&f, KIND_USAGE, "'--archive-forget' needs --yes where there is no terminal to ask on");
    else if (!(f.dir = kept_rows_folder(&e)))
        fail(&f, KIND_OTHER, e.text);
    else if (strcmp(query, "all") == 0)
        forget_all(&f);
    else
        forget_some(&f);
    free(f.dir);
    return f.exit_code;
}
