/* Kinds of ASCII characters, whatever the locale is. */
#ifndef TEXT_ASCII_H
#define TEXT_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_alnum(char c)
{
    return ascii_is_digit(c) || ascii_is_letter(c);
}

static inline bool ascii_is_visible(char c)
{
    return c > ' ' && c < 0x7f;
}

#endif
