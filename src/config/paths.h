/* Where the configuration is looked for, and paths below the home directory. */
#ifndef CONFIG_PATHS_H
#define CONFIG_PATHS_H

/* The places where config_load looks without a path, in order, as a list that ends with NULL. The
 * caller frees each path and the list. */
char **paths_of_config(void);

/* The path of the program's file in the directory that the variable names, unless that is relative,
 * else in the one below the home directory (XDG Base Directory Specification). The caller frees it.
 * NULL without a home directory. */
char *paths_xdg(const char *variable, const char *below_home, const char *file);

/* "~" or "~/x" with the home directory in place of "~": HOME, or else the user's entry in the
 * password database. Any other path, and every path if there is no home directory, is returned
 * unchanged. The caller frees it. */
char *paths_expand(const char *path);

/* The path as users read it: absolute, so that they find the file, and with "~" in place of the
 * home directory. It stays relative if the working directory is too long for a message. The caller
 * frees it. */
char *paths_shown(const char *path);

#endif
