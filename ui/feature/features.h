/* The list of all features, for the shell. */
#ifndef UI_FEATURE_FEATURES_H
#define UI_FEATURE_FEATURES_H

#include "ui/shell/feature.h"

extern const struct app_parts features_parts;

#endif
