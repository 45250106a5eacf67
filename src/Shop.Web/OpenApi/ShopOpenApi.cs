using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
    public static IServiceCollection AddShopOpenApi(this IServiceCollection services, ApiSupplement? supplement = null)
    {
        var (types, more) = (new SchemaTypes(), supplement ?? new ApiSupplement());
        services.AddSingleton(provider => new OpenApiText(provider, types, more));
        return services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = type =>
            {
                if (DescribeSchemas.NameOf(type) is not { } name)
                    return null;
                lock (types)
                    types[name] = type;
                return name;
            };
            options.AddSchemaTransformer(DescribeSchemas.Transform);
            options.AddOperationTransformer(DescribeProblems.Transform);
            options.AddOperationTransformer(DescribeChoices.Transform);
            options.AddOperationTransformer(DescribeParameters.Transform);
            options.AddOperationTransformer(DescribeConditions.Transform);
            options.AddOperationTransformer(DescribeStreams.Transform);
            options.AddOperationTransformer(DescribeHeaders.Transform);
            options.AddOperationTransformer(DescribeShop.Secure);
            options.AddDocumentTransformer(DescribeHeaders.Components);
            options.AddDocumentTransformer(DescribeWebhooks.Transform);
            options.AddDocumentTransformer(new DescribeShop(more).Transform);
        });
    }

    /// <summary>Serves <c>/openapi/v1.json</c>, and the same as YAML.</summary>
    public static void MapShopOpenApi(this IEndpointRouteBuilder app)
    {
        app.MapGet($"/openapi/{Name}.json", async (OpenApiText document) => File(await document.Json(), "application/json"))
            .ExcludeFromDescription();
        app.MapGet($"/openapi/{Name}.yaml", async (OpenApiText document) => File(await document.Yaml(), "application/yaml"))      // RFC 9512
            .ExcludeFromDescription();
    }

    private static TaggedFile File(string text, string contentType) => new(Encoding.UTF8.GetBytes(text), contentType);
}
