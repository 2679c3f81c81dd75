#!/usr/bin/env bash
# Adds a migration for what was changed in the entities: one for SQLite, one for PostgreSQL.
#
#   src/RasterAnalysis.BackgroundJobs/Storage/Migrations/add.sh AddressesOfResults
set -euo pipefail
name=${1:?Name the migration by what it changes, as the parameter of $0.}
cd "$(dirname "$0")/../../../.."

dotnet tool restore
for database in Sqlite PostgreSql; do
    folder=Storage/Migrations/$database
    dotnet ef migrations add "$name" --project src/RasterAnalysis.BackgroundJobs --context "${database}DbContext" --output-dir "$folder" --configuration Release

    # without a byte order mark; and nothing outside the project uses them
    sed -i -e '1s/^\xef\xbb\xbf//' -e 's/^    public partial class/    internal partial class/' "src/RasterAnalysis.BackgroundJobs/$folder"/*.cs
done
echo "Look through what was made, and run: tests/run.sh BackgroundJobs MigrationTests"
