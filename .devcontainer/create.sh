#!/usr/bin/env bash
# Prepares the container once: PostgreSQL's binaries for the tests, the packages, the tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# The tests start servers of their own, and docker-compose.yml has port 5432: the package must not start a server there.
as_root apt-get update
install postgresql-common
as_root sed -ri 's/^#?create_main_cluster .*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
install postgresql

dotnet restore
dotnet tool restore
