/* What the worker is started with. */
#ifndef FETCH_FETCH_SETTINGS_H
#define FETCH_FETCH_SETTINGS_H

struct fetch_settings {
    int jobs; /* requests at once */
    int connect_timeout_s, timeout_s;
    int max_response_mb;
    const char *ca_file; /* borrowed until fetch_new returns; NULL or "": the system's */
};

#endif
