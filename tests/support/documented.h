/* The call of the documented example, ringyo call_xyz789, as it is printed: 80 columns, UTC. */
#ifndef TESTS_SUPPORT_DOCUMENTED_H
#define TESTS_SUPPORT_DOCUMENTED_H

extern const char documented_json[], documented_text[];

#endif
