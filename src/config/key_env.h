/* The keys of the environment: CALLBROWSER_*_API_KEY. */
#ifndef CONFIG_KEY_ENV_H
#define CONFIG_KEY_ENV_H

/* The variable's value, hidden or not; NULL when it is not set or empty. Borrowed. */
const char *key_env_get(const char *name);
/* The environment without those variables, for a child; the list is yours, the strings are not. */
char **key_env_without(void);

#endif
