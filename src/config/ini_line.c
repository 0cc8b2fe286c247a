/* Libinih splits names from values, but it would misread some lines: those are refused here or lose
 * their comment. */
#include "config/ini_line.h"

#include "text/utf8.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct ini_span ini_line_trim(struct ini_span span)
{
    while (span.bytes > 0 && is_blank(*span.at)) {
        span.at++;
        span.bytes--;
    }
    while (span.bytes > 0 && is_blank(span.at[span.bytes - 1]))
        span.bytes--;
    return span;
}

static const char *encoding_problem(const char *s, size_t n)
{
    if (memchr(s, '\0', n))
        return "there is a NUL in the line";
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] < ' ' && s[i] != '\t') || s[i] == 0x7f)
            return "there is a control character in the line";
    return utf8_is_valid(s, n) ? NULL : "the line is not UTF-8";
}

/* The end of the quotes that open at i, or i if none do. */
static size_t skip_quotes(const char *s, size_t n, size_t i)
{
    bool opens = s[i] == '"' || (s[i] == '\'' && (i == 0 || is_blank(s[i - 1]) || s[i - 1] == '='));
    const char *end = opens ? memchr(s + i + 1, s[i], n - i - 1) : NULL;
    return end ? (size_t)(end - s) : i;
}

/* The line without its comment: a blank and `;` outside quotes begin one. */
static struct ini_span drop_comment(struct ini_span line)
{
    const char *equals = memchr(line.at, '=', line.bytes);
    for (size_t i = 0; i < line.bytes; i++) {
        if (equals && line.at + i > equals)
            i = skip_quotes(line.at, line.bytes, i);
        if (line.at[i] == ';' && i > 0 && is_blank(line.at[i - 1]))
            line.bytes = i;
    }
    return ini_line_trim(line);
}

static const char *section_problem(struct ini_span line, struct ini_span *name)
{
    const char *end = memchr(line.at, ']', line.bytes);
    if (!end)
        return "the section has no ']'";
    size_t bytes = (size_t)(end - line.at);
    struct ini_span rest = ini_line_trim((struct ini_span){end + 1, line.bytes - bytes - 1});
    if (rest.bytes > 0 && *rest.at != ';' && *rest.at != '#')
        return "there is text after the section's ']'";
    *name = ini_line_trim((struct ini_span){line.at + 1, bytes - 1});
    if (name->bytes == 0)
        return "the section has no name";
    if (memchr(name->at, ';', name->bytes))
        return "there is a ';' in the section's name";
    return name->bytes > INI_NAME_MAX_BYTES ? "the section's name is longer than 49 bytes" : NULL;
}

struct ini_line ini_line_read(const char *s, size_t n)
{
    struct ini_line line = {.text = ini_line_trim((struct ini_span){s, n})};
    bool is_section = line.text.bytes > 0 && *line.text.at == '[';
    line.kind = is_section ? INI_LINE_SECTION : INI_LINE_ENTRY;
    line.problem = encoding_problem(s, n);
    if (!line.problem && (line.text.bytes == 0 || strchr(";#", *line.text.at))) {
        line.kind = INI_LINE_EMPTY;
    } else if (!line.problem && line.text.at != s) {
        line.problem = "the line is indented; a value cannot continue on another line";
    } else if (!line.problem && is_section) {
        line.problem = section_problem(line.text, &line.text);
    } else if (!line.problem) {
        line.text = drop_comment(line.text);
        if (!memchr(line.text.at, '=', line.text.bytes))
            line.problem = "the line has no '='";
    }
    if (line.problem) {
        line.kind = INI_LINE_BAD;
        line.begins_section = is_section;
    }
    return line;
}
