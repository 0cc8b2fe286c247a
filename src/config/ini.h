/* INI text as a list of entries with their line numbers, read through libinih.
 *
 * `=` separates a name from its value. A line that begins with `;` or `#` is a comment; in a value
 * a blank and `;` outside quotes begin one (quotes go from a `"`, or from a `'` at the beginning of
 * a word or after a `=`, to the next one in the value). Blanks around names and values are dropped,
 * and so are quotes of either kind around the complete value, which keep the blanks inside. CR LF
 * and a BOM are accepted.
 *
 * A line is a problem and is ignored if it is indented, has no `=` or a `:` before it, has a
 * control character, is not UTF-8, has a name of more than 49 bytes or one that its section has
 * already. If the line of a section is a problem, or if the section is there already, everything up
 * to the next section is ignored. */
#ifndef CONFIG_INI_H
#define CONFIG_INI_H

#include "base/builtin.h"
#include "base/err.h"
#include "config/problems.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { INI_MAX_BYTES = 256 * 1024, INI_MAX_ENTRIES = 4096 };

struct ini_entry {
    const char *section, *name, *value; /* value may be ""; section is "" before the first one */
    const char *file;
    int line;
};

struct ini_section {
    const char *name; /* each run of blanks in it is one blank */
    int line;
};

struct ini_doc {
    struct ini_entry *entries; /* in the order of the file */
    size_t count;
    struct ini_section *sections; /* also those without entries */
    size_t section_count;
    const char *file;
    struct arena
        *arena; /* owns all strings; NULL in a compiled-in file, whose strings are static */
};

/* Reads text in memory, which the caller has bounded; messages call the file `name`. */
void ini_parse_text(struct ini_doc *doc, const char *name, const char *text, size_t bytes,
                    struct problems *problems);
/* A file that is compiled in, whose lines were read when the program was built. */
void ini_load_builtin(struct ini_doc *doc, const struct builtin *b);
/* Reads a file of at most INI_MAX_BYTES; `also` is that of file_text_read. Returns false with e set
 * if that fails; the caller calls ini_doc_done() only after success. */
bool ini_parse_path(struct ini_doc *doc, const char *path, mode_t also, struct problems *problems,
                    struct err *e);
/* Overwrites the values of that name in all sections: keys are wiped when they are no longer
 * needed. */
void ini_wipe(struct ini_doc *doc, const char *name);
void ini_doc_done(struct ini_doc *doc);

/* The value, owned by the doc, or NULL. */
const char *ini_get(const struct ini_doc *doc, const char *section, const char *name);

#endif
