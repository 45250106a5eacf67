using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Finds carts, shows them at current prices, and changes them under optimistic concurrency (If-Match).</summary>
internal sealed class Carts(OrdersDb db, PriceList prices, CartSettings settings, IHttpContextAccessor http, TimeProvider clock)
{
    /// <summary>
    /// Rounded to the millisecond, the precision of every store, so a response built from memory has the ETag of a later read.
    /// </summary>
    private DateTime Now => new(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    /// <summary>The cart, unless it has expired.</summary>
    public Task<Cart?> Find(string id, CancellationToken ct)
    {
        var now = Now;
        return db.Carts.SingleOrDefaultAsync(cart => cart.Id == id && cart.ExpiresAt > now, ct);
    }

    public async Task<CartView> Show(Cart cart, CancellationToken ct) => CartView.Of(cart, await Offered(cart, ct));

    /// <summary>The current catalogue data of its products, by id.</summary>
    public Task<IReadOnlyDictionary<string, OfferedProduct>> Offered(Cart cart, CancellationToken ct) =>
        prices.Read(cart.Lines.Select(line => line.ProductId), db, ct);

    public async Task<Cart> Create(string currency, string? customerId, IReadOnlyList<CartLine> lines, CancellationToken ct)
    {
        var cart = Cart.New(currency, customerId, lines, Now, settings.Retention);
        db.Add(cart);
        await db.SaveChangesAsync(ct);
        return cart;
    }

    /// <summary>Changes an open cart and returns it.</summary>
    /// <param name="id">The cart.</param>
    /// <param name="seen">The ETag the client sent.</param>
    /// <param name="change">Makes the change, or returns why not.</param>
    /// <param name="ct">Cancels the change.</param>
    public async Task<Results<Ok<CartView>, Problem>> Change(string id, IfMatch seen, Func<Cart, Problem?> change, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } cart)
            return Missing(id);
        if (CheckChange(cart, seen, await Offered(cart, ct)) is { } problem)
            return problem;
        if (change(cart) is { } rejected)
            return rejected;
        cart.MarkChanged(Now, settings.Retention);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await ChangedMeanwhile(id, ct);
        }
        return TypedResults.Ok(http.HttpContext!.Tagged(await Show(cart, ct)));
    }

    /// <summary>The problem if the cart is checked out or the ETag is stale; otherwise null.</summary>
    public static Problem? CheckChange(Cart cart, IfMatch seen, IReadOnlyDictionary<string, OfferedProduct> offered) =>
        cart.OrderId is { } order
            ? Problem.Of(CartProblems.CheckedOut, $"The cart was checked out as order {order}.")
            : seen.Check(CartView.Of(cart, offered));

    /// <summary>Saves the order and the cart in one transaction, so a cart yields one order.</summary>
    /// <exception cref="DbUpdateConcurrencyException">The cart changed in the meantime.</exception>
    public Task SaveOrder(Cart cart, Order order, StoredResponse stored, CancellationToken ct)
    {
        db.AddRange(order, stored);
        db.Publish(order.Created());
        cart.MarkOrdered(order.Id);
        cart.MarkChanged(Now, settings.Retention);
        return db.SaveChangesAsync(ct);
    }

    /// <summary>The problem when a concurrent change won.</summary>
    public async Task<Problem> ChangedMeanwhile(string id, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await Find(id, ct) is not { } cart)
            return Missing(id);
        return cart.OrderId is { } order
            ? Problem.Of(CartProblems.CheckedOut, $"The cart was checked out as order {order}.")
            : IfMatch.ChangedMeanwhile(await Show(cart, ct));
    }

    public static Problem Missing(string id) => Problem.Of(CartProblems.NotFound, $"There is no cart {id}.");
}
