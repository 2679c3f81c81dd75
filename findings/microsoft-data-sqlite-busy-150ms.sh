#!/usr/bin/env bash
# Microsoft.Data.Sqlite 10.0.15: a command that meets another connection's write of a few milliseconds sleeps 150 ms before it asks again. It waits by itself and sets no busy timeout, so SQLite's own waiting,
# which asks again after 1, 2, 5, ... ms, does not happen; "Default Timeout" says only how often it sleeps. PRAGMA busy_timeout brings SQLite's waiting back, and outlives the return to the pool.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
version=10.0.15

cat >busy.csproj <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Data.Sqlite" Version="$version" /></ItemGroup>
</Project>
PROJECT
cat >Program.cs <<'PROGRAM'
using System.Diagnostics;
using Microsoft.Data.Sqlite;

const string Plain = "Data Source=busy.db", Patient = "Data Source=busy.db;Default Timeout=31";
Run(Open(Plain), "PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
using (var once = Open(Patient))
{
    Run(once, "PRAGMA busy_timeout=5000");
}

using var plain = Open(Plain);
using var patient = Open(Patient);
Console.WriteLine($"timeout {Run(plain, "PRAGMA busy_timeout")} {Run(patient, "PRAGMA busy_timeout")}");
Console.WriteLine($"waited {Median(plain):F0} {Median(patient):F0}");

// milliseconds that an insert takes while another connection's transaction is open for 10 ms more
static double Median(SqliteConnection connection)
{
    var times = new List<double>();
    for (var i = 0; i < 11; i++)
    {
        using var other = Open("Data Source=busy.db;Default Timeout=32");
        Run(other, "BEGIN IMMEDIATE; INSERT INTO t VALUES(1)");
        var end = new Thread(() => { Thread.Sleep(10); Run(other, "COMMIT"); });
        var begun = Stopwatch.GetTimestamp();
        end.Start();
        Run(connection, "INSERT INTO t VALUES(2)");
        times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        end.Join();
    }

    times.Sort();
    return times[5];
}

static SqliteConnection Open(string text)
{
    var connection = new SqliteConnection(text);
    connection.Open();
    return connection;
}

static object? Run(SqliteConnection connection, string sql)
{
    using var command = connection.CreateCommand();
    command.CommandText = sql;
    return command.ExecuteScalar();
}
PROGRAM
dotnet build -c Release -v quiet >build.log 2>&1 || { cat build.log; exit 1; }
output=$(dotnet bin/Release/net10.0/busy.dll)
read -r _ plain_timeout patient_timeout <<<"$(grep timeout <<<"$output")"
read -r _ plain patient <<<"$(grep waited <<<"$output")"
echo "Microsoft.Data.Sqlite $version, an insert beside a transaction that ends after 10 ms, medians of 11:"
echo "  busy_timeout $plain_timeout, as opened:                          $plain ms"
echo "  busy_timeout $patient_timeout, set before it went to the pool once: $patient ms"
[ "$plain_timeout" = 0 ] && [ "$patient_timeout" = 5000 ] && [ "$plain" -ge 140 ] && [ "$patient" -lt 100 ] \
    && echo "What waits for a write of milliseconds waits 150 ms, unless SQLite is told to wait itself." || { echo "This has changed."; exit 1; }
