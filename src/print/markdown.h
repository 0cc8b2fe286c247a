/* Escapes text for Markdown, so that it is shown as it is. The text must be clean (text/clean.h).
 */
#ifndef PRINT_MARKDOWN_H
#define PRINT_MARKDOWN_H

#include "base/buf.h"

#include <stddef.h>

/* Appends one line of text. Emphasis, links, HTML, headings, lists and tables lose their meaning.
 */
void markdown_text(struct buf *out, const char *s, size_t n);
/* Appends a word as inline code, or escaped if it cannot be code. */
void markdown_code(struct buf *out, const char *s);
/* Appends a link to a web page as an autolink, anything else as text. */
void markdown_link(struct buf *out, const char *s);

#endif
