/* The members of the model that a description can fill, made from field.def. */
#ifndef CALL_FIELDS_H
#define CALL_FIELDS_H

#include "call/call.h"

#include <stddef.h>

/* The structs of the model. */
enum field_scope {
    SCOPE_CALL,
    SCOPE_PARTICIPANT,
    SCOPE_TURN,
    SCOPE_TOOL,
    SCOPE_RECORDING,
    SCOPE_STAGE,
    SCOPE_FIGURES,
    SCOPE_COST_PART,
    SCOPE_EVALUATION,
    SCOPE_GIVEN_LINK,
    SCOPE_COUNT
};
#define SCOPE_STRUCT_CALL struct call
#define SCOPE_STRUCT_PARTICIPANT struct participant
#define SCOPE_STRUCT_TURN struct turn
#define SCOPE_STRUCT_TOOL struct tool
#define SCOPE_STRUCT_RECORDING struct recording
#define SCOPE_STRUCT_STAGE struct stage
#define SCOPE_STRUCT_FIGURES struct figures
#define SCOPE_STRUCT_COST_PART struct cost_part
#define SCOPE_STRUCT_EVALUATION struct evaluation
#define SCOPE_STRUCT_GIVEN_LINK struct given_link

enum field {
#define FIELD(scope, member, name, type, masking) FIELD_##scope##_##member,
#include "call/field.def"
    FIELD_COUNT
};

enum field_type {
    TYPE_TEXT,
    TYPE_SAID,
    TYPE_TIME,
    TYPE_DURATION,
    TYPE_OFFSET,
    TYPE_VALUE,
    TYPE_TRUTH,
    TYPE_NUMBER,
    TYPE_COUNT,
    TYPE_MONEY,
    TYPE_DURATIONS,
    TYPE_SIDE,
    TYPE_ERROR
};

struct field_row {
    const char *name; /* in a description: "turn.start" */
    enum field_scope scope;
    enum field_type type;
    size_t offset; /* of the member in the scope's struct */
};

extern const struct field_row fields_table[FIELD_COUNT];

#endif
