#!/bin/sh
# Installs the Debian packages named as arguments that are missing; says which.
set -u

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    echo "deps: no apt-get here; these Debian packages, or what they are called here, are needed:"
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
# A fresh machine has no package lists, an old one old ones: they are fetched only then.
if ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then
    install_missing && exit 0
fi
apt update && install_missing && exit 0
echo "deps: could not install$missing" >&2
exit 1
