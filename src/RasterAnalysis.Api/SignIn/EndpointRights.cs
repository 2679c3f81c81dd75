using RasterAnalysis.Access;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Says of endpoints what who asks must have.</summary>
internal static class EndpointRights
{
    /// <summary>Requires rights; <see cref="Rights.None"/> opens an endpoint to everybody.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, Rights rights)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiredRights(rights));
}
