/* What the fetcher and the worker tell each other: the settings, what to download, and the answers
 * about jobs. */
#ifndef FETCH_FETCH_DATA_H
#define FETCH_FETCH_DATA_H

#include "call/call.h"
#include "call/failure.h"
#include "find/query.h"
#include "keep/kept_age.h"
#include "provider/list_walk.h"

#include <stdbool.h>
#include <stdint.h>

enum { CA_FILE_MAX_BYTES = 16 * 1024 * 1024 };

/* Appends the printed JSON of a call (print_json). Runs on the worker's thread. */
typedef void fetch_print_call(struct buf *out, const struct call *c);

/* Where the kept calls are, and how many stay. */
struct fetch_kept_settings {
    const char *dir; /* borrowed until the start returns; NULL: nothing is kept, found or removed */
    int days, mb;    /* as in struct kept_limits; both count when one more call is kept */
    int start_mb;    /* the same as mb, for the start, when days count too */
    size_t max_bytes;        /* of a kept call's text; fetch_new sets it to max_response_mb */
    fetch_print_call *print; /* of masked calls */
};

/* What is kept of the calls that are shown. The values are those of the option `archive`. */
enum fetch_archive { FETCH_ARCHIVE_NO, FETCH_ARCHIVE_YES, FETCH_ARCHIVE_MASKED };

struct fetch_settings {
    bool offline; /* nothing is sent: each request fails with CAUSE_OFFLINE */
    int jobs;     /* requests at once, and connections that are kept open for the next ones */
    int connect_timeout_s; /* until a connection is open */
    int timeout_s;         /* of a job; of a download: without progress */
    int max_response_mb;   /* MiB, decoded */
    const char *sweep_dir; /* where downloads that were killed left files; borrowed until the start
                              returns; NULL: nowhere */
    const char *ca_file;   /* borrowed until the start returns; NULL or "": of SSL_CERT_FILE and the
                            * like, else the system's. Refused if it is not a regular file of at
                            * most CA_FILE_MAX_BYTES */
    struct fetch_kept_settings kept;
};

/* A recording that was fetched for playing: a file without a name, which ends when it is closed. */
struct fetch_recording {
    int fd; /* for reading and writing; it begins at the start */
    uint64_t bytes;
    char *ending; /* of the name if it were saved: ".mp3"; "" if it is not known */
};

/* A recording, or another link of a call, to be saved as a file or to be played. The order owns its
 * strings. */
struct fetch_order {
    const struct provider *provider; /* borrowed until fetch_free */
    char *id, *key;                  /* key NULL: no key is needed */
    char *url;
    char *dir, *name;   /* of the file; an ending is appended to the name */
    bool replace;       /* an existing file of that name */
    bool recording;     /* not another link of the call, which may lead to a document */
    bool by_key;        /* the URL is that of the provider's recording.path */
    bool for_playing;   /* the file has no name: dir, name and replace are not used */
    uint64_t max_bytes; /* 0: 16 GiB, or 1 GiB for playing */
};

/* Wipes the key and frees the strings. Does nothing for an order of zeroes. */
void fetch_order_done(struct fetch_order *o);

/* A page of a provider's list, and how far the list was read with it. */
struct fetch_page {
    struct list_row **rows; /* those that the query asks for */
    size_t count;
    struct failure *failure;      /* why the page could not be had; then there are no rows */
    size_t looked, sent;          /* calls that came with all pages, each counted once; and rows */
    char total[LIST_TOTAL_BYTES]; /* how many calls there are, in the provider's words; raw; "" */
    bool more;                    /* there is another page */
    int64_t complete_from_us;     /* as list_paging_complete_from_us says */
    char *notes;                  /* as list_paging_put_notes writes them; "" */
};

/* How far the kept calls were searched. */
struct fetch_kept_rows {
    struct list_row **rows; /* found since the last answer, newest call first */
    size_t count;
    size_t looked, total; /* calls that were looked at, and that there are; 0: not known yet */
    bool more;            /* the search goes on; else the job has ended */
    char *note;           /* files that were passed over, as kept_trouble_put_note writes it; "" */
};

enum answer_type {
    ANSWER_PROGRESS,  /* bytes so far; at most ten a second for a job */
    ANSWER_PARTIAL,   /* a call whose transcript is still loading */
    ANSWER_CALL,      /* the call; the job has ended */
    ANSWER_FAILURE,   /* the job has ended, except for a download that can_resume */
    ANSWER_SAVED,     /* a download is complete; the job has ended */
    ANSWER_RECORDING, /* likewise, of one for playing */
    ANSWER_PAGE,      /* of a list; the next one may be asked for */
    ANSWER_KEPT,      /* fetch_keep: the call is kept, or failure is set */
    ANSWER_KEPT_CALL, /* fetch_kept_open: the call, or failure is set */
    ANSWER_KEPT_ROWS, /* fetch_kept_search */
    ANSWER_FORGOTTEN, /* fetch_kept_forget: there is no such file, or failure is set */
    ANSWER_PURGED     /* kept calls were removed in a job that nobody asked for, and there is
                         something to say: note, or failure if a file could not be removed */
};

struct answer {
    struct answer *next; /* in the channel */
    unsigned job;
    enum answer_type type;
    const struct provider *provider; /* KEPT_CALL: whose call it is; NULL: of none, or of several */
    struct call
        *call; /* PARTIAL, CALL, KEPT_CALL; FAILURE: only the answer as a document, or NULL */
    struct failure *failure; /* FAILURE; KEPT, KEPT_CALL, FORGOTTEN, PURGED: or NULL */
    uint64_t bytes; /* KEPT: the size of the file; else of all requests of the job, decoded; of a
                       download: its size so far; of a list: of this page */
    uint64_t total; /* of a download; 0: unknown */
    double bytes_per_s; /* of a download */
    bool can_resume;    /* FAILURE of a download: the bytes are kept for fetch_download_again */
    char *path;         /* SAVED */
    struct fetch_recording *recording; /* RECORDING; may be taken */
    struct fetch_page *page;           /* PAGE; may be taken */
    struct fetch_kept_rows *kept_rows; /* KEPT_ROWS; may be taken */
    struct kept_age kept;              /* KEPT_CALL */
    char *note;                        /* PURGED; "" if there is nothing to say */
    int http_status;                   /* of the call's own document; 0: not received yet */
    double seconds; /* since the job was started; PAGE: since its request was sent */
    int limited_s;  /* CALL with an incomplete transcript: the seconds that the provider wants
                       between this and the next request (Retry-After); else -1 */
};

/* Another one of the same file. NULL with e set if there is no descriptor left. */
struct fetch_recording *fetch_recording_copy(const struct fetch_recording *of, struct err *e);
/* Closes the file. It may be NULL. */
void fetch_recording_free(struct fetch_recording *recording);
/* Frees the page with its rows. It may be NULL. */
void fetch_page_free(struct fetch_page *page);
/* Likewise for what a search found. */
void fetch_kept_rows_free(struct fetch_kept_rows *found);
/* An answer that holds nothing yet. */
struct answer *fetch_answer_new(unsigned job, enum answer_type type);
/* Frees the answer with what it holds. a may be NULL. */
void fetch_answer_free(struct answer *a);

#endif
