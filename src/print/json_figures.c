#include "print/json_figures.h"

#include "print/json_field.h"

/* Appends the key and opens an object. Without a value, appends null and returns false. */
static bool open_object(struct buf *out, const char *key, bool given)
{
    if (!json_field_given(out, key, given))
        return false;
    buf_putc(out, '{');
    return true;
}

static void close_object(struct buf *out, enum origin from)
{
    json_field_text(out, "from", figures_origin_name(from));
    buf_putc(out, '}');
}

/* What is worked out from the times of the turns, unless the provider says it. */
static void put_times(struct buf *out, const struct figures *f)
{
    if (open_object(out, "reply_s", f->reply.from)) {
        json_field_number(out, "count", (double)f->reply.count);
        json_field_seconds(out, "median", f->reply.median_s);
        json_field_seconds(out, "p90", f->reply.p90_s);
        json_field_seconds(out, "max", f->reply.max_s);
        close_object(out, f->reply.from);
    }
    if (open_object(out, "silence_s", f->silence.from)) {
        json_field_seconds(out, "value", f->silence.seconds);
        close_object(out, f->silence.from);
    }
    if (open_object(out, "interruptions", f->interruptions.from)) {
        json_field_number(out, "by_person", f->interruptions.by_person);
        json_field_number(out, "by_agent", f->interruptions.by_agent);
        close_object(out, f->interruptions.from);
    }
    if (open_object(out, "talk_s", f->talk.from)) {
        json_field_seconds(out, "agent", f->talk.agent_s);
        json_field_seconds(out, "person", f->talk.person_s);
        buf_putc(out, '}');
    }
}

static void put_tools(struct buf *out, const struct figures *f)
{
    if (!open_object(out, "tools", f->tools.count > 0))
        return;
    json_field_number(out, "count", (double)f->tools.count);
    json_field_number(out, "failed", (double)f->tools.failed);
    json_field_seconds(out, "slowest_s", f->tools.slowest_s);
    buf_putc(out, '}');
}

static void put_transfer(struct buf *out, const struct figures *f)
{
    if (!open_object(out, "transfer", f->transfer_to || f->transfer_status))
        return;
    json_field_text(out, "to", f->transfer_to);
    json_field_text(out, "status", f->transfer_status);
    buf_putc(out, '}');
}

static void put_cost_part(struct buf *out, const void *item)
{
    const struct cost_part *part = item;
    buf_putc(out, '{');
    json_field_text(out, "name", part->name);
    json_field_amount(out, part->amount);
    buf_putc(out, '}');
}

static void put_evaluation(struct buf *out, const void *item)
{
    const struct evaluation *e = item;
    buf_putc(out, '{');
    json_field_text(out, "name", e->name);
    json_field_value(out, "result", e->result);
    json_field_text(out, "reason", e->reason);
    buf_putc(out, '}');
}

void json_figures_put(struct buf *out, const struct figures *f)
{
    json_field_key(out, "metrics");
    buf_putc(out, '{');
    put_times(out, f);
    json_field_seconds(out, "first_words_s", f->first_words_s);
    json_field_seconds(out, "ring_s", f->ring_s);
    put_tools(out, f);
    put_transfer(out, f);
    json_field_truth(out, "voicemail", f->voicemail);
    json_field_text(out, "hung_up", f->hung_up);
    json_field_truth(out, "success", f->success);
    json_field_text(out, "sentiment", f->sentiment);
    if (open_object(out, "cost", f->cost.currency)) {
        json_field_amount(out, f->cost.amount);
        json_field_text(out, "currency", f->cost.currency);
        json_field_list(out, "parts", f->cost_parts, f->cost_part_count, sizeof *f->cost_parts,
                        put_cost_part);
        buf_putc(out, '}');
    }
    json_field_list(out, "evaluations", f->evaluations, f->evaluation_count, sizeof *f->evaluations,
                    put_evaluation);
    json_field_text(out, "outcome", f->outcome);
    buf_putc(out, '}');
}
