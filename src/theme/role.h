/* The roles of everything that is drawn. Code names roles, and themes define how they look. */
#ifndef THEME_ROLE_H
#define THEME_ROLE_H

enum role {
#define ROLE(member, name, sentence) ROLE_##member,
#include "theme/role.def"
#undef ROLE
    ROLE_COUNT
};

#endif
