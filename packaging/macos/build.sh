#!/bin/sh
# Makes the disk image for macOS from "dist/Desktop Labeler.app": sh packaging/macos/build.sh VERSION
# SIGN_AS names a certificate in the keychain ("Developer ID Application: …"); without it the app is signed ad hoc, and
# a person opens it the first time with a right click.
set -eu
version="${1:?which version?}"
cd "$(dirname "$0")/../.."
app="dist/Desktop Labeler.app"
image="dist/desktop-labeler-$version-macos-$(uname -m).dmg"
[ -d "$app" ] || { echo "There is no $app: build it first." >&2; exit 1; }
if [ -n "${SIGN_AS:-}" ]; then
  codesign --force --deep --options runtime --timestamp --sign "$SIGN_AS" "$app"
else
  codesign --force --deep --sign - "$app"
fi
codesign --verify --deep "$app"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "Desktop Labeler $version" -srcfolder "$stage" -ov -format UDZO "$image"
echo "$image"
