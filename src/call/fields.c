/* The table of the members that a description can fill. */
#include "call/fields.h"

const struct field_row fields_table[FIELD_COUNT] = {
#define FIELD(scope, member, name, type, masking)                                                  \
    {name, SCOPE_##scope, TYPE_##type, offsetof(SCOPE_STRUCT_##scope, member)},
#include "call/field.def"
};
