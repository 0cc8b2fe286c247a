/* The locale that the environment names, of which the encoding matters most. */
#ifndef TEXT_LOCALE_H
#define TEXT_LOCALE_H

#include <stdbool.h>

/* Of the variables LC_ALL, LC_CTYPE and LANG the first one that is set counts (POSIX, 8.2). NULL if
 * none is. */
const char *locale_name(const char **variable);
/* As setlocale for LC_ALL or LC_CTYPE. Returns false if the locale is not installed; where its name
 * ends in UTF-8, the encoding is UTF-8 all the same. */
bool locale_set(int category);

#endif
