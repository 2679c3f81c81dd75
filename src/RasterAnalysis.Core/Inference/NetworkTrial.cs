using RasterAnalysis.Models;

namespace RasterAnalysis.Inference;

/// <summary>Runs a network once over nothing, to see what it returns.</summary>
internal static class NetworkTrial
{
    /// <summary>Runs it.</summary>
    /// <param name="session">The network.</param>
    /// <param name="shape">Shape of its input.</param>
    /// <param name="what">What it is fed, for people: <c>tile</c>.</param>
    /// <returns>All its outputs, in the order of its signature.</returns>
    /// <exception cref="ModelPackageException">It cannot be run.</exception>
    public static IReadOnlyList<NetworkOutput> Run(INetworkSession session, int[] shape, string what)
    {
        try
        {
            return session.Run(new float[shape.Aggregate(1, (product, length) => checked(product * length))], shape, [.. session.Signature.Outputs.Select(output => output.Name)]);
        }
        catch (InferenceException exception)
        {
            throw new ModelPackageException(
                $"The network cannot be run over one {what} of [{string.Join(", ", shape)}]: {exception.Message} ImageHeight and ImageWidth of the .emd, or modelArguments.tile_size, say which {what}s it takes.",
                exception);
        }
    }
}
