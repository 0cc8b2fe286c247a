/* What the worker and its transfers are started with. */
#ifndef FETCH_FETCH_SETTINGS_H
#define FETCH_FETCH_SETTINGS_H

struct fetch_settings {
    int jobs; /* requests at once, and connections that are kept open for the next ones */
    int connect_timeout_s; /* until a connection is open */
    int timeout_s;         /* of a job; of a download: without progress */
    int max_response_mb;   /* MiB, decoded */
    const char *ca_file;   /* borrowed until the start returns; NULL or "": the system's */
};

#endif
