/* A call that could not be had: what happened, as data. */
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
    int http_status;   /* 0: there was none */
    char *code;        /* the provider's own; NULL: none */
    char *message;     /* one sanitised line, at most FAILURE_MESSAGE_CHARS characters */
    char *request_id;  /* NULL: none */
    int retry_after_s; /* -1: none */
    char *hint;        /* what the user can do, one sentence; NULL: nothing beyond r */
};

/* Message is formatted, sanitised and cut. */
struct failure *failure_new(enum kind kind, int http_status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void failure_free(struct failure *f);
/* Masks what the provider said: message and code (src/text/mask.h). id (may be NULL) is kept. */
void failure_mask(struct failure *f, const char *id);

struct kind_row {
    enum kind kind; /* the exit code, too */
    const char *name, *sentence;
};
enum {
#define KIND(member, name, code, sentence) KIND_ROW_##member,
#include "call/kind.def"
#undef KIND
    KIND_COUNT
};
extern const struct kind_row kind_rows[KIND_COUNT];
const char *failure_kind_name(enum kind kind);

#endif
