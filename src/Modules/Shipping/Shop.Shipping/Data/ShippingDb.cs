using Microsoft.EntityFrameworkCore;
using Shop.Messaging;

namespace Shop.Shipping;

internal sealed class ShippingDb(DbContextOptions<ShippingDb> options) : ModuleDbContext(options);
