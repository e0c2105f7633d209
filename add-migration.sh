#!/usr/bin/env bash
# Adds one migration for each provider: ./add-migration.sh NAME. With --fresh, what exists is dropped first (before a release only).
set -euo pipefail
cd "$(dirname "$0")"
name=${1:?usage: ./add-migration.sh NAME [--fresh]}
dotnet tool restore >/dev/null
dotnet build RefundDesk.Web >/dev/null
for provider in Sqlite PostgreSql SqlServer; do
  folder="Infrastructure/Persistence/Providers/$provider/Migrations"
  if [ "${2:-}" = --fresh ]; then rm -rf "RefundDesk.Web/$folder"; fi
done
if [ "${2:-}" = --fresh ]; then dotnet build RefundDesk.Web >/dev/null; fi
for provider in Sqlite PostgreSql SqlServer; do
  dotnet ef migrations add "$name" --no-build --project RefundDesk.Web --context "${provider}RefundDeskDbContext" \
    --output-dir "Infrastructure/Persistence/Providers/$provider/Migrations"
done
