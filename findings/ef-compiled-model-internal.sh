#!/usr/bin/env bash
# dotnet-ef 10.0.15: the compiled model (dbcontext optimize --nativeaot) of a context whose entities are internal does not compile, CS0051: the accessors that it generates are public classes with methods
# that take the entities. The same model without --nativeaot compiles. One would guess that code generated into the project fits the project's accessibility.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
version=10.0.15
dotnet tool install dotnet-ef --version "$version" --tool-path tools >install.log 2>&1 || { cat install.log; exit 1; }

mkdir project
cat >project/project.csproj <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="$version" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.Design" Version="$version" PrivateAssets="all" />
  </ItemGroup>
</Project>
PROJECT
cat >project/Program.cs <<'PROGRAM'
using Microsoft.EntityFrameworkCore;
using var context = new Shelf();
Console.WriteLine(context.Model.FindEntityType(typeof(Book))!.GetProperties().Count());

internal sealed class Book
{
    public int Id { get; set; }
    public string Title { get; set; } = "";
}

internal sealed class Shelf : DbContext
{
    public DbSet<Book> Books => Set<Book>();
    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite("Data Source=shelf.db");
}
PROGRAM

dotnet restore project -v quiet >restore.log 2>&1 || { cat restore.log; exit 1; }

errors() { # what the compiler says of the compiled model, made with the options given
    rm -rf project/Compiled
    tools/dotnet-ef dbcontext optimize --project project --output-dir Compiled --namespace Compiled "$@" >optimize.log 2>&1 || { cat optimize.log >&2; exit 1; }
    [ -n "$(ls project/Compiled)" ] || exit 1
    dotnet build project --nologo -v quiet 2>&1 | grep -o 'error CS[0-9]*' | sort | uniq -c | tr -s ' ' | tr '\n' ';' || true
}
without=$(errors)
with=$(errors --nativeaot)
echo "dotnet-ef $version, compiled model of a context with an internal entity:"
echo "  without --nativeaot:${without:- compiles}"
echo "  with --nativeaot:   ${with:-compiles}"
grep -h "public static class" project/Compiled/*UnsafeAccessors.cs | sed 's/^/  /'
[ -z "$without" ] && [[ $with == *"error CS0051"* ]] && echo "Generated accessors are public, whatever they take." || { echo "This has changed."; exit 1; }
