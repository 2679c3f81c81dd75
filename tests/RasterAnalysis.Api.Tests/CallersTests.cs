using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using RasterAnalysis.Api.RateLimits;

namespace RasterAnalysis.Api.Tests;

/// <summary>Who is counted together where callers are limited.</summary>
public sealed class CallersTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)] // one network, mostly one caller
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData(null, null, true)]
    [InlineData(null, "192.0.2.1", false)]
    public void Addresses_of_one_caller_count_together(string? one, string? other, bool isSame) => Assert.Equal(isSame, Callers.KeyOf(From(one)) == Callers.KeyOf(From(other)));

    [Fact]
    public void Who_has_signed_in_counts_alone_wherever_from()
    {
        var (ann, elsewhere, ben, nobody) = (From("192.0.2.1", "ann"), From("192.0.2.2", "ann"), From("192.0.2.1", "ben"), From("192.0.2.1"));

        Assert.Equal(Callers.KeyOf(ann), Callers.KeyOf(elsewhere));
        Assert.Equal(3, new HashSet<string> { Callers.KeyOf(ann), Callers.KeyOf(ben), Callers.KeyOf(nobody) }.Count);
        Assert.Equal(("user", "address"), (Callers.KindOf(ann), Callers.KindOf(nobody)));
    }

    [Fact]
    public void A_user_who_is_named_like_an_address_is_none() => Assert.NotEqual(Callers.KeyOf(From("192.0.2.1")), Callers.KeyOf(From(null, "192.0.2.1")));

    [Fact]
    public void A_name_that_nobody_has_proved_counts_for_nothing()
    {
        var context = From("192.0.2.1");
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ann")]));

        Assert.Equal(Callers.KeyOf(From("192.0.2.1")), Callers.KeyOf(context));
    }

    private static DefaultHttpContext From(string? address, string? user = null)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) } };
        if (user is not null)
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "test"));
        }

        return context;
    }
}
