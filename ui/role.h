/* Names of what is drawn: code speaks of roles, themes of colours. */
#ifndef UI_ROLE_H
#define UI_ROLE_H

enum role {
#define ROLE(member, name, sentence) ROLE_##member,
#include "ui/role.def"
#undef ROLE
    ROLE_COUNT
};

#endif
