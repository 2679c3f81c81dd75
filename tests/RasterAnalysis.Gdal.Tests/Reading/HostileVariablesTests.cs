using System.IO.Compression;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing.Variables;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

/// <summary>Files of several variables that would be without end: each is refused with a sentence, and one variable can be named all the same.</summary>
public sealed class HostileVariablesTests : IDisposable
{
    // h5py 3.7: f = h5py.File('c.h5', 'w', libver='earliest'); f['a'] = 0..5 as 2 rows of 3 bytes; g = f.create_group('g'); g['root'] = f['/']; g['self'] = g; g['b'] = 10..15 alike; gzipped
    private const string CircleOfGroups =
        "H4sIADDzC2sC/+v0cHHj5ZLiYgABDg4GFgYBBmTwHwouCKHyYfIJUJoRSndA6RVMMHFGBhBTAiouCDUfXV1IkKsrSPV/NACzx4AFQqO6bhSMFODh6hgAoiOgfFh6OsGEqi4RSqejpUsHMu1lZGCFmMEI42tA"
        + "aCaIAMx6ZiiNzmcGplhGaLqF6OAAk6xAGsRnYoIYxAH1ETMjVAEDG5pLGgZFPAT7+buAcjTUkQwKzPjVw/JrBStqfCxgZRjRGRpXuYgeLoTKxQqB0XJxFFCSEJmYWVi5uHl4+fhHA2MUjIJRMApGwSgYmf0q"
        + "BRiN1qAsys8vAdHFqTlpIDoJrX9lQVY/ghne/j0giF89B5HjDSOtv0H//inboO6fAgAFfj/e0BIAAA==";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Thousands_of_variables_are_too_many_and_one_of_them_is_not()
    {
        var file = Grid();
        for (var i = 0; i < 1200; i++)
        {
            file.Variable($"v{i}", ["lat", "lon"], new short[] { 1, 2, 3, (short)i });
        }

        var path = _folder.File("many.nc");
        File.WriteAllBytes(path, file.ToArray());

        Assert.Equal("'many.nc' holds 1200 variables with 1200 bands, and a raster may have 1000 variables and 10000 bands. Name one of them at the end of the uri, as many.nc#v0.", Refusal(path));
        Assert.Equal([3, 1199, 1, 2], TestRasters.ReadAll($"{path}#v1199", 1).Pixels);
        Assert.Contains("it has 'v0', 'v1', 'v2'", Refusal($"{path}#none"), StringComparison.Ordinal);
        Assert.EndsWith("'v19' and 1180 more.", Refusal($"{path}#none"), StringComparison.Ordinal);
    }

    [Fact]
    public void More_variables_than_are_looked_through_are_refused_and_one_of_them_is_opened()
    {
        var file = Grid();
        for (var i = 0; i <= 10_000; i++)
        {
            file.Variable($"v{i}", ["lat"], new short[] { 1, 2 });
        }

        var path = _folder.File("many.nc");
        File.WriteAllBytes(path, file.Variable("real", ["lat", "lon"], new short[] { 1, 2, 3, 4 }).ToArray());

        Assert.StartsWith("'many.nc' has more than 10000 variables or 1000 groups", Refusal(path), StringComparison.Ordinal);
        Assert.Equal([3, 4, 1, 2], TestRasters.ReadAll($"{path}#real", 1).Pixels);
    }

    [Fact]
    public void More_groups_than_are_looked_through_are_refused()
    {
        var path = _folder.File("groups.zarr");
        new ZarrFolder(path).Array("g0/a", [("y", 2), ("x", 2)], new short[] { 1, 2, 3, 4 });
        for (var i = 1; i <= 1000; i++)
        {
            ZarrFolder.Group(Path.Combine(path, $"g{i}"));
        }

        Assert.StartsWith("'groups.zarr' has more than 10000 variables or 1000 groups", Refusal(path), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], TestRasters.ReadAll($"{path}#g0/a", 1).Pixels);
    }

    [Fact]
    public void Steps_without_end_are_refused_before_anything_is_made_of_them()
    {
        var path = _folder.File("long.zarr");
        new ZarrFolder(path).Array("tas", [("time", 4_000_000_000), ("y", 2), ("x", 2)], null).Array("wide", [("y2", 2), ("x2", 5_000_000_000)], null);

        Assert.Equal(
            "The variable 'tas' of 'long.zarr' has more steps along 'time' (4000000000) than the 10000 bands that a raster may have. "
            + "Cut a part of it, for example with gdalmdimtranslate -array name=tas,view=[0:100,...] long.zarr part.nc.",
            Refusal($"{path}#tas"));
        Assert.Equal("The variable 'wide' of 'long.zarr' has 5000000000 columns and 2 rows; 2147483647 of each are the most.", Refusal($"{path}#wide"));
    }

    [Fact]
    public void Axes_whose_steps_multiply_past_all_numbers_are_refused()
    {
        var path = _folder.File("deep.zarr");
        new ZarrFolder(path).Array("a", [.. Enumerable.Range(0, 10).Select(i => ($"d{i}", 4_000_000_000)), ("y", 2L), ("x", 2L)], null);

        // how large such an array is can be said in no number; GDAL may be the one to refuse it
        Assert.NotEmpty(Refusal(path));
    }

    [Fact]
    public void Groups_in_a_circle_by_links_of_folders_are_refused_and_a_variable_in_them_is_opened()
    {
        var path = _folder.File("circle.zarr");
        new ZarrFolder(path).Array("a", [("y", 2), ("x", 2)], new short[] { 1, 2, 3, 4 });
        Directory.CreateSymbolicLink(Path.Combine(path, "g"), path);
        Directory.CreateSymbolicLink(Path.Combine(path, "h"), path);

        Assert.Contains("as links in a circle make them: it is not looked through. Name one variable at the end of the uri, as circle.zarr#group/variable.", Refusal(path), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], TestRasters.ReadAll($"{path}#a", 1).Pixels);
        Assert.Equal([1, 2, 3, 4], TestRasters.ReadAll($"{path}#g/h/a", 1).Pixels);
    }

    [Fact]
    public void Groups_in_a_circle_within_a_file_are_looked_through_once()
    {
        var path = _folder.File("circle.h5");
        using (var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(CircleOfGroups)), CompressionMode.Decompress))
        using (var file = File.Create(path))
        {
            packed.CopyTo(file);
        }

        Assert.Equal(["a", "b"], RasterDescriber.Describe(path, isTrusted: true).Bands.Select(band => band.Name));
        Assert.Equal([0, 1, 2, 3, 4, 5], TestRasters.ReadAll(path, 1).Pixels);
        Assert.Equal([10, 11, 12, 13, 14, 15], TestRasters.ReadAll($"{path}#g/b", 1).Pixels);
        Assert.Equal([10, 11, 12, 13, 14, 15], TestRasters.ReadAll($"{path}#b", 1).Pixels);
    }

    [Theory]
    [InlineData("../secret.zarr/a")]
    [InlineData("g/../../secret.zarr/a")]
    [InlineData("a/../../secret.zarr/a")]
    public void The_name_of_a_variable_leads_out_of_no_file(string name)
    {
        new ZarrFolder(_folder.File("secret.zarr")).Array("a", [("y", 2), ("x", 2)], new short[] { 1, 2, 3, 4 });
        var path = _folder.File("open.zarr");
        new ZarrFolder(path).Array("g/b", [("y", 2), ("x", 2)], new short[] { 1, 2, 3, 4 });

        Assert.Contains("has no variable", Refusal($"{path}#{name}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_with_control_characters_and_of_great_length_are_shown_without_them()
    {
        var path = _folder.File("odd.nc");
        File.WriteAllBytes(path, Grid().Variable(new string('n', 250), ["lat", "lon"], new short[4]).Variable("plain", ["lat", "lon"], new short[4]).ToArray());

        Assert.Equal([new string('n', 200) + "…", "plain"], RasterDescriber.Describe(path, isTrusted: true).Bands.Select(band => band.Name));
    }

    [Fact]
    public void What_is_compressed_in_a_way_that_GDAL_lacks_is_refused_with_that_way()
    {
        var path = _folder.File("packed.zarr");
        new ZarrFolder(path).Array("a", [("y", 2), ("x", 2)], new short[4]);
        var described = Path.Combine(path, "a", ".zarray");
        File.WriteAllText(described, File.ReadAllText(described).Replace("\"compressor\":null", "\"compressor\":{\"id\":\"pcodec\"}", StringComparison.Ordinal));

        Assert.Contains("'a' cannot be opened: Decompressor pcodec not handled", Refusal(path), StringComparison.Ordinal);
        Assert.Contains("Decompressor pcodec not handled", Refusal($"{path}#a"), StringComparison.Ordinal);
    }

    [Fact]
    public void Zarr_of_version_3_is_refused_by_its_name_where_GDAL_does_not_read_it()
    {
        var path = _folder.File("v3.zarr");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "zarr.json"), """{"zarr_format": 3, "node_type": "group", "attributes": {}}""");

        Assert.SkipUnless(GdalRuntime.Version < new GdalVersion(3, 8, 0), "This libgdal reads it.");
        Assert.Contains("is Zarr of version 3, which libgdal", Refusal(path), StringComparison.Ordinal);
        Assert.Contains("zarr_format=2", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_off_or_is_not_what_it_begins_as_is_refused()
    {
        var whole = Grid().Variable("a", ["lat", "lon"], new short[4]).ToArray();
        foreach (var length in (int[])[5, 40, whole.Length / 2])
        {
            var path = _folder.File($"cut{length}.nc");
            File.WriteAllBytes(path, whole[..length]);

            Assert.NotEmpty(Refusal(path));
        }
    }

    private static NetCdfFile Grid() => new NetCdfFile().Axis("lat", [1, 2], ("units", "degrees_north")).Axis("lon", [1, 2], ("units", "degrees_east"));

    private static string Refusal(string path) => Assert.ThrowsAny<RasterAccessException>(() => RasterDescriber.Describe(path, isTrusted: true)).Message;
}
