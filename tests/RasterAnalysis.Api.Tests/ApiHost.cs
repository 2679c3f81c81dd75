using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Api.Tests;

/// <summary>The web process inside the test's, with a data root of its own. Processing instances are real ones.</summary>
public sealed class ApiHost : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-api-").FullName;

    /// <summary>Where everything of this host lies.</summary>
    public string Folder => _folder;

    /// <summary>A raster store named <c>store</c>.</summary>
    public string Store => Directory.CreateDirectory(Path.Combine(_folder, "store")).FullName;

    /// <summary>Makes an empty folder that goes with this host.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("RasterAnalysis:DataRoot", Path.Combine(_folder, "data"));
        builder.UseSetting("RasterAnalysis:RasterStores:store", Store);
        builder.UseSetting("RasterAnalysis:Worker:Path", BuiltWorker.Path);
        builder.UseSetting("RasterAnalysis:Worker:Rehearses", "false"); // most of these hosts run no job
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();

        // its own alone: hosts beside it are in the middle of their commands
        using (var own = new SqliteConnection($"Data Source={Path.Combine(_folder, "data", "rasteranalysis.db")}"))
        {
            SqliteConnection.ClearPool(own);
        }

        Delete();
    }

    /// <summary>Instances that end take their own folders away, perhaps while this one goes through them.</summary>
    private void Delete()
    {
        while (Directory.Exists(_folder))
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
            }
        }
    }
}
