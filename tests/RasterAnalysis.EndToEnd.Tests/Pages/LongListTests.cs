using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pages;

/// <summary>A service that has been used for a while: a thousand layers, models and jobs do not slow its lists or the page (<c>tests/clients/browser/map-page-lists.test.mjs</c>).</summary>
public sealed class LongListTests : IAsyncLifetime
{
    private const int Copies = 1000;
    private readonly ServiceProcess _service = new();

    public async ValueTask InitializeAsync()
    {
        await _service.StartAsync();
        var raster = await _service.Client.AddAsync(TiffFile.Byte(60, 40, 1, (_, row, column) => (byte)((row + column) % 3)), "layer.tif");
        var model = await _service.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)), "model.dlpk");
        var (rasterId, modelId) = ((string)raster["id"]!, (string)model["id"]!);
        var job = await _service.Client.FinishedAsync(await _service.Client.SubmitAsync(ServiceClient.Request(rasterId, modelId)));
        using (await _service.Client.Http.DeleteAsync($"api/v1/items/{job["result"]!["itemId"]}"))
        {
            await _service.StopAsync();
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_service.DataRoot, "rasteranalysis.db")};Pooling=False");
        await connection.OpenAsync();
        await using (var all = await connection.BeginTransactionAsync())
        {
            for (var i = 0; i < Copies; i++)
            {
                await CopyAsync(connection, "Items", rasterId, $"{i:x32}", ("layer", $"layer-{i}"));
                await CopyAsync(connection, "Items", modelId, $"{i + Copies:x32}", ("model.dlpk", $"model-{i}.dlpk"));
                await CopyAsync(connection, "Jobs", (string)job["id"]!, $"j{i:x32}");
            }

            await all.CommitAsync();
        }

        await connection.CloseAsync();
        await _service.StartAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public Task The_page_shows_the_first_of_many()
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; the page is NOT tested here.");
        return NodeScript.RunAsync("browser/map-page-lists", new Dictionary<string, string>
        {
            ["SERVICE"] = _service.Client.Http.BaseAddress!.AbsoluteUri,
            ["SCREENSHOTS"] = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(RepositoryFiles.Path("RasterAnalysis.sln"))!, "artifacts", "tests", "page")).FullName,
        });
    }

    /// <summary>Writes a row again under another id, and a layer's under another name; files stay those of the first.</summary>
    private static async Task CopyAsync(SqliteConnection connection, string table, string id, string copy, (string From, string To)? name = null)
    {
        var columns = new List<string>();
        await using (var describe = connection.CreateCommand())
        {
            describe.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
            await using var reader = await describe.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                columns.Add(reader.GetString(0));
            }
        }

        await using var command = connection.CreateCommand();
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$copy", copy);
        command.Parameters.AddWithValue("$from", name?.From ?? "");
        command.Parameters.AddWithValue("$to", name?.To ?? "");
        var values = columns.Select(column => column switch
        {
            "Id" => "$copy",
            "ServiceName" => "CASE WHEN ServiceName IS NULL THEN NULL ELSE upper($to) END",
            "Document" => "replace(replace(replace(Document, '\"id\":\"' || $id || '\"', '\"id\":\"' || $copy || '\"'), '\"serviceName\":\"' || $from || '\"', '\"serviceName\":\"' || $to || '\"'), '\"title\":\"' || replace($from, '.dlpk', '') || '\"', '\"title\":\"' || replace($to, '.dlpk', '') || '\"')",
            _ => $"\"{column}\"",
        });
        command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) SELECT {string.Join(", ", values)} FROM \"{table}\" WHERE Id = $id";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        if (table == "Items" && name is { } given && !given.From.Contains('.', StringComparison.Ordinal))
        {
            await using var named = connection.CreateCommand();
            named.CommandText = "INSERT INTO ServiceNames (Name, HolderId) VALUES (upper($to), $copy)";
            named.Parameters.AddWithValue("$to", given.To);
            named.Parameters.AddWithValue("$copy", copy);
            await named.ExecuteNonQueryAsync();
        }
    }
}
