namespace RasterAnalysis.Jobs;

/// <summary>How many jobs may wait or run at once.</summary>
/// <param name="Most">How many.</param>
/// <param name="Name">What is counted, for people: <c>jobs</c>.</param>
/// <param name="Tasks">Tasks whose jobs count; null for all.</param>
public sealed record UnfinishedLimit(int Most, string Name = "jobs", IReadOnlyCollection<string>? Tasks = null)
{
    /// <summary>Refuses another job where there are so many.</summary>
    /// <exception cref="InvalidRequestException">The limit is reached.</exception>
    public void RefuseAnother(IEnumerable<UnfinishedCount> unfinished)
    {
        var count = unfinished.Where(row => Tasks?.Contains(row.Task) != false).Sum(row => row.Count);
        if (count >= Most)
        {
            throw new InvalidRequestException("job", $"{count} {Name} are waiting or running, the most that the settings allow; submit again later.");
        }
    }
}
