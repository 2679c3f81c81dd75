using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>
/// Public types that no project but their own needs. A type is needed when another project uses it or a member of it, extension methods included, or when a public signature of one that
/// is needed names it. Projects that see what is internal by <c>InternalsVisibleTo</c> do not count.
/// </summary>
internal static class PublicTypes
{
    /// <summary>Names of the types that nobody needs, of every project under <c>src/</c>.</summary>
    public static IReadOnlyList<string> NeededByNobody()
    {
        var compilations = new Dictionary<string, CSharpCompilation>();
        string[] projects = [.. Repository.Projects("src"), .. Repository.Projects("tests")];
        foreach (var project in projects)
        {
            Compile(project, compilations);
        }

        var sources = Repository.Projects("src").Select(Name).ToHashSet();
        var friends = Repository.Projects("src").ToDictionary(Name, path => Repository.Load(path).Descendants("InternalsVisibleTo").Select(item => (string)item.Attribute("Include")!).ToHashSet());
        return NeededByNobody([.. compilations.Values], sources, friends);
    }

    /// <summary>The same of compilations.</summary>
    /// <param name="compilations">All projects; each refers to others by their compilations.</param>
    /// <param name="sources">Those whose types are looked at.</param>
    /// <param name="friends">Who sees what is internal, by project.</param>
    public static IReadOnlyList<string> NeededByNobody(
        IReadOnlyList<CSharpCompilation> compilations, IReadOnlySet<string> sources, IReadOnlyDictionary<string, HashSet<string>> friends)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = compilations.Where(compilation => sources.Contains(compilation.AssemblyName!)).SelectMany(compilation => Declared(compilation.Assembly.GlobalNamespace))
            .Where(type => type.DeclaredAccessibility == Accessibility.Public).SelectMany(type => Names(type).Select(name => (name, type))).ToLookup(pair => pair.name, pair => pair.type);
        foreach (var compilation in compilations)
        {
            foreach (var type in compilation.SyntaxTrees.SelectMany(tree => TypesIn(compilation.GetSemanticModel(tree), tree, names)))
            {
                var home = type.ContainingAssembly?.Name;
                if (home is not null && home != compilation.AssemblyName && sources.Contains(home) && !friends.GetValueOrDefault(home, []).Contains(compilation.AssemblyName!))
                {
                    used.Add(Key(type));
                }
            }
        }

        return [.. compilations.Where(compilation => sources.Contains(compilation.AssemblyName!)).SelectMany(compilation => Unneeded(compilation, used)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Unneeded(CSharpCompilation compilation, HashSet<string> used)
    {
        INamedTypeSymbol[] all = [.. Declared(compilation.Assembly.GlobalNamespace).Where(type => type.DeclaredAccessibility == Accessibility.Public)];
        var needed = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<INamedTypeSymbol>(all.Where(type => used.Contains(Key(type))));
        while (open.TryPop(out var type))
        {
            if (needed.Add(type))
            {
                foreach (var other in Signature(type).SelectMany(Parts).Where(other => SymbolEqualityComparer.Default.Equals(other.ContainingAssembly, compilation.Assembly)))
                {
                    open.Push(other);
                }
            }
        }

        return all.Where(type => !needed.Contains(type)).Select(Key);
    }

    /// <summary>By what other projects can come to a type: its name, or without it the names of its extension methods. What comes as a value is in a signature.</summary>
    private static IEnumerable<string> Names(INamedTypeSymbol type) =>
        [type.Name, .. type.GetMembers().OfType<IMethodSymbol>().Where(method => method.IsExtensionMethod).Select(method => method.Name)];

    private static IEnumerable<INamedTypeSymbol> TypesIn(SemanticModel model, SyntaxTree tree, ILookup<string, INamedTypeSymbol> types)
    {
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(name => types.Contains(name.Identifier.ValueText)))
        {
            if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null)
            {
                continue;
            }

            if (model.GetSymbolInfo(name).Symbol is { } symbol)
            {
                // a nested type needs the one that it is in
                for (var type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
                {
                    yield return type.OriginalDefinition;
                }
            }
            else if (name.Parent is MemberAccessExpressionSyntax)
            {
                // called on what comes from a package: an extension method by its name
                foreach (var type in types[name.Identifier.ValueText])
                {
                    yield return type;
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Declared(INamespaceSymbol space) => space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Declared));

    /// <summary>The types that a public type's public face names.</summary>
    private static IEnumerable<ITypeSymbol> Signature(INamedTypeSymbol type)
    {
        IEnumerable<ITypeSymbol?> own = [type.BaseType, .. type.Interfaces, .. type.TypeParameters.SelectMany(parameter => parameter.ConstraintTypes), type.DelegateInvokeMethod?.ReturnType];
        return own.OfType<ITypeSymbol>().Concat(type.GetMembers().Where(IsSeen).SelectMany(member => member switch
        {
            IMethodSymbol method => method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType).Concat(method.TypeParameters.SelectMany(parameter => parameter.ConstraintTypes)),
            IPropertySymbol property => property.Parameters.Select(parameter => parameter.Type).Append(property.Type),
            IFieldSymbol field => [field.Type],
            IEventSymbol happening => [happening.Type],
            INamedTypeSymbol nested => Signature(nested),
            _ => Enumerable.Empty<ITypeSymbol>(),
        }));
    }

    private static bool IsSeen(ISymbol member) => member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static IEnumerable<INamedTypeSymbol> Parts(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Parts(array.ElementType),
        IPointerTypeSymbol pointer => Parts(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Concat(named.ContainingType is { } outer ? Parts(outer) : []).Append(named.OriginalDefinition),
        _ => [],
    };

    private static string Key(INamedTypeSymbol type) => $"{type.ContainingAssembly.Name}: {type.ToDisplayString()}";

    private static CSharpCompilation Compile(string project, Dictionary<string, CSharpCompilation> compilations)
    {
        if (compilations.TryGetValue(Name(project), out var known))
        {
            return known;
        }

        var folder = Path.GetDirectoryName(project)!;
        var references = Repository.Load(project).Descendants("ProjectReference").Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .SelectMany(reference => Compile(Path.GetFullPath(Path.Combine(folder, (string)reference.Attribute("Include")!)), compilations) is var direct
                ? direct.References.OfType<CompilationReference>().Append(direct.ToMetadataReference()) : [])
            .DistinctBy(reference => reference.Display).ToArray();
        var sources = Repository.Sources(folder).ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllText);
        return compilations[Name(project)] = FolderArrows.Compile(Name(project), sources, references);
    }

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);
}
