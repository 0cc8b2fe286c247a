#!/bin/sh
# Installs files, or removes them.
# usage: src/tools/install.sh install|uninstall DESTDIR PREFIX MODE:FROM:TO...   (TO is under PREFIX)
# Directories that become empty are removed only under a DESTDIR: others belong to the system.
set -eu
task=$1 destdir=$2 prefix=$3
shift 3
umask 022

case $prefix in
/*) ;;
*)
    echo "$task: PREFIX must begin with '/': '$prefix'" >&2
    exit 1
    ;;
esac

for item; do
    mode=${item%%:*} rest=${item#*:}
    from=${rest%%:*} to=$prefix/${rest#*:}
    case $task in
    install)
        mkdir -p "$destdir$(dirname "$to")"
        install -m "$mode" "$from" "$destdir$to"
        ;;
    uninstall)
        rm -f "$destdir$to"
        dir=$(dirname "$to")
        if [ -n "$destdir" ] && [ -d "$destdir$dir" ]; then
            (cd "$destdir" && rmdir -p "${dir#/}" 2>/dev/null) || true
        fi
        ;;
    esac
done
