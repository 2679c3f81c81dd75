using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>A client in C#, made of a document by NSwag and compiled with a program that uses it.</summary>
internal sealed class CSharpClient
{
    private readonly Type _user;

    private CSharpClient(Type user) => _user = user;

    /// <summary>Makes and compiles it; the settings are NSwag's own but for the JSON library.</summary>
    public static async Task<CSharpClient> MakeAsync(string document)
    {
        var settings = new CSharpClientGeneratorSettings { ClassName = "RasterAnalysisClient" };
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        var client = new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(document), settings).GenerateFile();
        var user = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "CSharpUser.cs"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "GeneratedClient", [CSharpSyntaxTree.ParseText(client), CSharpSyntaxTree.ParseText(user)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return new CSharpClient(Assembly.Load(assembly.ToArray()).GetType("CSharpUser")!);
    }

    /// <summary>Calls a method of the program.</summary>
    public Task<T> CallAsync<T>(string method, params object[] arguments) => (Task<T>)_user.GetMethod(method)!.Invoke(null, arguments)!;
}
