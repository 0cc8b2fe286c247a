/* INI text through libinih, in one pass over each file.
 *
 * Libinih asks for one line at a time. The reader here gives it lines that it cannot misread,
 * without comments and never longer than its buffer, and an empty one for each that was refused.
 * Libinih splits the line; whether it lost something is checked against the line it was given,
 * whatever its build. One thread only: libinih's limits are global variables. */
#include "config/ini.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "config/file_text.h"
#include "text/utf8.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#if defined __ELF__ && !defined PORTABLE_ONLY
#define HAS_WEAK 1
/* NOLINTBEGIN(readability-redundant-declaration): made weak.
 * Variables in Debian's libinih, constants in other builds: there their address is NULL. */
extern bool ini_use_stack __attribute__((weak));
extern int ini_max_line __attribute__((weak));
extern int ini_initial_alloc __attribute__((weak));
/* NOLINTEND(readability-redundant-declaration) */
#else
#define HAS_WEAK 0 /* the limits of a default build of inih are constants */
#endif

/* Replaces a `;` that does not begin a comment. No line has this byte, because control characters
 * are refused. */
enum { SEMICOLON = '\1' };

enum ini_line_kind { INI_LINE_EMPTY, INI_LINE_SECTION, INI_LINE_ENTRY };

enum { INI_NAME_MAX_BYTES = 49 }; /* libinih cuts a longer section name */

struct ini_span {
    const char *at;
    size_t bytes;
};

struct ini_line {
    enum ini_line_kind kind; /* what a bad line was meant to be */
    struct ini_span text; /* the section's name, or the entry with its '=' but without a comment */
    const char *problem;  /* what is wrong with the line; NULL: nothing */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct ini_span trim(struct ini_span span)
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
    return trim(line);
}

static const char *section_problem(struct ini_span line, struct ini_span *name)
{
    const char *end = memchr(line.at, ']', line.bytes);
    if (!end)
        return "the section has no ']'";
    size_t bytes = (size_t)(end - line.at);
    struct ini_span rest = trim((struct ini_span){end + 1, line.bytes - bytes - 1});
    if (rest.bytes > 0 && *rest.at != ';' && *rest.at != '#')
        return "there is text after the section's ']'";
    *name = trim((struct ini_span){line.at + 1, bytes - 1});
    if (name->bytes == 0)
        return "the section has no name";
    if (memchr(name->at, ';', name->bytes))
        return "there is a ';' in the section's name";
    return name->bytes > INI_NAME_MAX_BYTES ? "the section's name is longer than 49 bytes" : NULL;
}

/* One line by the rules of ini.h, before libinih splits it. s is without its line end; the result
 * points into it. */
static struct ini_line line_read(const char *s, size_t n)
{
    struct ini_line line = {.text = trim((struct ini_span){s, n}),
                            .problem = encoding_problem(s, n)};
    bool is_section = line.text.bytes > 0 && *line.text.at == '[';
    line.kind = is_section ? INI_LINE_SECTION : INI_LINE_ENTRY;
    if (line.problem)
        return line;
    if (line.text.bytes == 0 || strchr(";#", *line.text.at)) {
        line.kind = INI_LINE_EMPTY;
    } else if (line.text.at != s) {
        line.problem = "the line is indented; a value cannot continue on another line";
    } else if (is_section) {
        line.problem = section_problem(line.text, &line.text);
    } else {
        line.text = drop_comment(line.text);
        if (!memchr(line.text.at, '=', line.text.bytes))
            line.problem = "the line has no '='";
    }
    return line;
}

struct ini_reader {
    struct ini_doc *doc;
    struct problems *problems;
    const char *text, *end; /* the rest of the text */
    int line;
    const char *section;   /* owned by the doc; NULL while entries are ignored */
    size_t section_first;  /* index of its first entry */
    struct buf fed;        /* the line for libinih */
    struct ini_span aside; /* a value that does not fit into libinih's buffer; else at is NULL */
    bool full;             /* the doc has as many entries as it may have */
};

#define REFUSE(r, ...)                                                                             \
    problems_add((r)->problems, (r)->doc->file, (r)->line, (r)->section, __VA_ARGS__)

/* Each entry is compared with those before it, so their number is bounded. */
static bool has_room(struct ini_reader *r)
{
    if (r->doc->count + r->doc->section_count < INI_MAX_ENTRIES)
        return true;
    if (!r->full)
        REFUSE(r, "more than %d lines with options: the rest is ignored", INI_MAX_ENTRIES);
    r->full = true;
    return false;
}

static const char *section_name(struct ini_doc *doc, struct ini_span name)
{
    char *copy = arena_strndup(doc->arena, name.at, name.bytes), *to = copy;
    for (const char *from = copy; *from; from++) {
        bool blank = is_blank(*from);
        if (!blank || to[-1] != ' ') /* the first byte is not a blank */
            *to++ = blank ? ' ' : *from;
    }
    *to = '\0';
    return copy;
}

static void put_section(struct ini_doc *doc, const char *name, int line)
{
    doc->sections = xgrow(doc->sections, doc->section_count, sizeof *doc->sections);
    doc->sections[doc->section_count++] = (struct ini_section){name, line};
}

static void put_entry(struct ini_doc *doc, const char *section, const char *name, const char *value,
                      int line)
{
    doc->entries = xgrow(doc->entries, doc->count, sizeof *doc->entries);
    doc->entries[doc->count++] = (struct ini_entry){section, name, value, doc->file, line};
}

static const struct ini_section *find_section(const struct ini_doc *doc, const char *name)
{
    for (size_t i = 0; i < doc->section_count; i++)
        if (strcmp(doc->sections[i].name, name) == 0)
            return &doc->sections[i];
    return NULL;
}

static void begin_section(struct ini_reader *r, struct ini_span span)
{
    struct ini_doc *doc = r->doc;
    r->section = section_name(doc, span);
    const struct ini_section *first = find_section(doc, r->section);
    if (first) {
        REFUSE(r, "section [%s] appears twice, first on line %d: this one is ignored", r->section,
               first->line);
        r->section = NULL;
    } else if (has_room(r)) {
        put_section(doc, r->section, r->line);
        r->section_first = doc->count;
        buf_printf(&r->fed, "[%s]", r->section);
    } else {
        r->section = NULL;
    }
}

/* Libinih's buffer has to hold the line, its end and a NUL. A value that does not fit is kept
 * aside. */
static void feed_entry(struct ini_reader *r, struct ini_span text, size_t room)
{
    r->aside = (struct ini_span){0};
    if (text.bytes + 2 > room) {
        const char *equals = memchr(text.at, '=', text.bytes);
        size_t before = (size_t)(equals - text.at);
        r->aside = trim((struct ini_span){equals + 1, text.bytes - before - 1});
        text = trim((struct ini_span){text.at, before});
        if (text.bytes > INI_NAME_MAX_BYTES) {
            REFUSE(r, "the name is longer than %d bytes", INI_NAME_MAX_BYTES);
            return;
        }
    }
    buf_add(&r->fed, text.at, text.bytes);
    if (r->aside.at)
        buf_putc(&r->fed, '=');
    for (size_t i = 0; i < r->fed.len; i++)
        if (r->fed.data[i] == ';')
            r->fed.data[i] = SEMICOLON;
}

static void prepare(struct ini_reader *r, const char *s, size_t bytes, size_t room)
{
    struct ini_line line = line_read(s, bytes);
    buf_clear(&r->fed);
    bool is_section = line.kind == INI_LINE_SECTION;
    if (line.problem) {
        if (r->section || is_section)
            REFUSE(r, "%s", line.problem);
        if (is_section)
            r->section = NULL;
    } else if (is_section) {
        begin_section(r, line.text);
    } else if (line.kind == INI_LINE_ENTRY && r->section) {
        feed_entry(r, line.text, room);
    }
}

static const char *line_end(const char *s, const char *end)
{
    const char *nl = memchr(s, '\n', (size_t)(end - s));
    return nl ? nl : end;
}

/* Libinih calls this instead of fgets. Returns NULL after the last line. */
static char *read_line(char *into, int room, void *user)
{
    struct ini_reader *r = user;
    if (r->text >= r->end) {
        wipe_bytes(into, (size_t)room);
        return NULL;
    }
    const char *end = line_end(r->text, r->end), *s = r->text;
    r->text = end + 1;
    r->line++;
    prepare(r, s, (size_t)(end - s) - (end > s && end[-1] == '\r'), (size_t)room);
    if (r->fed.len > 0)
        memcpy(into, r->fed.data, r->fed.len);
    memcpy(into + r->fed.len, "\n", 2);
    return into;
}

/* A copy in the doc's arena, with its semicolons again and without the quotes around all of it. */
static const char *copy_value(struct ini_doc *doc, const char *value, size_t n)
{
    bool quoted = n >= 2 && (*value == '"' || *value == '\'');
    if (quoted && memchr(value + 1, *value, n - 1) == value + n - 1) {
        value++;
        n -= 2;
    }
    char *copy = arena_strndup(doc->arena, value, n);
    for (char *c = copy; *c; c++)
        if (*c == SEMICOLON)
            *c = ';';
    return copy;
}

/* Comparing the first letter saves most calls of strcmp for each line that is read. */
static const struct ini_entry *find_in_section(const struct ini_reader *r, const char *name)
{
    for (size_t i = r->section_first; i < r->doc->count; i++) {
        const struct ini_entry *e = &r->doc->entries[i];
        if (e->name[0] == name[0] && strcmp(e->name, name) == 0)
            return e;
    }
    return NULL;
}

/* What libinih found between the name and the value: `=` or `:`, or NUL if it lost something. */
static char separator(const struct buf *fed, size_t name_bytes, size_t value_bytes)
{
    if (name_bytes + value_bytes >= fed->len)
        return '\0';
    struct ini_span between =
        trim((struct ini_span){fed->data + name_bytes, fed->len - name_bytes - value_bytes});
    return between.bytes == 1 ? *between.at : '\0';
}

static const char *entry_problem(const struct ini_reader *r, const char *section, const char *name,
                                 const char *value)
{
    char between = separator(&r->fed, strlen(name), strlen(value));
    if (between == ':')
        return "there is a ':' before the '='; only '=' separates a name from its value";
    if (between != '=' || strcmp(section, r->section) != 0)
        return "libinih cut the line short";
    if (!*name)
        return "there is no name before the '='";
    return strlen(name) > INI_NAME_MAX_BYTES ? "the name is longer than 49 bytes" : NULL;
}

/* Libinih calls this for each entry. It returns 1, which means success. */
static int add_entry(void *user, const char *section, const char *name, const char *value)
{
    struct ini_reader *r = user;
    struct ini_doc *doc = r->doc;
    if (!name || !value)
        return 1;
    const char *problem = entry_problem(r, section, name, value);
    if (problem) {
        REFUSE(r, "%s", problem);
        return 1;
    }
    struct ini_span full = r->aside.at ? r->aside : (struct ini_span){value, strlen(value)};
    const char *own_name = copy_value(doc, name, strlen(name));
    const struct ini_entry *first = find_in_section(r, own_name);
    if (first) {
        REFUSE(r, "'%s' is set twice; line %d applies", own_name, first->line);
    } else if (has_room(r)) {
        put_entry(doc, r->section, own_name, copy_value(doc, full.at, full.bytes), r->line);
    }
    return 1;
}

static size_t longest_line(const char *s, const char *end)
{
    size_t longest = 0;
    while (s < end) {
        const char *nl = line_end(s, end);
        longest = (size_t)(nl - s) > longest ? (size_t)(nl - s) : longest;
        s = nl + 1;
    }
    return longest;
}

/* Gives libinih's buffer room for the longest line, if its limits are variables. */
static void set_limits(size_t longest)
{
#if HAS_WEAK
    int room = (int)(longest < 200 ? 200 : longest) + 3;
    if (&ini_use_stack)
        ini_use_stack = false;
    if (&ini_max_line)
        ini_max_line = room;
    if (&ini_initial_alloc)
        ini_initial_alloc = room;
#else
    (void)longest;
#endif
}

void ini_parse_text(struct ini_doc *doc, const char *name, const char *text, size_t bytes,
                    struct problems *problems)
{
    *doc = (struct ini_doc){.arena = arena_new()};
    doc->file = arena_strdup(doc->arena, name);
    struct ini_reader r = {.doc = doc, .problems = problems, .section = ""};
    size_t bom = bytes >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    r.text = text + bom;
    r.end = text + bytes;
    size_t longest = longest_line(r.text, r.end);
    set_limits(longest);
    buf_reserve(&r.fed, longest + 3); /* so that it never grows and leaves a copy of a key */
    int result = r.text < r.end ? ini_parse_stream(read_line, &r, add_entry, &r) : 0;
    if (result == -2)
        die("out of memory");
    if (result != 0)
        problems_add(problems, name, result, NULL, "libinih cannot read the line");
    wipe_bytes(r.fed.data, r.fed.cap);
    buf_done(&r.fed);
}

void ini_load_builtin(struct ini_doc *doc, const struct builtin *b)
{
    *doc = (struct ini_doc){.file = b->path};
    for (const struct builtin_row *row = b->rows; row->section; row++)
        if (row->name)
            put_entry(doc, row->section, row->name, row->value, row->line);
        else
            put_section(doc, row->section, row->line);
}

/* Returns true for a byte order mark of UTF-16, or a NUL in the first character. */
static bool is_utf16(const struct file_text *f)
{
    if (f->bytes < 2)
        return false;
    return memcmp(f->data, "\xff\xfe", 2) == 0 || memcmp(f->data, "\xfe\xff", 2) == 0 ||
           f->data[0] == '\0' || f->data[1] == '\0';
}

bool ini_parse_path(struct ini_doc *doc, const char *path, mode_t also, struct problems *problems,
                    struct err *e)
{
    struct file_text f;
    if (!file_text_read(&f, path, INI_MAX_BYTES, also, e))
        return false;
    bool ok = !is_utf16(&f);
    if (ok)
        ini_parse_text(doc, path, f.data, f.bytes, problems);
    else
        err_set(e, "cannot read '%s': it is not UTF-8 text", path);
    file_text_done(&f);
    return ok;
}

const char *ini_get(const struct ini_doc *doc, const char *section, const char *name)
{
    for (size_t i = 0; i < doc->count; i++)
        if (strcmp(doc->entries[i].name, name) == 0 &&
            strcmp(doc->entries[i].section, section) == 0)
            return doc->entries[i].value;
    return NULL;
}

void ini_wipe(struct ini_doc *doc, const char *name)
{
    for (size_t i = 0; i < doc->count; i++)
        if (strcmp(doc->entries[i].name, name) == 0)
            wipe_secret(doc->entries[i].value);
}

void ini_doc_done(struct ini_doc *doc)
{
    free(doc->entries);
    free(doc->sections);
    arena_free(doc->arena);
    *doc = (struct ini_doc){0};
}
