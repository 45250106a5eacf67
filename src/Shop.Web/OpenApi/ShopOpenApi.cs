using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>The API description: OpenAPI 3.1 at <c>/openapi/v1.json</c>, generated from the endpoints.</summary>
public static class ShopOpenApi
{
    /// <summary>The document's name, and the key of its generator in the container.</summary>
    public const string Name = "v1";

    /// <summary>
    /// Adds the generator. Call it after <see cref="ShopWeb.AddShopWeb"/>, whose strict numbers keep the schemas simple.
    /// </summary>
    public static IServiceCollection AddShopOpenApi(this IServiceCollection services) =>
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = DescribeSchemas.NameOf;
            options.AddSchemaTransformer(DescribeSchemas.Transform);
            options.AddOperationTransformer(DescribeChoices.Transform);
            options.AddOperationTransformer(DescribeProblems.Transform);
            options.AddOperationTransformer(DescribeParameters.Transform);
            options.AddOperationTransformer(DescribeConditions.Transform);
            options.AddOperationTransformer(DescribeStreams.Transform);
            options.AddOperationTransformer(DescribeHeaders.Transform);
            options.AddOperationTransformer(CamelCaseNames);
            options.AddDocumentTransformer(DescribeShop.Transform);
            options.AddDocumentTransformer(DescribeNulls.Transform);
        });

    /// <summary>Members of a type that binds several parameters have C# names; queries are read regardless of case.</summary>
    private static Task CamelCaseNames(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Query))
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        return Task.CompletedTask;
    }

    /// <summary>Serves <c>/openapi/v1.json</c>, and the same as YAML.</summary>
    public static void MapShopOpenApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapOpenApi("/openapi/{documentName}.yaml").Add(endpoint =>
        {
            var write = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.ContentType = "application/yaml";      // RFC 9512
                    return Task.CompletedTask;
                });
                return write(context);
            };
        });
    }
}
