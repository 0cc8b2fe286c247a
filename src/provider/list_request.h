/* The request for a page of a provider's list. Pure. */
#ifndef PROVIDER_LIST_REQUEST_H
#define PROVIDER_LIST_REQUEST_H

#include "provider/list_paging.h"
#include "provider/request.h"

/* The next page of a pass that has not ended. The key goes to the host of base_url, as for a call.
 * Returns NULL on success, otherwise a failure as request_call does; the caller frees it. */
struct failure *list_request(const struct list_plan *plan, size_t pass,
                             const struct list_paging *paging, const char *key,
                             struct request *out);

#endif
