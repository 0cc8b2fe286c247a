/* Rows of a list as the printed forms read them: each as a call that has what a list says, masked
 * if that is wanted. */
#ifndef CLI_ROW_CALL_H
#define CLI_ROW_CALL_H

#include "print/print_rows.h"
#include "provider/list_row.h"

#include <stdbool.h>

/* The owner that print_rows needs. The list and its rows are borrowed. */
struct row_calls {
    const struct list_row *const *list;
    bool mask;
    struct call *call, *masked; /* of the row that was read last; NULL at first */
};

/* A row for print_rows; `owner` is a struct row_calls. */
struct print_row row_call(void *owner, size_t i);
void row_call_done(struct row_calls *rows);

#endif
