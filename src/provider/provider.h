/* Providers as data: a description says how to ask for a call and where its parts are in the
 * answer. Built-in descriptions and the user's [provider NAME] sections are read by the same
 * parser. Nothing changes once a set has been made, so every thread may read it. */
#ifndef PROVIDER_PROVIDER_H
#define PROVIDER_PROVIDER_H

#include "call/failure.h"
#include "call/fields.h"
#include "config/secret.h"

#include <stdbool.h>
#include <stddef.h>

enum unit {
    UNIT_NONE,
    UNIT_S,
    UNIT_MS,
    UNIT_US,
    UNIT_MIN,
    UNIT_HMS,
    UNIT_ISO,
    UNIT_RFC2822,
    UNIT_USD,
    UNIT_EUR,
    UNIT_CENTS,
    UNIT_CREDITS,
    UNIT_ID,
    UNIT_WORDS,  /* "ok/failed": the texts for true and for false */
    UNIT_YES_NO, /* "yes:WORDS no:WORDS": the words that mean true and those that mean false */
    UNIT_SIDES,  /* "agent:WORDS person:WORDS": likewise for who hung up */
    UNIT_WAYS,   /* "inbound:WORDS outbound:WORDS": likewise for the direction */
    UNIT_EXCEPT, /* "except:WORDS": values that count as absent */
    UNIT_NAMES   /* words separated by blanks */
};

/* One place where a value may be: a JSON Pointer (RFC 6901) relative to the root of the call, or to
 * the element of a list; "" is the value itself. `ok` and `root` are relative to the document,
 * second.root, second.more and second.cursor to a page, and `turns` is relative to second.root if
 * there is a second document. */
struct source {
    const char *pointer;
    const char *member; /* the name, if the pointer is no more than that of a member; else NULL */
    enum unit unit;
    const char *words[2]; /* of the units from UNIT_WORDS on; one of them may be NULL */
};

/* Alternatives: the first one that is present, not null and of a usable type wins. */
struct sources {
    const struct source *at;
    size_t count;
};

enum party { PARTY_FROM, PARTY_TO, PARTY_CONTACT, PARTY_AGENT, PARTY_COUNT };
extern const char *const provider_roles[PARTY_COUNT]; /* "from", "to", "contact", "agent" */
enum turns_form { TURNS_AUTO, TURNS_ROWS, TURNS_KEYED, TURNS_TEXT };

struct header {
    /* name NULL: no header. The value may contain {key} and {variables}. */
    const char *name, *value;
};

enum { VARIABLES_MAX = 16, STAGES_MAX = 16 };

struct error_code {
    const char *code; /* a * at the end matches any ending */
    enum kind kind;
};

struct variable {
    const char *name;
    const char *allowed;     /* "us|eu|in"; NULL: any visible ASCII */
    size_t hex_min, hex_max; /* the count of lower-case hexadecimal digits; 0: any value */
    bool optional;           /* if it is not set, headers that use it are not sent */
    const char *value;       /* from the environment or the configuration; NULL: not set */
    const char *origin;      /* of the value: an environment variable's name, or "FILE:LINE" */
};

/* A separate document with the transcript. The query for the next page is `cursor`, in which
 * {/POINTER} is replaced by a value of this page. */
struct second_document {
    const char *path; /* NULL: there is no second document */
    struct sources root;
    const char *more, *cursor; /* a pointer to "has more"; "after={/last_id}" */
    int missing_status;        /* the status that means there is no transcript; 0: not set */
};

/* The filters that a request for a list can have. */
enum list_find {
    LIST_TIME,
    LIST_NUMBER,
    LIST_NUMBER_ENDS,
    LIST_FROM,
    LIST_FROM_ENDS,
    LIST_TO,
    LIST_TO_ENDS,
    LIST_STATUS,
    LIST_AGENT,
    LIST_CONTACT,
    LIST_PERSON,
    LIST_TEXT,
    LIST_IN,
    LIST_OUT,
    LIST_LONGER,
    LIST_SHORTER,
    LIST_FIND_COUNT
};

/* "row.NAME = VALUE" */
struct row_line {
    const char *name, *value;
};

/* How the provider lists its calls. The texts are templates (list_template.h). `rows`, `more` and
 * `total` are relative to the document. */
struct list_words {
    const char *path; /* NULL: it cannot list calls */
    const char *body; /* sent by POST; NULL: a GET */
    const char *next, *needs;
    size_t limit; /* rows of a page; 0: not set */
    struct sources rows, more, total;
    const char *find[LIST_FIND_COUNT]; /* NULL: there is no such filter */
    const struct row_line *lines;
    size_t line_count;
    const struct provider *row; /* this description with its row. lines applied: reads a row as if
                                   it were a call; NULL without a path */
};

/* "turn.stage.NAME = POINTER [UNIT]" */
struct stage_source {
    const char *name;
    struct sources sources;
};

struct provider {
    const char *name, *title, *id_form, *base_url, *path, *web_url, *basic;
    bool enabled;
    const char *broken; /* why it cannot be used, "FILE:LINE: ..."; NULL if it can */
    const struct header *headers;
    size_t header_count;
    const struct variable *variables;
    size_t variable_count;
    const struct error_code *codes;
    size_t code_count;
    struct sources root, id, ok, people, turns, tools, recordings;
    struct sources type;         /* the texts at all of these pointers are the call's type */
    struct sources repeats;      /* values that repeat a field and are not shown as other fields */
    struct sources skip_members; /* of a turn, likewise */
    struct sources cost_part, evaluations, links;
    struct sources fields[FIELD_COUNT];
    struct sources parties[PARTY_COUNT][FIELD_COUNT]; /* only of fields with provider_party_has */
    struct sources duration_else;
    struct sources ended_if; /* says whether the end has come; empty: it always has */
    const char *live;        /* the statuses of a call that has not ended, separated by blanks */
    const char *failed, *completed; /* likewise, see list_class.h */
    enum turns_form turns_form;
    const struct stage_source *stages;
    size_t stage_count;
    const char *recording_path; /* NULL: no recording needs the key */
    struct sources recording_if;
    struct second_document second;
    struct list_words list;
    struct secret_source secret;
};

struct provider_set {
    struct provider *list; /* built-in ones first, then the user's, each in order */
    size_t count;
    struct arena *arena;
};

struct config;

/* Reads src/provider/ini and the configuration's [provider NAME] sections. Problems are added to
 * config->problems, and a provider that has one is marked as broken. The set does not refer to the
 * configuration afterwards; its arena owns every string. */
struct provider_set *provider_set_new(struct config *config);
/* Wipes the keys that came from the configuration, then frees the set, which may be NULL. */
void provider_set_free(struct provider_set *set);

/* All providers that have a key, asked at once. It is not in any set, and only its name, its title
 * and provider_has_key may be used. */
extern const struct provider provider_any;

/* The provider with this name or title, in any case of letters; provider_any for "any"; NULL if it
 * is unknown. A name comes before a title; of equal titles the first counts. */
const struct provider *provider_find(const struct provider_set *set, const char *name);
/* The same for the longest name or title with which the text begins, before a blank, a colon or its
 * end; *bytes is its length. */
const struct provider *provider_at(const struct provider_set *set, const char *text, size_t *bytes);
/* The most similar name to a misspelt one, borrowed from the set, or NULL. */
const char *provider_nearest(const struct provider_set *set, const char *name);
/* Says that no provider has the name, and which one is similar; returns false. */
bool provider_unknown(const struct provider_set *set, const char *name, struct err *e);
/* Whether party.ROLE can have this field: any of a participant's except the role. */
bool provider_party_has(enum field field);
/* Whether it can be asked for calls: it is enabled, not broken, and a key is configured. */
bool provider_has_key(const struct provider *p);
/* base_url with the configured variables filled in; "" if one is missing. The caller frees it. */
char *provider_url(const struct provider *p);
/* The host of that URL, as "host:port" if the port is not the scheme's; "" if the URL is "".
 * The caller frees it. */
char *provider_host(const struct provider *p);
/* Says where the key came from in the hint of a failure that is about a refused key: it may not be
 * the key that the user thinks of. Returns f. */
struct failure *provider_key_hinted(const struct provider *p, struct failure *f);

#endif
