/* A line that begins with "Speaker: ", or with a time in brackets and that, begins a turn. A text
 * is split only if it clearly has such labels, and never within a line. */
#include "provider/extract/labelled_text.h"

#include "text/ascii.h"
#include "text/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LABEL_WORDS = 4, LABEL_CHARS = 32, LABEL_BYTES = 4 * LABEL_CHARS, TIME_BYTES = 24 };

struct piece {
    const char *s;
    size_t n;
};

/* A line that begins a turn. */
struct label_line {
    struct piece label; /* empty: the line has several labels, and they are part of its text */
    struct piece text;
    double start_s; /* NAN: it has no time */
};

/* Cuts the next line off *rest; its line end (LF, CR LF or CR) is dropped. */
static struct piece cut_line(struct piece *rest)
{
    struct piece line = {rest->s, 0};
    while (line.n < rest->n && line.s[line.n] != '\n' && line.s[line.n] != '\r')
        line.n++;
    size_t used = line.n;
    if (used < rest->n)
        used += rest->s[used] == '\r' && used + 1 < rest->n && rest->s[used + 1] == '\n' ? 2 : 1;
    rest->s += used;
    rest->n -= used;
    return line;
}

static bool is_letter(char c)
{
    return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

static bool is_label_byte(char c)
{
    return is_letter(c) || ascii_is_digit(c) || (c && strchr(" _.'-", c));
}

static void skip(struct piece *p, size_t n)
{
    p->s += n;
    p->n -= n;
}

static void skip_blanks(struct piece *p)
{
    while (p->n && (*p->s == ' ' || *p->s == '\t'))
        skip(p, 1);
}

/* Cuts off a time such as "[0:03]", "[3.2]" or "[3.2s]" and the blanks after it. */
static bool cut_time(struct piece *line, double *seconds)
{
    const char *end = memchr(line->s, ']', line->n);
    char text[TIME_BYTES];
    if (!end || (size_t)(end - line->s) > sizeof text)
        return false;
    size_t n = (size_t)(end - line->s) - 1;
    memcpy(text, line->s + 1, n);
    text[n] = '\0';
    char *rest;
    if (!time_parse_hms(text, seconds)) {
        *seconds = strtod(text, &rest);
        bool digits = rest > text && strspn(text, "0123456789.") == (size_t)(rest - text);
        if (!digits || (*rest && strcmp(rest, "s") != 0))
            return false;
    }
    skip(line, n + 2);
    skip_blanks(line);
    return true;
}

/* Cuts a label, its colon and the blanks after it off the line. More than LABEL_WORDS words are not
 * a label but a sentence. */
static bool cut_label(struct piece *line, struct piece *label)
{
    size_t n = 0, chars = 0, words = 1;
    while (n < line->n && is_label_byte(line->s[n]) && chars <= LABEL_CHARS)
        chars += ((unsigned char)line->s[n++] & 0xc0) != 0x80;
    if (!n || !is_letter(*line->s) || chars > LABEL_CHARS || n > LABEL_BYTES || line->n - n < 2 ||
        line->s[n] != ':' || (line->s[n + 1] != ' ' && line->s[n + 1] != '\t'))
        return false;
    *label = (struct piece){line->s, n};
    while (label->s[label->n - 1] == ' ')
        label->n--;
    skip(line, n + 1);
    skip_blanks(line);
    for (size_t i = 1; i < label->n; i++)
        words += label->s[i] != ' ' && label->s[i - 1] == ' ';
    return line->n > 0 && words <= LABEL_WORDS;
}

static bool label_is_known(struct piece label)
{
    char word[LABEL_BYTES + 1];
    memcpy(word, label.s, label.n);
    word[label.n] = '\0';
    return call_class_of(word) != SPEAKER_OTHER || !strcasecmp(word, "operator");
}

/* The last word of a piece. */
static struct piece last_word(struct piece p)
{
    size_t n = 0;
    while (n < p.n && n < LABEL_BYTES && is_letter(p.s[p.n - n - 1]))
        n++;
    return (struct piece){p.s + p.n - n, n};
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Whether a label for another speaker follows on the same line: a known word, written with or
 * without a capital like the first label. */
static bool has_more_labels(struct piece label, struct piece text)
{
    for (size_t i = 0; i + 1 < text.n; i++) {
        struct piece word = last_word((struct piece){text.s, i});
        bool is_label = text.s[i] == ':' && (text.s[i + 1] == ' ' || text.s[i + 1] == '\t') &&
                        word.n && (word.s == text.s || word.s[-1] == ' ') &&
                        is_capital(*word.s) == is_capital(*label.s);
        if (is_label && label_is_known(word))
            return true;
    }
    return false;
}

/* Blanks before a label do not count. A line with several known labels has no speaker. */
static bool read_label_line(struct piece line, struct label_line *out)
{
    out->start_s = NAN;
    skip_blanks(&line);
    if (line.n && *line.s == '[' && !cut_time(&line, &out->start_s))
        return false;
    out->text = line;
    if (!cut_label(&line, &out->label))
        return false;
    if (label_is_known(out->label) && has_more_labels(out->label, line))
        out->label.n = 0;
    else
        out->text = line;
    return true;
}

/* Two labels, or one of a known speaker; otherwise "Note: ..." in prose would count as a label. */
static bool has_labels(struct piece text)
{
    size_t labels = 0;
    struct label_line found;
    while (text.n) {
        if (!read_label_line(cut_line(&text), &found))
            continue;
        if (++labels == 2 || !found.label.n || label_is_known(found.label))
            return true;
    }
    return false;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static void push(struct extraction *x, struct turn *t, struct buf *text)
{
    size_t n = text->len;
    const char *s = buf_str(text);
    while (n && (s[n - 1] == ' ' || s[n - 1] == '\t' || is_line_end(s[n - 1])))
        n--;
    if (strspn(s, " \t\r\n") < n) {
        t->text = arena_strndup(x->arena, s, n);
        t->bytes = n;
        extraction_turn_push(x, t);
    }
    *t = extraction_turn();
    buf_clear(text);
}

static void split(struct extraction *x, struct piece rest)
{
    struct turn t = extraction_turn();
    struct buf text = {0};
    struct label_line found;
    while (rest.n) {
        struct piece line = cut_line(&rest);
        if (read_label_line(line, &found)) {
            push(x, &t, &text);
            if (found.label.n)
                t.speaker = arena_strndup(x->arena, found.label.s, found.label.n);
            t.start_s = found.start_s;
            line = found.text;
        } else if (text.len) {
            buf_putc(&text, '\n');
        }
        buf_add(&text, line.s, line.n);
    }
    push(x, &t, &text);
    buf_done(&text);
}

void labelled_text_extract(struct extraction *x, const char *text, size_t bytes)
{
    struct piece all = {text, bytes};
    if (has_labels(all)) {
        split(x, all);
        return;
    }
    while (all.n && is_line_end(all.s[all.n - 1]))
        all.n--;
    if (strspn(text, " \t\r\n") >= all.n)
        return;
    struct turn t = extraction_turn();
    t.text = arena_strndup(x->arena, all.s, all.n);
    t.bytes = all.n;
    extraction_turn_push(x, &t);
}
