#!/usr/bin/env bash
# Installs what building pie needs, and only what is missing; where nothing is, it touches nothing and asks for no network.
#
#   Scripts/setup.sh [run]    what building and running needs: Debian packages, Swift
#   Scripts/setup.sh test     and what the tests need: Python, with Scripts/test-requirements.txt in .venv
#   Scripts/setup.sh browser  and what the tests of the page need: Chromium (400 MB), and a hand on it. With CI=true, test is this too
#   Scripts/setup.sh deploy   and what the deploy test needs: Docker's engine and a registry, AWS on loopback. With CI=true, test is this too
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# The release series that is installed where there is no Swift, or one too old. swiftly takes its newest patch.
readonly swift_series=6.3

say() { echo "setup: $*" >&2; }

fail() {
  echo "error: $1" >&2
  shift
  if (($#)); then printf '  %s\n' "$@" >&2; fi
  exit 1
}

# What is missing -----------------------------------------------------------------------------------------------------------------

# Debian packages to install, in order, each once.
missing=()

need() {
  local package
  for package in ${missing[@]+"${missing[@]}"}; do
    if [[ "$package" == "$1" ]]; then return 0; fi
  done
  missing+=("$1")
}

have() { command -v "$1" >/dev/null; }

has_header() { compgen -G "/usr/include/$1" >/dev/null || compgen -G "/usr/include/*-linux-gnu*/$1" >/dev/null || compgen -G "/usr/local/include/$1" >/dev/null; }

# A C library to build against: known to pkg-config, or by its header as long as there is no pkg-config to ask.
has_library() { if have pkg-config; then pkg-config --exists "$1"; else has_header "$2"; fi; }

# A shared library that the toolchain itself is linked to.
has_shared_object() { /sbin/ldconfig -p | grep -F "$1" >/dev/null; }

look_for_build_tools() {
  have make || need make
  have git || need git
  compgen -G "/etc/ssl/certs/*" >/dev/null || compgen -G "/etc/pki/tls/certs/*" >/dev/null || need ca-certificates
  have pkg-config || need pkg-config
  has_library yaml-0.1 yaml.h || need libyaml-dev
  has_library libcurl curl/curl.h || need libcurl4-openssl-dev
  has_header stdio.h || need libc6-dev
  has_header "c++/*/vector" || need "$(cxx_package)"
  { have ld && have readelf; } || need binutils
  have ld.gold || need binutils-gold # a part of binutils until Debian 12
}

# What a toolchain that is there, but does not run, may lack.
look_for_toolchain_libraries() {
  local object
  for object in libsqlite3.so.0:libsqlite3-0 libncurses.so.6:libncurses6 libxml2.so.2:libxml2 libuuid.so.1:libuuid1 libz.so.1:zlib1g; do
    has_shared_object "${object%:*}" || need "${object#*:}"
  done
}

# Headers and static archive of the C++ library: named for the compiler's version.
cxx_package() {
  # shellcheck source=/dev/null
  case "$(. /etc/os-release && echo "${ID:-}${VERSION_ID:-}")" in
    debian12) echo libstdc++-12-dev ;;
    debian13) echo libstdc++-14-dev ;;
    *) echo g++ ;;
  esac
}

look_for_installer_tools() {
  have curl || need curl
  have gpg || need gnupg
  have tar || need tar
  have gzip || need gzip
}

# look_for_python FOLDER REQUIREMENTS: what making that virtual environment takes.
look_for_python() {
  if venv_is_ready "$@"; then return 0; fi
  have python3 || need python3
  { have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; } || need python3-venv
}

# The tests of the page.
wants_browser() { [[ "$purpose" == browser || "${CI:-}" == true && "$purpose" != run ]]; }

look_for_browser() {
  look_for_python "${browser_venv[@]}"
  have chromium || need chromium
}

# The stand of the deploy test (Tests/EndToEnd/stand). Terraform is in no Debian package: what has none of it fails there, with a line that says so.
look_for_deploy_tools() {
  look_for_python "${deploy_venv[@]}"
  look_for_python "${lint_venv[@]}"
  { [[ -x /usr/bin/docker ]] && have dockerd; } || need docker.io
  have docker-registry || need docker-registry
  have htpasswd || need apache2-utils
  have mmdebstrap || need mmdebstrap
  have ip || need iproute2
  have iptables || need iptables
  have openssl || need openssl
  have curl || need curl
  have jq || need jq
}

# Debian packages -----------------------------------------------------------------------------------------------------------------

# Runs apt-get as root: as it is, or through sudo, which may ask for a password where there is a terminal to ask on.
as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

can_be_root() {
  ((EUID == 0)) && return 0
  have sudo || return 1
  sudo -n true 2>/dev/null || [[ -t 0 && -t 2 ]]
}

why_not_root() {
  if have sudo; then echo "sudo wants a password and has no terminal to ask for it"; else echo "neither root nor sudo is at hand"; fi
}

install_packages() {
  ((${#missing[@]})) || return 0
  if ! have apt-get; then
    fail "these are missing, and this system has no apt-get to install them; their Debian names are:" "${missing[*]}" \
      "Install what your system calls them, then try again."
  fi
  local sudo='' by_hand
  if have sudo && ((EUID != 0)); then sudo='sudo '; fi
  by_hand="${sudo}apt-get update && ${sudo}apt-get install --yes --no-install-recommends ${missing[*]}"
  if ! can_be_root; then
    fail "packages are missing, and $(why_not_root). Type, as root or with sudo:" "$by_hand"
  fi
  say "installing ${missing[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -q)
  as_root "${apt[@]}" update >&2 || say "apt-get update failed; trying with the package lists as they are"
  as_root "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" >&2 ||
    fail "apt-get could not install the packages (see above). Type, as root or with sudo:" "$by_hand"
  missing=()
  hash -r
}

# Swift ---------------------------------------------------------------------------------------------------------------------------

has_swift() { Scripts/swift.sh --find >/dev/null; }

# swift.org's own installer, into the user's account. It needs the network: download.swift.org and www.swift.org.
install_swift() {
  say "no Swift 6.2 or newer is installed; installing Swift $swift_series with swiftly, swift.org's installer."
  say "This step needs the network (download.swift.org, www.swift.org), about 1 GB to download and 4 GB of disk."
  local by_hand="Install Swift 6.2 or newer by hand (https://www.swift.org/install), put it on the PATH, then try again."
  local work
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder's name as it is now
  trap "rm -rf '$work'" EXIT

  local bin="${SWIFTLY_BIN_DIR:-${HOME:?}/.local/share/swiftly/bin}"
  local swiftly
  swiftly=$(command -v swiftly || true)
  if [[ -z "$swiftly" && -x "$bin/swiftly" ]]; then swiftly="$bin/swiftly"; fi
  if [[ -z "$swiftly" ]]; then
    download_swiftly "$work" || fail "swiftly could not be had from swift.org (see above)." "$by_hand"
    # The shell's profile stays as it is: Scripts/swift.sh finds the toolchain without it.
    (cd "$work" && ./swiftly init --assume-yes --skip-install --quiet-shell-followup --no-modify-profile) >&2 </dev/null ||
      fail "swiftly could not be set up (see above)." "$by_hand"
    swiftly="$bin/swiftly"
  fi
  # From a folder of its own: swiftly would write the version that it uses into a package that it stands in.
  (cd "$work" && "$swiftly" install "$swift_series" --use --assume-yes --post-install-file "$work/post-install.sh") >&2 </dev/null ||
    fail "swiftly could not install Swift $swift_series (see above)." "$by_hand"
  if [[ -s "$work/post-install.sh" ]]; then install_what_swift_asks_for "$work/post-install.sh"; fi
  has_swift || fail "Swift $swift_series was installed but does not run." "$by_hand"
  say "Swift is in ${bin}; for a shell of your own: . \"\${SWIFTLY_HOME_DIR:-\$HOME/.local/share/swiftly}/env.sh\""
}

# The packages that the toolchain asks for: swiftly leaves an apt-get command for root.
install_what_swift_asks_for() {
  if can_be_root; then
    as_root env DEBIAN_FRONTEND=noninteractive sh "$1" >&2 </dev/null || fail "the packages that Swift asks for could not be installed. Type, as root or with sudo:" "$(cat "$1")"
  elif has_swift; then
    say "Swift asks for more packages, which only root can install:"
    cat "$1" >&2
  else
    fail "Swift asks for more packages, and $(why_not_root). Type, as root or with sudo:" "$(cat "$1")"
  fi
}

# Leaves `swiftly` in the folder, its signature checked wherever there is gpg to do so, with a keyring that is forgotten afterwards.
download_swiftly() {
  local folder=$1 archive
  archive="swiftly-$(uname -m).tar.gz"
  local curl=(curl --fail --silent --show-error --location --proto '=https' --retry 3)
  "${curl[@]}" --output "$folder/$archive" "https://download.swift.org/swiftly/linux/$archive" || return 1
  if have gpg; then
    "${curl[@]}" --output "$folder/$archive.sig" "https://download.swift.org/swiftly/linux/$archive.sig" || return 1
    "${curl[@]}" --output "$folder/keys.asc" "https://www.swift.org/keys/all-keys.asc" || return 1
    mkdir -m 700 "$folder/gnupg"
    gpg --homedir "$folder/gnupg" --batch --quiet --import "$folder/keys.asc" 2>/dev/null || true # the check below tells
    if ! gpg --homedir "$folder/gnupg" --batch --verify "$folder/$archive.sig" "$folder/$archive" >&2; then
      say "the signature of $archive is not swift.org's; it will not be run"
      return 1
    fi
  else
    say "no gpg: the signature of $archive goes unchecked"
  fi
  tar -xzf "$folder/$archive" -C "$folder"
}

# Python for the tests ------------------------------------------------------------------------------------------------------------

# Virtual environments and what is in them. Apart from each other, because they want other versions of the same packages.
readonly test_venv=(.venv Scripts/test-requirements.txt)
readonly deploy_venv=(.venv-deploy Scripts/deploy-test-requirements.txt)
readonly browser_venv=(.venv-browser Scripts/browser-requirements.txt)
readonly lint_venv=(.venv-lint Scripts/lint-requirements.txt)

# venv_is_ready FOLDER REQUIREMENTS: it has just what they name, and runs.
venv_is_ready() { cmp -s "$2" "$1/installed-requirements.txt" && "$1/bin/python" -c '' 2>/dev/null; }

# make_venv FOLDER REQUIREMENTS
make_venv() {
  local folder=$1 requirements=$2
  if venv_is_ready "$folder" "$requirements"; then return 0; fi
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || fail "the tests need Python 3.10 or newer; python3 is $(python3 --version 2>&1)."
  say "installing $(grep -v '^#' "$requirements" | tr '\n' ' ')into $folder"
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" >&2 </dev/null ||
    fail "pip could not install $requirements into $folder; this step needs the network."
  cp "$requirements" "$folder/installed-requirements.txt"
}

# macOS ---------------------------------------------------------------------------------------------------------------------------

check_macos() {
  { have pkg-config && pkg-config --exists yaml-0.1; } || fail "libyaml is missing. With Homebrew, type:" "brew install libyaml pkgconf"
  has_swift || fail "no Swift 6.2 or newer is installed. Install Xcode 26 or swiftly: https://www.swift.org/install/macos"
}

# ---------------------------------------------------------------------------------------------------------------------------------

purpose=${1:-run}
if [[ "$purpose" == test && "${CI:-}" == true ]]; then purpose=deploy; fi
case "$purpose" in
  run | test | browser | deploy) ;;
  *) fail "usage: Scripts/setup.sh [run|test|browser|deploy]" ;;
esac

# One at a time in this folder: two would both make .venv.
if have flock; then
  exec 9<"$root"
  flock 9
fi

if [[ "$(uname -s)" == Darwin ]]; then
  check_macos
else
  look_for_build_tools
  has_swift || look_for_toolchain_libraries
  have swift || has_swift || look_for_installer_tools
  if [[ "$purpose" != run ]]; then look_for_python "${test_venv[@]}"; fi
  if wants_browser; then look_for_browser; fi
  if [[ "$purpose" == deploy ]]; then look_for_deploy_tools; fi
  install_packages
  if ! has_swift; then
    look_for_installer_tools
    install_packages
    install_swift
  fi
fi
if [[ "$purpose" != run ]]; then make_venv "${test_venv[@]}"; fi
if wants_browser; then make_venv "${browser_venv[@]}"; fi
if [[ "$purpose" == deploy ]]; then
  make_venv "${deploy_venv[@]}"
  make_venv "${lint_venv[@]}"
fi
