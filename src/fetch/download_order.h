/* What to download, and where to. */
#ifndef FETCH_DOWNLOAD_ORDER_H
#define FETCH_DOWNLOAD_ORDER_H

#include <stdbool.h>

/* A recording, or another link of a call, to be saved as a file. The order owns its strings. */
struct download_order {
    const struct provider *provider; /* borrowed until fetch_free */
    char *id, *key;                  /* key NULL: no key is needed */
    char *url;
    char *dir, *name; /* of the file; an ending is appended to the name */
    bool replace;     /* an existing file of that name */
};

/* Wipes the key and frees the strings. Does nothing for an order of zeroes. */
void download_order_done(struct download_order *o);

#endif
