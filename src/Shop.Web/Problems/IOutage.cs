namespace Shop.Web;

/// <summary>Tells exceptions that pass by themselves, such as those of a store that is stopped, from faults. The host registers it.</summary>
public interface IOutage
{
    /// <summary>Whether the same request can succeed later: the client gets 503 <c>unavailable</c> with Retry-After.</summary>
    bool IsCauseOf(Exception error);
}
