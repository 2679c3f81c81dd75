using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace RasterAnalysis.Api.OpenApi;

/// <summary>The OpenAPI document of the native API, and the page that shows it.</summary>
internal static class SwaggerSetup
{
    public const string Document = "v1";

    public static void AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddScoped<Items.MultipartUpload>();
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "RasterAnalysis",
                Version = Document,
                Description =
                    "Classifies the pixels of satellite and aerial images with deep learning models. The examples run as they stand on a service "
                    + "that has the samples as a raster store: `samples/quickstart.sh --keep` starts one. The ArcGIS REST face is at "
                    + "[/arcgis/rest/services](/arcgis/rest/services?f=html), the queue at [/hangfire](/hangfire).",
            });
            options.DocInclusionPredicate((_, api) => api.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true);
            options.SupportNonNullableReferenceTypes();
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "RasterAnalysis.*.xml"))
            {
                options.IncludeXmlComments(file);
            }

            options.OperationFilter<ExampleFilter>();
        });
    }

    public static void ConfigureUi(SwaggerUIOptions options)
    {
        options.SwaggerEndpoint($"/swagger/{Document}/swagger.json", "RasterAnalysis v1");
        options.DocumentTitle = "RasterAnalysis";
        options.EnableTryItOutByDefault();
        options.DisplayRequestDuration();
    }
}
