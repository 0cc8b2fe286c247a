/* From an answer to the rows of a list, and to what comes after it. Pure; runs on the thread that
 * parses JSON. */
#ifndef PROVIDER_LIST_PAGE_H
#define PROVIDER_LIST_PAGE_H

#include "provider/extract/answer.h"
#include "provider/list_paging.h"
#include "provider/list_row.h"

enum { LIST_PAGE_ROWS_MAX = 10000 }; /* further rows are passed over, and a note says so */

struct list_page {
    struct failure *failure; /* why there are no rows, or NULL */
    struct list_row **rows;  /* those that the query asks for, and that did not come before */
    size_t count;
};

/* Reads the answer to the request that list_request made for this pass, and moves the paging on. A
 * failure ends nothing: the same page may be asked for again. The caller frees the page with
 * list_page_done, or takes the rows out of it. */
void list_page_read(const struct list_plan *plan, size_t pass, const struct answer_body *answer,
                    struct list_paging *paging, struct list_page *out);
void list_page_done(struct list_page *page);

#endif
