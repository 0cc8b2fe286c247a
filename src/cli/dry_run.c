/* Reads the files, extracts a call from them, and writes the report. */
#include "cli/dry_run.h"

#include "base/alloc.h"
#include "call/masked.h"
#include "cli/dry_run_list.h"
#include "cli/dry_run_report.h"
#include "cli/input_file.h"
#include "cli/output.h"
#include "cli/settings.h"
#include "provider/extract/extract.h"
#include "provider/extract/trace.h"

#include <stdlib.h>

struct dry_run {
    const struct provider *p;
    struct file_text *files;
    size_t count, max_bytes;
    bool mask;
};

static bool read_files(struct dry_run *t, const char *const *files, size_t count, struct err *e)
{
    t->files = xcalloc(count, sizeof *t->files);
    for (size_t i = 0; i < count; i++) {
        if (!input_file_read(&t->files[i], files[i], t->max_bytes, e))
            return false;
        t->count++;
    }
    return true;
}

/* NULL, with e set, if the provider cannot be tested. */
static const struct provider *choose(const struct provider_set *set, const char *name, size_t count,
                                     struct err *e)
{
    const struct provider *p = provider_find(set, name);
    if (!p || p == &provider_any)
        provider_unknown(set, name, e);
    else if (p->broken)
        err_set(e, "provider '%s' cannot be used: %s", name, p->broken);
    else if (count > 1 && !p->second.path)
        err_set(e, "provider '%s' has no second document (turns.path): give one file only", name);
    else
        return p;
    return NULL;
}

/* Reports the call, masked if the option is on. */
static void report_call(const struct dry_run *t, struct buf *out, const struct call *c,
                        const struct trace *trace)
{
    struct mask_count count;
    struct call *masked = t->mask ? masked_call(c, &count) : NULL;
    dry_run_report_result(out, masked ? masked : c);
    dry_run_report_unused(out, c, trace, t->mask);
    call_free(masked);
}

static void say_failure(const struct dry_run *t, struct failure *f)
{
    if (t->mask)
        failure_mask(f, NULL);
    output_say("no call for provider '%s': %s", t->p->name, f->message);
}

static int run(const struct dry_run *t)
{
    const struct answer_body answer = input_file_answer(&t->files[0]);
    struct buf out = {0};
    if (t->count == 1 && dry_run_list_is(t->p, &answer)) {
        dry_run_list_report(&out, t->p, &answer, t->mask);
        return output_end(&out);
    }
    struct answer_body *pages = xcalloc(t->count, sizeof *pages);
    for (size_t i = 1; i < t->count; i++)
        pages[i - 1] = input_file_answer(&t->files[i]);
    struct turns_answer turns = {.pages = pages, .page_count = t->count - 1};
    struct trace trace;
    trace_init(&trace, t->p);
    struct extracted got = extract_traced(t->p, "", &answer, t->count > 1 ? &turns : NULL, &trace);
    dry_run_report_request(&out, t->p, got.call ? got.call->id : NULL);
    if (trace.tried)
        dry_run_report_places(&out, &trace, t->mask);
    if (got.call)
        report_call(t, &out, got.call, &trace);
    int code = output_end(&out);
    if (got.failure)
        say_failure(t, got.failure);
    if (!code && got.failure)
        code = KIND_PROVIDER;
    call_free(got.call);
    failure_free(got.failure);
    trace_done(&trace);
    free(pages);
    return code;
}

int dry_run(const struct config *config, const struct provider_set *set, const char *name,
            const char *const *files, size_t count)
{
    struct dry_run t = {.max_bytes = settings_max_bytes(config),
                        .mask = config_number(config, OPT_mask)};
    struct err e;
    t.p = choose(set, name, count, &e);
    bool ok = t.p && read_files(&t, files, count, &e);
    int code = ok ? run(&t) : KIND_USAGE;
    if (!ok)
        output_say("%s", e.text);
    for (size_t i = 0; i < t.count; i++)
        file_text_done(&t.files[i]);
    free(t.files);
    return code;
}
