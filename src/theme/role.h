/* Names of what is drawn: code speaks of roles, themes of colours. */
#ifndef THEME_ROLE_H
#define THEME_ROLE_H

enum role {
#define ROLE(member, name, sentence) ROLE_##member,
#include "theme/role.def"
#undef ROLE
    ROLE_COUNT
};

#endif
