#!/bin/sh
# Installs those of the Debian packages named as arguments that are missing, and says which.
set -u

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    echo "deps: no apt-get here; install these Debian packages, or what your system calls them:"
    echo "    $*"
    exit 0
fi

have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null)
missing=
for package; do
    case "
$have
" in
    *"
installed $package
"*) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

echo "deps: installing$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "deps: neither root nor sudo; as root: apt-get install$missing" >&2
        exit 1
    fi
    as_root=sudo
fi

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"
}
install_missing() {
    # shellcheck disable=SC2086 # a list of words
    apt -y --no-install-recommends install $missing
}
# The package lists are fetched only if there are none, as on a fresh machine, or if they are too old.
if ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then
    install_missing && exit 0
fi
apt update && install_missing && exit 0
echo "deps: could not install$missing" >&2
exit 1
