#!/bin/sh
# Prints the menu entry of the version that this file belongs to, with its place quoted as the desktop wants it.
here=$(cd "$(dirname "$0")" && pwd)
program="$(dirname "$here")/desktop-labeler"
quoted=$(printf '%s' "$program" | sed 's/[\\"`$]/\\&/g; s/\\/\\\\/g; s/%/%%/g')
while IFS= read -r line; do
  case "$line" in
    Exec=*) printf 'Exec="%s" %%f\n' "$quoted" ;;
    TryExec=*) ;;
    *) printf '%s\n' "$line" ;;
  esac
done <"$here/desktop-labeler.desktop"
