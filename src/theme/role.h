/* The roles of what is drawn: code names roles, and themes give them colours. */
#ifndef THEME_ROLE_H
#define THEME_ROLE_H

enum role {
#define ROLE(member, name, sentence) ROLE_##member,
#include "theme/role.def"
#undef ROLE
    ROLE_COUNT
};

#endif
