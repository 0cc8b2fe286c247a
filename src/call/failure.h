/* Why a call could not be fetched or shown, as data. */
#ifndef CALL_FAILURE_H
#define CALL_FAILURE_H

#include <stdbool.h>

enum kind {
#define KIND(member, name, code, sentence) KIND_##member = (code),
#include "call/kind.def"
#undef KIND
};

/* What exactly went wrong, which decides the headline and the advice. */
enum cause {
#define CAUSE(member, kind, from, to, what, advice) CAUSE_##member,
#include "call/cause.def"
#undef CAUSE
    CAUSE_COUNT
};

enum { FAILURE_MESSAGE_CHARS = 300, RETRY_AFTER_MAX_S = 86400 };

struct failure {
    enum kind kind;
    enum cause cause;  /* of this kind */
    int http_status;   /* 0 if there was no answer */
    char *code;        /* the provider's own error code, or NULL */
    char *message;     /* one sanitised line of at most FAILURE_MESSAGE_CHARS characters */
    char *request_id;  /* the provider's ID of the request, or NULL */
    int retry_after_s; /* how long to wait before the next request; -1 if the provider gave no time
                        */
    char *hint;        /* one sentence on what the user can do, or NULL */
};

/* Formats the message, sanitises it and cuts it; kind and status decide the cause. The caller frees
 * the failure. */
struct failure *failure_new(enum kind kind, int http_status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The same for a cause that the status does not tell; it decides the kind. */
struct failure *failure_caused(enum cause cause, int http_status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Gives it a hint, which is taken and may be NULL; returns f. */
struct failure *failure_hinted(struct failure *f, char *hint);
void failure_free(struct failure *f); /* f may be NULL */
/* Masks the message and the code, which are texts of the provider (text/mask.h). The ID (may be
 * NULL) is not masked. */
void failure_mask(struct failure *f, const char *id);

/* What happened, in lower case without a full stop: "no such call". */
const char *failure_what(const struct failure *f);
/* What the user can do: the hint, or else the advice for the cause; NULL if neither exists. */
const char *failure_advice(const struct failure *f);
/* Whether it is about the kept copy of a call, and not about its provider. */
bool failure_is_of_copy(const struct failure *f);
/* The seconds that the provider wants before the next request; -1 if it does not limit the rate or
 * gave no time. A web page in place of the API may be a rate limit, too. */
int failure_limit_s(const struct failure *f);

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
