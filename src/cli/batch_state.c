/* A finished slot: the call in its printed form, or the failure in the words of standard error. */
#include "cli/batch_state.h"

#include "call/masked.h"
#include "cli/exit_code.h"
#include "print/print.h"
#include "text/time.h"

struct batch_slot *batch_slot_at(const struct batch *b, size_t i)
{
    return &b->slots[(b->first + i) % b->slot_count];
}

void batch_count_failure(struct batch *b, enum kind kind)
{
    b->exit_code = exit_code_with(b->exit_code, kind);
}

static void finish(struct batch *b, struct batch_slot *s)
{
    s->done = true;
    b->held_bytes += s->data.len;
}

void batch_finish_failure(struct batch *b, struct batch_slot *s, const struct failure *f)
{
    const char *provider = s->ref.provider ? s->ref.provider->name : NULL;
    if (!b->request->dir)
        form_print_failure(&s->data, b->request->form, provider, s->ref.id, f);
    print_failure(&s->message, provider, s->ref.id, f);
    batch_count_failure(b, f->kind);
    s->failed = true;
    finish(b, s);
}

void batch_finish_error(struct batch *b, struct batch_slot *s, enum kind kind, const char *sentence)
{
    struct failure *f = failure_new(kind, 0, "%s", sentence);
    batch_finish_failure(b, s, f);
    failure_free(f);
}

void batch_mask_failure(const struct batch *b, const struct batch_slot *s, struct failure *f)
{
    if (b->request->mask)
        failure_mask(f, s->ref.id);
}

/* Why the transcript is incomplete; the caller frees it. NULL if it is complete. */
static struct failure *transcript_failure(const struct batch *b, const struct batch_slot *s,
                                          const struct call *c)
{
    if (!c->turns_error)
        return NULL;
    struct failure *f = failure_new(c->turns_error_kind, 0, "%s", c->turns_error);
    batch_mask_failure(b, s, f);
    return f;
}

static bool print_call(const struct batch *b, struct buf *out, const struct call *c, struct err *e)
{
    const struct batch_request *r = b->request;
    struct mask_count count;
    struct call *masked = r->mask ? masked_call(c, &count) : NULL;
    bool printed = form_print(out, r->form, masked ? masked : c, &r->style, e);
    call_free(masked);
    return printed;
}

/* A call whose transcript is incomplete is printed and still counts as failed. The raw form has no
 * transcript that could be incomplete. */
void batch_finish_call(struct batch *b, struct batch_slot *s, const struct call *c)
{
    struct err e = {""};
    struct failure *incomplete = transcript_failure(b, s, c);
    bool printed = print_call(b, &s->data, c, &e);
    if (printed && incomplete && !form_is_raw(b->request->form)) {
        print_failure(&s->message, s->ref.provider->name, s->ref.id, incomplete);
        batch_count_failure(b, incomplete->kind);
    }
    if (printed)
        finish(b, s);
    else if (incomplete)
        batch_finish_failure(b, s, incomplete);
    else
        batch_finish_error(b, s, KIND_OTHER, e.text);
    failure_free(incomplete);
}

void batch_finish_kept(struct batch *b, struct batch_slot *s, const struct call *c,
                       const struct kept_age *age)
{
    if (age->masked && form_is_raw(b->request->form))
        batch_finish_error(b, s, KIND_OTHER,
                           "only the masked call is kept, not the answers of the provider");
    else
        batch_finish_call(b, s, c);
    buf_printf(&s->message, "%s:%s: ", s->ref.provider->name, s->ref.id);
    kept_age_put(&s->message, age, time_wall_us());
    buf_putc(&s->message, '\n');
}
