#!/bin/sh
# Install the Debian packages that some tests need, where that is possible without asking: as root or with sudo that
# wants no password.  Never fails: tests whose tool is missing are skipped, and pytest's closing lines name them.
# LAKIP_NO_APT=1 leaves the machine as it is.

missing=
need() { # need COMMAND PACKAGE
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
need chromium chromium
need pdftotext poppler-utils
need soffice libreoffice-writer-nogui
need java default-jre-headless
need faketime faketime
[ -z "$missing" ] && exit 0

skipped() {
    echo "Not installed ($1):$missing; the tests that need them are skipped."
    exit 0
}
[ -n "${LAKIP_NO_APT:-}" ] && skipped "LAKIP_NO_APT is set"
command -v apt-get >/dev/null 2>&1 || skipped "no apt-get"
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif sudo -n true >/dev/null 2>&1; then
    as_root="sudo -n"
else
    skipped "neither root nor sudo without a password"
fi

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive timeout 600 apt-get -qq -y -o DPkg::Lock::Timeout=120 \
        -o Acquire::Retries=1 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@" </dev/null >/dev/null 2>&1
}
echo "Installing Debian packages for the tests:$missing ..."
apt update || skipped "apt-get update failed"
wanted=$missing
missing=
for package in $wanted; do
    apt install --no-install-recommends "$package" || missing="$missing $package"
done
[ -z "$missing" ] || skipped "apt-get install failed"
exit 0
