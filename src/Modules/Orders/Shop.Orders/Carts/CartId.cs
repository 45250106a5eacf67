using System.Security.Cryptography;
using System.Text;

namespace Shop.Orders;

/// <summary><c>CRT-</c> and 26 random characters of Crockford's base 32, 130 bits: to know it is to own it.</summary>
internal static class CartId
{
    public static string New() => "CRT-" + OrderId.Random();

    /// <summary>Who a guest is as a customer: <c>GUEST-</c> and 24 hex digits, always the same for a cart.</summary>
    public static string GuestOf(string cartId) => "GUEST-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(cartId)).AsSpan(0, 12));
}
