#!/bin/sh
# Removes this version of Desktop Labeler. Projects are never touched; settings, logs and imported backbones stay unless
# --with-settings is given or the question is answered with yes.
set -eu
place=$(cd "$(dirname "$0")" && pwd)
version=$(basename "$place")
home=$(dirname "$place")
prefix=$(dirname "$(dirname "$home")")
settings="${XDG_DATA_HOME:-$HOME/.local/share}/desktop-labeler"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/desktop-labeler"
answer=no
case "${1:-}" in
  --with-settings) answer=yes ;;
  --quiet) ;;
  '') if [ -t 0 ] && [ -d "$settings" ]; then
        printf 'Remove settings, logs, the sample project and imported backbones in %s, too? [y/N] ' "$settings"
        read -r answer
      fi ;;
  *) printf '%s\n' "There is no option $1; there are --quiet and --with-settings." >&2; exit 2 ;;
esac
rm -f "$prefix/bin/desktop-labeler-$version"
cd /
rm -rf "${home:?}/${version:?}"
other=$(ls "$home" 2>/dev/null | sort -V | tail -n 1)
if [ -n "$other" ]; then
  ln -sf "$home/$other/desktop-labeler" "$prefix/bin/desktop-labeler"
  sh "$home/$other/share/menu-entry.sh" >"$prefix/share/applications/desktop-labeler.desktop"
  printf '%s\n' "Version $version was removed; version $other is used now."
else
  rm -f "$prefix/bin/desktop-labeler" "$prefix/share/applications/desktop-labeler.desktop" \
    "$prefix/share/mime/packages/desktop-labeler.xml" "$prefix/share/icons/hicolor/scalable/apps/desktop-labeler.svg" \
    "$prefix/share/metainfo/org.desktop_labeler.DesktopLabeler.metainfo.xml"
  rmdir "$home" 2>/dev/null || true
  command -v update-mime-database >/dev/null 2>&1 && update-mime-database "$prefix/share/mime" >/dev/null 2>&1 || true
  printf '%s\n' "Desktop Labeler was removed. Projects are where they were."
fi
case "$answer" in y|Y|yes) rm -rf "$settings" "$cache" ;; esac
exit 0
