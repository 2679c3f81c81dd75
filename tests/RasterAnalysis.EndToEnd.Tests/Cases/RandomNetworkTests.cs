using System.Net;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Cases;

/// <summary>Networks that draw random numbers have no result to be exact about (<c>shared/cases</c> 24): they are refused with what to do.</summary>
public sealed class RandomNetworkTests(SharedService service)
{
    [Theory]
    [InlineData("constant_opset12")]
    [InlineData("initializer_opset13")]
    public async Task Dropout_in_training_mode_is_refused_with_the_advice(string package)
    {
        var (status, body) = await service.Client.TryAddAsync(Case.Read($"24-dropout-that-drops-called-exact/{package}.dlpk"), $"{package}.dlpk");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("drops values at random", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("inference mode", body.ToJsonString(), StringComparison.Ordinal);
    }
}
