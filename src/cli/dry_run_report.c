/* The report is meant to be read next to the API's documentation: it shows which places of the
 * description have a value in the answer, and which values of the answer are unused. */
#include "cli/dry_run_report.h"

#include "base/alloc.h"
#include "call/facts.h"
#include "call/reply.h"
#include "cli/table.h"
#include "provider/id_form.h"
#include "provider/sources.h"
#include "provider/vocabulary.h"
#include "text/clean.h"
#include "text/mask.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOWN_BYTES = 60,
    POINTER_BYTES = 160,
    FIRST_ROWS = 3,
    UNUSED_ROWS_MAX = 200,
    VISITS_MAX = 100000
};

static void put_heading(struct buf *out, const char *title)
{
    buf_printf(out, "%s%s\n", out->len ? "\n" : "", title);
}

static void put_count(struct buf *out, const char *title, size_t count)
{
    buf_printf(out, "\n%s: %zu\n", title, count);
}

static void put_clean_line(struct buf *out, const char *s)
{
    buf_puts(out, "  ");
    clean_text(out, s, strlen(s), CLEAN_SCREEN);
    buf_putc(out, '\n');
}

void dry_run_report_put_request(struct buf *out, const struct request *r)
{
    char *line = xasprintf("%s %s", r->body ? "POST" : "GET", r->url);
    put_clean_line(out, line);
    free(line);
    for (size_t i = 0; i < r->header_count; i++)
        put_clean_line(out, r->headers[i]);
    if (r->userpwd)
        put_clean_line(out, r->userpwd);
    if (r->body)
        put_clean_line(out, r->body);
}

/* The request for the transcript, if that is a document of its own. */
static void put_second(struct buf *out, const struct provider *p, const char *id)
{
    struct request r;
    if (!p->second.path)
        return;
    struct failure *f = request_turns(p, id, "KEY", NULL, &r);
    char *line = f ? NULL : xasprintf("GET %s (its pages are the files after the first)", r.url);
    put_clean_line(out, f ? f->message : line);
    free(line);
    if (!f)
        request_done(&r);
    failure_free(f);
}

/* The request for the recording, if it needs the key. */
static void put_recording(struct buf *out, const struct provider *p, const char *id)
{
    char *url;
    if (!p->recording_path)
        return;
    struct failure *f = request_recording_url(p, id, &url);
    char *line = f ? NULL : xasprintf("GET %s (the recording)", url);
    put_clean_line(out, f ? f->message : line);
    free(line);
    if (!f)
        free(url);
    failure_free(f);
}

static void put_form(struct buf *out, const struct provider *p, const char *id)
{
    if (!p->id_form)
        put_clean_line(out, "no id_form: auto never chooses this provider, name it");
    else if (!id_form_fits(p, id))
        buf_printf(
            out, "  the ID does not match id_form %s: auto does not choose this provider for it\n",
            p->id_form);
}

void dry_run_report_request(struct buf *out, const struct provider *p, const char *id)
{
    struct provider on = *p;
    struct request r;
    on.enabled = true;
    if (!id)
        return;
    struct failure *f = request_call(&on, id, "KEY", &r);
    put_heading(out, "Request");
    if (f) {
        put_clean_line(out, *id ? f->message : "not shown: the answer has no ID");
        failure_free(f);
        return;
    }
    dry_run_report_put_request(out, &r);
    put_second(out, &on, id);
    put_recording(out, &on, id);
    put_form(out, p, id);
    request_done(&r);
}

/* The group of the vocabulary that a name belongs to: "turn.stage.heard" is a "turn.stage.NAME". */
static const char *group_of(const char *name)
{
    size_t i = 0;
    name += strncmp(name, "row.", strlen("row.")) == 0 ? strlen("row.") : 0;
    for (; i + 1 < description_word_count; i++) {
        const char *word = description_words[i].name;
        size_t fixed = strcspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (word[fixed] ? strncmp(word, name, fixed) == 0 : strcmp(word, name) == 0)
            break;
    }
    return description_words[i].group;
}

/* Masked before it is cut, since half an address would not be masked. */
char *dry_run_report_shown(const char *raw, size_t max, bool mask)
{
    char *text = clean_dup(raw, CLEAN_SCREEN);
    if (mask)
        mask_text(text, strlen(text), NULL, NULL);
    size_t n = strlen(text), cut = utf8_prefix_bytes(text, n, max);
    if (cut == n)
        return text;
    char *short_text = xasprintf("%.*s...", (int)cut, text);
    free(text);
    return short_text;
}

static void put_found(struct buf *out, const struct trace_row *row, const char *raw)
{
    static const char *const words[OUTCOME_COUNT] = {
        [OUTCOME_LATE] = ": not needed, an earlier place has a value",
        [OUTCOME_UNLISTED] = ": stays among the other fields",
        [OUTCOME_WRONG_TYPE] = ": wrong type",
        [OUTCOME_UNREADABLE] = ": cannot be read",
        [OUTCOME_EARLY] = ": before the call's start",
    };
    size_t times = row->counts[row->best];
    buf_puts(out, raw);
    if (row->read)
        buf_printf(out, " = %s", row->read);
    if (words[row->best])
        buf_puts(out, words[row->best]);
    if (times > 1)
        buf_printf(out, " (%zu times)", times);
}

static void add_place(struct table *out, const struct trace_row *row, bool mask)
{
    struct buf place = {0}, found = {0};
    char *raw = row->raw ? dry_run_report_shown(row->raw, SHOWN_BYTES, mask) : NULL;
    sources_put(&place, row->source); /* as the description writes it: "/began iso" */
    if (row->best == OUTCOME_COUNT)
        buf_puts(&found, "missing");
    else if (row->best == OUTCOME_EMPTY)
        buf_puts(&found, "empty");
    else
        put_found(&found, row, raw);
    table_row(out, (const char *const[]){row->name, buf_str(&place), buf_str(&found)});
    buf_done(&found);
    buf_done(&place);
    free(raw);
}

/* One table for each group of the vocabulary, whose rows are one after another. */
void dry_run_report_places(struct buf *out, const struct trace *t, bool mask)
{
    static const char *const head[] = {"Field", "Place", "Found"};
    for (size_t i = 0; i < t->count;) {
        const char *group = group_of(t->rows[i].name);
        struct table table = {.columns = 3, .head = head};
        for (; i < t->count && strcmp(group_of(t->rows[i].name), group) == 0; i++)
            add_place(&table, &t->rows[i], mask);
        put_heading(out, group);
        table_put_columns(&table, out);
        table_done(&table);
    }
}

static void put_table(struct buf *out, struct table *t, bool more)
{
    table_put_columns(t, out);
    table_done(t);
    if (more)
        buf_puts(out, "...\n");
}

static void put_facts(struct buf *out, struct facts *f, size_t max)
{
    struct table table = {.columns = 2};
    for (size_t i = 0; i < f->count && i < max; i++)
        table_row(&table, (const char *const[]){f->list[i].label, f->list[i].value});
    put_table(out, &table, f->count > max);
    facts_done(f);
}

static void put_list(struct buf *out, const char *title, size_t count, struct facts *f)
{
    put_count(out, title, count);
    put_facts(out, f, FIRST_ROWS);
}

/* The end and the reply time have a column if one of the turns has them. */
struct turn_columns {
    bool end, reply;
};

static struct turn_columns columns_of(const struct call *c, size_t count)
{
    struct turn_columns has = {false};
    for (size_t i = 0; i < count; i++) {
        has.end |= !isnan(c->turns[i].end_s);
        has.reply |= !isnan(reply_seconds(c, &c->turns[i]));
    }
    return has;
}

static void add_turn(struct table *out, const struct call *c, const struct turn *t,
                     struct turn_columns has)
{
    struct buf words = {0}, reply = {0};
    char at[TIME_TEXT_BYTES], end[TIME_TEXT_BYTES], *speaker = facts_speaker(t);
    const char *cells[TABLE_COLUMNS_MAX];
    int n = 0;
    time_duration_text(t->start_s, at);
    time_duration_text(t->end_s, end);
    reply_put(&reply, c, t);
    facts_turn_words(&words, t);
    char *text = dry_run_report_shown(buf_str(&words), SHOWN_BYTES, false);
    cells[n++] = at;
    if (has.end)
        cells[n++] = end;
    if (has.reply)
        cells[n++] = buf_str(&reply);
    cells[n++] = speaker;
    cells[n++] = call_class_name(t->class);
    cells[n++] = text;
    table_row(out, cells);
    free(text);
    free(speaker);
    buf_done(&words);
    buf_done(&reply);
}

static void put_turns(struct buf *out, const struct call *c)
{
    size_t count = c->turn_count < FIRST_ROWS ? c->turn_count : FIRST_ROWS;
    struct turn_columns has = columns_of(c, count);
    put_count(out, "Transcript", c->turn_count);
    struct table table = {.columns = 4 + has.end + has.reply};
    for (size_t i = 0; i < count; i++)
        add_turn(&table, c, &c->turns[i], has);
    put_table(out, &table, c->turn_count > count);
}

void dry_run_report_result(struct buf *out, const struct call *c)
{
    struct facts f = {0};
    put_heading(out, "Call");
    facts_of_call(&f, c);
    put_facts(out, &f, SIZE_MAX);
    facts_of_participants(&f, c);
    put_list(out, "Participants", c->participant_count, &f);
    put_turns(out, c);
    facts_of_recordings(&f, c);
    put_list(out, "Recordings", c->recording_count, &f);
    facts_of_given_links(&f, c);
    if (c->given_link_count)
        put_list(out, "Links", c->given_link_count, &f);
    facts_of_notes(&f, c);
    if (f.count)
        put_heading(out, "Notes");
    put_facts(out, &f, SIZE_MAX);
}

struct unused {
    char *pointer;
    const struct value *first;
    size_t count;
};

struct walk {
    struct unused rows[UNUSED_ROWS_MAX];
    size_t count, visits;
    const struct value *but;
    struct buf pointer; /* of the current value */
    bool more;          /* than UNUSED_ROWS_MAX rows, or too many values */
};

static void keep(struct walk *w, const struct value *v)
{
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->rows[i].pointer, buf_str(&w->pointer)) == 0) {
            w->rows[i].count++;
            return;
        }
    if (w->count < UNUSED_ROWS_MAX)
        w->rows[w->count++] = (struct unused){xstrdup(buf_str(&w->pointer)), v, 1};
    else
        w->more = true;
}

static void walk(struct walk *w, const struct value *v)
{
    size_t before = w->pointer.len;
    if (v->used || v->told || v == w->but)
        return;
    w->more |= ++w->visits > VISITS_MAX;
    if (!value_first(v))
        keep(w, v);
    for (const struct value *c = value_first(v); c && w->visits <= VISITS_MAX; c = c->next) {
        buf_putc(&w->pointer, '/');
        if (v->type == VALUE_ARRAY)
            buf_putc(&w->pointer, '*');
        else
            value_pointer_part(&w->pointer, c->name);
        walk(w, c);
        w->pointer.len = before;
        w->pointer.data[before] = '\0';
    }
}

static void add_unused(struct table *out, const struct unused *row, bool mask)
{
    struct buf json = {0};
    value_put_json(&json, row->first);
    char *pointer = dry_run_report_shown(row->pointer, POINTER_BYTES, mask),
         *value = dry_run_report_shown(buf_str(&json), SHOWN_BYTES, mask),
         *times = xasprintf("%zu", row->count);
    table_row(out, (const char *const[]){pointer, value, times});
    free(pointer);
    free(value);
    free(times);
    buf_done(&json);
}

/* Appends a table with one row for each pointer (RFC 6901) to values that no field used: the
 * pointer from `root`, with `*` for any index of a list; the first value; the number of values.
 * `but` (may be NULL) and everything below it is left out. */
static void put_unused(struct buf *out, const char *title, const struct value *root,
                       const struct value *but, bool mask)
{
    static const char *const head[] = {"Pointer", "Value", "Times"};
    struct table table = {.columns = 3, .head = head};
    struct walk *w = xcalloc(1, sizeof *w);
    w->but = but;
    walk(w, root);
    for (size_t i = 0; i < w->count; i++) {
        add_unused(&table, &w->rows[i], mask);
        free(w->rows[i].pointer);
    }
    if (table.count) {
        put_heading(out, title);
        table_put_columns(&table, out);
    }
    if (w->more)
        buf_puts(out, "... and more\n");
    table_done(&table);
    buf_done(&w->pointer);
    free(w);
}

void dry_run_report_unused(struct buf *out, const struct call *c, const struct trace *t, bool mask)
{
    put_unused(out, "Unused in the call", t->root, NULL, mask);
    put_unused(out, "Unused outside the call", c->documents[0].root, t->root, mask);
    for (size_t i = 1; i < c->document_count; i++)
        put_unused(out, "Unused in the transcript's document", c->documents[i].root, NULL, mask);
}
