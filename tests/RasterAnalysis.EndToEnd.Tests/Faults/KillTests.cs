using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>Whatever is killed, a job of many sections ends in the raster of the undisturbed one and does little twice.</summary>
[Collection("Faults")]
public sealed class KillTests(OwnService own, ITestOutputHelper output) : IClassFixture<OwnService>
{
    private const int Instances = 2;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task An_instance_is_killed_every_second()
    {
        var random = new Random(1);

        var rhythm = new Rhythm(() => TimeSpan.FromSeconds(1), random);
        for (var (round, kills) = (0, 0); kills < 5; round++)
        {
            Assert.True(round < 20, $"{kills} kills in {round} jobs");
            var (killer, id) = (new Killer(own.Process, random), await ManySections.Quick.SubmitAsync(own.Process, $"EverySecond{round}", $"{Instances}"));

            await killer.WhileAsync(
                id, rhythm,
                () =>
                {
                    killer.KillInstance();
                    return Task.CompletedTask;
                },
                Long);

            await ManySections.Quick.AssertRightAsync(own.Process, id, killer.Instances);
            kills += killer.Instances;
            output.WriteLine($"round {round}: {killer.Instances} instances killed");
        }
    }

    [Fact]
    public async Task The_service_is_killed_three_times()
    {
        var (killer, id) = (new Killer(own.Process, new Random(2)), await ManySections.Slow.SubmitAsync(own.Process, "ThreeTimes", $"{Instances}"));
        foreach (var done in (int[])[5, 20, 35])
        {
            await own.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= done);
            await killer.KillServiceAsync();
        }

        await ManySections.Slow.AssertRightAsync(own.Process, id, killer.Services * Instances);
    }

    [Fact]
    public async Task Both_are_killed_at_random_for_a_minute()
    {
        var random = new Random(3);
        var rhythm = new Rhythm(() => TimeSpan.FromMilliseconds(random.Next(300, 2500)), random);
        var end = DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1);
        for (var round = 0; DateTimeOffset.UtcNow < end; round++)
        {
            var (killer, id) = (new Killer(own.Process, random), await ManySections.Quick.SubmitAsync(own.Process, $"Minute{round}", $"{Instances}"));

            await killer.WhileAsync(
                id, rhythm,
                async () =>
                {
                    if (random.Next(4) == 0)
                    {
                        await killer.KillServiceAsync();
                    }
                    else
                    {
                        killer.KillInstance();
                    }
                },
                end - DateTimeOffset.UtcNow);

            await ManySections.Quick.AssertRightAsync(own.Process, id, killer.Instances + (killer.Services * Instances));
            output.WriteLine($"round {round}: {killer.Instances} instances and {killer.Services} services killed");
        }

        await Until.EmptyAsync(Path.Combine(own.Process.DataRoot, "jobs"));
    }
}
