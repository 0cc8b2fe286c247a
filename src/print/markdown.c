/* Escapes what CommonMark (https://spec.commonmark.org) and GitHub's additions to it give a
 * meaning. Pure. */
#include "print/markdown.h"

#include "text/ascii.h"
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* An underscore inside a word has no meaning. */
static bool is_inside_word(const char *s, size_t n, size_t i)
{
    return s[i] == '_' && i > 0 && i + 1 < n && ascii_is_alnum(s[i - 1]) &&
           ascii_is_alnum(s[i + 1]);
}

/* At the start of a line "- ", "12." and the like make lists and headings. */
static bool begins_block(const char *s, size_t n, size_t i)
{
    char next = i + 1 < n ? s[i + 1] : ' ';
    size_t digits = 0;
    while (digits < i && ascii_is_digit(s[digits]))
        digits++;
    if (digits != i)
        return false;
    if (i == 0)
        return s[i] == '=' || s[i] == ':' || (strchr("+-", s[i]) && (next == ' ' || next == s[i]));
    return (s[i] == '.' || s[i] == ')') && next == ' ';
}

/* "#12" would refer to an issue, and "### " at the start of a line makes a heading. */
static bool is_reference(const char *s, size_t n, size_t i)
{
    size_t end = i;
    while (end < n && s[end] == '#')
        end++;
    if (i == 0 && end <= 6 && (end == n || s[end] == ' '))
        return true;
    return (i == 0 || s[i - 1] != '#') && end == i + 1 && end < n && ascii_is_alnum(s[end]);
}

/* The colon of "https://" and the dot of "www." would make a link. */
static bool makes_link(const char *s, size_t n, size_t i)
{
    if (s[i] == ':')
        return n - i > 2 && s[i + 1] == '/' && s[i + 2] == '/';
    return s[i] == '.' && i >= 3 && strncasecmp(s + i - 3, "www", 3) == 0;
}

void markdown_text(struct buf *out, const char *s, size_t n)
{
    while (n > 0 && *s == ' ') { /* four blanks would make a code block */
        s++;
        n--;
    }
    for (size_t i = 0; i < n; i++) {
        bool special = strchr("\\`*_[]<>|~&$@", s[i]) != NULL && !is_inside_word(s, n, i);
        special = special || (s[i] == '#' && is_reference(s, n, i));
        if (special || begins_block(s, n, i) || makes_link(s, n, i))
            buf_putc(out, '\\');
        buf_putc(out, s[i]);
    }
}

void markdown_code(struct buf *out, const char *s)
{
    if (!*s || strchr(s, '`') || *s == ' ' || s[strlen(s) - 1] == ' ')
        markdown_text(out, s, strlen(s));
    else
        buf_printf(out, "`%s`", s);
}

void markdown_link(struct buf *out, const char *s)
{
    bool web = strncmp(s, "https://", 8) == 0 || strncmp(s, "http://", 7) == 0;
    if (web && !strpbrk(s, " <>\\"))
        buf_printf(out, "<%s>", s);
    else
        markdown_text(out, s, strlen(s));
}
