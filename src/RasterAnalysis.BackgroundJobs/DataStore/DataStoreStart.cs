using System.Text.Json;
using RasterAnalysis.Json;
using RasterAnalysis.Provenance;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>
/// What a machine is asked before it may use the data store: that it can write there, and that it has the keys of the others. Addresses and tokens that one machine seals another has to open, and what
/// one has signed another has to verify.
/// </summary>
internal sealed class DataStoreStart(ContentStore store, SecretBox secrets, ProvenanceKey provenance, DataLayout layout)
{
    /// <summary>The setting.</summary>
    public const string Setting = "RasterAnalysis__DataStore";

    private const string Document = "keys.json";
    private const string Sealed = "RasterAnalysis data store";

    /// <summary>Asks; the first machine says which keys hold.</summary>
    /// <exception cref="InvalidRequestException">The store cannot be written, or the keys are others; one sentence says what to do.</exception>
    /// <exception cref="RasterAccessException">The store does not answer just now.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var probe = $"starts/{layout.ProcessId}.json";
            await store.WriteAsync(probe, PlanJson.Write(Environment.MachineName), cancellationToken);
            await store.RemoveAsync(probe, cancellationToken);
            if (await store.FindAsync(Document, cancellationToken) is not { } text)
            {
                provenance.Ensure();
                await store.WriteAsync(Document, PlanJson.Write(new Keys(secrets.Seal(Sealed), KeyId)), cancellationToken);

                // of two machines that begin at once, the last one counts
                text = await store.FindAsync(Document, cancellationToken) ?? throw new RasterAccessException("it forgets what is written.");
            }

            if (!HasKeys(text))
            {
                throw new InvalidRequestException(
                    Setting,
                    $"the data store {store.Name} belongs to machines with other keys than this one: copy secrets.key and provenance.key from the DataRoot of one of them into '{layout.Root}', readable "
                    + "by the service's user alone, and start again; or give a prefix where no data store is yet.");
            }
        }
        catch (RasterAccessException exception) when (exception.IsTransient)
        {
            throw new RasterAccessException($"{Setting}: {store.Name} cannot be reached: {exception.Message}", isTransient: true, exception);
        }
        catch (RasterAccessException exception)
        {
            throw new InvalidRequestException(Setting, $"{store.Name} cannot be read and written, which the data store has to be: {exception.Message}");
        }
    }

    private string KeyId => (string)provenance.PublicKey["kid"]!;

    private bool HasKeys(string text)
    {
        if (!File.Exists(layout.SecretKeyPath))
        {
            return false; // one that was made now would be another
        }

        try
        {
            return PlanJson.Read<Keys>(text) is { Secrets: { } sealedText, Provenance: { } id } && secrets.Open(sealedText) == Sealed && id == KeyId;
        }
        catch (Exception exception) when (exception is RasterAccessException or JsonException)
        {
            return false;
        }
    }

    private sealed record Keys(string Secrets, string Provenance);
}
