#!/bin/sh
# Runs test programs, and our programs in them, under valgrind: an error fails the test. Its messages go
# to files, because they would appear on the screens that are tested.
# usage: src/tools/valgrind.sh BUILD_DIR PROGRAM...
set -u
logs=$(mktemp -d "${TMPDIR:-/tmp}/callbrowser-valgrind.XXXXXX") || exit 1
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM HUP

# A copy, because the path of this tree may have blanks in it.
cp "$(dirname "$0")/valgrind.supp" "$logs/" || exit 1
VALGRIND_OPTS="--log-file=$logs/%p --suppressions=$logs/valgrind.supp --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite"
CALLBROWSER_TEST_WRAPPER='valgrind -q --error-exitcode=99'
CALLBROWSER_TEST_SLOW=10
TEST_LIMIT_S=${TEST_LIMIT_S:-900}
export VALGRIND_OPTS CALLBROWSER_TEST_WRAPPER CALLBROWSER_TEST_SLOW TEST_LIMIT_S
"$(dirname "$0")/run.sh" "$@" && exit 0
find "$logs" -type f -exec grep -q ' at 0x' {} \; -exec cat {} \;
exit 1
