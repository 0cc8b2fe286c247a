/* One line of INI text taken apart by its rules (ini.h), before inih sees it. Pure. */
#ifndef CONFIG_INI_LINE_H
#define CONFIG_INI_LINE_H

#include <stddef.h>

enum ini_line_kind { INI_LINE_EMPTY, INI_LINE_SECTION, INI_LINE_ENTRY, INI_LINE_BAD };

enum { INI_NAME_MAX_BYTES = 49 }; /* what inih keeps of a section's or an entry's name */

struct ini_span {
    const char *at;
    size_t bytes;
};

struct ini_line {
    enum ini_line_kind kind;
    struct ini_span name;  /* of the section or the entry, without blanks around it */
    struct ini_span value; /* of the entry, its quotes still there */
    const char *problem;   /* what is wrong with a bad line */
    int begins_section;    /* a bad line that was meant as a section's */
};

/* The line without its line end. */
struct ini_line ini_line_read(const char *s, size_t bytes);

#endif
