namespace RasterAnalysis.Jobs;

/// <summary>How many jobs may wait or run at once.</summary>
/// <param name="Most">How many.</param>
/// <param name="Name">What is counted, for people: <c>jobs</c>.</param>
/// <param name="Tasks">Tasks whose jobs count; null for all.</param>
/// <param name="MostOfOwner">How many of them may be of one owner; 0 for as many as of all.</param>
public sealed record UnfinishedLimit(int Most, string Name = "jobs", IReadOnlyCollection<string>? Tasks = null, int MostOfOwner = 0)
{
    /// <summary>Refuses another job where there are so many.</summary>
    /// <exception cref="InvalidRequestException">The limit is reached.</exception>
    public void RefuseAnother(IEnumerable<UnfinishedCount> unfinished)
    {
        if (CountOf(unfinished) is var count && count >= Most)
        {
            throw new InvalidRequestException("job", $"{count} {Name} are waiting or running, the most that the settings allow; submit again later.");
        }
    }

    /// <summary>Refuses another job of an owner who has so many.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="unfinished">The owner's.</param>
    /// <exception cref="QuotaException">The owner's limit is reached.</exception>
    public void RefuseAnotherOf(string owner, IEnumerable<UnfinishedCount> unfinished)
    {
        if (MostOfOwner > 0 && CountOf(unfinished) is var count && count >= MostOfOwner)
        {
            throw new QuotaException(
                "job",
                $"{count} {Name} of {owner} are waiting or running; one user may have {MostOfOwner} (RasterAnalysis__Jobs__MaxUnfinishedPerUser). Submit again when one has ended, or cancel one.",
                isTransient: true);
        }
    }

    private int CountOf(IEnumerable<UnfinishedCount> unfinished) => unfinished.Where(row => Tasks?.Contains(row.Task) != false).Sum(row => row.Count);
}
