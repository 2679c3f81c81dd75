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

    // one that is killed while it starts has done nothing yet, and would never do anything
    private static readonly TimeSpan Young = TimeSpan.FromMilliseconds(900);

    /// <summary>Kills one instance, if there is any that has had time to begin.</summary>
    public void KillInstance()
    {
        Process[] instances = [.. service.InstanceIds().Select(Find).OfType<Process>().Where(process => DateTime.Now - process.StartTime > Young)];
        if (instances.Length > 0)
        {
            instances[random.Next(instances.Length)].Kill();
            Instances++;
        }

        foreach (var process in instances)
        {
            process.Dispose();
        }
    }

    private static Process? Find(int processId)
    {
        try
        {
            return Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            return null; // gone meanwhile
        }
    }

    /// <summary>Kills the service and starts it again.</summary>
    public async Task KillServiceAsync()
    {
        await service.KillAsync();
        Services++;
        await service.StartAsync();
    }

    /// <summary>Does something again and again until the sections of a job are done, the job is over or a time has passed.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="rhythm">When.</param>
    /// <param name="strike">What to do.</param>
    /// <param name="most">When to stop in any case.</param>
    public async Task WhileAsync(string jobId, Rhythm rhythm, Func<Task> strike, TimeSpan most)
    {
        var clock = Stopwatch.StartNew();
        rhythm.Begin();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (clock.Elapsed < most && IsBusy(await service.Client.JobAsync(jobId)))
        {
            if (rhythm.IsTime())
            {
                await strike();
            }

            await timer.WaitForNextTickAsync();
        }
    }

    // putting the sections together begins anew when it is killed, and takes longer than the time between two kills
    private static bool IsBusy(JsonNode job) =>
        (string)job["status"]! is not ("succeeded" or "failed") && ((int)job["sections"]!["total"]! == 0 || (int)job["sections"]!["done"]! < (int)job["sections"]!["total"]!);
}
