/* A prompt on the status row: what is typed on the left, a remark on the right. UI thread. */
#ifndef UI_SHELL_PROMPT_ROW_H
#define UI_SHELL_PROMPT_ROW_H

#include "ui/prompt/prompt.h"
#include "ui/view/layout.h"

/* Without room for both, the remark is dropped, or with `keep` cut to half of the row. */
void prompt_row_draw(const struct rect *r, const char *label, const struct prompt *p,
                     const struct line *remark, bool keep);

#endif
