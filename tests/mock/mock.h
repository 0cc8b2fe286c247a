/* The mock of the ten providers' APIs on a loopback port, for tests and the demo.
 *
 * A row of the table in cases.c, a file, or a list of calls (lists.h) turns a request into a reply.
 * Only serve.c uses the network. Each connection has its own thread. */
#ifndef TESTS_MOCK_MOCK_H
#define TESTS_MOCK_MOCK_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum api {
    API_RINGG,
    API_DIGA,
    API_VOXWORKS,
    API_COMETCHAT,
    API_RINGYO,
    API_ELEVENLABS,
    API_VAPI,
    API_RETELL,
    API_BLAND,
    API_SYNTHFLOW,
    API_OTHER
};

struct call_ref {
    enum api api;
    char *name;                          /* the path's first segment: ringg, diga, ... */
    char *id;                            /* percent-decoded */
    char *saved;                         /* FOLDER/STEM of a saved answer, or NULL */
    char *trap;                          /* NAME of /trap/NAME/..., see lists_trap.c; or NULL */
    bool list;                           /* the provider's list of calls */
    bool messages;                       /* Diga's second document */
    bool audio;                          /* a recording that needs the key */
    char *query;                         /* as sent, never NULL */
    const char *method, *body;           /* body: of a POST, else "" */
    bool key_right;                      /* the API's key header holds demo-NAME */
    const char *host, *range, *if_range; /* headers as sent; "" */
};

struct reply {
    int status;
    const char *content_type;
    struct buf body;
    const char *header[4][2]; /* more headers, name and value */
    char *own_headers;        /* the allocated text that they point into, or NULL */
    int wait_s;               /* silence before the first byte */
    int drip_ms;              /* 0: at once; else the time between pieces of the body */
    bool cut;                 /* half of the body, then the connection closes */
    uint64_t made, made_from; /* not 0: the size of a body of media_bytes.h, and where it begins */
    uint64_t made_shown;      /* how many are sent; if fewer, the connection then closes */
};

/* apis.c: what each provider's API looks like. */
const char *api_name(enum api api);
enum api api_named(const char *name, size_t bytes); /* API_OTHER if there is none */
/* Fills a from a request's raw path and query; false if there is no such path. */
bool api_route(struct call_ref *a, const char *path, const char *query);
/* The header that carries the key, and the value that it must have for this API. */
const char *api_key_header(enum api api);
const char *api_key_value(enum api api);
/* The provider's own answer for a status: body, content type, headers. */
void api_error(const struct call_ref *a, int status, struct reply *r);
void call_ref_done(struct call_ref *a);
/* A query's value by name, decoded, which the caller frees; NULL if there is none. */
char *query_get(const char *query, const char *name);

/* cases.c: the table of cases, and the files. */
void case_answer(const struct call_ref *a, struct reply *r);
/* The answer of one row, whatever the ID; false if no row has this name. */
bool case_named(const struct call_ref *a, const char *name, struct reply *r);
void case_list(const char *data_dir);
void case_set_data(const char *data_dir);
/* Counts this, and returns how often it has been counted. */
long case_count(const char *what);

/* media.c: recordings at /media/CASE.ENDING, and the calls they belong to. */
void media_answer(const struct call_ref *a, const char *path, struct reply *r);
/* The recording that is behind the provider's key. */
void media_answer_audio(const struct call_ref *a, struct reply *r);
void media_call(const struct call_ref *a, long n, struct reply *r);
void media_list(void);

/* sound.c: appends a recording of the call that has this name and ID, as a WAV file; false if there
 * is no such call, or its length is unknown. */
bool sound_make(const struct call_ref *of, struct buf *out);

/* own_links.c: turns the links of later answers into links to the mock, for the demo. */
void own_links(void);
void own_links_put(const struct call_ref *a, struct buf *body);

/* files.c: answers that are files; false if there is no file for this request. */
bool files_answer(const char *data_dir, const struct call_ref *a, struct reply *r);
void files_list(const char *data_dir);
bool files_read(const char *path, struct buf *out);

/* make.c: generated calls. */
void make_call(const struct call_ref *a, long turns, bool live, struct buf *out);
/* One page of a Diga transcript with that many messages. */
void make_messages(const struct call_ref *a, long turns, long page_size, struct buf *out);
void make_string(struct buf *out, const char *s);

#endif
