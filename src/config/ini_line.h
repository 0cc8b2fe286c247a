/* One line of INI text by the rules of ini.h, before libinih splits it. Pure. */
#ifndef CONFIG_INI_LINE_H
#define CONFIG_INI_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum ini_line_kind { INI_LINE_EMPTY, INI_LINE_SECTION, INI_LINE_ENTRY, INI_LINE_BAD };

enum { INI_NAME_MAX_BYTES = 49 }; /* libinih cuts a longer section name */

struct ini_span {
    const char *at;
    size_t bytes;
};

struct ini_line {
    enum ini_line_kind kind;
    struct ini_span text; /* the section's name, or the entry with its '=' but without a comment */
    const char *problem;  /* what is wrong with a bad line */
    bool begins_section;  /* a bad line that was meant to begin a section */
};

/* s is the line without its line end; the result points into it. */
struct ini_line ini_line_read(const char *s, size_t bytes);

/* The span without the blanks around it. */
struct ini_span ini_line_trim(struct ini_span span);

#endif
