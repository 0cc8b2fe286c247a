#include "play/player_line.h"

#include "text/ascii.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 64, LARGEST_ID = 1000000000, HEX_DIGITS = 4 };

/* A value as written in the line, a string with its quotes; `at` is NULL if it is not there. */
struct slice {
    const char *at;
    size_t bytes;
};

/* The members that the player needs. */
struct members {
    struct slice event, id, data, request_id, error, reason, file_error;
};

struct scan {
    const char *at, *end;
};

static void skip_blanks(struct scan *s)
{
    while (s->at < s->end && strchr(" \t\r\n", *s->at) && *s->at)
        s->at++;
}

static bool skip_char(struct scan *s, char c)
{
    skip_blanks(s);
    if (s->at >= s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

static bool skip_string(struct scan *s)
{
    for (s->at++; s->at < s->end; s->at++) {
        if (*s->at == '"') {
            s->at++;
            return true;
        }
        if (*s->at == '\\')
            s->at++;
    }
    s->at = s->end; /* an escape at the end has passed it */
    return false;
}

/* An array or object is skipped by counting its brackets, so no depth is too deep. */
static bool skip_nested(struct scan *s)
{
    size_t depth = 0;
    while (s->at < s->end) {
        char c = *s->at;
        if (c == '"') {
            if (!skip_string(s))
                return false;
            continue;
        }
        s->at++;
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return true;
    }
    return false;
}

/* A number, or true, false and null. */
static bool skip_plain(struct scan *s)
{
    const char *begin = s->at;
    while (s->at < s->end &&
           (ascii_is_alnum(*s->at) || *s->at == '+' || *s->at == '-' || *s->at == '.'))
        s->at++;
    return s->at > begin;
}

static bool take_value(struct scan *s, struct slice *out)
{
    skip_blanks(s);
    if (s->at >= s->end)
        return false;
    const char *begin = s->at;
    bool ok = *begin == '"'                    ? skip_string(s)
              : *begin == '{' || *begin == '[' ? skip_nested(s)
                                               : skip_plain(s);
    *out = (struct slice){begin, (size_t)(s->at - begin)};
    return ok;
}

static bool is_word(struct slice s, const char *word)
{
    return s.at && s.bytes == strlen(word) && memcmp(s.at, word, s.bytes) == 0;
}

static struct slice *member_of(struct members *m, struct slice name)
{
    const struct {
        const char *name;
        struct slice *value;
    } rows[] = {{"\"event\"", &m->event},  {"\"id\"", &m->id},
                {"\"data\"", &m->data},    {"\"request_id\"", &m->request_id},
                {"\"error\"", &m->error},  {"\"file_error\"", &m->file_error},
                {"\"reason\"", &m->reason}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is_word(name, rows[i].name))
            return rows[i].value;
    return NULL;
}

static bool read_members(struct scan *s, struct members *m)
{
    struct slice name, value;
    if (!skip_char(s, '{'))
        return false;
    if (skip_char(s, '}'))
        return true;
    do {
        if (!take_value(s, &name) || *name.at != '"' || !skip_char(s, ':') ||
            !take_value(s, &value))
            return false;
        struct slice *member = member_of(m, name);
        if (member)
            *member = value;
    } while (skip_char(s, ','));
    return skip_char(s, '}');
}

/* "nan", "inf" and numbers that a double cannot hold are refused. */
static bool read_number(struct slice s, double *out)
{
    char text[NUMBER_BYTES], *end;
    if (!s.at || s.bytes >= sizeof text || (!ascii_is_digit(*s.at) && *s.at != '-'))
        return false;
    for (size_t i = 0; i < s.bytes; i++)
        if (!ascii_is_digit(s.at[i]) && !strchr("+-.eE", s.at[i]))
            return false;
    memcpy(text, s.at, s.bytes);
    text[s.bytes] = '\0';
    double number = strtod(text, &end);
    if (*end || !isfinite(number))
        return false;
    *out = number;
    return true;
}

/* 0 if it is no number of a command or property: both are counted from 1. */
static long read_id(struct slice s)
{
    double number;
    if (!read_number(s, &number) || number < 1 || number > LARGEST_ID)
        return 0;
    return (long)number;
}

/* Writes the character after "\u" and returns its bytes. mpv writes no surrogates: they become '?',
 * like every other escape that means no character. */
static size_t put_code(const char *digits, char *out)
{
    int code = 0;
    size_t n = 0;
    for (int i = 0; i < HEX_DIGITS && code >= 0; i++) {
        int value = ascii_hex_value(digits[i]);
        code = value < 0 ? -1 : code * 16 + value;
    }
    if (code <= 0 || (code >= 0xd800 && code < 0xe000))
        code = '?';
    if (code < 0x80) {
        out[n++] = (char)code;
        return n;
    }
    if (code < 0x800) {
        out[n++] = (char)(0xc0 | code >> 6);
    } else {
        out[n++] = (char)(0xe0 | code >> 12);
        out[n++] = (char)(0x80 | (code >> 6 & 0x3f));
    }
    out[n++] = (char)(0x80 | (code & 0x3f));
    return n;
}

static char escaped(char c)
{
    static const char letters[] = "bfnrt\"\\/", meanings[] = "\b\f\n\r\t\"\\/";
    const char *found = c ? strchr(letters, c) : NULL;
    return found ? meanings[found - letters] : '?';
}

/* A string without its quotes and escapes; "" for another value. */
static void read_text(struct slice s, char out[PLAYER_TEXT_BYTES])
{
    size_t n = 0;
    const char *at = s.at ? s.at + 1 : NULL, *end = s.at ? s.at + s.bytes - 1 : NULL;
    out[0] = '\0';
    if (!s.at || *s.at != '"')
        return;
    while (at < end && n + HEX_DIGITS < PLAYER_TEXT_BYTES) {
        if (*at != '\\') {
            out[n++] = *at ? *at : '?';
            at++;
        } else if (at[1] == 'u' && end - at >= 2 + HEX_DIGITS) {
            n += put_code(at + 2, out + n);
            at += 2 + HEX_DIGITS;
        } else {
            out[n++] = escaped(at[1]);
            at += 2;
        }
    }
    out[n] = '\0';
}

static void read_property(const struct members *m, struct player_line *out)
{
    out->kind = PLAYER_LINE_PROPERTY;
    out->number = read_id(m->id);
    out->as_bool = is_word(m->data, "true");
    if (out->as_bool || is_word(m->data, "false"))
        out->value = PLAYER_BOOL;
    else if (m->data.at && *m->data.at == '"')
        out->value = PLAYER_TEXT;
    else if (read_number(m->data, &out->as_number))
        out->value = PLAYER_NUMBER;
    else if (m->data.at && *m->data.at != '{' && *m->data.at != '[' && !is_word(m->data, "null"))
        out->kind = PLAYER_LINE_OTHER;
    read_text(m->data, out->text);
}

void player_line_read(const char *line, size_t bytes, struct player_line *out)
{
    struct scan s = {line, line + bytes};
    struct members m = {0};
    *out = (struct player_line){0};
    bool ok = read_members(&s, &m);
    skip_blanks(&s);
    if (!ok || s.at != s.end)
        return;
    if (is_word(m.event, "\"property-change\"")) {
        read_property(&m, out);
    } else if (m.event.at && *m.event.at == '"') {
        out->kind = PLAYER_LINE_EVENT;
        read_text(m.event, out->text);
        read_text(m.file_error.at ? m.file_error : m.reason, out->reason);
    } else if (m.error.at && *m.error.at == '"' && read_id(m.request_id)) {
        out->kind = PLAYER_LINE_ANSWER;
        out->number = read_id(m.request_id);
        read_text(m.error, out->text);
    }
}
