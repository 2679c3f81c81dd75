namespace RasterAnalysis.OnnxRuntime.Tests;

public sealed class EngineCacheTests : IDisposable
{
    private static readonly string[] Key = ["network", "1.31.1", "driver"];
    private readonly string _root = Path.Combine(Directory.CreateTempSubdirectory("rasteranalysis-engines-").FullName, "engines");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_root)!, recursive: true);

    [Fact]
    public void Open_after_a_session_that_finished_finds_its_engines()
    {
        var folder = Write(cache => cache.Finish());

        using var again = EngineCache.Open(_root, Key);

        Assert.Equal(folder, again!.Folder);
        Assert.True(File.Exists(Path.Combine(folder, "a.engine")));
    }

    [Fact]
    public void Open_after_a_session_that_was_interrupted_finds_none()
    {
        var folder = Write(_ => { });

        using var again = EngineCache.Open(_root, Key);

        Assert.Equal(folder, again!.Folder);
        Assert.Equal(["lock"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Open_after_a_session_that_failed_and_went_on_finds_none()
    {
        var folder = Write(cache =>
        {
            cache.Begin();
            cache.Finish();
        });

        using var again = EngineCache.Open(_root, Key);

        Assert.False(File.Exists(Path.Combine(folder, "a.engine")));
    }

    [Fact]
    public void Open_while_another_session_is_there_is_a_folder_of_its_own()
    {
        using var first = EngineCache.Open(_root, Key);
        using var second = EngineCache.Open(_root, Key);
        using var other = EngineCache.Open(_root, ["another network", .. Key[1..]]);

        Assert.Equal(3, new[] { first!.Folder, second!.Folder, other!.Folder }.Distinct().Count());
        Assert.Equal(Path.GetDirectoryName(first.Folder), Path.GetDirectoryName(second.Folder));
    }

    [Fact]
    public void Open_where_no_folder_can_be_is_nothing()
    {
        File.WriteAllText(_root, "a file");

        Assert.Null(EngineCache.Open(_root, Key));
    }

    /// <summary>A session that writes an engine.</summary>
    private string Write(Action<EngineCache> end)
    {
        using var cache = EngineCache.Open(_root, Key)!;
        cache.Begin();
        File.WriteAllText(Path.Combine(cache.Folder, "a.engine"), "engine");
        end(cache);
        return cache.Folder;
    }
}
