/* A value says where it comes from if there are two ways to it: "(from the provider)" or "(from the
 * turns' times)". What only a provider can know is the provider's, like all other facts. */
#include "call/figure_facts.h"

#include "call/value.h"
#include "text/time.h"

#include <math.h>
#include <string.h>

enum { COST_PARTS_MAX = 8, AMOUNT_MAX_DIGITS = 6 };
/* Less than a cent would be shown as nothing. */
static const double CENT = 0.00995;

void figure_facts_put_origin(struct buf *out, enum origin from)
{
    buf_puts(out, from == ORIGIN_TIMES ? " (from the turns' times)" : " (from the provider)");
}

/* Appends a comma unless nothing came before. */
static void put_comma(struct buf *out, size_t begin)
{
    buf_puts(out, out->len > begin ? ", " : "");
}

static void put_word(struct buf *out, const char *word)
{
    if (!call_given(word))
        return;
    put_comma(out, 0);
    buf_puts(out, word);
}

/* "0.8 s" or "1:05" */
static void put_seconds(struct buf *out, const char *before, double seconds)
{
    char text[TIME_TEXT_BYTES];
    if (!isfinite(seconds))
        return;
    time_short_text(seconds, 1, " s", text);
    buf_printf(out, "%s%s", before, text);
}

/* " at 0:47" */
static void put_place(struct buf *out, const struct call *c, size_t turn)
{
    char text[TIME_TEXT_BYTES];
    if (turn >= c->turn_count || !isfinite(call_turn(c, turn)->start_s))
        return;
    time_duration_text(call_turn(c, turn)->start_s, text);
    buf_printf(out, " at %s", text);
}

static void put_replies(struct buf *out, const struct call *c)
{
    const struct reply_figure *r = &c->figures.reply;
    if (!r->from)
        return;
    buf_printf(out, "%zu: ", r->count);
    if (r->count > 1)
        put_seconds(out, "median ", r->median_s);
    put_seconds(out, ", p90 ", r->p90_s);
    put_seconds(out, r->count > 1 ? ", slowest " : "", r->max_s);
    put_place(out, c, r->max_turn);
    figure_facts_put_origin(out, r->from);
}

/* "agent 2:10"; rounded, as these are sums. */
static void put_sum(struct buf *out, const char *what, double seconds)
{
    char text[TIME_TEXT_BYTES];
    if (!isfinite(seconds))
        return;
    time_duration_text(round(seconds), text);
    put_comma(out, 0);
    buf_printf(out, "%s %s", what, text);
}

static void put_cuts(struct buf *out, const struct figures *f)
{
    buf_puts(out, out->len ? "; cut in: " : "cut in: ");
    size_t begin = out->len;
    if (!isnan(f->interruptions.by_person))
        buf_printf(out, "person %.0f", f->interruptions.by_person);
    if (!isnan(f->interruptions.by_agent)) {
        put_comma(out, begin);
        buf_printf(out, "agent %.0f", f->interruptions.by_agent);
    }
    figure_facts_put_origin(out, f->interruptions.from);
}

/* The origin of the times is said once if all of it is from times. */
static void put_talk(struct buf *out, const struct call *c)
{
    const struct figures *f = &c->figures;
    if (f->talk.from) {
        put_sum(out, "agent", f->talk.agent_s);
        put_sum(out, "person", f->talk.person_s);
    }
    if (f->silence.from)
        put_sum(out, "silence", f->silence.seconds);
    if (out->len && f->interruptions.from != ORIGIN_TIMES)
        figure_facts_put_origin(out, ORIGIN_TIMES);
    if (f->interruptions.from)
        put_cuts(out, f);
}

static void put_tools(struct buf *out, const struct call *c)
{
    const struct figures *f = &c->figures;
    if (!f->tools.count)
        return;
    buf_printf(out, "%zu", f->tools.count);
    if (f->tools.failed)
        buf_printf(out, ", %zu failed", f->tools.failed);
    if (time_has_tenths(f->tools.slowest_s))
        put_seconds(out, f->tools.count > 1 ? ", slowest " : ", took ", f->tools.slowest_s);
}

static bool is_credits(const struct money *m)
{
    return strcmp(m->currency, "credits") == 0;
}

/* 1.50, 0.14, and below a cent two digits that are no zeros: 0.0012. `sign` is the currency's. */
static void put_amount(struct buf *out, const struct money *m, const char *sign, double amount)
{
    int digits = 2;
    double size = fabs(amount);
    while (size > 0 && size < CENT && digits < AMOUNT_MAX_DIGITS && size * pow(10, digits) < 9.5)
        digits++;
    buf_puts(out, amount < 0 ? "-" : "");
    if (is_credits(m))
        buf_printf(out, "%.10g", size);
    else
        buf_printf(out, "%s%.*f", sign, digits, size);
}

void figure_facts_put_money(struct buf *out, const struct money *m)
{
    bool is_dollars = strcmp(m->currency, "USD") == 0;
    put_amount(out, m, is_dollars ? "$" : "EUR ", m->amount);
    buf_puts(out, !is_credits(m) ? "" : m->amount == 1 ? " credit" : " credits");
}

static void put_cost(struct buf *out, const struct call *c)
{
    const struct figures *f = &c->figures;
    size_t shown = f->cost_part_count < COST_PARTS_MAX ? f->cost_part_count : COST_PARTS_MAX;
    if (!f->cost.currency)
        return;
    figure_facts_put_money(out, &f->cost);
    for (size_t i = 0; i < shown; i++) {
        const char *name = f->cost_parts[i].name;
        buf_printf(out, "%s%s ", i ? ", " : ": ", call_given(name) ? name : "other");
        put_amount(out, &f->cost, "", f->cost_parts[i].amount);
    }
    if (shown < f->cost_part_count)
        buf_printf(out, " and %zu more", f->cost_part_count - shown);
}

static void put_outcome(struct buf *out, const struct call *c)
{
    const struct figures *f = &c->figures;
    put_word(out, f->outcome);
    put_word(out, f->success == TRUTH_YES  ? "successful"
                  : f->success == TRUTH_NO ? "not successful"
                                           : NULL);
    put_word(out, f->sentiment);
}

static void put_voicemail(struct buf *out, const struct call *c)
{
    enum truth voicemail = c->figures.voicemail;
    put_word(out, voicemail == TRUTH_YES ? "yes" : voicemail == TRUTH_NO ? "no" : NULL);
}

static void put_hung_up(struct buf *out, const struct call *c)
{
    put_word(out, c->figures.hung_up);
}

static void put_transfer(struct buf *out, const struct call *c)
{
    put_word(out, c->figures.transfer_to);
    put_word(out, c->figures.transfer_status);
}

static void put_ring(struct buf *out, const struct call *c)
{
    if (time_has_tenths(c->figures.ring_s))
        put_seconds(out, "", c->figures.ring_s);
}

/* Times are often given since the first turn, and then this is 0. */
static void put_first_words(struct buf *out, const struct call *c)
{
    if (!time_has_tenths(c->figures.first_words_s))
        return;
    put_seconds(out, "agent after ", c->figures.first_words_s);
    figure_facts_put_origin(out, ORIGIN_TIMES);
}

static const char provider[] = "provider", transcript[] = "transcript";

const struct figure_fact figure_facts[FIGURE_FACTS] = {
    {"replies", "Replies", NULL, put_replies},
    {"talk", "Talk", NULL, put_talk},
    {"tools", "Tools", transcript, put_tools},
    {"cost", "Cost", provider, put_cost},
    {"outcome", "Outcome", provider, put_outcome},
    {"voicemail", "Voicemail", provider, put_voicemail},
    {"hung_up", "Hung up", provider, put_hung_up},
    {"transfer", "Transfer", provider, put_transfer},
    {"ring", "Ring", provider, put_ring},
    {"first_words", "First words", NULL, put_first_words},
};

void figure_facts_put_all(struct buf *out, const struct call *c)
{
    size_t begin = out->len;
    for (size_t i = 0; i < FIGURE_FACTS; i++) {
        const struct figure_fact *f = &figure_facts[i];
        struct buf value = {0};
        f->put(&value, c);
        if (value.len)
            buf_printf(out, "%s%s %s", out->len > begin ? "; " : "", f->label, buf_str(&value));
        if (value.len && f->origin)
            buf_printf(out, " (from the %s)", f->origin);
        buf_done(&value);
    }
}

void figure_facts_put_evaluation(struct buf *out, const struct evaluation *e)
{
    const struct value *result = e->result;
    if (call_given(e->name))
        buf_printf(out, "%s: ", e->name);
    if (!result || result->type == VALUE_NULL)
        buf_puts(out, "not given");
    else if (result->type == VALUE_BOOL)
        buf_puts(out, result->truth ? "yes" : "no");
    else
        value_put_text(out, result);
    if (call_given(e->reason))
        buf_printf(out, " (%s)", e->reason);
}
