/* Text from outside as Markdown that shows that text and nothing else. */
#ifndef PRINT_MARKDOWN_H
#define PRINT_MARKDOWN_H

#include "base/buf.h"

#include <stddef.h>

/* One line, sanitised before; appended. Emphasis, links (bare ones too), HTML, headings, lists and
 * tables lose their meaning. */
void markdown_text(struct buf *out, const char *s, size_t n);
/* A word in code font, or escaped where that cannot be. */
void markdown_code(struct buf *out, const char *s);
/* A link that can be clicked where it is one to a web page; else text. */
void markdown_link(struct buf *out, const char *s);

#endif
