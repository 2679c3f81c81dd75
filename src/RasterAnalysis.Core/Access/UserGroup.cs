namespace RasterAnalysis.Access;

/// <summary>Users with whom items are shared.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Title">Title for people; unique, whatever the case.</param>
/// <param name="Owner">Name of the user who looks after it.</param>
/// <param name="Created">When it was made, UTC.</param>
public sealed record UserGroup(string Id, string Title, string Owner, DateTimeOffset Created);
