using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ModelTasks;

/// <summary>Takes a request about a model in: finds the model, stores the job and queues it.</summary>
internal sealed class ModelTaskSubmission(InputResolver resolver, IJobStore jobs, IJobQueue queue, StoredRequests requests, JobLimits limits, TimeProvider time, IAudit audit)
    : IToolSubmission
{
    private static readonly string[] Packages = [".dlpk", ".zip"];

    /// <inheritdoc/>
    public async Task<AnalysisJob> SubmitAsync(
        ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tool);
        await RefuseWhenFullAsync(cancellationToken).ConfigureAwait(false);
        var reader = new RequestReader(parameters);
        var request = await ReadAsync(tool.Name, reader, caller, baseAddress, cancellationToken).ConfigureAwait(false);

        // none of these tasks looks at the analysis environment; clients send it all the same
        reader.Node("context");
        var notes = reader.Unknown().Where(name => !ClientParameters.IsIgnored(name)).Select(name => $"The parameter {name} is not known and was left aside.").ToArray();
        if (reader.Errors.Count > 0)
        {
            throw new InvalidRequestException(reader.Errors);
        }

        var now = time.GetUtcNow();
        var job = new AnalysisJob
        {
            Id = AnalysisJob.NewId(),
            Task = tool.Name,
            Submitted = now,
            Request = requests.Write(request),
            Inputs = TokenRedaction.Redact(inputs).ToJsonString(),
            OutputName = "",
            Owner = caller.Name,
        };
        JobMessage[] messages =
        [
            new(JobMessageType.Informative, "Submitted.", now), .. notes.Select(note => new JobMessage(JobMessageType.Warning, note, now)),
        ];
        await jobs.TryCreateAsync(job, messages, Limit, CancellationToken.None).ConfigureAwait(false);
        queue.Enqueue(job.Id, job.Task);
        await audit.RecordAsync(new AuditEvent(AuditAction.JobSubmitted) { Kind = "job", Target = job.Id, Detail = job.Task }).ConfigureAwait(false);
        return job;
    }

    private Task<ModelTaskRequest> ReadAsync(string task, RequestReader reader, Caller caller, Uri baseAddress, CancellationToken cancellationToken) => task switch
    {
        ModelTaskNames.QueryInfo => ReadModelAsync(reader, "model", caller, baseAddress, cancellationToken),
        ModelTaskNames.Install => ReadPackageAsync(reader, caller, baseAddress, cancellationToken),
        ModelTaskNames.Uninstall => ReadItemAsync(reader, caller, baseAddress, cancellationToken),
        ModelTaskNames.List => Task.FromResult(new ModelTaskRequest(null, null, "")),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, null),
    };

    private async Task<ModelTaskRequest> ReadPackageAsync(RequestReader reader, Caller caller, Uri baseAddress, CancellationToken cancellationToken)
    {
        var request = await ReadModelAsync(reader, "modelPackage", caller, baseAddress, cancellationToken).ConfigureAwait(false);
        if (request is { ItemId: null, Model.Path: { } path } && !Packages.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            reader.Refuse("modelPackage", "must be a whole package, a .dlpk; a model definition alone cannot be installed.");
        }

        return request;
    }

    private async Task<ModelTaskRequest> ReadItemAsync(RequestReader reader, Caller caller, Uri baseAddress, CancellationToken cancellationToken)
    {
        var request = await ReadModelAsync(reader, "modelItemId", caller, baseAddress, cancellationToken).ConfigureAwait(false);
        if (request is { ItemId: null, Model: not null })
        {
            reader.Refuse("modelItemId", "must name the item of an installed package, for example {\"itemId\":\"0123456789abcdef0123456789abcdef\"}.");
        }

        return request;
    }

    private async Task<ModelTaskRequest> ReadModelAsync(RequestReader reader, string name, Caller caller, Uri baseAddress, CancellationToken cancellationToken)
    {
        if (reader.Node(name) is not { } node)
        {
            reader.Refuse(name, "is required; name the package by itemId, url or uri, for example {\"itemId\":\"0123456789abcdef0123456789abcdef\"}.");
            return new ModelTaskRequest(null, null, "");
        }

        if (SourceReferenceParser.Parse(reader, name, node, takesInline: true) is not { } source)
        {
            return new ModelTaskRequest(null, null, "");
        }

        if (source.Kind == SourceKind.Inline)
        {
            reader.Refuse(name, "is a model definition without its network; name the package by itemId, url or uri.");
            return new ModelTaskRequest(null, null, "");
        }

        var found = await resolver.ResolveModelAsync(source, name, caller, baseAddress, reader.Errors, cancellationToken).ConfigureAwait(false);
        return new ModelTaskRequest(ItemIdOf(source, baseAddress), found?.Location, found?.Name ?? "");
    }

    private static string? ItemIdOf(SourceReference source, Uri baseAddress) => source.Kind switch
    {
        SourceKind.Item => source.Value,
        SourceKind.Url when Uri.TryCreate(source.Value, UriKind.Absolute, out var address) => OwnAddress.Parse(address, baseAddress)?.ItemId,
        _ => null,
    };

    private UnfinishedLimit Limit => new(limits.MaxUnfinishedJobs, "jobs about models", ModelTaskNames.All, limits.MaxUnfinishedPerUser);

    private async Task RefuseWhenFullAsync(CancellationToken cancellationToken)
    {
        // before anything is looked at; whether there is room is decided when the job is stored
        Limit.RefuseAnother(await jobs.CountUnfinishedAsync(cancellationToken).ConfigureAwait(false));
    }
}
