using Shop.Catalog.Contracts;

namespace Shop.Catalog;

/// <summary>Something that the shop sells, and what may be done to it.</summary>
internal sealed class Product
{
    public required string ProductId { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Lower case.</summary>
    public required string Category { get; init; }

    public required Prices Prices { get; set; }

    /// <summary>Grows with each change; also keeps two changes at once from overwriting each other.</summary>
    public long Revision { get; private set; } = 1;

    public bool Withdrawn { get; private set; }

    /// <summary>The sum of what inventory has said so far; for a moment less than zero when its events come out of order.</summary>
    public long Available { get; private set; }

    /// <summary>What a search looks into.</summary>
    public required string SearchText { get; init; }

    /// <summary>Lists a new product. Its stock becomes available when inventory has put it on the shelf and said so.</summary>
    public static void List(CatalogDb db, string productId, string name, string description, string category, Prices prices, int openingStock)
    {
        var product = new Product
        {
            ProductId = productId, Name = name, Description = description, Category = category, Prices = prices,
            SearchText = $"{name}\n{description}\n{category}".ToLowerInvariant(),
        };
        db.Add(product);
        db.Publish(new ProductListed(productId, name, description, category, prices.Told(), openingStock, product.Revision));
    }

    /// <summary>Sells it for something else from now on.</summary>
    public void ChangePrice(CatalogDb db, Prices prices)
    {
        if (prices == Prices)
            return;
        Prices = prices;
        Revision++;
        db.Publish(new ProductPriceChanged(ProductId, prices.Told(), Revision));
    }

    /// <summary>Sells it no more.</summary>
    public void Withdraw(CatalogDb db)
    {
        if (Withdrawn)
            return;
        Withdrawn = true;
        Revision++;
        db.Publish(new ProductWithdrawn(ProductId, Revision));
    }
}
