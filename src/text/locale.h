/* The locale that the environment names, of which the encoding matters most. */
#ifndef TEXT_LOCALE_H
#define TEXT_LOCALE_H

#include <stdbool.h>

/* As setlocale for LC_ALL or LC_CTYPE. Returns false if the locale is not installed; where its name
 * ends in UTF-8, the encoding is UTF-8 all the same. */
bool locale_set(int category);

#endif
