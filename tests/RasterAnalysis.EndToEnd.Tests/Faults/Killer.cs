using System.Diagnostics;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>Ends processes by SIGKILL at set times while a job runs, and counts.</summary>
/// <param name="service">The service.</param>
/// <param name="random">Chooses among instances.</param>
internal sealed class Killer(ServiceProcess service, Random random)
{
    /// <summary>Instances that were killed.</summary>
    public int Instances { get; private set; }

    /// <summary>Times that the service was killed and started again.</summary>
    public int Services { get; private set; }

    /// <summary>Kills one instance, if there is any.</summary>
    public void KillInstance()
    {
        var ids = service.InstanceIds();
        if (ids.Count == 0)
        {
            return;
        }

        var chosen = ids[random.Next(ids.Count)];
        using var process = Process.GetProcesses().FirstOrDefault(process => process.Id == chosen);
        if (process is not null)
        {
            process.Kill();
            Instances++;
        }
    }

    /// <summary>Kills the service and starts it again.</summary>
    public async Task KillServiceAsync()
    {
        await service.KillAsync();
        Services++;
        await service.StartAsync();
    }

    /// <summary>Does something at intervals until the sections of a job are done, the job is over or a time has passed.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="interval">Time from one to the next.</param>
    /// <param name="strike">What to do.</param>
    /// <param name="most">When to stop in any case.</param>
    public async Task WhileAsync(string jobId, Func<TimeSpan> interval, Func<Task> strike, TimeSpan most)
    {
        var clock = Stopwatch.StartNew();
        var next = interval();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (clock.Elapsed < most && IsBusy(await service.Client.JobAsync(jobId)))
        {
            if (clock.Elapsed >= next)
            {
                await strike();
                next = clock.Elapsed + interval();
            }

            await timer.WaitForNextTickAsync();
        }
    }

    // putting the sections together begins anew when it is killed, and takes longer than the time between two kills
    private static bool IsBusy(JsonNode job) =>
        (string)job["status"]! is not ("succeeded" or "failed") && ((int)job["sections"]!["total"]! == 0 || (int)job["sections"]!["done"]! < (int)job["sections"]!["total"]!);
}
