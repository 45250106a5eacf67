using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Inventory;
using Shop.Inventory.Contracts;
using Shop.Orders;
using Shop.Orders.Contracts;
using Shop.Payments;
using Shop.Payments.Contracts;

namespace Shop.Simulation;

/// <summary>
/// The modules' handlers over modelled rows. Their decisions are the product's own: <see cref="OrderProcess"/>, <see cref="Order"/>,
/// <see cref="Reservation"/>, <see cref="Payment"/>, <see cref="FraudPolicy"/>, <see cref="OfferedProduct"/>.
/// </summary>
internal sealed class Handlers(World world)
{
    private readonly FraudPolicy _policy = new() { RejectAbove = 2000 };

    /// <summary>Runs a rule's handler over its messages, unless the run's weather makes it fail or slow.</summary>
    public async Task Run(Transaction transaction, Rule rule, IReadOnlyList<InboxMessage> messages)
    {
        if (messages.FirstOrDefault(world.IsPoisoned) is not null)
            throw new UnreadableEventException("The event cannot be read.");
        if (world.Server.Storm && world.Scheduler.Happens(world.Weather.SlowHandlers))
            await world.Scheduler.Sleep(transaction.Life, world.Scheduler.Within(TimeSpan.FromSeconds(70)));
        if (world.Server.Storm && messages.All(message => message.Attempts < 2) && world.Scheduler.Happens(world.Weather.FailingHandlers))
            throw new HandlerFailed(messages[world.Scheduler.Chance.Next(messages.Count)].Key);
        foreach (var message in messages)
            await Handle(transaction, rule, message);
    }

    private Task Handle(Transaction transaction, Rule rule, InboxMessage message) => rule.Handler.Name switch
    {
        "AdvanceOrder" => Advance(transaction, rule, message),
        "UpdatePrices" => KeepPrice(transaction, message.Envelope.Read<ProductPriceChanged>()),
        "ReserveStock" => Reserve(transaction, message),
        "ReleaseStock" => Release(transaction, message),
        "FollowStock" => Follow(transaction, rule, message),
        "AuthorisePayment" when message.NeedsExternalCall => Pay(transaction, message, payment => Expect(payment, message.Envelope.Read<PaymentRequested>())),
        "AuthorisePayment" when message.Result is null => Task.CompletedTask,
        "AuthorisePayment" => Pay(transaction, message, payment => Answer(payment, (AuthorisationOutcome)message.Result)),
        "CancelPayment" => Pay(transaction, message, payment => payment.Cancel()),
        "VoidOrRefund" => Pay(transaction, message, payment => message.Result is VoidOrRefundResult given ? payment.RecordVoidOrRefund(given) : payment.RecordNothingToRefund()),
        "FollowPayment" => Learn(transaction, message),
        "ReviewLargeOrder" => Review(transaction, message),
        // Here every review is decided, no reservation expires, and there are no webhooks and no quotes.
        "CloseReview" or "ConfirmReservation" or "QueueWebhooks" or "UpdateStock" => Task.CompletedTask,
        _ => throw world.Scheduler.Break($"The simulation has no {rule.Handler.Name}."),
    };

    private async Task Advance(Transaction transaction, Rule rule, InboxMessage message)
    {
        var key = "order/" + message.Envelope.Metadata.Subject;
        var order = await transaction.Read<Order>(key) ?? throw new InvalidOperationException($"There is no {key}.");
        if (Step(order, rule.Contract.Type) is not { } step)
            return;
        order.Enter(step.To, step.Reason, world.Scheduler.Now, null);
        transaction.Write(key, order);
        if (step.Emits.Of(order) is { } published)
            transaction.Publish(published, message.Envelope);
    }

    /// <summary>Of the payment events only voids occur here: nothing ships.</summary>
    private async Task Learn(Transaction transaction, InboxMessage message)
    {
        var key = "order/" + message.Envelope.Metadata.Subject;
        var order = await transaction.Read<Order>(key) ?? throw new InvalidOperationException($"There is no {key}.");
        order.RecordPayment(order.Payment with { Voided = true });
        order.Change(world.Scheduler.Now);
        transaction.Write(key, order);
    }

    private Transition? Step(Order order, Type received) => world.Mutant == Mutant.NoGate
        ? OrderProcess.Table.First(step => step.Trigger == received)
        : OrderProcess.Next(order.State, received);

    private async Task KeepPrice(Transaction transaction, ProductPriceChanged changed)
    {
        var key = "offered/" + changed.ProductId;
        var product = await transaction.Read<OfferedProduct>(key) ?? new OfferedProduct { ProductId = changed.ProductId };
        if (changed.Revision <= product.Revision && world.Mutant != Mutant.NoGate)
            return;
        product.Prices = changed.Prices.ToDictionary(price => price.Currency, price => price.Amount.Minor);
        product.Revision = changed.Revision;
        transaction.Write(key, product);
    }

    private static async Task Reserve(Transaction transaction, InboxMessage message)
    {
        var order = message.Envelope.Read<OrderCreated>();
        await transaction.Lock("turn");
        if (await transaction.Read<Reservation>("reservation/" + order.OrderId) is not null)
            return;
        var items = order.Items.Select(item => new ReservedItem(item.ProductId, item.Quantity)).ToList();
        var fits = await Take(transaction, items[0], fromAvailable: true);
        var state = fits ? ReservationState.Reserved : ReservationState.Refused;
        transaction.Write("reservation/" + order.OrderId, new Reservation { OrderId = order.OrderId, State = state, Items = items });
        transaction.Publish(
            fits ? new InventoryReserved(order.OrderId, items) : new InventoryReservationFailed(order.OrderId, "Too few.", []), message.Envelope);
    }

    private static async Task Release(Transaction transaction, InboxMessage message)
    {
        var id = message.Envelope.Metadata.Subject;
        await transaction.Lock("turn");
        var key = "reservation/" + id;
        if (await transaction.Read<Reservation>(key) is not { } reservation)
        {
            transaction.Write(key, new Reservation { OrderId = id, State = ReservationState.Cancelled, Items = [] });
            return;
        }
        if (!reservation.Release())
            return;
        transaction.Write(key, reservation);
        await Take(transaction, reservation.Items[0], fromAvailable: false);
        transaction.Publish(new InventoryReleased(id, reservation.Items), message.Envelope);
    }

    private static async Task<bool> Take(Transaction transaction, ReservedItem item, bool fromAvailable)
    {
        var key = "shelf/" + item.ProductId;
        var shelf = (await transaction.Read<Shelf>(key, locked: true))!;
        var moved = fromAvailable ? item.Quantity : -item.Quantity;
        if (shelf.Available < moved)
            return false;
        (shelf.Available, shelf.Reserved) = (shelf.Available - moved, shelf.Reserved + moved);
        transaction.Write(key, shelf);
        return true;
    }

    /// <summary>Adds an event's change to the catalog's copy. Only the inbox makes each event count once.</summary>
    private static async Task Follow(Transaction transaction, Rule rule, InboxMessage message)
    {
        await transaction.Lock("turn");
        var (item, sign) = rule.Contract.Type == typeof(InventoryReserved)
            ? (message.Envelope.Read<InventoryReserved>().Items[0], -1)
            : (message.Envelope.Read<InventoryReleased>().Items[0], 1);
        var shown = (await transaction.Read<Shelf>("shown/" + item.ProductId, locked: true))!;
        shown.Available += sign * item.Quantity;
        transaction.Write("shown/" + item.ProductId, shown);
    }

    private static async Task Pay(Transaction transaction, InboxMessage message, Func<Payment, IReadOnlyList<IEvent>> change)
    {
        var key = "payment/" + message.Envelope.Metadata.Subject;
        var payment = await transaction.Read<Payment>(key, locked: true) ?? new Payment(message.Envelope.Metadata.Subject);
        var published = change(payment);
        transaction.Write(key, payment);
        foreach (var one in published)
            transaction.Publish(one, message.Envelope);
    }

    private static IReadOnlyList<IEvent> Expect(Payment payment, PaymentRequested asked) => payment.Expect(asked.Amount, asked.Currency);

    private static IReadOnlyList<IEvent> Answer(Payment payment, AuthorisationOutcome outcome) =>
        outcome is Authorised authorised ? payment.Authorise(authorised) : payment.Decline(((Declined)outcome).Reason);

    private async Task Review(Transaction transaction, InboxMessage message)
    {
        var order = message.Envelope.Read<OrderCreated>();
        if (await transaction.Read<string>("review/" + order.OrderId) is not null)
            return;
        var (_, reasons) = _policy.Judge(order, ordersToday: 0);
        transaction.Write("review/" + order.OrderId, "reviewed");
        transaction.Publish(reasons.Count == 0 ? new FraudCheckPassed(order.OrderId) : new FraudCheckFailed(order.OrderId, reasons), message.Envelope);
    }
}

/// <summary>The stock of a product.</summary>
internal sealed class Shelf
{
    public long Available { get; set; }

    public long Reserved { get; set; }
}
