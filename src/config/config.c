/* An option gets its value from the command line, else from the user's file, else from option.def.
 */
#include "config/config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/builtin.h"
#include "config/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool set_value(struct config *c, enum option_id id, const char *value, const char *file,
                      int line, struct err *e)
{
    int number = 0;
    if (!option_read(&options[id], value, &number, e))
        return false;
    c->values[id].text = arena_strdup(c->arena, value);
    c->values[id].number = number;
    c->values[id].file = file;
    c->values[id].line = line;
    return true;
}

static void read_option(struct config *c, const struct ini_entry *entry)
{
    enum option_id id = option_find(entry->name);
    struct err e;
    bool known = id < OPTION_COUNT ||
                 problems_unknown(&e, "option", entry->name, option_nearest(entry->name));
    if (!known || !set_value(c, id, entry->value, entry->file, entry->line, &e))
        problems_add(&c->problems, entry->file, entry->line, entry->section, "%s", e.text);
}

static void read_options(struct config *c)
{
    for (size_t i = 0; i < c->doc.count; i++) {
        const struct ini_entry *entry = &c->doc.entries[i];
        if (strcmp(entry->section, "callbrowser") == 0)
            read_option(c, entry);
        else if (*entry->section == '\0')
            problems_add(&c->problems, entry->file, entry->line, NULL,
                         "option '%s' is above the first section: put it under [callbrowser]",
                         entry->name);
    }
}

static bool is_known(const char *section)
{
    return strcmp(section, "callbrowser") == 0 || strcmp(section, "keys") == 0 ||
           strncmp(section, "provider ", 9) == 0 || strncmp(section, "find ", 5) == 0;
}

static bool needs_name(const char *section)
{
    return strcmp(section, "provider") == 0 || strcmp(section, "find") == 0;
}

static void unknown_section(struct problems *problems, const char *file,
                            const struct ini_section *section)
{
    static const char *const names[] = {"callbrowser", "keys", "provider", "find", NULL};
    if (needs_name(section->name)) {
        problems_add(problems, file, section->line, NULL, "[%s] has no name: write [%s NAME]",
                     section->name, section->name);
        return;
    }
    size_t word = strcspn(section->name, " ");
    char *first = xstrndup(section->name, word);
    const char *near = problems_nearest_name(first, names);
    const char *rest = near && needs_name(near) ? section->name + word : "";
    problems_add(problems, file, section->line, NULL,
                 near ? "unknown section [%s] (did you mean [%s%s]?)" : "unknown section [%s]",
                 section->name, near, rest);
    free(first);
}

static void check_sections(struct config *c)
{
    for (size_t i = 0; i < c->doc.section_count; i++)
        if (!is_known(c->doc.sections[i].name))
            unknown_section(&c->problems, c->doc.file, &c->doc.sections[i]);
}

const char *config_builtin_text(void)
{
    const struct builtin *b = builtins;
    while (strcmp(b->path, "callbrowser.ini") != 0)
        b++;
    return b->text;
}

static bool read_file(struct config *c, const char *path, struct err *e)
{
    if (strcmp(path, "/dev/null") == 0)
        return true;
    if (!ini_parse_path(&c->doc, path, S_IFIFO, &c->problems, e))
        return false;
    c->has_file = true;
    read_options(c);
    check_sections(c);
    return true;
}

/* A file that cannot be examined may exist. */
static bool may_exist(const char *path)
{
    return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

/* The file named by CALLBROWSER_CONFIG must exist; otherwise the first existing file is read. */
static bool read_first_file(struct config *c, struct err *e)
{
    const char *named = getenv("CALLBROWSER_CONFIG");
    char **places = paths_of_config();
    bool ok = true, found = false;
    for (size_t i = 0; places[i]; i++) {
        if (!found && ((named && *named) || may_exist(places[i]))) {
            found = true;
            ok = read_file(c, places[i], e);
        }
        free(places[i]);
    }
    free(places);
    return ok;
}

/* libcurl does not know "~". */
static void expand_ca_file(struct config *c)
{
    char *path = paths_expand(c->values[OPT_ca_file].text);
    c->values[OPT_ca_file].text = arena_strdup(c->arena, path);
    free(path);
}

struct config *config_load(const char *path, struct err *e)
{
    struct config *c = xcalloc(1, sizeof *c);
    c->arena = arena_new();
    for (int i = 0; i < OPTION_COUNT; i++) {
        c->values[i].text = options[i].def;
        option_read(&options[i], options[i].def, &c->values[i].number, NULL);
    }
    if (path ? read_file(c, path, e) : read_first_file(c, e)) {
        expand_ca_file(c);
        return c;
    }
    config_free(c);
    return NULL;
}

void config_free(struct config *c)
{
    if (!c)
        return;
    ini_wipe(&c->doc, "api_key");
    ini_doc_done(&c->doc);
    problems_done(&c->problems);
    arena_free(c->arena);
    free(c);
}

const char *config_text(const struct config *c, enum option_id id)
{
    return c->values[id].text;
}

int config_number(const struct config *c, enum option_id id)
{
    return c->values[id].number;
}

double config_decimal(const struct config *c, enum option_id id)
{
    return c->values[id].number / 1000.0;
}

char *config_origin(const struct config *c, enum option_id id)
{
    const char *file = c->values[id].file;
    int line = c->values[id].line;
    if (!file)
        return xstrdup("default");
    return line ? xasprintf("%s:%d", file, line) : xstrdup(file);
}

bool config_set(struct config *c, enum option_id id, const char *value, const char *from,
                struct err *e)
{
    return set_value(c, id, value, arena_strdup(c->arena, from), 0, e);
}
