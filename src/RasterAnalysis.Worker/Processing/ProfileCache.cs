using System.Security.Cryptography;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// What was found out of the network that was tried last: the next job with the same one is planned without running it on trial tiles. Networks are the same by the content of their files.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ProfileCache
{
    private (string Key, NetworkProfile Profile, IReadOnlyList<string> Warnings)? _last;

    /// <summary>What is known of a network; null where another one was tried last.</summary>
    /// <param name="package">Its package.</param>
    /// <param name="asked">Where it should run.</param>
    public (NetworkProfile Profile, IReadOnlyList<string> Warnings)? Find(ModelPackage package, ProcessorType asked) =>
        _last is { } last && last.Key == KeyOf(package, asked) ? (last.Profile, last.Warnings) : null;

    /// <summary>Keeps it, in place of what was kept.</summary>
    /// <param name="package">Its package.</param>
    /// <param name="asked">Where it should run.</param>
    /// <param name="profile">How it is fed and read.</param>
    /// <param name="warnings">What users were told of it.</param>
    public void Keep(ModelPackage package, ProcessorType asked, NetworkProfile profile, IReadOnlyList<string> warnings) => _last = (KeyOf(package, asked), profile, warnings);

    // what the definition says decides how an output is read
    private static string KeyOf(ModelPackage package, ProcessorType asked) =>
        $"{asked} {PlanIdentity.NetworkKeyOf(package)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(package.DefinitionPath)))}";
}
