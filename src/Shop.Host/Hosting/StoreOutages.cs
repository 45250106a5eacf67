using Shop.Web;

namespace Shop.Host.Hosting;

/// <summary>A store that is stopped, full or read-only is an outage.</summary>
internal sealed class StoreOutages : IOutage
{
    public bool IsCauseOf(Exception error) => StoreOutage.IsCauseOf(error);
}
