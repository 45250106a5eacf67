using Shop.Catalog.Contracts;

namespace Shop.Catalog;

/// <summary>Something that the shop sells, and what may be done to it.</summary>
internal sealed class Product
{
    public required string ProductId { get; init; }

    public required string Name { get; set; }

    public required string Description { get; set; }

    /// <summary>Lower case.</summary>
    public required string Category { get; set; }

    public required Prices Prices { get; set; }

    /// <summary>How many the warehouse begins with. Each listing tells it, so that whichever is heard first opens the stock with it.</summary>
    public required int OpeningStock { get; init; }

    /// <summary>Grows with each change; also keeps two changes at once from overwriting each other.</summary>
    public long Revision { get; private set; } = 1;

    public bool Withdrawn { get; private set; }

    /// <summary>What inventory has last said. Only the statement of <see cref="FollowStock"/> changes it.</summary>
    public long Available { get; private set; }

    /// <summary>What a search looks into.</summary>
    public required string SearchText { get; set; }

    /// <summary>Lists a new product. Its stock becomes available when inventory has put it on the shelf and said so.</summary>
    public static Product List(CatalogDb db, string productId, string name, string description, string category, Prices prices, int openingStock)
    {
        var product = new Product
        {
            ProductId = productId, Name = name, Description = description, Category = category, Prices = prices, OpeningStock = openingStock,
            SearchText = SearchIn(name, description, category),
        };
        db.Add(product);
        db.Publish(product.Listed());
        return product;
    }

    /// <summary>Tells shoppers something else of it from now on.</summary>
    public void Describe(CatalogDb db, string name, string description, string category)
    {
        if ((name, description, category) == (Name, Description, Category))
            return;
        (Name, Description, Category) = (name, description, category);
        SearchText = SearchIn(name, description, category);
        Revision++;
        db.Publish(new ProductChanged(ProductId, name, description, category, Revision));
    }

    /// <summary>Sells it for something else from now on.</summary>
    public void ChangePrice(CatalogDb db, Prices prices)
    {
        if (prices == Prices)
            return;
        Prices = prices;
        Revision++;
        db.Publish(new ProductPriceChanged(ProductId, prices.Published(), Revision));
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

    /// <summary>Sells it again.</summary>
    public void Relist(CatalogDb db)
    {
        if (!Withdrawn)
            return;
        Withdrawn = false;
        Revision++;
        db.Publish(Listed());
    }

    private ProductListed Listed() => new(ProductId, Name, Description, Category, Prices.Published(), OpeningStock, Revision);

    private static string SearchIn(string name, string description, string category) => $"{name}\n{description}\n{category}".ToLowerInvariant();
}
