using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace RefundDesk.Web.Api;

/// <summary>The API's own description, OpenAPI 3.1, at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDocument
{
    /// <summary>Lets a body of another type through to the endpoint, which says what is wrong with it; the document does not name it.</summary>
    public const string AnyType = "*/*";

    private static readonly (string Status, string Words)[] Always = [("401", "No key that is in force"), ("403", "Not the caller's to do"), ("429", "Too many calls; Retry-After says when to go on")];

    private static readonly (string Status, string Words)[] WithBody = [("400", "The body cannot be read; errors names every fault with its field, line and column"), ("413", "The body is too large"), ("415", "The body is of another type")];

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = described => described.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddOperationTransformer(async (operation, context, cancellationToken) =>
        {
            operation.RequestBody?.Content?.Remove(AnyType);
            if (operation.OperationId == AttachmentEndpoints.Adding)
            {
                AttachmentEndpoints.Describe(operation);
            }

            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            {
                content.Example ??= ApiExamples.Of(operation.OperationId);
            }

            if (operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(parameter => parameter.Name == RequestEndpoints.KeyHeader) is { } key)
            {
                (key.Required, key.Description) = (true, "A key of your own for this request, at most 120 characters: sent again with it, it is the same request.");
            }

            var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
            foreach (var (status, words) in operation.RequestBody is null ? Always : [.. Always, .. WithBody])
            {
                operation.Responses ??= [];
                operation.Responses.TryAdd(status, new OpenApiResponse { Description = words, Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } } });
            }
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "RefundDesk",
                Version = "v1",
                Description = "Refunds of a retailer: hand orders over, ask for refunds, read what became of them. Money is in minor units, times are RFC 3339. What is refused comes as RFC 9457 problem details with a stable code.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of the retailer's system, rdk_…; an administrator makes it." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
    });
}
