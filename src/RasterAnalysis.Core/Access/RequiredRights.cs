namespace RasterAnalysis.Access;

/// <summary>Metadata of an endpoint: what who asks must have. Without it, what changes nothing is open to all, who then see what is public, and everything else needs <see cref="Rights.Submit"/>.</summary>
/// <param name="Rights">The rights.</param>
public sealed record RequiredRights(Rights Rights);
