/* A template is filled line by line; a table has the function for each name. Pure. */
#include "print/note.h"

#include "call/facts.h"
#include "call/figure_facts.h"
#include "print/markdown.h"
#include "text/blank.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

static const char built_in[] = "# {provider} call {id}\n"
                               "\n"
                               "- Status: {status}\n"
                               "- Started: {started}\n"
                               "- Ended: {ended}\n"
                               "- Duration: {duration}\n"
                               "- End reason: {end_reason}\n"
                               "- Figures: {figures}\n"
                               "- Hot spots: {hot_spots}\n"
                               "- Participants: {people}\n"
                               "- Recording: {link}\n"
                               "- Summary: {summary}\n"
                               "- Transcript: {transcript}\n"
                               "\n"
                               "{turns}\n";

struct note {
    const struct call *c;
    struct facts facts, people;
    struct buf spots;
    const size_t *turns; /* the quoted turns; NULL: the first `count` */
    size_t count;
};

static void put_text(struct buf *out, const char *s)
{
    markdown_text(out, s, strlen(s));
}

/* A call's own strings are not clean yet; facts are. */
static void put_clean(struct buf *out, const char *s, void (*put)(struct buf *, const char *))
{
    if (!s)
        return;
    char *clean = clean_dup(s, 0);
    put(out, clean);
    free(clean);
}

static void put_provider(struct buf *out, const struct note *n)
{
    put_clean(out, n->c->title ? n->c->title : n->c->provider, put_text);
}

static void put_id(struct buf *out, const struct note *n)
{
    put_clean(out, n->c->id, markdown_code);
}

static void put_fact(struct buf *out, const struct note *n, const char *name)
{
    for (size_t i = 0; i < n->facts.count; i++)
        if (strcmp(n->facts.list[i].name, name) == 0)
            put_text(out, n->facts.list[i].source);
}

static void put_spots(struct buf *out, const struct note *n)
{
    put_text(out, buf_str(&n->spots));
}

static void put_figures(struct buf *out, const struct note *n)
{
    struct buf text = {0};
    figure_facts_put_all(&text, n->c);
    put_clean(out, buf_str(&text), put_text);
    buf_done(&text);
}

static void put_people(struct buf *out, const struct note *n)
{
    for (size_t i = 0; i < n->people.count; i++) {
        buf_puts(out, i > 0 ? "; " : "");
        const char *role = n->c->participants[i].role;
        put_clean(out, role && *role ? role : n->people.list[i].label, put_text);
        buf_putc(out, ' ');
        put_text(out, n->people.list[i].source);
    }
}

static void put_link(struct buf *out, const struct note *n)
{
    put_clean(out, call_recording_url(n->c), markdown_link);
}

/* Blanks of any script: some programs drop them at the end of a paragraph. */
static bool is_blank_line(const char *s)
{
    return blank_only(s, strcspn(s, "\n"));
}

/* Every line of the text stays a line of the quotation; a backslash ends it if another one follows.
 */
static void put_words(struct buf *out, const char *s)
{
    for (;;) {
        size_t line = strcspn(s, "\n");
        bool blank = is_blank_line(s);
        markdown_text(out, s, line);
        if (!s[line])
            return;
        s += line + 1;
        buf_puts(out, blank || is_blank_line(s) ? "\n> " : "\\\n> ");
    }
}

/* "> **0:03 user:** text"; blanks of any script at the ends of the name would show the asterisks.
 */
static void put_turn(struct buf *out, const struct turn *t)
{
    char time[TIME_TEXT_BYTES];
    char *source = facts_speaker_source(t), *speaker = blank_trim(source, strlen(source));
    struct buf words = {0};
    time_duration_text(t->start_s, time);
    buf_puts(out, "> ");
    if (*time || *speaker) {
        buf_printf(out, "**%s%s", time, *time && *speaker ? " " : "");
        put_text(out, speaker);
        buf_puts(out, ":** ");
    }
    facts_turn_source(&words, t);
    put_words(out, buf_str(&words));
    buf_done(&words);
    free(speaker);
    free(source);
}

static void put_turns(struct buf *out, const struct note *n)
{
    bool any = false;
    for (size_t i = 0; i < n->count; i++) {
        const struct turn *t = call_turn(n->c, n->turns ? n->turns[i] : i);
        if (t->class == SPEAKER_SYSTEM)
            continue; /* what the agent was told is not part of what was said */
        buf_puts(out, any ? "\n>\n" : "");
        put_turn(out, t);
        any = true;
    }
}

static void put_missing(struct buf *out, const struct note *n)
{
    char *why = facts_turns_missing(n->c);
    put_text(out, why ? why : "");
    free(why);
}

static const struct {
    const char *name;
    void (*put)(struct buf *out, const struct note *n); /* NULL: the fact with this name */
} names[] = {
    {"provider", put_provider}, {"id", put_id},         {"status", NULL},
    {"started", NULL},          {"ended", NULL},        {"duration", NULL},
    {"created", NULL},          {"end_reason", NULL},   {"direction", NULL},
    {"summary", NULL},          {"people", put_people}, {"link", put_link},
    {"hot_spots", put_spots},   {"turns", put_turns},   {"transcript", put_missing},
    {"figures", put_figures},
};

enum { NAMES = sizeof names / sizeof *names };

/* The end of the {name} that begins at s; NULL if no name begins there. */
static const char *name_end(const char *s)
{
    size_t n = *s == '{' ? strspn(s + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;
    return n && s[n + 1] == '}' ? s + n + 2 : NULL;
}

static int find_name(const char *s, const char *end)
{
    size_t n = (size_t)(end - s) - 2;
    for (int i = 0; i < NAMES; i++)
        if (strlen(names[i].name) == n && strncmp(names[i].name, s + 1, n) == 0)
            return i;
    return -1;
}

bool note_check(const char *template, struct err *e)
{
    for (const char *s = template; *s; s++) {
        const char *end = name_end(s);
        if (end && find_name(s, end) < 0)
            return err_set(e, "unknown name %.*s", (int)(end - s), s);
    }
    return true;
}

/* Appends the line without its line end. Returns false if it has names and all of them are empty.
 */
static bool put_line(struct buf *out, const struct note *n, const char *s, size_t bytes)
{
    bool has_name = false, has_value = false;
    for (const char *line_end = s + bytes; s < line_end; s++) {
        const char *end = name_end(s);
        int name = end ? find_name(s, end) : -1;
        if (name < 0) {
            buf_putc(out, *s);
            continue;
        }
        size_t before = out->len;
        if (names[name].put)
            names[name].put(out, n);
        else
            put_fact(out, n, names[name].name);
        has_name = true;
        has_value = has_value || out->len > before;
        s = end - 1;
    }
    return has_value || !has_name;
}

/* Omitted lines leave no gaps: there is never more than one empty line in a row, and none at the
 * start or the end. */
static void put_note(struct buf *out, const struct note *n, const char *template)
{
    bool gap = false, begun = false;
    for (const char *s = template; *s;) {
        struct buf line = {0};
        size_t bytes = strcspn(s, "\n");
        bool kept = put_line(&line, n, s, bytes);
        gap = gap || (kept && line.len == 0);
        if (kept && line.len > 0) {
            buf_puts(out, gap && begun ? "\n" : "");
            buf_printf(out, "%s\n", buf_str(&line));
            begun = true;
            gap = false;
        }
        buf_done(&line);
        s += bytes + (s[bytes] == '\n');
    }
}

void note_print(struct buf *out, const struct call *c, const char *template,
                const struct spot_limits *limits, const size_t *turns, size_t count)
{
    struct spots spots;
    struct note n = {.c = c, .turns = turns, .count = count};
    facts_of_call(&n.facts, c);
    facts_of_participants(&n.people, c);
    spots_init(&spots, c, limits);
    spots_put_sum(&n.spots, &spots);
    spots_done(&spots);
    put_note(out, &n, template ? template : built_in);
    facts_done(&n.facts);
    facts_done(&n.people);
    buf_done(&n.spots);
}
