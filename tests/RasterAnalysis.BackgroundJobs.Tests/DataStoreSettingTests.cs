using Microsoft.Extensions.Configuration;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.BackgroundJobs.Tests;

/// <summary>Where the data store is, and what is wrong with where it is said to be.</summary>
public sealed class DataStoreSettingTests
{
    private const string PostgreSql = "Host=db;Username=u";

    [Fact]
    public void A_folder_of_a_bucket_is_taken_and_its_store_is_kept_from_requests()
    {
        var options = Read("/cloudStores/OWN/a/b/", PostgreSql);

        Assert.Equal(new CloudStorePath("OWN", "a/b"), options.DataStore);
        Assert.Equal(["web"], options.NamedCloudStores.Keys);
        Assert.Equal("data", Assert.Single(options.OwnCloudStores).Value.Bucket);
        Assert.Null(Read("", PostgreSql).DataStore);
        Assert.Equal(["own", "web"], Read("", PostgreSql).NamedCloudStores.Keys.Order());
    }

    [Theory]
    [InlineData("/srv/store", PostgreSql, "is '/srv/store'; it must be a folder in a cloud store of the settings, as /cloudStores/<name>/<prefix>.")]
    [InlineData("/cloudStores/own", PostgreSql, "is '/cloudStores/own'; it must be a folder in a cloud store of the settings, as /cloudStores/<name>/<prefix>.")]
    [InlineData("/cloudStores/own/../x", PostgreSql, "does not name an object in the cloud store 'own': write /cloudStores/own/<path>, at most 1024 characters, without '..' and '//'.")]
    [InlineData("/cloudStores/other/x", PostgreSql, "names the cloud store 'other', of which there are no settings (RasterAnalysis__CloudStores__other__Type and others); it must be a folder in a cloud store of the settings, as /cloudStores/<name>/<prefix>.")]
    [InlineData("/cloudStores/web/x", PostgreSql, "names the cloud store 'web', which is a web server and cannot be written; it must be of type S3 or AzureBlob.")]
    [InlineData("/cloudStores/own/x", "", "needs a PostgreSQL database (ConnectionStrings__RasterAnalysis=Host=…), which the machines share beside it; with SQLite one machine has everything in its DataRoot, so leave it out.")]
    public void Faults_are_named(string setting, string connection, string expected)
    {
        var error = Assert.Single(Assert.Throws<InvalidRequestException>(() => Read(setting, connection)).Errors);

        Assert.Equal(("RasterAnalysis__DataStore", expected), (error.Field, error.Message));
    }

    private static BackgroundJobsOptions Read(string setting, string connection) => ServiceSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
    [
        KeyValuePair.Create("RasterAnalysis:DataStore", (string?)setting), KeyValuePair.Create("ConnectionStrings:RasterAnalysis", (string?)connection),
        KeyValuePair.Create("RasterAnalysis:CloudStores:own:Type", (string?)nameof(CloudStoreType.S3)), KeyValuePair.Create("RasterAnalysis:CloudStores:own:Bucket", (string?)"data"),
        KeyValuePair.Create("RasterAnalysis:CloudStores:web:Type", (string?)nameof(CloudStoreType.Http)), KeyValuePair.Create("RasterAnalysis:CloudStores:web:Url", (string?)"https://example.org"),
    ]).Build());
}
