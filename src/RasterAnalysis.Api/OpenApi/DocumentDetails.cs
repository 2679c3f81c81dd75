using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace RasterAnalysis.Api.OpenApi;

/// <summary>What the groups of calls are, that none asks for a sign-in, and that answers may grow: only what a request holds is closed.</summary>
internal sealed class DocumentDetails : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Items", "Model packages and rasters."),
        ("Uploads", "Files that come in parts and become items."),
        ("Raster stores", "Folders of the operator's that jobs may read."),
        ("Imagery layers", "Image services of rasters that lie elsewhere."),
        ("Jobs", "Classifies rasters, and looks at the jobs that do."),
        ("Sign-in", "Who asks, and what they may do."),
    ];

    public void Apply(OpenApiDocument document, DocumentFilterContext context)
    {
        document.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        document.Security =
        [
            new OpenApiSecurityRequirement(),
            .. new[] { SwaggerSetup.Bearer, SwaggerSetup.Key }.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, document)] = [] }),
        ];

        var requests = new HashSet<string>();
        foreach (var media in document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(call => call.RequestBody?.Content?.Values ?? []))
        {
            Follow(media.Schema, document, requests);
        }

        foreach (var (name, schema) in document.Components!.Schemas!)
        {
            if (!requests.Contains(name) && schema is OpenApiSchema answer)
            {
                answer.AdditionalPropertiesAllowed = true;
            }
        }
    }

    /// <summary>Gathers the names of the schemas that one refers to, at any depth.</summary>
    private static void Follow(IOpenApiSchema? schema, OpenApiDocument document, HashSet<string> names)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (names.Add(id))
            {
                Follow(document.Components!.Schemas![id], document, names);
            }

            return;
        }

        foreach (var inner in schema?.Properties?.Values ?? [])
        {
            Follow(inner, document, names);
        }

        if (schema?.Items is { } items)
        {
            Follow(items, document, names);
        }
    }
}
