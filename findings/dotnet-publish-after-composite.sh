#!/usr/bin/env bash
# .NET SDK 10.0.4xx, crossgen of Microsoft.NETCore.App 10: `dotnet publish` with ReadyToRun after a publish of the same project with PublishReadyToRunComposite ships the former's parts. With the property a
# program's assemblies are rewritten to name one common image (app.r2r.dll), and lie in obj beside those that are no part of one, under the same names. A publish without the property takes them as up to date: it
# succeeds without a warning, and the assemblies in its folder name an image that is not there, so the program does not start. Published from a clean obj they name none. Whoever tries the property
# out deletes obj before the next publish.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

mkdir part app
cat >part/part.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
PROJECT
echo 'public static class Part { public static string Say(int n) => $"{n} words"; }' >part/Part.cs
cat >app/app.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><ProjectReference Include="../part/part.csproj" /></ItemGroup>
</Project>
PROJECT
echo 'System.Console.WriteLine(Part.Say(3));' >app/Program.cs

# published FOLDER OPTION …: a publish for this kind of machine, compiled ahead of time
published() { dotnet publish app -c Release -r linux-x64 -v quiet -p:PublishReadyToRun=true -o "$1" "${@:2}" >publish.log 2>&1 || { cat publish.log; exit 1; }; }
# names FOLDER: which of its assemblies name a common image, and whether that is there
names() { for file in app part; do grep -qa 'app\.r2r\.dll' "$1/$file.dll" && echo -n "$file.dll names app.r2r.dll; "; done || true; [ -e "$1/app.r2r.dll" ] && echo "app.r2r.dll is there" || echo "app.r2r.dll is not there"; }

published composite --self-contained true -p:PublishReadyToRunComposite=true
published after --self-contained false
rm -rf app/obj app/bin part/obj part/bin
published clean --self-contained false

echo ".NET SDK $(dotnet --version)"
echo "with PublishReadyToRunComposite:      $(names composite)"
echo "without it, in the same tree:         $(names after)"
echo "without it, from a clean obj:         $(names clean), and says: $(dotnet clean/app.dll)"
[ "$(names after)" = "app.dll names app.r2r.dll; part.dll names app.r2r.dll; app.r2r.dll is not there" ] && [ "$(names clean)" = "app.r2r.dll is not there" ] && [ "$(dotnet clean/app.dll)" = "3 words" ] \
    && echo "A publish without the property takes the assemblies of the one with it from obj, and leaves out the image that they name." || { echo "This has changed."; exit 1; }
