/* Made from two tables: feature.def and keys/action.def. */
#include "ui/feature/features.h"

#include "ui/shell/action.h"

#define FEATURE(name) extern const struct feature name##_feature;
#include "ui/feature/feature.def"
#undef FEATURE

static const struct feature *const list[] = {
#define FEATURE(name) &name##_feature,
#include "ui/feature/feature.def"
#undef FEATURE
    NULL};

static action_handler *const handlers[ACTION_COUNT] = {
#define ACTION(member, name, keys, group, sentence, hint, handler) [ACT_##member] = (handler),
#include "keys/action.def"
};

const struct app_parts features_parts = {.features = list, .handlers = handlers};
