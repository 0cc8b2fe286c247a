/* The rules of one line. inih agrees with them where it can be told to; where it cannot (inline
 * comments in quotes, `:`, lengths) the reader feeds it a line that it cannot misread. */
#include "config/ini_line.h"

#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct ini_span trim(const char *s, size_t n)
{
    while (n > 0 && is_blank(*s)) {
        s++;
        n--;
    }
    while (n > 0 && is_blank(s[n - 1]))
        n--;
    return (struct ini_span){s, n};
}

static struct ini_line bad(const char *problem)
{
    return (struct ini_line){.kind = INI_LINE_BAD, .problem = problem};
}

static struct ini_line bad_section(const char *problem)
{
    return (struct ini_line){.kind = INI_LINE_BAD, .problem = problem, .begins_section = 1};
}

static const char *encoding_problem(const char *s, size_t n)
{
    if (memchr(s, '\0', n))
        return "a NUL in the line";
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] < ' ' && s[i] != '\t') || s[i] == 0x7f)
            return "a control character in the line";
    return utf8_is_valid(s, n) ? NULL : "the line is not UTF-8";
}

/* Where the quote that opens at i closes; i itself when it is none. */
static size_t skip_quotes(const char *s, size_t n, size_t i)
{
    bool opens = s[i] == '"' || (s[i] == '\'' && (i == 0 || is_blank(s[i - 1])));
    const char *end = opens ? memchr(s + i + 1, s[i], n - i - 1) : NULL;
    return end ? (size_t)(end - s) : i;
}

/* Bytes before a blank and `;` that stand outside quotes. */
static size_t without_comment(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        i = skip_quotes(s, n, i);
        if (s[i] == ';' && i > 0 && is_blank(s[i - 1]))
            return i;
    }
    return n;
}

static struct ini_line read_section(const char *s, size_t n)
{
    const char *end = memchr(s, ']', n);
    if (!end)
        return bad_section("a section without its ']'");
    struct ini_span rest = trim(end + 1, n - (size_t)(end + 1 - s));
    if (rest.bytes > 0 && *rest.at != ';' && *rest.at != '#')
        return bad_section("something stands behind the section's ']'");
    struct ini_span name = trim(s + 1, (size_t)(end - s) - 1);
    if (name.bytes == 0)
        return bad_section("a section without a name");
    if (memchr(name.at, ';', name.bytes))
        return bad_section("a ';' in the section's name");
    if (name.bytes > INI_NAME_MAX_BYTES)
        return bad_section("the section's name is longer than 49 bytes");
    return (struct ini_line){.kind = INI_LINE_SECTION, .name = name};
}

static struct ini_line read_entry(const char *s, size_t n)
{
    const char *equals = memchr(s, '=', n);
    if (!equals)
        return bad("the line has no '='");
    struct ini_span name = trim(s, (size_t)(equals - s));
    if (name.bytes == 0)
        return bad("no name before the '='");
    if (without_comment(name.at, name.bytes) < name.bytes)
        return bad("the line has no '=' before its comment");
    if (memchr(name.at, ':', name.bytes))
        return bad("a ':' before the '=', and only '=' separates name and value");
    if (name.bytes > INI_NAME_MAX_BYTES)
        return bad("the name is longer than 49 bytes");
    const char *value = equals + 1;
    size_t left = n - (size_t)(value - s);
    return (struct ini_line){
        .kind = INI_LINE_ENTRY, .name = name, .value = trim(value, without_comment(value, left))};
}

struct ini_line ini_line_read(const char *s, size_t n)
{
    struct ini_span inner = trim(s, n);
    bool section = inner.bytes > 0 && *inner.at == '[';
    const char *problem = encoding_problem(s, n);
    if (problem)
        return section ? bad_section(problem) : bad(problem);
    if (inner.bytes == 0 || *inner.at == ';' || *inner.at == '#')
        return (struct ini_line){.kind = INI_LINE_EMPTY};
    problem = "the line is indented, and a value is one line";
    if (inner.at != s)
        return section ? bad_section(problem) : bad(problem);
    return section ? read_section(s, n) : read_entry(inner.at, inner.bytes);
}
