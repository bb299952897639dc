#!/bin/sh
# Installs Desktop Labeler @VERSION@ for one person, without administrator rights: sh THIS_FILE [--prefix FOLDER]
# Each version has a folder of its own; an earlier one stays until it is uninstalled. Nothing is changed until the new
# one is unpacked and has started, so a full disk costs nothing.
set -eu
version='@VERSION@'
kilobytes=@KILOBYTES@
first_line=@LINES@
prefix="${HOME:?}/.local"
say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) [ $# -gt 1 ] || { say "--prefix needs a folder." >&2; exit 2; }; prefix="$2"; shift 2 ;;
    --help|-h) say "sh $0 [--prefix FOLDER]   installs below FOLDER, $prefix without it"; exit 0 ;;
    *) say "There is no option $1; --help lists all." >&2; exit 2 ;;
  esac
done
case "$prefix" in /*) ;; *) prefix="$PWD/$prefix" ;; esac
case "$0" in /*) self="$0" ;; *) self="$PWD/$0" ;; esac
home="$prefix/opt/desktop-labeler"
place="$home/$version"
part="$home/.$version.part.$$"
safe="Nothing was changed; versions that were installed before still work."
mkdir -p "$home" 2>/dev/null || stop "The folder $home cannot be made: no rights there, or the disk is full. $safe"
free=$(df -Pk "$home" | awk 'NR == 2 { print $4 }')
if [ "$free" -lt "$kilobytes" ]; then
  stop "The disk that holds $home has $((free / 1024)) MB free; $((kilobytes / 1024)) MB are needed. $safe Make room, or choose another place with --prefix FOLDER."
fi
trap 'rm -rf "$part"' EXIT
trap 'stop "Stopped. $safe"' INT TERM HUP
mkdir "$part"
say "Unpacking into $place …"
tail -n +"$first_line" "$self" | tar -xzf - -C "$part" --no-same-owner 2>"$part.log" || {
  why=$(head -n 1 "$part.log" 2>/dev/null || true); rm -f "$part.log"
  stop "Unpacking failed${why:+ ($why)}: the disk is full, or this file is incomplete. $safe"
}
rm -f "$part.log"
"$part/desktop-labeler" --version >/dev/null 2>&1 ||
  stop "The program was unpacked but does not start on this computer (it needs glibc @GLIBC@ or newer). $safe"
if [ -d "$place" ]; then mv "$place" "$part.old"; fi
mv "$part" "$place"
rm -rf "$part.old"

# A name is taken over only once it is written whole.
put() { cat >"$1.part" && mv -f "$1.part" "$1"; }
link() { ln -s "$1" "$2.part.$$" && mv -f "$2.part.$$" "$2"; }
share="$prefix/share"
mkdir -p "$prefix/bin" "$share/applications" "$share/mime/packages" "$share/icons/hicolor/scalable/apps" "$share/metainfo"
link "$place/desktop-labeler" "$prefix/bin/desktop-labeler-$version"
link "$place/desktop-labeler" "$prefix/bin/desktop-labeler"
extra="$place/share"
sh "$extra/menu-entry.sh" | put "$share/applications/desktop-labeler.desktop"
put "$share/mime/packages/desktop-labeler.xml" <"$extra/desktop-labeler.xml"
put "$share/icons/hicolor/scalable/apps/desktop-labeler.svg" <"$extra/desktop-labeler.svg"
put "$share/metainfo/org.desktop_labeler.DesktopLabeler.metainfo.xml" <"$extra/org.desktop_labeler.DesktopLabeler.metainfo.xml"
cp "$extra/uninstall.sh" "$place/uninstall.sh"
chmod +x "$place/uninstall.sh"
command -v update-mime-database >/dev/null 2>&1 && update-mime-database "$share/mime" >/dev/null 2>&1 || true
command -v update-desktop-database >/dev/null 2>&1 && update-desktop-database "$share/applications" >/dev/null 2>&1 || true
say "Desktop Labeler $version is installed. Start it from the menu, or as $prefix/bin/desktop-labeler."
say "To remove it: $place/uninstall.sh (projects, settings and logs are kept)."
exit 0
