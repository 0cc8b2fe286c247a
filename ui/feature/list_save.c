#include "ui/feature/list_save.h"

#include "base/alloc.h"
#include "cli/row_call.h"
#include "ui/feature/list_tab.h"
#include "ui/shell/app.h"

#include <stdlib.h>

size_t list_save_put(const struct app *a, enum row_form form, int cols, struct buf *out)
{
    const struct call_list *l = list_tab_calls(a);
    size_t count = call_list_count(l);
    const struct list_row **list = xcalloc(count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = call_list_row(l, i);
    struct row_calls calls = {.list = list, .mask = a->style.mask};
    struct print_rows rows = {.count = count,
                              .row = row_call,
                              .owner = &calls,
                              .cols = cols,
                              .several = call_list_is_of_several(l)};
    row_form_print(out, form, &rows);
    row_call_done(&calls);
    free(list);
    return count;
}
