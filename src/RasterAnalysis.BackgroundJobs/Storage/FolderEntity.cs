using RasterAnalysis.Catalog;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of folders; see <see cref="ContentFolder"/>.</summary>
internal sealed class FolderEntity
{
    public required string Id { get; set; }

    public required string Owner { get; set; }

    /// <summary>The title by <see cref="NameKey"/>; unique for the owner.</summary>
    public required string TitleKey { get; set; }

    public required string Title { get; set; }

    public DateTimeOffset Created { get; set; }

    public static FolderEntity From(ContentFolder folder) => new()
    {
        Id = folder.Id, Owner = folder.Owner, TitleKey = NameKey.Of(folder.Title), Title = folder.Title, Created = folder.Created,
    };

    public ContentFolder ToFolder() => new(Id, Owner, Title, Created);
}
