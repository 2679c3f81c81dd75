using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.Jobs;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Provenance;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.VerifyResult;

namespace RasterAnalysis.Api.Items;

/// <summary><c>/items/{id}/provenance</c>: how a result was made, signed; <c>/items/{id}/verifications</c>: jobs that make it again.</summary>
internal static class ProvenanceEndpoints
{
    private static readonly VerifyResultTool Tool = new();
    private static readonly ToolBody Body = new(VerifyResultTool.TaskName, outputParameter: null, makesFeatures: false, ItemTool.InputParameter, "sections");

    public static void MapProvenance(this RouteGroupBuilder items)
    {
        items.MapGet("/{id}/provenance", Get).WithName("GetItemProvenance").WithSummary("How a result was made, as a signed STAC Item")
            .WithDescription(
                "A STAC Item 1.1 with hashes of what the result was made of and of itself, the request, versions, tiles and seams. With f=jws the same bytes signed (JWS in the compact form, ES256); GET /provenance-keys has the public key.")
            .Produces<JsonObject>(200, "application/geo+json", "application/jose").WithQuery("f").MayBeMissing();
        items.MapPost("/{id}/verifications", SubmitAsync).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("VerifyResult")
            .WithSummary("Makes sections of a result again and compares them")
            .WithDescription("Answers at once; the job's address is in Location. The job works from the record of the result's making alone; its value says how many sections and pixels were made again, and how many pixels differ.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<VerificationRequestModel>().MayBeMissing();
    }

    /// <summary>The public keys, for whoever wants to know whether the service has signed something.</summary>
    public static void MapProvenanceKeys(this RouteGroupBuilder api) =>
        api.MapGet("/provenance-keys", (ProvenanceKey key) => TypedResults.Ok(new JsonObject { ["keys"] = new JsonArray(key.PublicKey) })).WithTags("Service").WithName("GetProvenanceKeys")
            .WithSummary("The public keys by which provenance is signed").WithDescription("A JSON Web Key Set (RFC 7517).");

    private static async Task<FileContentHttpResult> Get(string id, CallerCatalog catalog, ProvenanceStore provenance, CancellationToken cancellationToken, string f = "json")
    {
        var isSigned = f.Equals("jws", StringComparison.OrdinalIgnoreCase);
        if (!isSigned && !f.Equals("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException("f", $"is '{f}'; it must be json or jws.");
        }

        var item = await catalog.RequireAsync(id, cancellationToken);
        return isSigned
            ? TypedResults.File(System.Text.Encoding.ASCII.GetBytes(provenance.FindSignature(item.Id) ?? throw Missing(id)), "application/jose")
            : TypedResults.File(provenance.FindDocument(item.Id) ?? throw Missing(id), "application/geo+json");
    }

    private static Task<Accepted<JobModel>> SubmitAsync(
        string id, HttpRequest request, VerifyResultSubmission submission, CallerCatalog catalog, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken) =>
        Body.SubmitOfItemAsync<VerificationRequestModel>(
            request, Tool, id, catalog, jobs, (read, inputs, baseAddress) => submission.SubmitAsync(read, inputs, baseAddress, caller.Value, cancellationToken),
            cancellationToken);

    private static NotFoundException Missing(string id) => new("provenance of item", id);
}
