using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>Keeps folders of the machine out of what clients are told.</summary>
internal static class RasterFailures
{
    /// <summary>Does something with a service's files.</summary>
    /// <exception cref="RasterAccessException">It cannot be done; the text does not show where the files lie.</exception>
    public static async Task<T> GuardAsync<T>(ImageService service, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (RasterAccessException exception)
        {
            var text = exception.Message.Replace(service.Source.Path, service.Name, StringComparison.Ordinal);
            text = service.Item.Members.Aggregate(text, (current, member) => current.Replace(member.Path, member.Name, StringComparison.Ordinal));
            throw new RasterAccessException(text, exception.IsTransient, exception);
        }
    }
}
