using Shop.Events;

namespace Shop.Notifications.Contracts;

// Each module has its own copy of shared constraints on purpose: a module can leave the repository together with its contracts.

/// <summary><c>ORD-</c> and 26 characters of Crockford's base 32. The reference article's <c>^ORD-[0-9]+$</c> is guessable.</summary>
internal sealed class OrderIdAttribute : PatternAttribute
{
    public OrderIdAttribute() : base("^ORD-[0-9A-HJKMNP-TV-Z]{26}$") => Example = "ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D";
}

/// <summary>The business key of a notification, which is sent at most once.</summary>
internal sealed class NotificationIdAttribute : LengthAttribute
{
    public NotificationIdAttribute() : base(1, 200) => Example = "ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D/order_created/email";
}

/// <summary>The subject of a notification: the event that triggered it.</summary>
internal sealed class AboutAttribute : PatternAttribute
{
    public AboutAttribute() : base("^[a-z_]{1,64}$") => Example = "order_created";
}

/// <summary>The channel.</summary>
internal sealed class ChannelAttribute() : OneOfAttribute("email", "sms", "account_manager");
