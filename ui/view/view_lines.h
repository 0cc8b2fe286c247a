/* A view of labels and wrapped texts, for pages, help and lists. */
#ifndef UI_VIEW_VIEW_LINES_H
#define UI_VIEW_VIEW_LINES_H

#include "ui/view/view.h"

struct view *view_lines_new(void);

/* Adds an item. Labels have a column that is as wide as the widest; without a label (NULL) the text
 * begins at the left. Both are cleaned and copied. */
void view_lines_add(struct view *v, enum role label_role, const char *label, enum role role,
                    const char *text);
void view_lines_addf(struct view *v, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds an empty row. */
void view_lines_add_blank(struct view *v);
/* The label of an item, borrowed; "" if it has none. */
const char *view_lines_label(const struct view *v, size_t item);

#endif
