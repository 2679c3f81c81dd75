using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>
/// Which folders of a project use what other folders of it declare: by the compiler's own reading of the source, members and extension methods included, doc comments not.
/// Packages are not resolved; what they declare is nobody's folder.
/// </summary>
internal sealed class FolderArrows
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.Parse);

    private static readonly Lazy<MetadataReference[]> Framework = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly Lazy<MetadataReference> Core = new(() => Compile("Core", Sources("Core"), []).ToMetadataReference());
    private static readonly ConcurrentDictionary<string, FolderArrows> Projects = new(StringComparer.Ordinal);

    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _uses = [];

    private FolderArrows()
    {
    }

    /// <summary>Every arrow, and the uses that make it (<c>File.cs: Type</c>).</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => _uses;

    /// <summary>The arrows of a project under <c>src/</c>.</summary>
    public static FolderArrows Of(string project) => Projects.GetOrAdd(project, name => Of(Sources(name), name == "Core" ? [] : [Core.Value]));

    /// <summary>The arrows among sources; keys are paths below the project's folder, with slashes.</summary>
    public static FolderArrows Of(IReadOnlyDictionary<string, string> sources, IReadOnlyList<MetadataReference> references)
    {
        var arrows = new FolderArrows();
        var compilation = Compile("Project", sources, references);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null && model.GetSymbolInfo(name).Symbol is { } symbol)
                {
                    arrows.Add(compilation.Assembly, tree.FilePath, symbol);
                }
            }
        }

        return arrows;
    }

    /// <summary>Folders that can be left and come back to, each with one way round.</summary>
    public IReadOnlyList<string> Circles()
    {
        var next = _uses.Keys.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var circles = new List<string>();
        foreach (var start in next.Select(group => group.Key))
        {
            var from = new Dictionary<string, string>();
            var open = new Queue<string>([start]);
            while (open.TryDequeue(out var folder) && !from.ContainsKey(start))
            {
                foreach (var to in next[folder].Where(to => from.TryAdd(to, folder)))
                {
                    open.Enqueue(to);
                }
            }

            if (from.ContainsKey(start))
            {
                var way = new List<string> { start };
                do
                {
                    way.Add(from[way[^1]]);
                }
                while (way[^1] != start);
                way.Reverse();
                circles.Add(string.Join(" -> ", way));
            }
        }

        return circles;
    }

    private static Dictionary<string, string> Sources(string project)
    {
        var root = Path.Combine(Repository.Root, "src", $"RasterAnalysis.{project}");
        return Repository.Sources(root).ToDictionary(path => Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText);
    }

    internal static CSharpCompilation Compile(string name, IReadOnlyDictionary<string, string> sources, IReadOnlyList<MetadataReference> references)
    {
        const string Usings = """
            global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
            global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
            """;
        return CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Usings, Options), .. sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, Options, source.Key))],
            [.. Framework.Value, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string Folder(string path) => Path.GetDirectoryName(path)!.Replace('\\', '/');

    private void Add(IAssemblySymbol own, string file, ISymbol symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        if (type is null || file.Length == 0 || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, own))
        {
            return;
        }

        var homes = type.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => Folder(reference.SyntaxTree.FilePath)).ToArray();
        if (homes.Length == 0 || homes.Contains(Folder(file)) || homes[0].Length == 0 || Folder(file).Length == 0)
        {
            return;
        }

        var arrow = (Folder(file), homes[0]);
        if (!_uses.TryGetValue(arrow, out var uses))
        {
            _uses.Add(arrow, uses = new SortedSet<string>(StringComparer.Ordinal));
        }

        uses.Add($"{Path.GetFileName(file)}: {type.Name}");
    }
}
