/* Why a call could not be fetched or shown, as data. */
#ifndef CALL_FAILURE_H
#define CALL_FAILURE_H

enum kind {
#define KIND(member, name, code, sentence) KIND_##member = (code),
#include "call/kind.def"
#undef KIND
};

enum { FAILURE_MESSAGE_CHARS = 300, RETRY_AFTER_MAX_S = 86400 };

struct failure {
    enum kind kind;
    int http_status;   /* 0 if there was no answer */
    char *code;        /* the provider's own error code, or NULL */
    char *message;     /* one sanitised line of at most FAILURE_MESSAGE_CHARS characters */
    char *request_id;  /* the provider's ID of the request, or NULL */
    int retry_after_s; /* how long to wait before the next request; -1 if the provider gave no time
                        */
    char *hint;        /* one sentence on what the user can do, or NULL */
};

/* Formats the message, sanitises it and cuts it. The caller frees the failure. */
struct failure *failure_new(enum kind kind, int http_status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void failure_free(struct failure *f); /* f may be NULL */
/* Masks the message and the code, which are texts of the provider (text/mask.h). The ID (may be
 * NULL) is not masked. */
void failure_mask(struct failure *f, const char *id);

struct kind_row {
    enum kind kind; /* its value is the exit code */
    const char *name, *sentence;
};
enum {
#define KIND(member, name, code, sentence) KIND_ROW_##member,
#include "call/kind.def"
#undef KIND
    KIND_COUNT
};
extern const struct kind_row kind_rows[KIND_COUNT];
const char *failure_kind_name(enum kind kind); /* "not_found"; "other" for an unknown one */

#endif
