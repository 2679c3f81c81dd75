using Microsoft.Extensions.Configuration;
using RasterAnalysis.CloudStores;

namespace RasterAnalysis.BackgroundJobs.Tests;

/// <summary>The operator's cloud stores are read whole, and each fault is named by its setting.</summary>
public sealed class CloudStoreSettingsTests
{
    [Fact]
    public void Stores_are_read()
    {
        var stores = Read(
            "a:Type=S3", "a:Bucket=scenes", "a:Region=eu-central-1", "a:AccessKey=id", "a:SecretKey=key", "a:RequestPayer=requester", "b:Type=azureblob", "b:Url=https://x.blob.core.windows.net", "b:Bucket=c",
            "b:SasToken=?sv=1&sig=2", "c:Type=Http", "c:Url=http://files.example.org/scenes/", "d:Type=S3", "d:Bucket=open", "d:Writable=true", "d:Credentials=Machine");

        Assert.Equal((CloudStoreType.S3, "scenes", "eu-central-1", "id", "key", true, false), (stores["a"].Type, stores["a"].Bucket, stores["a"].Region, stores["a"].AccessKey, stores["A"].SecretKey, stores["a"].RequesterPays, stores["a"].IsWritable));
        Assert.Equal((CloudStoreType.AzureBlob, "sv=1&sig=2"), (stores["b"].Type, stores["b"].SasToken));
        Assert.Equal(new Uri("http://files.example.org/scenes/"), stores["c"].Url);
        Assert.Equal((true, CloudStoreCredentials.Machine, "us-east-1"), (stores["d"].IsWritable, stores["d"].Credentials, stores["d"].Region));
    }

    [Theory]
    [InlineData("a__Type: is required: S3, AzureBlob or Http.", "a:Bucket=b")]
    [InlineData("a__Type: is 'Ftp'; it must be S3 or AzureBlob or Http.", "a:Type=Ftp", "a:Bucket=b")]
    [InlineData("a__Bucket: is required for S3: the name of the bucket.", "a:Type=S3")]
    [InlineData("a__Url: is required for AzureBlob: the address of the account, as https://account.blob.core.windows.net.", "a:Type=AzureBlob", "a:Bucket=b")]
    [InlineData("a__Url: must be an http or https address without user, '?' and '#'.", "a:Type=S3", "a:Bucket=b", "a:Url=https://me:secret@example.org")]
    [InlineData("a__SecretKey: is required too: a key has an id (of Azure: the account's name) and a secret.", "a:Type=S3", "a:Bucket=b", "a:AccessKey=id")]
    [InlineData("a__RequestPayer: is 'me'; it must be requester, or left out.", "a:Type=S3", "a:Bucket=b", "a:AccessKey=id", "a:SecretKey=key", "a:RequestPayer=me")]
    [InlineData("a__RequestPayer: needs keys: somebody has to pay.", "a:Type=S3", "a:Bucket=b", "a:RequestPayer=requester")]
    [InlineData("a__SasToken: is of AzureBlob only.", "a:Type=S3", "a:Bucket=b", "a:SasToken=sig")]
    [InlineData("a__Writable: must be false: a web server takes no results.", "a:Type=Http", "a:Url=https://example.org", "a:Writable=true")]
    [InlineData("a b: is no name of a store; it must be of letters, digits, hyphens, underscores and dots, 64 at most.", "a b:Type=S3", "a b:Bucket=b")]
    [InlineData("taken: has the name of a raster store, RasterAnalysis__RasterStores__taken; give one of them another.", "taken:Type=S3", "taken:Bucket=b")]
    public void Faults_are_named(string expected, params string[] settings)
    {
        var refused = Assert.Throws<InvalidRequestException>(() => Read(settings));

        Assert.Equal("RasterAnalysis__CloudStores__" + expected, Assert.Single(refused.Errors) is var error ? $"{error.Field}: {error.Message}" : "");
    }

    private static IReadOnlyDictionary<string, CloudStoreOptions> Read(params string[] settings) => ServiceSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        [.. settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"RasterAnalysis:CloudStores:{pair[0]}", (string?)pair[1])), KeyValuePair.Create("RasterAnalysis:RasterStores:taken", (string?)Path.GetTempPath())]).Build()).CloudStores;
}
