/* The file of certificates that a user names. */
#ifndef FETCH_CA_FILE_H
#define FETCH_CA_FILE_H

/* The path, or that of an empty file where reading would not end soon: the worker would wait for
 * the writer of a pipe, and read a huge file for long. libcurl refuses the empty one likewise. */
const char *ca_file_bounded(const char *path);

#endif
