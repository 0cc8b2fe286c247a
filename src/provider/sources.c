#include "provider/sources.h"

#include <ctype.h>
#include <string.h>

static const char *const unit_names[] = {
    [UNIT_NONE] = "",           [UNIT_S] = "s",     [UNIT_MS] = "ms",
    [UNIT_US] = "us",           [UNIT_MIN] = "min", [UNIT_HMS] = "hms",
    [UNIT_ISO] = "iso",         [UNIT_ID] = "id",   [UNIT_RFC2822] = "rfc2822",
    [UNIT_WORDS] = "WORD/WORD",
};

const char *sources_unit_name(enum unit unit)
{
    return unit_names[unit];
}

/* "failed/ok": the words for true and false. */
static bool words_parse(struct arena *a, const char *unit, struct source *out, struct err *e)
{
    size_t n = strcspn(unit, "/");
    const char *second = unit + n + 1;
    if (n == 0 || !*second || strpbrk(second, "/ "))
        return err_set(e, "'%.40s' does not name true and false: write WORD/WORD", unit);
    out->unit = UNIT_WORDS;
    out->if_true = arena_strndup(a, unit, n);
    out->if_false = arena_strdup(a, second);
    return true;
}

static bool unit_find(const char *word, enum unit *out)
{
    for (size_t i = 1; i < UNIT_WORDS; i++)
        if (strcmp(unit_names[i], word) == 0) {
            *out = (enum unit)i;
            return true;
        }
    return false;
}

/* Checks one reference token: an index is not too long, and only known escapes are used. */
static bool part_check(const char *part, size_t n, struct err *e)
{
    size_t digits = 0;
    for (size_t i = 0; i < n; i++) {
        if (isdigit((unsigned char)part[i]))
            digits++;
        if (part[i] == '~' && (i + 1 == n || part[i + 1] < '0' || part[i + 1] > '3'))
            return err_set(e, "'~' in a pointer is written '~0'");
    }
    if (digits == n && n > POINTER_MAX_DIGITS)
        return err_set(e, "an index has at most %d digits", POINTER_MAX_DIGITS);
    return true;
}

bool sources_check_pointer(const char *pointer, struct err *e)
{
    if (strcmp(pointer, ".") == 0)
        return true;
    if (*pointer != '/')
        return err_set(e, "'%.40s' is not a pointer: it must begin with '/' or be '.'", pointer);
    if (strlen(pointer) > POINTER_MAX_BYTES)
        return err_set(e, "a pointer has at most %d bytes", POINTER_MAX_BYTES);
    size_t parts = 0;
    for (const char *at = pointer; *at; parts++) {
        size_t n = strcspn(at + 1, "/");
        if (!part_check(at + 1, n, e))
            return false;
        at += 1 + n;
    }
    if (parts > POINTER_MAX_PARTS)
        return err_set(e, "a pointer has at most %d parts", POINTER_MAX_PARTS);
    return true;
}

/* Reads "POINTER [UNIT]" and changes the text. */
static bool source_parse(struct arena *a, char *text, struct source *out, struct err *e)
{
    char *rest = text;
    const char *pointer = strsep(&rest, " ");
    *out = (struct source){0};
    while (rest && *rest == ' ')
        rest++;
    if (!sources_check_pointer(pointer, e))
        return false;
    out->pointer = strcmp(pointer, ".") == 0 ? "" : arena_strdup(a, pointer);
    out->unit = UNIT_NONE;
    if (!rest || !*rest || unit_find(rest, &out->unit))
        return true;
    if (strchr(rest, '/'))
        return words_parse(a, rest, out, e);
    return err_set(e,
                   "unknown unit '%.40s': use s ms us min hms iso rfc2822 id, or WORD/WORD "
                   "for true and false",
                   rest);
}

/* Removes blanks at both ends and turns tabs into blanks. */
static char *trimmed(char *s)
{
    for (char *c = s; *c; c++)
        if (*c == '\t')
            *c = ' ';
    while (*s == ' ')
        s++;
    size_t n = strlen(s);
    while (n > 0 && s[n - 1] == ' ')
        s[--n] = '\0';
    return s;
}

bool sources_parse(struct arena *a, const char *text, struct sources *out, struct err *e)
{
    struct source found[SOURCES_MAX];
    size_t count = 0;
    char *rest = trimmed(arena_strdup(a, text));
    while (rest && (*rest || count)) {
        char *one = trimmed(strsep(&rest, "|"));
        if (count == SOURCES_MAX)
            return err_set(e, "at most %d alternatives", SOURCES_MAX);
        if (!source_parse(a, one, &found[count], e))
            return false;
        count++;
    }
    struct source *list = arena_array(a, count, sizeof *list);
    if (count)
        memcpy(list, found, count * sizeof *list);
    *out = (struct sources){list, count};
    return true;
}
