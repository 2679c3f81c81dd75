#!/usr/bin/env bash
# EF Core 10.0.15 with SQLite: who subscribes to its DiagnosticListener within a second after a command hears nothing of the commands that follow, of the same context, until that second is over: EF
# remembers for so long that nobody listened. One that subscribes before the first command hears each. A test that begins to count behind its preparations counts nothing on a fast machine.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="[10.0.15]" />
  </ItemGroup>
</Project>
PROJECT
cat >Program.cs <<'PROGRAM'
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

Console.WriteLine($"EF Core {ProductInfo.GetVersion()}");
var late = Count(isBefore: false);
var early = Count(isBefore: true);
Console.WriteLine($"subscribed behind a command: {late.AtOnce} of 3 heard at once, {late.Later} of 1 heard 1.5 s later");
Console.WriteLine($"subscribed before it:        {early.AtOnce} of 3 heard at once, {early.Later} of 1 heard 1.5 s later");
return (late, early) == ((0, 1), (3, 1)) ? 0 : 1;

static (int AtOnce, int Later) Count(bool isBefore)
{
    using var context = new Trial();
    var observer = new Observer();
    if (isBefore)
    {
        observer.Begin();
    }

    context.Database.ExecuteSqlRaw("SELECT 1");
    if (!isBefore)
    {
        observer.Begin();
    }

    observer.Heard = 0;
    for (var i = 0; i < 3; i++)
    {
        context.Database.ExecuteSqlRaw("SELECT 2");
    }

    var atOnce = observer.Heard;
    Thread.Sleep(1500);
    observer.Heard = 0;
    context.Database.ExecuteSqlRaw("SELECT 3");
    observer.End();
    return (atOnce, observer.Heard);
}

sealed class Trial : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite("Data Source=trial.db");
}

sealed class Observer : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly List<IDisposable> _subscriptions = [];

    public int Heard;

    public void Begin() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public void End() => _subscriptions.ForEach(subscription => subscription.Dispose());

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            _subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value) => Heard++;

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
PROGRAM
dotnet run -v quiet
