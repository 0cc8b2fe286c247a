/* INI text read into a list of entries, through libinih, with line numbers and nothing lost.
 *
 * One meaning each: `=` separates; `;` and `#` begin a comment line; a blank and `;` outside quotes
 * begin a comment behind a value (quotes: from a `"`, or a `'` at a word's beginning, to the next
 * one on the line); blanks around names and values go; double quotes around a whole value go and
 * keep what is inside; CR LF and a BOM are accepted. A problem with its line, and the line is
 * passed over: an indented line, a line without `=`, a `:` before it, a control character, text
 * that is not UTF-8, a name or section of more than 49 bytes, a second entry of the same name in a
 * section (the first stays). After a section line with a problem (a second one of the same name
 * too) all is passed over up to the next section. */
#ifndef CONFIG_INI_H
#define CONFIG_INI_H

#include "base/err.h"
#include "config/problems.h"

#include <stdbool.h>
#include <stddef.h>

enum { INI_MAX_BYTES = 256 * 1024, INI_MAX_ENTRIES = 4096 };

struct ini_entry {
    const char *section, *name, *value; /* value may be "" */
    const char *file;
    int line;
};

struct ini_section {
    const char *name; /* blanks inside it are one blank */
    int line;
};

struct ini_doc {
    struct ini_entry *entries; /* in the order of the file; section "" before the first one */
    size_t count;
    struct ini_section *sections; /* those without an entry too */
    size_t section_count;
    char *file;
    struct arena *arena; /* owns all strings */
};

/* Reads text that is compiled in or in memory; `name` stands for the file in messages. */
void ini_parse_text(struct ini_doc *doc, const char *name, const char *text, size_t bytes,
                    struct problems *problems);
/* Reads a regular file of at most INI_MAX_BYTES. False when it cannot be read as a whole. */
bool ini_parse_path(struct ini_doc *doc, const char *path, struct problems *problems,
                    struct err *e);
/* Or a pipe, for which it waits as file_text_read_pipe does. */
bool ini_parse_pipe(struct ini_doc *doc, const char *path, struct problems *problems,
                    struct err *e);
/* Overwrites the values of that name in all sections, for keys that are no longer needed. */
void ini_wipe(struct ini_doc *doc, const char *name);
void ini_doc_done(struct ini_doc *doc);

/* The value of section/name, or NULL. */
const char *ini_get(const struct ini_doc *doc, const char *section, const char *name);

#endif
