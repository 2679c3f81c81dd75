using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace RasterAnalysis.Api.OpenApi;

/// <summary>What each status means here, with the headers that a client needs of it; and the headers by which a file is asked for in part, or only if it has changed.</summary>
internal sealed class OperationDetails : IOperationFilter
{
    private static readonly (string, string) Tag = ("ETag", "Name of the file's state.");

    private static readonly Dictionary<string, (string Description, (string Name, string Description)[] Headers)> Statuses = new()
    {
        ["200"] = ("The answer.", []),
        ["201"] = ("It is made.", [("Location", "Its address.")]),
        ["202"] = ("The job is on its way.", [("Location", "Address of the job.")]),
        ["204"] = ("It is done; there is nothing to say.", []),
        ["206"] = ("The part that was asked for.", [("Content-Range", "Which part, of how many bytes."), Tag]),
        ["304"] = ("The caller has it already, as If-None-Match or If-Modified-Since say.", [Tag]),
        ["400"] = ("The request cannot be taken as it stands; every fault is listed.", []),
        ["401"] = ("Nobody is signed in, or the token does not count.", []),
        ["404"] = ("There is no such thing.", []),
        ["409"] = ("What is there is not in the state for that.", []),
        ["410"] = ("The upload has lain still for too long and is gone.", []),
        ["412"] = ("The file is not in the state that If-Match or If-Unmodified-Since ask for, or Tus-Resumable names another version of the protocol.", []),
        ["413"] = ("There are more bytes than are taken, or than one user may keep.", []),
        ["415"] = ("The body is of another media type than the one that is taken, or does not say which.", []),
        ["416"] = ("The file has no such part.", [("Content-Range", "How many bytes there are.")]),
        ["423"] = ("Another request works on the upload.", []),
        ["429"] = ("One caller asks for more than the settings allow, in a time or at once.", [("Retry-After", "Seconds after which to try again."), ("RateLimit", "What is left to the caller, where that is limited.")]),
        ["460"] = ("The bytes are not those of Upload-Checksum.", []),
        ["500"] = ("The service is at fault; its log has the details.", []),
        ["503"] = ("The service cannot do it just now.", [("Retry-After", "Seconds after which to try again.")]),
    };

    private static readonly (string Name, string Description)[] FileHeaders =
    [
        ("Range", "The part that is wanted, such as bytes=0-16383."),
        ("If-None-Match", "The ETag of what the caller has already."),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var answers = new OpenApiResponses();
        foreach (var (status, answer) in operation.Responses!.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            answers[status] = answer;
            if (answer is OpenApiResponse response && Statuses.TryGetValue(status, out var known))
            {
                Describe(response, known.Description, known.Headers);
            }
        }

        operation.Responses = answers;
        if (answers.TryGetValue("206", out _))
        {
            Describe((OpenApiResponse)answers["200"], "The file.", [Tag]);
            foreach (var (name, description) in FileHeaders)
            {
                (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Schema = Text() });
            }
        }
    }

    private static void Describe(OpenApiResponse response, string description, (string Name, string Description)[] headers)
    {
        response.Description = description;
        foreach (var (name, meaning) in headers)
        {
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = new OpenApiHeader { Description = meaning, Schema = Text() };
        }
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
