#!/bin/sh
# Of the deb (postinst) and of the rpm (%post).
set -e

user=fourtuple-agent
state=/var/lib/fourtuple-agent

getent passwd "$user" > /dev/null ||
  useradd --system --user-group --no-create-home --home-dir "$state" --shell /usr/sbin/nologin "$user"
mkdir -p "$state"
chown "$user:$user" "$state"
chmod 0700 "$state"

if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
  # Not before it knows a server: `fourtuple-agent enroll` makes the key.
  if [ -e "$state/identity" ]; then
    systemctl enable fourtuple-agent.service || true
    systemctl restart fourtuple-agent.service || true
  fi
fi
