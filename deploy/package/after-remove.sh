#!/bin/sh
# Of the deb (postrm) and of the rpm (%postun).
set -e

if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
fi
rmdir /etc/fourtuple 2> /dev/null || true
# The key and what was not sent yet stay until they are asked to go.
if [ "$1" = purge ]; then
  rm -rf /var/lib/fourtuple-agent
  userdel fourtuple-agent 2> /dev/null || true
fi
