using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools;

/// <summary>Takes in requests about class rasters that are items already: finds the items, fixes the result's name, stores the job and queues it. All such tools go through here.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ItemJobSubmission(
    InputResolver resolver, ICatalogStore catalog, IFolderStore folders, IJobStore jobs, IJobQueue queue, StoredRequests requests, JobLimits limits, TimeProvider time, IAudit audit) : IToolSubmission
{
    private readonly JobIntake _intake = new(catalog, folders, jobs, queue, limits, audit);

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        tool is ItemTool found ? SubmitAsync(found, found.Parse(parameters), inputs, baseAddress, caller, cancellationToken)
            : throw new ArgumentException("A tool about items is expected.", nameof(tool));

    /// <summary>Submits a job.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="request">The request.</param>
    /// <param name="inputs">The parameters as sent, by canonical name; tokens are taken out here.</param>
    /// <param name="baseAddress">Address under which the client reached this service, to know its own addresses when they are named as inputs.</param>
    /// <param name="caller">Who submits.</param>
    /// <param name="cancellationToken">Stops before the job is stored; never after.</param>
    /// <returns>The stored job.</returns>
    /// <exception cref="InvalidRequestException">There is no such item, it is no class raster, a parameter does not go with it, or the name is taken; carries all the faults.</exception>
    /// <exception cref="QuotaException">The owner has as many unfinished jobs as one may have.</exception>
    public async Task<AnalysisJob> SubmitAsync(ItemTool tool, ItemToolRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(request);
        await _intake.RefuseWhenFullAsync(cancellationToken).ConfigureAwait(false);
        var errors = new List<RequestError>();
        var found = await FindAsync(request, baseAddress, caller, errors, cancellationToken).ConfigureAwait(false);
        var options = errors.Count == 0 ? request.Options([.. found.Select(input => input.Item)], errors) : null;
        var title = $"{tool.Description.DisplayName} {string.Join(' ', found.Where(input => input.Input.HasClasses).Select(input => input.Input.Name))}";
        var output = request.Output is null ? null
            : await _intake.ResolveAsync(request.Output, title, baseAddress, caller, errors, cancellationToken).ConfigureAwait(false);
        if (errors.Count > 0)
        {
            throw new InvalidRequestException(errors);
        }

        var now = time.GetUtcNow();
        var (id, shown) = (AnalysisJob.NewId(), TokenRedaction.Redact(inputs).ToJsonString());
        var stored = requests.Write(new ItemJobRequest([.. found.Select(input => input.Input)], output?.Title ?? "", output?.Folder ?? "", options));
        JobMessage[] messages =
        [
            new(JobMessageType.Informative, "Submitted.", now),
            .. request.Notes.Concat(output?.Note is { } note ? [note] : []).Select(text => new JobMessage(JobMessageType.Warning, text, now)),
        ];
        return await _intake.SubmitAsync(
            place => new AnalysisJob
            {
                Id = id,
                Task = tool.Name,
                Submitted = now,
                Request = stored,
                Inputs = shown,
                OutputName = place?.ServiceName ?? "",
                OutputItemId = place?.ItemId,
                Owner = caller.Name,
            },
            messages, output, faults => _intake.ResolveAsync(request.Output!, title, baseAddress, caller, faults, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<List<(ItemInput Input, CatalogItem Item)>> FindAsync(
        ItemToolRequest request, Uri baseAddress, Caller caller, List<RequestError> errors, CancellationToken cancellationToken)
    {
        var found = new List<(ItemInput, CatalogItem)>();
        foreach (var (field, raster, hasClasses) in request.Rasters)
        {
            if (await resolver.ResolveRasterAsync(raster, field, caller, baseAddress, errors, cancellationToken).ConfigureAwait(false) is not { } input)
            {
                continue;
            }

            if (input.Location.ItemId is not { } id || await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } item)
            {
                errors.Add(new RequestError(field, "must name an item of this service, by itemId or by the address of its image service; add the raster as an item first."));
            }
            else if (hasClasses && ClassRaster.FaultOf(item) is { } fault)
            {
                errors.Add(new RequestError(field, $"The item '{id}' {fault} The tool is for items of {ClassRaster.Needed}"));
            }
            else
            {
                found.Add((new ItemInput(field, input.Location, input.Name, hasClasses), item));
            }
        }

        return found;
    }
}
