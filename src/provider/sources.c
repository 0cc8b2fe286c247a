#include "provider/sources.h"

#include <string.h>

/* As a message names them; the units up to UNIT_ID are written like this. */
static const char *const unit_names[] = {
    [UNIT_NONE] = "",
    [UNIT_S] = "s",
    [UNIT_MS] = "ms",
    [UNIT_US] = "us",
    [UNIT_MIN] = "min",
    [UNIT_HMS] = "hms",
    [UNIT_ISO] = "iso",
    [UNIT_RFC2822] = "rfc2822",
    [UNIT_USD] = "usd",
    [UNIT_EUR] = "eur",
    [UNIT_CENTS] = "cents",
    [UNIT_CREDITS] = "credits",
    [UNIT_ID] = "id",
    [UNIT_WORDS] = "WORD/WORD",
    [UNIT_YES_NO] = "yes:WORDS no:WORDS",
    [UNIT_SIDES] = "agent:WORDS person:WORDS",
    [UNIT_WAYS] = "inbound:WORDS outbound:WORDS",
    [UNIT_EXCEPT] = "except:WORDS",
    [UNIT_NAMES] = "WORDS",
};

/* The labels before the words of a unit that has them. */
static const struct {
    enum unit unit;
    const char *labels[2];
} labelled[] = {
    {UNIT_YES_NO, {"yes:", "no:"}},
    {UNIT_SIDES, {"agent:", "person:"}},
    {UNIT_WAYS, {"inbound:", "outbound:"}},
    {UNIT_EXCEPT, {"except:", NULL}},
};
enum { LABELLED_UNITS = sizeof labelled / sizeof *labelled };

static void put_labelled(struct buf *out, const struct source *source)
{
    for (int u = 0; u < LABELLED_UNITS; u++)
        for (int i = 0; i < 2 && labelled[u].unit == source->unit; i++)
            if (source->words[i])
                buf_printf(out, " %s%s", labelled[u].labels[i], source->words[i]);
}

void sources_put(struct buf *out, const struct source *source)
{
    buf_puts(out, *source->pointer ? source->pointer : ".");
    if (source->unit == UNIT_WORDS)
        buf_printf(out, " %s/%s", source->words[0], source->words[1]);
    else if (source->unit == UNIT_NAMES)
        buf_printf(out, " %s", source->words[0]);
    else if (source->unit > UNIT_WORDS)
        put_labelled(out, source);
    else if (source->unit != UNIT_NONE)
        buf_printf(out, " %s", unit_names[source->unit]);
}

/* "failed/ok": the words for true and false. */
static bool words_parse(struct arena *a, const char *unit, struct source *out, struct err *e)
{
    size_t n = strcspn(unit, "/");
    const char *second = unit + n + 1;
    if (n == 0 || !*second || strpbrk(second, "/ "))
        return err_set(e, "'%.40s' does not name true and false: write WORD/WORD", unit);
    out->unit = UNIT_WORDS;
    out->words[0] = arena_strndup(a, unit, n);
    out->words[1] = arena_strdup(a, second);
    return true;
}

/* Reads one "yes:a,b". */
static bool label_parse(struct arena *a, const char *s, size_t n, struct source *out)
{
    for (int u = 0; u < LABELLED_UNITS; u++)
        for (int i = 0; i < 2 && labelled[u].labels[i]; i++) {
            size_t label = strlen(labelled[u].labels[i]);
            bool other = out->unit != UNIT_NONE && out->unit != labelled[u].unit;
            if (n <= label || memcmp(s, labelled[u].labels[i], label) != 0)
                continue;
            if (other || out->words[i])
                return false;
            out->unit = labelled[u].unit;
            out->words[i] = arena_strndup(a, s + label, n - label);
            return true;
        }
    return false;
}

static bool begins_with_label(const char *s)
{
    for (int u = 0; u < LABELLED_UNITS; u++)
        for (int i = 0; i < 2 && labelled[u].labels[i]; i++)
            if (strncmp(s, labelled[u].labels[i], strlen(labelled[u].labels[i])) == 0)
                return true;
    return false;
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

/* "use usd, eur, cents or credits": what may follow the pointer. */
static void put_accepted(struct buf *out, unsigned accepted)
{
    size_t count = 0, written = 0;
    for (unsigned u = UNIT_NONE + 1; u <= UNIT_NAMES; u++)
        count += (accepted & SOURCES_UNIT(u)) != 0;
    buf_puts(out, count ? "use " : "write the pointer alone");
    for (unsigned u = UNIT_NONE + 1; u <= UNIT_NAMES; u++)
        if (accepted & SOURCES_UNIT(u))
            buf_choice(out, unit_names[u], written++, count);
}

/* Always returns false. `about` is followed by what may stand there. */
static bool refuse(struct err *e, const char *about, unsigned accepted)
{
    struct buf use = {0};
    put_accepted(&use, accepted);
    err_set(e, "%s: %s", about, buf_str(&use));
    buf_done(&use);
    return false;
}

static bool refuse_unit(struct err *e, const char *before, const char *unit, const char *after,
                        unsigned accepted)
{
    struct buf about = {0};
    buf_printf(&about, "%s '%.40s'%s", before, unit, after);
    refuse(e, buf_str(&about), accepted);
    buf_done(&about);
    return false;
}

static bool labels_parse(struct arena *a, const char *s, unsigned accepted, struct source *out,
                         struct err *e)
{
    for (const char *at = s; *at;) {
        size_t n = strcspn(at, " ");
        if (!label_parse(a, at, n, out))
            return refuse_unit(e, "cannot read", at, " (a comma stands between words)", accepted);
        at += n + strspn(at + n, " ");
    }
    return true;
}

/* Reads what follows the pointer. Where words may stand, they may look like a unit that cannot. */
static bool unit_read(struct arena *a, const char *s, unsigned accepted, struct source *out,
                      struct err *e)
{
    bool names = accepted & SOURCES_UNIT(UNIT_NAMES);
    if (!*s || (unit_find(s, &out->unit) && (!names || (accepted & SOURCES_UNIT(out->unit)))))
        return true;
    out->unit = UNIT_NONE;
    if (begins_with_label(s) || (strchr(s, ':') && !names))
        return labels_parse(a, s, accepted, out, e);
    if (strchr(s, '/') && !names)
        return words_parse(a, s, out, e);
    if (!names)
        return refuse_unit(e, "unknown unit", s, "", accepted);
    out->unit = UNIT_NAMES;
    out->words[0] = arena_strdup(a, s);
    return true;
}

static bool unit_parse(struct arena *a, const char *s, unsigned accepted, struct source *out,
                       struct err *e)
{
    if (!unit_read(a, s, accepted, out, e))
        return false;
    if (accepted & SOURCES_UNIT(out->unit))
        return true;
    if (out->unit == UNIT_NONE)
        return refuse(e, "the unit behind the pointer is missing", accepted);
    return refuse_unit(e, "unit", unit_names[out->unit], " makes no sense here", accepted);
}

/* Checks one reference token, up to `/`: an index is not too long, and only known escapes are used.
 * Returns its end, or NULL with e set. */
static const char *part_check(const char *part, struct err *e)
{
    const char *c = part;
    bool is_index = true;
    for (; *c && *c != '/'; c++) {
        is_index = is_index && *c >= '0' && *c <= '9';
        if (*c == '~' && (c[1] < '0' || c[1] > '3')) {
            err_set(e, "'~' in a pointer is written '~0'");
            return NULL;
        }
    }
    if (!is_index || c - part <= POINTER_MAX_DIGITS)
        return c;
    err_set(e, "an index has at most %d digits", POINTER_MAX_DIGITS);
    return NULL;
}

static bool pointer_check(const char *pointer, struct err *e)
{
    if (strcmp(pointer, ".") == 0)
        return true;
    if (*pointer != '/')
        return err_set(e, "'%.40s' is not a pointer: it must begin with '/' or be '.'", pointer);
    if (strlen(pointer) > POINTER_MAX_BYTES)
        return err_set(e, "a pointer has at most %d bytes", POINTER_MAX_BYTES);
    size_t parts = 0;
    for (const char *at = pointer; *at; parts++)
        if (!(at = part_check(at + 1, e)))
            return false;
    if (parts > POINTER_MAX_PARTS)
        return err_set(e, "a pointer has at most %d parts", POINTER_MAX_PARTS);
    return true;
}

bool sources_has_every(const char *pointer)
{
    for (const char *at = strstr(pointer, "/*"); at; at = strstr(at + 1, "/*"))
        if (!at[2] || at[2] == '/')
            return true;
    return false;
}

static bool every_check(const char *pointer, struct err *e)
{
    if (!sources_has_every(pointer))
        return true;
    return err_set(e, "'%.40s' takes every element of a list, but one value is wanted here",
                   pointer);
}

bool sources_check_pointer(const char *pointer, struct err *e)
{
    return pointer_check(pointer, e) && every_check(pointer, e);
}

/* Ends the text before the character, if it is there, and returns what follows it, or NULL. */
static char *cut(char *text, char at)
{
    char *found = strchr(text, at);
    if (!found)
        return NULL;
    *found = '\0';
    return found + 1;
}

/* Reads "POINTER [UNIT]" and keeps the text, which it changes. */
static bool source_parse(struct arena *a, char *text, struct accepted accepted, struct source *out,
                         struct err *e)
{
    const char *rest = cut(text, ' '), *pointer = text;
    *out = (struct source){0};
    while (rest && *rest == ' ')
        rest++;
    if (!pointer_check(pointer, e) || (!accepted.every && !every_check(pointer, e)))
        return false;
    out->pointer = strcmp(pointer, ".") == 0 ? "" : pointer;
    if (*pointer == '/' && pointer[1] && !strpbrk(pointer + 1, "/~*"))
        out->member = pointer + 1;
    return unit_parse(a, rest ? rest : "", accepted.units, out, e);
}

/* Removes blanks at both ends and turns tabs into blanks. */
static char *trimmed(char *s)
{
    for (char *c = s; (c = strchr(c, '\t'));)
        *c = ' ';
    while (*s == ' ')
        s++;
    size_t n = strlen(s);
    while (n > 0 && s[n - 1] == ' ')
        s[--n] = '\0';
    return s;
}

bool sources_parse(struct arena *a, const char *text, struct accepted accepted, struct sources *out,
                   struct err *e)
{
    struct source found[SOURCES_MAX];
    size_t count = 0;
    char *rest = trimmed(arena_strdup(a, text));
    while (rest && (*rest || count)) {
        char *one = rest;
        rest = cut(one, '|');
        if (count == SOURCES_MAX)
            return err_set(e, "at most %d alternatives", SOURCES_MAX);
        if (!source_parse(a, trimmed(one), accepted, &found[count], e))
            return false;
        count++;
    }
    struct source *list = arena_array(a, count, sizeof *list);
    if (count)
        memcpy(list, found, count * sizeof *list);
    *out = (struct sources){list, count};
    return true;
}
