/* The kind of a character, which is looked up once and remembered: asking the libraries for each
 * character of a text of megabytes takes two to three times as long. */
#ifndef TEXT_CHAR_KIND_H
#define TEXT_CHAR_KIND_H

enum {
    CHAR_COLS = 0x03,    /* mask: the columns of a base or a mark */
    CHAR_BASE = 0x04,    /* begins a grapheme cluster, which ends before the next base */
    CHAR_MARK = 0x08,    /* after a base or another mark it is part of their cluster */
    CHAR_PICTURE = 0x10, /* also a base: it may take a skin tone */
    CHAR_STABLE = 0x20   /* also a base: NFC neither changes it nor joins it to what is before */
};

/* 0 if the character is neither a base nor a mark, or if its clusters depend on more than its
 * neighbour; then the library has to be asked. Any thread. LC_CTYPE must be set before the first
 * call and not change afterwards. */
unsigned char_kind(int codepoint);

#endif
