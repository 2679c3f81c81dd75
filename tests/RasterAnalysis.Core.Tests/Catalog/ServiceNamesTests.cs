using CsCheck;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.Core.Tests.Catalog;

public sealed class ServiceNamesTests
{
    [Theory]
    [InlineData("Land cover 2026", "Land_cover_2026")]
    [InlineData("  --a..b--  ", "a_b")]
    [InlineData("Bäume, Élan & Łódź", "Baume_Elan_Lodz")]
    [InlineData("土地被覆", "土地被覆")]
    [InlineData("../../etc", "etc")]
    [InlineData("***", "")]
    public void FromTitle_keeps_letters_and_digits(string title, string expected) => Assert.Equal(expected, ServiceNames.FromTitle(title));

    [Fact]
    public void FromTitle_is_safe_in_an_address_and_stays_what_it_is() => Gen.String.Sample(title =>
    {
        var name = ServiceNames.FromTitle(title);

        Assert.True(name.Length <= ServiceNames.MaxLength);
        Assert.All(name, c => Assert.True(char.IsLetterOrDigit(c) || c == '_'));
        Assert.Equal(name, ServiceNames.FromTitle(name));
    });
}
