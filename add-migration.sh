#!/usr/bin/env bash
# Adds one migration for each provider: ./add-migration.sh NAME
# Before the first release only: ./add-migration.sh Initial --fresh writes the first migration anew, under the same id.
set -euo pipefail
cd "$(dirname "$0")"
name=${1:?usage: ./add-migration.sh NAME [--fresh]}
fresh=${2:-}
id=20261122000000_$name

folder() { echo "Infrastructure/Persistence/Providers/$1/Migrations"; }

dotnet tool restore >/dev/null
if [ "$fresh" = --fresh ]; then rm -rf RefundDesk.Web/Infrastructure/Persistence/Providers/*/Migrations; fi
dotnet build RefundDesk.Web
for provider in Sqlite PostgreSql SqlServer; do
  dotnet ef migrations add "$name" --no-build --project RefundDesk.Web --context "${provider}RefundDeskDbContext" --output-dir "$(folder "$provider")"
  if [ "$fresh" = --fresh ]; then
    (
      cd "RefundDesk.Web/$(folder "$provider")"
      sed -i "s/\[Migration(\"[0-9]*_$name\")\]/[Migration(\"$id\")]/" ./*_"$name".Designer.cs
      mv ./*_"$name".Designer.cs "$id.Designer.cs"
      mv ./[0-9]*_"$name".cs "$id.cs"
    )
  fi
done
