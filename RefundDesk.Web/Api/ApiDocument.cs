using Microsoft.OpenApi;

namespace RefundDesk.Web.Api;

/// <summary>The API's own description, OpenAPI 3.1, at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDocument
{
    /// <summary>Lets a body of another type through to the endpoint, which says what is wrong with it; the document does not name it.</summary>
    public const string AnyType = "*/*";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = described => described.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody?.Content?.Remove(AnyType);
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            {
                content.Example = ApiExamples.Of(operation.OperationId);
            }

            return Task.CompletedTask;
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
