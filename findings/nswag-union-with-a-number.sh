#!/usr/bin/env bash
# NSwag 14.8.0 (NJsonSchema 11.6.2) makes of a property that may be a number or an object a type that can only be one of them: "oneOf" gives the first alternative's type,
# "anyOf" a class of its own, which can hold no number. A schema without a type gives "object", which can be either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="NSwag.CodeGeneration.CSharp" Version="14.8.0" /></ItemGroup>
</Project>
EOF
cat >union.json <<'EOF'
{
  "openapi": "3.0.3", "info": { "title": "Union", "version": "1" },
  "paths": { "/cells": { "post": {
    "operationId": "Cells",
    "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Cells" } } } },
    "responses": { "204": { "description": "Done." } } } } },
  "components": { "schemas": {
    "Size": { "type": "object", "required": ["x"], "properties": { "x": { "type": "number" } } },
    "Cells": { "type": "object", "properties": {
      "one": { "oneOf": [{ "type": "number", "format": "double" }, { "$ref": "#/components/schemas/Size" }] },
      "any": { "anyOf": [{ "type": "number", "format": "double" }, { "$ref": "#/components/schemas/Size" }] },
      "open": { "description": "A number or a Size." } } } } }
}
EOF
cat >Program.cs <<'EOF'
using NSwag;
using NSwag.CodeGeneration.CSharp;

Console.WriteLine(new CSharpClientGenerator(await OpenApiDocument.FromFileAsync("union.json"), new CSharpClientGeneratorSettings()).GenerateFile());
EOF
dotnet run -v quiet --property WarningLevel=0 >client.cs

type_of() { sed -n "s/.*public \([A-Za-z0-9_.]*\) $1 { get; set; }.*/\1/p" client.cs; }
echo "NSwag.CodeGeneration.CSharp 14.8.0; a property that may be a number or an object is in C#:"
echo "  by oneOf: $(type_of One)"
echo "  by anyOf: $(type_of Any)"
echo "  without a type: $(type_of Open)"
[ "$(type_of One)" = double ] && [ "$(type_of Any)" = Any ] && grep -q "public partial class Any" client.cs && [ "$(type_of Open)" = object ]
