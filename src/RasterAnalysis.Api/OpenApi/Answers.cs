using RasterAnalysis.Api.CrossOrigin;
using RasterAnalysis.Api.Errors;

namespace RasterAnalysis.Api.OpenApi;

/// <summary>What calls are declared to answer: every status that can come, with its media type.</summary>
internal static class Answers
{
    private const string Problem = "application/problem+json";

    /// <summary>What every call may answer: the request is at fault (its headers too), nobody is signed in who may know, the caller asks too often, the service is at fault or busy.</summary>
    public static RouteGroupBuilder MayFail(this RouteGroupBuilder group)
    {
        // what changes something is refused to pages of other origins
        ((IEndpointConventionBuilder)group).Add(call =>
        {
            if (call.Metadata.OfType<HttpMethodMetadata>().Any(methods => methods.HttpMethods.Any(method => !CrossSiteFilter.IsSafe(method))))
            {
                call.Metadata.Add(new ProducesResponseTypeMetadata(403, typeof(ProblemModel), [Problem]));
            }
        });
        return group.Problems(400, 401, 429, 500, 503);
    }

    /// <summary>The thing may not be there.</summary>
    public static RouteHandlerBuilder MayBeMissing(this RouteHandlerBuilder call) => call.Problems(404);

    /// <summary>Takes JSON, and nothing else.</summary>
    public static RouteHandlerBuilder TakesJson<TBody>(this RouteHandlerBuilder call)
        where TBody : notnull => call.Accepts<TBody>("application/json").MayHaveUndeclaredBody();

    /// <summary>The body may come without saying what it is, or be of another type than the one that is taken.</summary>
    public static RouteHandlerBuilder MayHaveUndeclaredBody(this RouteHandlerBuilder call) => call.Problems(415);

    /// <summary>The request is in a version of the upload protocol.</summary>
    public static RouteHandlerBuilder HasVersion(this RouteHandlerBuilder call) => call.Problems(412);

    /// <summary>The upload may have lain still for too long.</summary>
    public static RouteHandlerBuilder MayHaveExpired(this RouteHandlerBuilder call) => call.Problems(410);

    /// <summary>The upload may be at another place than the request says.</summary>
    public static RouteHandlerBuilder MayBeElsewhere(this RouteHandlerBuilder call) => call.Problems(409);

    /// <summary>Another request may work on the upload.</summary>
    public static RouteHandlerBuilder MayBeInWork(this RouteHandlerBuilder call) => call.Problems(423);

    /// <summary>There may be more bytes than are taken.</summary>
    public static RouteHandlerBuilder MayBeTooLarge(this RouteHandlerBuilder call) => call.Problems(413);

    /// <summary>The bytes may not be those that were sent.</summary>
    public static RouteHandlerBuilder MayBeDamaged(this RouteHandlerBuilder call) => call.Problems(460);

    /// <summary>Answers a file, whole or in part, or that the caller has it already.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder call, params string[] mediaTypes) => call
        .AddEndpointFilter<RouteHandlerBuilder, Items.FileProblems>().Produces<Stream>(200, mediaTypes[0], mediaTypes[1..])
        .Produces<Stream>(206, mediaTypes[0], mediaTypes[1..])
        .Produces(304).Problems(412, 416).MayBeMissing();

    private static TBuilder Problems<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata([.. statuses.Select(status => new ProducesResponseTypeMetadata(status, typeof(ProblemModel), [Problem]))]);
}
