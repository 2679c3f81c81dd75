#!/usr/bin/env bash
# Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3: Migrate() within a transaction of the caller ends that transaction (25P02) where there is no table of migrations yet: it asks for the
# table first and swallows the error, over which PostgreSQL has aborted the transaction. SQLite's provider does it. With the table made before, by the repository's own script, it works.
set -euo pipefail

folder=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql >/dev/null
tools=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
as() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
stop() { as "$tools/pg_ctl" -D "$folder/server/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT

chmod 755 "$folder"
mkdir "$folder/server"
[ "$(id -u)" -ne 0 ] || chown postgres "$folder/server"
cd "$folder"
as "$tools/initdb" -D "$folder/server/data" -U test -A trust --no-sync >/dev/null
as "$tools/pg_ctl" -D "$folder/server/data" -l "$folder/server/log" -w -o "-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder/server" start >/dev/null

mkdir trial
cat >trial/trial.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="10.0.3" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="10.0.15" />
  </ItemGroup>
</Project>
PROJECT
cat >trial/Program.cs <<'PROGRAM'
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

string[] answers =
[
    Try("SQLite", options => options.UseSqlite("Data Source=trial.db"), makesHistory: false),
    Try("Npgsql", options => options.UseNpgsql(args[0]), makesHistory: false),
    Try("Npgsql, history made before", options => options.UseNpgsql(args[0]), makesHistory: true),
];
return answers is ["done", "25P02", "done"] ? 0 : 1;

static string Try(string name, Action<DbContextOptionsBuilder> use, bool makesHistory)
{
    var options = new DbContextOptionsBuilder<Trial>();
    use(options);
    options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning, RelationalEventId.PendingModelChangesWarning));
    using var context = new Trial(options.Options);
    using var transaction = context.Database.BeginTransaction();
    string answer;
    try
    {
        if (makesHistory)
        {
            context.Database.ExecuteSqlRaw(context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript());
        }

        context.Database.Migrate();
        transaction.Commit();
        answer = "done";
    }
    catch (Npgsql.PostgresException exception)
    {
        answer = exception.SqlState;
    }

    Console.WriteLine($"{name}: {answer}");
    return answer;
}

public sealed class Trial(DbContextOptions<Trial> options) : DbContext(options);

[DbContext(typeof(Trial))]
[Migration("20260101000000_First")]
public sealed class First : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateTable("Things", table => new { Id = table.Column<int>() }, constraints: table => table.PrimaryKey("PK_Things", thing => thing.Id));
}
PROGRAM
dotnet build trial -c Release -v quiet --nologo >build.log 2>&1 || { cat build.log; exit 1; }
echo "Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3, Migrate() within a transaction of the caller, in a database without a table of migrations:"
dotnet trial/bin/Release/net10.0/trial.dll "Host=127.0.0.1;Port=$port;Username=test;Database=postgres"
