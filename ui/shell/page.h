/* The page that a tab shows while it has no call: welcome, loading, failed or cancelled. UI thread.
 */
#ifndef UI_SHELL_PAGE_H
#define UI_SHELL_PAGE_H

#include "ui/view/view.h"

struct app;
struct tab;

/* The caller owns the view. */
struct view *page_of_tab(const struct app *a, const struct tab *t);

#endif
