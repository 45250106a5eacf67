using Shop.Catalog.Contracts;

namespace Shop.Catalog;

/// <summary>A product.</summary>
internal sealed class Product
{
    public required string ProductId { get; init; }

    public required string Name { get; set; }

    public required string Description { get; set; }

    /// <summary>Lower case.</summary>
    public required string Category { get; set; }

    public required Prices Prices { get; set; }

    /// <summary>The opening stock. Every listing carries it, so whichever arrives first creates the stock.</summary>
    public required int OpeningStock { get; init; }

    /// <summary>Increases with each change; also the optimistic concurrency token.</summary>
    public long Revision { get; private set; } = 1;

    public bool Withdrawn { get; private set; }

    /// <summary>The last stock level published by Inventory. Only the statement of <see cref="FollowStock"/> changes it.</summary>
    public long Available { get; private set; }

    /// <summary>The folded text that searches match.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>The folded name, by which lists are sorted.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>The <see cref="Folding.Version"/> of these two.</summary>
    public int FoldedBy { get; private set; }

    /// <summary>Lists a new product. Its stock becomes available when Inventory publishes it.</summary>
    public static Product List(
        CatalogDb db, string productId, string name, string description, string category, Prices prices, int openingStock)
    {
        var product = new Product
        {
            ProductId = productId, Name = name, Description = description, Category = category, Prices = prices,
            OpeningStock = openingStock,
        };
        product.FoldTexts();
        db.Add(product);
        db.Publish(product.Listed());
        return product;
    }

    /// <summary>Changes its name, description and category.</summary>
    public void Describe(CatalogDb db, string name, string description, string category)
    {
        if ((name, description, category) == (Name, Description, Category))
            return;
        (Name, Description, Category) = (name, description, category);
        FoldTexts();
        Revision++;
        db.Publish(new ProductChanged(ProductId, name, description, category, Revision));
    }

    /// <summary>Changes its prices.</summary>
    public void ChangePrice(CatalogDb db, Prices prices)
    {
        if (prices == Prices)
            return;
        Prices = prices;
        Revision++;
        db.Publish(new ProductPriceChanged(ProductId, prices.Published(), Revision));
    }

    /// <summary>Withdraws it from sale.</summary>
    public void Withdraw(CatalogDb db)
    {
        if (Withdrawn)
            return;
        Withdrawn = true;
        Revision++;
        db.Publish(new ProductWithdrawn(ProductId, Revision));
    }

    /// <summary>Puts it back on sale.</summary>
    public void Relist(CatalogDb db)
    {
        if (!Withdrawn)
            return;
        Withdrawn = false;
        Revision++;
        db.Publish(Listed());
    }

    private ProductListed Listed() => new(ProductId, Name, Description, Category, Prices.Published(), OpeningStock, Revision);

    /// <summary>Sets what follows from its name, description and category.</summary>
    public void FoldTexts() =>
        (SearchText, NameKey, FoldedBy) = (Folding.Of($"{Name}\n{Description}\n{Category}"), Folding.Of(Name), Folding.Version);
}
