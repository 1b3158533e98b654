#!/bin/sh
# Installs the Fourtuple agent on this host, and enrols it when it is given a token:
#
#   curl -fsSL @ORIGIN@/agent/install.sh | sh -s -- --token fte_...
#
# Needs: a POSIX shell; curl or wget; sha256sum, busybox or openssl; Linux with glibc 2.28 or newer and libstdc++,
# which every Debian 10, Ubuntu 20.04, RHEL 8 and newer has. Run again, it upgrades. It fetches from one server, the
# one that handed it out, and runs nothing else that it fetched than the agent.
#
# A token on the command line can be seen by the other users of this host (ps) while this script runs. It works once,
# and for an hour at most; to keep it from them altogether, leave it out and be asked, or set
# FOURTUPLE_ENROLMENT_TOKEN. The agent itself is always given it by a pipe.
set -eu
umask 022

origin='@ORIGIN@'
version='@VERSION@'
name=fourtuple-agent

usage() {
  cat << 'USAGE'
install.sh [--token TOKEN] [--user | --package] [--server URL] [--owners] [--dry-run]

  --token TOKEN  enrol this host with a one-use token (Settings, Hosts, Add a host)
  --no-enrol     install only; do not ask for a token
  --user         without root: into ~/.local, no service
  --package      install the deb or the rpm instead of the plain file
  --owners       let the agent name the processes that own sockets; costs it CAP_SYS_PTRACE
  --server URL   fetch from and report to this address (http:// or https://)
  --dry-run      only say what would be done
USAGE
}

say() { printf '%s\n' "$*"; }
fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" > /dev/null 2>&1; }

read_arguments() {
  token=${FOURTUPLE_ENROLMENT_TOKEN:-}
  # Not for every program that is started from here.
  unset FOURTUPLE_ENROLMENT_TOKEN
  mode=system
  enrol=yes
  owners=no
  dry_run=no
  while [ $# -gt 0 ]; do
    case "$1" in
      --token | --server)
        [ $# -ge 2 ] || fail "$1 needs a value"
        if [ "$1" = --token ]; then token=$2; else origin=${2%/}; fi
        shift
        ;;
      --user) mode=user ;;
      --package) mode=package ;;
      --owners) owners=yes ;;
      --no-enrol) enrol=no ;;
      --dry-run) dry_run=yes ;;
      --help | -h)
        usage
        exit 0
        ;;
      *)
        usage >&2
        fail "unknown option: $1"
        ;;
    esac
    shift
  done
  case "$origin" in
    http://*) socket_url="ws${origin#http}" ;;
    https://*) socket_url="ws${origin#http}" ;;
    *) fail "--server must begin with http:// or https://" ;;
  esac
}

choose_places() {
  [ "$(uname -s)" = Linux ] || fail "the agent reads the Linux kernel, and this is $(uname -s)"
  case "$(uname -m)" in
    x86_64 | amd64) arch=x64 deb_arch=amd64 rpm_arch=x86_64 ;;
    aarch64 | arm64) arch=arm64 deb_arch=arm64 rpm_arch=aarch64 ;;
    *) fail "there is no agent for $(uname -m): only for x86_64 and aarch64" ;;
  esac
  if [ "$mode" = user ]; then
    [ -n "${HOME:-}" ] || fail "--user installs below the home folder, and HOME is not set"
    binary="$HOME/.local/bin/$name"
    identity="${XDG_DATA_HOME:-$HOME/.local/share}/fourtuple/agent/identity"
    return
  fi
  [ "$(id -u)" = 0 ] || fail "needs root: run it with 'sudo sh' in the place of 'sh', or give --user to install for yourself alone"
  identity=/var/lib/$name/identity
  binary=/usr/local/bin/$name
  if [ "$mode" = package ]; then
    binary=/usr/bin/$name
    if have dpkg; then
      package="${name}_${version}_${deb_arch}.deb"
    elif have rpm; then
      package="$name-$version-1.$rpm_arch.rpm"
    else
      fail "neither dpkg nor rpm is here; leave --package out"
    fi
  fi
}

fetch() {
  if have curl; then
    curl -fsSL --retry 3 -o "$2" "$origin/agent/$1"
  elif have wget; then
    wget -q -O "$2" "$origin/agent/$1"
  else
    fail "neither curl nor wget is here; install one of them, or copy $origin/agent/$1 over by hand"
  fi || fail "cannot fetch $origin/agent/$1"
}

sha256() {
  if have sha256sum; then
    sha256sum "$1"
  elif have busybox; then
    busybox sha256sum "$1"
  elif have openssl; then
    openssl dgst -sha256 -r "$1"
  else
    fail "none of sha256sum, busybox and openssl is here to check what was fetched"
  fi | cut -d ' ' -f 1
}

# Fetches a file of the server into the work folder and refuses it unless its hash is the listed one.
fetch_checked() {
  [ -e "$work/SHA256SUMS" ] || fetch SHA256SUMS "$work/SHA256SUMS"
  wanted=$(sed -n "s/^\([0-9a-f]\{64\}\)  $1\$/\1/p" "$work/SHA256SUMS")
  [ -n "$wanted" ] || fail "the server does not list $1 in its SHA256SUMS"
  fetch "$1" "$work/$1"
  [ "$(sha256 "$work/$1")" = "$wanted" ] || fail "$1 is damaged: its SHA-256 is not the listed one; try again"
}

fetch_agent() {
  if have gzip; then
    fetch_checked "$name-linux-$arch.gz"
    gzip -dc "$work/$name-linux-$arch.gz" > "$work/$name"
  else
    fetch_checked "$name-linux-$arch"
    mv "$work/$name-linux-$arch" "$work/$name"
  fi
  chmod 0755 "$work/$name"
}

# Puts a file in place at once: who runs the old one keeps it.
put() {
  mkdir -p "$(dirname "$2")"
  cp "$1" "$2.new"
  chmod "$3" "$2.new"
  mv -f "$2.new" "$2"
}

install_plain() {
  fetch_agent
  put "$work/$name" "$binary" 0755
  # Now that it lies where programs may be run from, as the folder for temporary files may not.
  "$binary" --version > /dev/null ||
    fail "$binary does not run here; it needs glibc 2.28 or newer and libstdc++ (Debian: libstdc++6)"
}

install_package() {
  fetch_checked "$package"
  if have dpkg; then dpkg -i "$work/$package"; else rpm -U --replacepkgs "$work/$package"; fi
}

make_user() {
  if ! grep -q "^$name:" /etc/passwd && ! id "$name" > /dev/null 2>&1; then
    if have useradd; then
      useradd --system --user-group --no-create-home --home-dir "/var/lib/$name" --shell /usr/sbin/nologin "$name"
    elif have adduser; then
      addgroup -S "$name" && adduser -S -D -H -h "/var/lib/$name" -s /sbin/nologin -G "$name" "$name"
    else
      fail "neither useradd nor adduser is here to make the user $name"
    fi
  fi
  mkdir -p "/var/lib/$name"
  chown "$name:$name" "/var/lib/$name"
  chmod 0700 "/var/lib/$name"
}

write_service() {
  fetch_checked $name.service
  fetch_checked agent.env
  sed "s#^ExecStart=/usr/bin/#ExecStart=/usr/local/bin/#" "$work/$name.service" > "$work/unit"
  put "$work/unit" /etc/systemd/system/$name.service 0644
  [ -e /etc/fourtuple/agent.env ] || put "$work/agent.env" /etc/fourtuple/agent.env 0600
}

allow_owners() {
  fetch_checked owners.conf
  put "$work/owners.conf" /etc/systemd/system/$name.service.d/owners.conf 0644
}

ask_for_token() {
  [ -z "$token" ] || return 0
  # Enrolled before: this is an upgrade.
  [ ! -e "$identity" ] || return 0
  # A service without a terminal is not asked. `stty` hides what is typed, where there is one.
  { : < /dev/tty; } 2> /dev/null || return 0
  printf 'Enrolment token (empty: enrol later): ' > /dev/tty
  stty -echo < /dev/tty 2> /dev/null || :
  read -r token < /dev/tty || :
  stty echo < /dev/tty 2> /dev/null || :
  printf '\n' > /dev/tty
}

# printf is the shell's own, so the token is in no list of processes.
enrol_host() {
  if [ "$mode" = user ]; then
    printf '%s\n' "$token" | "$binary" enroll --server "$socket_url" --identity "$identity" --token -
  else
    printf '%s\n' "$token" | "$binary" enroll --server "$socket_url" --identity "$identity" --token - --user "$name"
  fi
}

start_or_say_how() {
  if [ "$mode" != user ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    if [ -e "$identity" ]; then
      systemctl enable $name.service
      systemctl restart $name.service
      say "The agent runs: systemctl status $name"
      return
    fi
    say "Not enrolled yet. With a token, run this script again; or set FOURTUPLE_SERVER in /etc/fourtuple/agent.env"
    say "and start it: systemctl enable --now $name"
  elif [ "$mode" = user ]; then
    say "No service was made. To run the agent:"
    say "  $binary run --identity $identity"
    say "It sees all sockets of this host, and of the processes that own them only yours."
  else
    say "systemd does not run here. To run the agent:"
    say "  $binary run --identity $identity --user $name"
  fi
}

say_plan() {
  say "would fetch from $origin, check by SHA-256 and install: $binary (version $version, $arch)"
  if [ "$mode" = package ]; then say "would install the package $package"; fi
  if [ "$mode" = system ]; then
    say "would make the user $name, /var/lib/$name, /etc/fourtuple/agent.env, /etc/systemd/system/$name.service"
  fi
  if [ "$owners" = yes ]; then say "would make /etc/systemd/system/$name.service.d/owners.conf"; fi
  if [ "$enrol" = yes ] && [ -n "$token" ]; then say "would enrol at $socket_url; the key: $identity"; fi
  if [ "$mode" != user ] && [ -d /run/systemd/system ]; then say "would start $name.service"; fi
}

main() {
  read_arguments "$@"
  choose_places
  if [ "$dry_run" = yes ]; then
    say_plan
    return
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM HUP
  case "$mode" in
    user) install_plain ;;
    package) install_package ;;
    system)
      make_user
      install_plain
      write_service
      ;;
  esac
  if [ "$owners" = yes ] && [ "$mode" != user ]; then allow_owners; fi
  say "Installed $("$binary" --version) as $binary"
  if [ "$enrol" = yes ]; then ask_for_token; fi
  if [ "$enrol" = yes ] && [ -n "$token" ]; then enrol_host; fi
  start_or_say_how
}

# In a function called last: a script that was cut off on the way does nothing.
main "$@"
