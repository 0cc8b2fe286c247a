/* The keys of the environment: CALLBROWSER_*_API_KEY. */
#ifndef CONFIG_KEY_ENV_H
#define CONFIG_KEY_ENV_H

/* The variable's value, hidden or not; borrowed. NULL if it is unset or empty. */
const char *key_env_get(const char *name);
/* Moves every key out of the environment, which programs that are started inherit; key_env_get
 * still finds them. Call before threads exist. */
void key_env_hide(void);
/* Overwrites and frees what key_env_hide took. */
void key_env_forget(void);

#endif
