using System.Security.Cryptography;
using System.Text;

namespace Shop.Orders;

/// <summary><c>CRT-</c> and 26 random characters of Crockford's base 32, 130 bits. Knowing the id grants access.</summary>
internal static class CartId
{
    public static string New() => "CRT-" + OrderId.Random();

    /// <summary>A guest's customer id: <c>GUEST-</c> and 24 hex digits, stable per cart.</summary>
    public static string GuestOf(string cartId) =>
        "GUEST-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(cartId)).AsSpan(0, 12));
}
