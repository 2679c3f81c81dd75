namespace RasterAnalysis.Catalog;

/// <summary>Keeps the files of each user's items within <see cref="StorageOptions.MostPerUser"/>.</summary>
/// <remarks>
/// Thread-safe. Exact within a process, also where many items are made at once: what is being made has its room reserved. Several processes know of each other what is stored.
/// </remarks>
public sealed class StorageQuota(IStorageUse use, StorageOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, long> _reserved = new(StringComparer.Ordinal);

    /// <summary>Whether there is any.</summary>
    public bool IsSet => options.MostPerUser > 0;

    /// <summary>Reserves room for an item until it is stored, or given up.</summary>
    /// <param name="owner">Whose it will be.</param>
    /// <param name="bytes">Bytes of its file; 0 asks whether there is any room at all.</param>
    /// <param name="field">What brings it, as the client knows it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Gives the room back when it is disposed: the item's own record counts from then on.</returns>
    /// <exception cref="QuotaException">There is none.</exception>
    public async Task<IDisposable?> ReserveAsync(string owner, long bytes, string field, CancellationToken cancellationToken)
    {
        if (!IsSet)
        {
            return null;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var used = await use.BytesOfAsync(owner, cancellationToken).ConfigureAwait(false) + Reserved(owner);
            if (Math.Max(bytes, 1) > options.MostPerUser - used)
            {
                var asked = bytes > 0 ? $"{bytes} more are asked for" : "the result of the job needs room too";
                throw new QuotaException(
                    field,
                    $"The items of {owner} have {used} bytes, {asked}, and one user may have {options.MostPerUser} (RasterAnalysis__Limits__StoragePerUser). Delete items that are no longer needed.");
            }

            Add(owner, bytes);
            return new Room(this, owner, bytes);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private long Reserved(string owner)
    {
        lock (_reserved)
        {
            return _reserved.GetValueOrDefault(owner);
        }
    }

    private void Add(string owner, long bytes)
    {
        lock (_reserved)
        {
            if ((_reserved[owner] = _reserved.GetValueOrDefault(owner) + bytes) == 0)
            {
                _reserved.Remove(owner);
            }
        }
    }

    private sealed class Room(StorageQuota quota, string owner, long bytes) : IDisposable
    {
        public void Dispose() => quota.Add(owner, -bytes);
    }
}
