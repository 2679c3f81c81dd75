namespace RasterAnalysis.Catalog;

/// <summary>A folder of somebody's content. Folders lie beside each other, never in each other.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Owner">Whose content.</param>
/// <param name="Title">Its name; unique for the owner, whatever the case.</param>
/// <param name="Created">When it was made, UTC.</param>
public sealed record ContentFolder(string Id, string Owner, string Title, DateTimeOffset Created)
{
    /// <summary>Longest title.</summary>
    public const int MaxTitleLength = 250;

    /// <summary>The title of the folder that a request names: nothing and a slash mean the root, which is empty.</summary>
    /// <exception cref="InvalidRequestException">It is no title.</exception>
    public static string TitleOf(string? asked, string field) => asked?.Trim() is null or "" or "/" ? "" : CheckTitle(asked, field);

    /// <summary>Checks a title.</summary>
    /// <returns>The title without surrounding blanks.</returns>
    /// <exception cref="InvalidRequestException">It is empty, too long or holds control characters or a slash.</exception>
    public static string CheckTitle(string title, string field)
    {
        var trimmed = title.Trim();
        return trimmed.Length is > 0 and <= MaxTitleLength && !trimmed.Any(c => char.IsControl(c) || c is '/' or '\\')
            ? trimmed
            : throw new InvalidRequestException(field, $"must have 1 to {MaxTitleLength} characters, no slashes and no control characters.");
    }
}
