/* Rows for programs: TSV, CSV and IDs. Pure. */
#include "print/print_rows.h"

#include "text/ascii.h"
#include "text/clean.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 13, CSV, TSV, MILLIONTHS = 1000000 };

/* Whether a spreadsheet takes the value for a formula. It does so for what begins like one (see
 * https://owasp.org/www-community/attacks/CSV_Injection); numbers and phone numbers remain. */
static bool is_formula(const char *s)
{
    const char *digits = s + (*s == '+' || *s == '-');
    bool number = *digits && strspn(digits, "0123456789.") == strlen(digits);
    return *s && strchr("=+-@\t\r", *s) && !number;
}

static void put_quoted(struct buf *out, const char *s)
{
    buf_putc(out, '"');
    for (; *s; s++) {
        if (*s == '"')
            buf_putc(out, '"');
        buf_putc(out, *s);
    }
    buf_putc(out, '"');
}

/* The value is judged as it came and as it is written: what is cleaned away may have hidden its
 * beginning. */
static void put_value(struct buf *out, const char *raw, int form)
{
    struct buf clean = {0}, value = {0};
    const char *s = raw ? raw : "";
    clean_text(&clean, s, strlen(s), form == CSV ? CLEAN_LINES : 0);
    if (is_formula(s) || is_formula(buf_str(&clean)))
        buf_putc(&value, '\'');
    buf_puts(&value, buf_str(&clean));
    if (form == CSV && strpbrk(buf_str(&value), "\",\n\r"))
        put_quoted(out, buf_str(&value));
    else
        buf_puts(out, buf_str(&value));
    buf_done(&clean);
    buf_done(&value);
}

static void put_record(struct buf *out, const char *const values[COLUMNS], int form)
{
    for (int i = 0; i < COLUMNS; i++) {
        buf_puts(out, i == 0 ? "" : form == CSV ? "," : "\t");
        put_value(out, values[i], form);
    }
    buf_puts(out, form == CSV ? "\r\n" : "\n");
}

static void put_row(struct buf *out, const struct print_row *r, int form)
{
    const struct call *c = r->call;
    const struct money *m = &c->figures.cost;
    char started[TIME_TEXT_BYTES], ended[TIME_TEXT_BYTES];
    struct buf duration = {0}, cost = {0};
    time_rfc3339(&c->started, started);
    time_rfc3339(&c->ended, ended);
    if (isfinite(c->duration_s))
        value_put_json_number(&duration, c->duration_s);
    if (m->currency) {
        value_put_json_number(&cost, round(m->amount * MILLIONTHS) / MILLIONTHS);
        buf_printf(&cost, " %s", m->currency);
    }
    const char *const values[COLUMNS] = {
        c->provider, c->id,    started,   ended,         buf_str(&duration), c->direction, r->from,
        r->to,       r->agent, c->status, c->end_reason, buf_str(&cost),     c->summary};
    put_record(out, values, form);
    buf_done(&duration);
    buf_done(&cost);
}

static void put_table(struct buf *out, const struct print_rows *rows, int form)
{
    static const char *const head[COLUMNS] = {
        "provider", "id",    "started_at", "ended_at",   "duration_s", "direction", "from",
        "to",       "agent", "status",     "end_reason", "cost",       "summary"};
    put_record(out, head, form);
    for (size_t i = 0; i < rows->count; i++) {
        struct print_row r = rows->row(rows->owner, i);
        put_row(out, &r, form);
    }
}

void print_rows_tsv(struct buf *out, const struct print_rows *rows)
{
    put_table(out, rows, TSV);
}

void print_rows_csv(struct buf *out, const struct print_rows *rows)
{
    put_table(out, rows, CSV);
}

void print_rows_id(struct buf *out, const struct print_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct print_row r = rows->row(rows->owner, i);
        buf_printf(out, "%s:", r.call->provider);
        clean_text(out, r.call->id, strlen(r.call->id), 0);
        buf_putc(out, '\n');
    }
}
