using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Analytics;

/// <summary>How often a product was ordered in a time step.</summary>
/// <param name="At">The start of the time step, UTC.</param>
/// <param name="Rank">Its place in the step by quantity, from 1.</param>
/// <param name="ProductId">The product.</param>
/// <param name="Orders">The number of orders with it.</param>
/// <param name="Quantity">The ordered quantity.</param>
internal sealed record ProductCounts(DateTime At, int Rank, string ProductId, long Orders, long Quantity);

internal static class ProductsReport
{
    private const int DefaultTop = 10;
    private const int MaxTop = 100;

    private const string Sql = """
        select bucket, place, product_id, orders, quantity
          from (select bucket, product_id, orders, quantity,
                       row_number() over (partition by bucket order by quantity desc, product_id) as place
                  from (select created_at - created_at % @bucket as bucket, product_id, count(*) as orders,
                               cast(sum(quantity) as bigint) as quantity
                          from orders join lines on lines.order_id = orders.order_id
                         where created_at >= @from and created_at < @until
                         group by 1, product_id) as ordered) as ranked
         where place <= @top
         order by bucket, place
        """;

    public static void Map(IEndpointRouteBuilder routes) => Reports.Map(routes, "products", Handle, "The most ordered products",
        "The top products of each step by quantity, counting all orders created in it.");

    private static async Task<Results<Ok<Report<ProductCounts>>, Problem>> Handle(
        [AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct,
        [Description("Products per step; by default 10."), Range(1, MaxTop)] int? top = null)
    {
        if (top is < 1 or > MaxTop)
            return Problem.Of(WebProblems.InvalidParameter, BrokenRule.InParameter(
                "top", WebProblems.InvalidParameter.Code, $"top is the number of products per step: a whole number from 1 to {MaxTop}."));
        var period = Period.Of(query, clock);
        if (top is < 1 or > MaxTop)
            throw new ProblemException(Problem.Of(WebProblems.InvalidParameter, BrokenRule.InParameter(
                "top", "top_out_of_range", $"top is a whole number from 1 to {MaxTop}.")));
        return TypedResults.Ok(Report<ProductCounts>.Of(period, await db.Query(Sql, period, row => new ProductCounts(
            row.Time(0), (int)row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4)), ct,
            ("@top", top ?? DefaultTop))));
    }
}
