using Microsoft.CodeAnalysis;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>What no other project needs is internal: a reader of one project sees at once what others stand on.</summary>
public sealed class PublicTypeTests
{
    /// <summary>Types that are public for another reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["RasterAnalysis.Api: Program"] = "tests host it in a fixture, and those are public",
        ["RasterAnalysis.BackgroundJobs: RasterAnalysis.BackgroundJobs.Queue.ToolJob"] = "Hangfire's storage and dashboard name it",
    };

    [Fact]
    public void Public_types_are_needed_by_another_project()
    {
        var found = PublicTypes.NeededByNobody();

        Assert.True(found.All(Exceptions.ContainsKey), $"No other project needs these; they can be internal:\n{string.Join('\n', found.Where(type => !Exceptions.ContainsKey(type)))}");
        Assert.Empty(Exceptions.Keys.Except(found));
    }

    [Fact]
    public void Types_that_nobody_needs_are_found_and_those_that_others_use_are_not()
    {
        var library = FolderArrows.Compile(
            "Library",
            new Dictionary<string, string>
            {
                ["A.cs"] = """
                    namespace P;
                    public class Named;
                    public static class Extended { public static int Twice(this int x) => 2 * x; }
                    public class Returned { public Parameter? Do(ByMembers m) => null; }
                    public class Parameter : Base;
                    public class Base;
                    public class ByMembers { internal Hidden? Do() => null; }
                    public class Hidden;
                    public class Alone { public AloneToo? Do() => null; }
                    public class AloneToo;
                    public class ByAFriend;
                    internal class Own;
                    """,
            },
            []);
        var user = FolderArrows.Compile(
            "User",
            new Dictionary<string, string> { ["B.cs"] = "using P; class B { Named? n; int Do() => 3.Twice(); Returned? r; /// <see cref=\"Alone\"/>\n }" },
            [library.ToMetadataReference()]);
        var friend = FolderArrows.Compile("Friend", new Dictionary<string, string> { ["C.cs"] = "using P; class C { ByAFriend? f; }" }, [library.ToMetadataReference()]);

        var found = PublicTypes.NeededByNobody([library, user, friend], new HashSet<string> { "Library" }, new Dictionary<string, HashSet<string>> { ["Library"] = ["Friend"] });

        Assert.Equal(["Library: P.Alone", "Library: P.AloneToo", "Library: P.ByAFriend", "Library: P.Hidden"], found);
    }
}
