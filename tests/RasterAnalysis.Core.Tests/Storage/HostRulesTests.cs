using System.Net;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Core.Tests.Storage;

public sealed class HostRulesTests
{
    [Theory]
    [InlineData("https://Example.com/a.tif", true)]
    [InlineData("https://example.com:8443/a.tif", true)]
    [InlineData("https://files.example.org:9000/a.tif", true)]
    [InlineData("https://files.example.org/a.tif", false)]
    [InlineData("https://sub.example.com/a.tif", false)]
    [InlineData("https://example.com.evil.net/a.tif", false)]
    [InlineData("https://example.com@evil.net/a.tif", false)]
    [InlineData("http://127.0.0.1/a.tif", false)]
    public void IsListed_is_the_host_and_nothing_else(string address, bool expected) =>
        Assert.Equal(expected, new HostRules(["example.com", "files.example.org:9000"]).IsListed(new Uri(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("::ffff:10.0.0.1")]
    public void MayConnect_of_a_name_that_leads_inside_is_no(string address)
    {
        Assert.False(HostRules.MayConnect("example.com", IPAddress.Parse(address)));
        Assert.True(HostRules.MayConnect(address, IPAddress.Parse(address))); // listed as what it is
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:2800:220:1::1")]
    public void MayConnect_of_a_public_address_is_yes(string address) => Assert.True(HostRules.MayConnect("example.com", IPAddress.Parse(address)));
}
