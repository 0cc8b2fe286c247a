/* Pure, except that it reads a file that the user named. */
#include "theme/theme.h"

#include "base/alloc.h"
#include "base/builtin.h"
#include "config/ini.h"
#include "config/paths.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const role_names[] = {
#define ROLE(member, name, sentence) name,
#include "theme/role.def"
#undef ROLE
    NULL};

/* In descending order of colours. */
static const int section_colours[] = {256, 16, 8, 0};
enum { SECTIONS = sizeof section_colours / sizeof *section_colours };
static const char *const section_names[SECTIONS + 1] = {"256", "16", "8", "mono", NULL};

/* The colours from 8 on have these names after "bright-". */
static const char BRIGHT[] = "bright-";
static const char *const colour_names[] = {"black",   "red",  "green", "yellow", "blue",
                                           "magenta", "cyan", "white", NULL};

/* In the order of the bits LOOK_BOLD to LOOK_DIM. */
static const char *const attribute_names[] = {"bold", "underline", "reverse", "dim", NULL};

static int index_of(const char *word, const char *const names[])
{
    for (int i = 0; names[i]; i++)
        if (names[i][0] == word[0] && strcmp(names[i], word) == 0)
            return i;
    return -1;
}

static bool parse_colour(const char *word, int colours, int *colour)
{
    if (strcmp(word, "default") == 0) {
        *colour = -1;
        return true;
    }
    char *end = NULL;
    bool bright = strncmp(word, BRIGHT, sizeof BRIGHT - 1) == 0;
    long n = index_of(bright ? word + sizeof BRIGHT - 1 : word, colour_names);
    n += n >= 0 && bright ? 8 : 0;
    if (n < 0 && isdigit((unsigned char)word[0]))
        n = strtol(word, &end, 10);
    if (n < 0 || n >= colours || (end && *end))
        return false;
    *colour = (int)n;
    return true;
}

/* Reads one word of a row; *on_next is true when the previous word was "on". */
static bool parse_word(struct look *look, const char *word, int colours, bool *on_next)
{
    if (*on_next) {
        *on_next = false;
        return parse_colour(word, colours, &look->bg);
    }
    if (strcmp(word, "on") == 0)
        return *on_next = true;
    int attribute = index_of(word, attribute_names);
    look->attributes |= attribute >= 0 ? 1U << attribute : 0;
    return attribute >= 0 || parse_colour(word, colours, &look->fg);
}

/* False if a word cannot be used, or "on" has no colour after it. *word, which is NULL at first,
 * becomes the last word that was read; the caller frees it. */
static bool parse_look(struct look *out, const char *value, int colours, char **word)
{
    struct look look = {-1, -1, 0};
    bool on_next = false;
    for (const char *s = value + strspn(value, " \t"); *s; s += strspn(s, " \t")) {
        free(*word);
        *word = xstrndup(s, strcspn(s, " \t"));
        s += strlen(*word);
        if (!parse_word(&look, *word, colours, &on_next))
            return false;
    }
    if (!on_next)
        *out = look;
    return !on_next;
}

static void complain_unknown(struct problems *problems, const struct ini_entry *entry,
                             const char *what, const char *word, const char *const names[])
{
    struct err e;
    problems_unknown(&e, what, word, problems_nearest_name(word, names));
    problems_add(problems, entry->file, entry->line, NULL, "%s", e.text);
}

/* All looks of a file, before one section is chosen for each role. */
struct looks {
    struct look look[SECTIONS][ROLE_COUNT];
    bool is_set[SECTIONS][ROLE_COUNT];
};

static void read_entry(struct looks *l, const struct ini_entry *entry, struct problems *problems)
{
    int section = index_of(entry->section, section_names), role = index_of(entry->name, role_names);
    char *word = NULL;
    if (strcmp(entry->section, "theme") == 0 && strcmp(entry->name, "for") == 0)
        return;
    if (section < 0)
        complain_unknown(problems, entry, "section", entry->section, section_names);
    else if (role < 0)
        complain_unknown(problems, entry, "role", entry->name, role_names);
    else if (parse_look(&l->look[section][role], entry->value, section_colours[section], &word))
        l->is_set[section][role] = true;
    else
        problems_add(problems, entry->file, entry->line, NULL,
                     "'%s' is not a colour or attribute of [%s]", word, entry->section);
    free(word);
}

/* Gives each role the look with the most colours that can be shown. A role without such a look
 * keeps the one that it has. */
static void apply(struct theme *t, const struct ini_doc *doc, int colours,
                  struct problems *problems)
{
    struct looks *l = xcalloc(1, sizeof *l);
    for (size_t i = 0; i < doc->count; i++)
        read_entry(l, &doc->entries[i], problems);
    for (int s = SECTIONS - 1; s >= 0; s--)
        for (int role = 0; role < ROLE_COUNT && section_colours[s] <= colours; role++)
            if (l->is_set[s][role])
                t->roles[role] = l->look[s][role];
    free(l);
}

static const char THEMES[] = "themes/";

/* The name of a compiled-in theme, without folder and ending; returns false if b is not a theme. */
static bool builtin_name(const struct builtin *b, char *out, size_t room)
{
    if (strncmp(b->path, THEMES, sizeof THEMES - 1) != 0)
        return false;
    const char *name = b->path + sizeof THEMES - 1;
    size_t n = strcspn(name, ".");
    if (n >= room)
        return false;
    memcpy(out, name, n);
    out[n] = '\0';
    return true;
}

bool theme_name(size_t n, char *out, size_t room)
{
    for (const struct builtin *b = builtins; b->path; b++)
        if (builtin_name(b, out, room) && n-- == 0)
            return true;
    return false;
}

static const struct builtin *find_builtin(const char *name)
{
    char buffer[64];
    for (const struct builtin *b = builtins; b->path; b++)
        if (builtin_name(b, buffer, sizeof buffer) && strcmp(buffer, name) == 0)
            return b;
    return NULL;
}

void theme_about(const char *name, struct buf *out)
{
    const struct builtin *b = find_builtin(name);
    struct ini_doc doc;
    if (!b)
        return;
    ini_load_builtin(&doc, b);
    const char *what = ini_get(&doc, "theme", "for");
    buf_puts(out, what ? what : "");
    ini_doc_done(&doc);
}

static void apply_builtin(struct theme *t, const struct builtin *b, int colours,
                          struct problems *problems)
{
    struct ini_doc doc;
    ini_load_builtin(&doc, b);
    apply(t, &doc, colours, problems);
    ini_doc_done(&doc);
}

static bool no_such_theme(const char *name, const struct err *why, struct err *e)
{
    struct buf names = {0};
    char one[64];
    for (size_t i = 0; theme_name(i, one, sizeof one); i++)
        buf_printf(&names, "%s%s", i ? ", " : "", one);
    if (strchr(name, '/') || strchr(name, '.'))
        err_set(e, "theme: %s", why->text);
    else
        err_set(e, "unknown theme '%s' (%s, or the path of a file)", name, buf_str(&names));
    buf_done(&names);
    return false;
}

static bool apply_file(struct theme *t, const char *name, int colours, struct problems *problems,
                       struct err *e)
{
    struct ini_doc doc;
    struct err why;
    char *path = paths_expand(name);
    bool ok = ini_parse_path(&doc, path, 0, problems, &why);
    free(path);
    if (!ok)
        return no_such_theme(name, &why, e);
    apply(t, &doc, colours, problems);
    ini_doc_done(&doc);
    return true;
}

bool theme_load(struct theme *t, const char *name, int colours, struct problems *problems,
                struct err *e)
{
    const struct builtin *b = find_builtin(name), *base = find_builtin("default");
    struct theme made;
    for (int role = 0; role < ROLE_COUNT; role++)
        made.roles[role] = (struct look){-1, -1, 0};
    if (base)
        apply_builtin(&made, base, colours, problems);
    if (b && b != base)
        apply_builtin(&made, b, colours, problems);
    if (!b && !apply_file(&made, name, colours, problems, e))
        return false;
    *t = made;
    return true;
}
