/* Rows of label and text, wrapped with a hanging indent: pages, help and lists are made of it. */
#ifndef UI_VIEW_VIEW_LINES_H
#define UI_VIEW_VIEW_LINES_H

#include "ui/view/view.h"

struct view *view_lines_new(void);

/* One item. `label` stands in a column of its own as wide as the widest; NULL: text begins at the
 * left. Both are copied. */
void view_lines_add(struct view *v, enum role label_role, const char *label, enum role role,
                    const char *text);
void view_lines_addf(struct view *v, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The text of an item, borrowed. */
const char *view_lines_label(const struct view *v, size_t item);

#endif
