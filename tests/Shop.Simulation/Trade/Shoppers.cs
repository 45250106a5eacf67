using System.Globalization;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Orders;
using Shop.Orders.Contracts;

namespace Shop.Simulation;

/// <summary>
/// Clients that order, cancel and change prices. They know no more than real clients: they repeat requests without a response, with the
/// same key, at any node.
/// </summary>
internal sealed class Shoppers(World world)
{
    public const string Product = "PRD-0001";
    public const int PriceChanges = 3;

    private readonly Life _life = new();

    /// <summary>The order that each key returned.</summary>
    public Dictionary<int, string> Taken { get; } = [];

    /// <summary>The orders whose first commit hangs.</summary>
    public HashSet<int> Hanging { get; } = [];

    public int Busy { get; private set; }

    private Scheduler Scheduler => world.Scheduler;

    public void Begin(int orders)
    {
        if (world.Weather.Hanging)
            Hanging.Add(0);
        for (var i = 0; i < orders; i++)
            Begin(Hanging.Contains(i) ? () => Insist("orders", OrderOf(0)) : Buy(i));
        Begin(ChangePrices);
    }

    private void Begin(Func<Task> visit) => Scheduler.Begin(_life, async () =>
    {
        Busy++;
        await Scheduler.Sleep(_life, Scheduler.Within(TimeSpan.FromSeconds(10)));
        await visit();
        Busy--;
    });

    /// <summary>Clients that wait for the hanging commit do not count.</summary>
    public bool AreDone => Busy == Hanging.Count(i => !Taken.ContainsKey(i));

    private Func<Task> Buy(int i) => async () =>
    {
        await Insist("orders", OrderOf(i));
        if (world.Weather.Calm || !Scheduler.Happens(0.4))
            return;
        await Scheduler.Sleep(_life, Scheduler.Within(TimeSpan.FromSeconds(20)));
        await Insist("orders", Take(Taken[i], Scheduler.Happens(0.3) ? new DeadlinePassed() : new CustomerCancels()));
    };

    private Func<Transaction, Task> OrderOf(int i)
    {
        var total = new Money(Scheduler.Chance.Next(4) switch { 0 => 150_000, 1 => 250_000, _ => 5_000 });
        var quantity = Scheduler.Chance.Next(1, 6);
        var token = Scheduler.Chance.Next(5) == 0 ? "tok_declined" : "tok_ok";
        var first = true;
        return async transaction =>
        {
            if (await transaction.Read<string>($"answered/{i}") is { } answered)
            {
                Answer(i, answered);
                return;
            }
            var order = New($"ORD-{i}-{world.NextId()}", total, quantity, token);
            order.Start(OrderProcess.First(total), Scheduler.Now, null);
            transaction.Write($"answered/{i}", order.Id);
            transaction.Write("order/" + order.Id, order);
            transaction.Publish(order.Created(), null);
            transaction.Hangs = first && Hanging.Contains(i);
            first = false;
        };
    }

    private static Order New(string id, Money total, int quantity, string token) => new()
    {
        Id = id, CustomerId = "CUST-1", Email = "ada@example.com", Currency = "USD", Lines = [new OrderLine(Product, "", quantity, total.Minor)],
        Total = total.Minor, ShippingAddress = new("US", "CA", "San Francisco", "94102"), PaymentToken = token, PlacedAt = default,
    };

    private void Answer(int i, string id)
    {
        if (Taken.TryGetValue(i, out var before) && before != id)
            world.Ledger.Fault($"Key {i} was answered with {before} and with {id}.");
        Taken[i] = id;
    }

    private Func<Transaction, Task> Take(string id, object receives) => async transaction =>
    {
        var order = (await transaction.Read<Order>("order/" + id))!;
        if (OrderProcess.Next(order.State, receives.GetType()) is not { } step)
            return;
        order.Enter(step.To, step.Reason, Scheduler.Now, null);
        transaction.Write("order/" + id, order);
        transaction.Publish(step.Emits.Of(order)!, null);
    };

    private async Task ChangePrices()
    {
        for (var revision = 1; revision <= PriceChanges; revision++)
            await Insist("catalog", ChangePrice(revision));
    }

    private static Func<Transaction, Task> ChangePrice(int revision) => async transaction =>
    {
        var key = "price/" + Product;
        var price = await transaction.Read<Shelf>(key, locked: true) ?? new Shelf();
        if (price.Available >= revision)
            return;
        price.Available = revision;
        transaction.Write(key, price);
        transaction.Publish(new ProductPriceChanged(Product, [new Price("USD", new Money(revision))], revision), null);
    };

    /// <summary>Asks one node after the other until one has answered.</summary>
    private async Task Insist(string module, Func<Transaction, Task> action)
    {
        while (true)
        {
            if (world.AnyNode() is { } node && await Asked(node, module, action))
                return;
            await Scheduler.Sleep(_life, Scheduler.Within(TimeSpan.FromMilliseconds(200)));
        }
    }

    private async Task<bool> Asked(Node node, string module, Func<Transaction, Task> action)
    {
        bool? done = null;
        Scheduler.Begin(node.Life, async () =>
        {
            done = await Do(node, module, action);
            node.Answered.Ring();
        });
        while (done is null && !node.Life.Over)
            await node.Answered.Wait(_life);
        return done == true;
    }

    private async Task<bool> Do(Node node, string module, Func<Transaction, Task> action)
    {
        if (await Transaction.Try(world.Databases[module], node, action) is not { } committed)
            return false;
        node.Stations[module].Dispatch(committed.Published);
        foreach (var published in committed.Published.Where(published => published.DetailType == "Order Created"))
            Answer(int.Parse(published.Subject.Split('-')[1], CultureInfo.InvariantCulture), published.Subject);
        return true;
    }
}
