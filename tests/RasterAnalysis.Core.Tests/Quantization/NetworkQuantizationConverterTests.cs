using System.Text.Json;
using RasterAnalysis.Json;
using RasterAnalysis.Quantization;

namespace RasterAnalysis.Core.Tests.Quantization;

public sealed class NetworkQuantizationConverterTests
{
    [Fact]
    public void Both_kinds_come_back_as_they_were()
    {
        var bytes = new ByteQuantization(new Dictionary<string, QuantizedTensor> { ["relu_1"] = new(0.25f, 3) }, 63) { Hash = "ab" };
        var halves = new HalfQuantization(["relu_1", "add"]) { Hash = "cd", ShareOfWork = (3, 5) };

        var one = Assert.IsType<ByteQuantization>(PlanJson.Read<NetworkQuantization>(PlanJson.Write<NetworkQuantization>(bytes)));
        var other = Assert.IsType<HalfQuantization>(PlanJson.Read<NetworkQuantization>(PlanJson.Write<NetworkQuantization>(halves)));

        Assert.Equal(("ab", 63, new QuantizedTensor(0.25f, 3)), (one.Hash, one.WeightLimit, one.Tensors["relu_1"]));
        Assert.Equal("cd", other.Hash);
        Assert.Equal((3, 5), other.ShareOfWork);
        Assert.Equal(["relu_1", "add"], other.Tensors);
    }

    [Fact]
    public void A_plan_of_a_version_that_had_bytes_alone_is_read()
    {
        // a job under way while the service is upgraded goes on
        var read = Assert.IsType<ByteQuantization>(PlanJson.Read<NetworkQuantization>("""{"tensors":{"relu_1":{"scale":0.5,"zeroPoint":0}},"weightLimit":127,"hash":"ab"}"""));

        Assert.Equal((127, "ab"), (read.WeightLimit, read.Hash));
        Assert.Throws<JsonException>(() => PlanJson.Read<NetworkQuantization>("""{"kind":"int4"}"""));
        Assert.Throws<JsonException>(() => PlanJson.Read<NetworkQuantization>("[]"));
    }
}
