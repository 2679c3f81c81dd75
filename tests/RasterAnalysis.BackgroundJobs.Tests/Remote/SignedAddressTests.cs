using RasterAnalysis.BackgroundJobs.Remote;

namespace RasterAnalysis.BackgroundJobs.Tests.Remote;

/// <summary>An address that is signed anew names what it named before.</summary>
public sealed class SignedAddressTests
{
    [Theory]
    [InlineData("https://b.s3.amazonaws.com/a.tif?X-Amz-Algorithm=A&X-Amz-Credential=C&X-Amz-Date=D&X-Amz-Expires=9&X-Amz-SignedHeaders=host&X-Amz-Signature=5", "https://b.s3.amazonaws.com/a.tif")]
    [InlineData("https://b.s3.amazonaws.com/a.tif?versionId=7&AWSAccessKeyId=A&Expires=1&Signature=S", "https://b.s3.amazonaws.com/a.tif&versionId=7")]
    [InlineData("https://storage.googleapis.com/b/a.tif?X-Goog-Algorithm=A&X-Goog-Signature=5", "https://storage.googleapis.com/b/a.tif")]
    [InlineData("https://x.blob.core.windows.net/c/a.tif?sv=2021-12-02&sr=c&sp=r&se=2026-11-29&sig=abc%3D&snapshot=2", "https://x.blob.core.windows.net/c/a.tif&snapshot=2")]
    public void A_signature_does_not_count(string address, string expected)
    {
        Assert.True(SignedAddress.IsSigned(new Uri(address)));
        Assert.Equal(expected, SignedAddress.Unsigned(new Uri(address)));
    }

    [Theory]
    [InlineData("https://example.org/a.tif")]
    [InlineData("https://example.org/a.tif?se=1&sv=2&design=3")]
    [InlineData("https://example.org/get?file=a.tif&expires=never")]
    public void What_is_not_signed_counts_as_a_whole(string address)
    {
        Assert.False(SignedAddress.IsSigned(new Uri(address)));
        Assert.Equal(address, SignedAddress.Unsigned(new Uri(address)));
    }
}
