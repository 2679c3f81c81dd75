namespace RasterAnalysis.Processing.Tests;

public sealed class DeviceChoiceTests
{
    [Fact]
    public void Instances_go_round_the_GPUs()
    {
        int[] devices = [2, 0, 5];
        var busy = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            busy.Add(DeviceChoice.Next(devices, busy, []));
        }

        Assert.Equal([2, 0, 5, 2, 0, 5, 2], busy);
    }

    [Theory]
    [InlineData(new[] { 0 }, new[] { 0, 0 }, 0)]
    [InlineData(new[] { 0, 1 }, new[] { 0, 0, 1 }, 1)]
    [InlineData(new[] { 0, 1 }, new[] { 1, 1, 0 }, 0)]
    [InlineData(new[] { 3 }, new[] { 0 }, 3)]
    public void An_instance_that_is_replaced_gets_the_GPU_that_was_left(int[] devices, int[] busy, int expected) =>
        Assert.Equal(expected, DeviceChoice.Next(devices, busy, []));

    [Theory]
    [InlineData(new int[0], new[] { 1 }, 1)] // both are free: the one with an instance that is ready
    [InlineData(new[] { 1 }, new[] { 1 }, 0)] // its GPU has work already: rather a new one
    [InlineData(new[] { 0, 1 }, new[] { 1, 0 }, 0)]
    public void An_instance_that_is_ready_is_taken_where_that_spreads_as_well(int[] busy, int[] idle, int expected) =>
        Assert.Equal(expected, DeviceChoice.Next([0, 1], busy, idle));
}
