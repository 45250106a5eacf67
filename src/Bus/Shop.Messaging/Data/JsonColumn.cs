using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>Columns that hold a value as JSON text.</summary>
public static class JsonColumn
{
    /// <summary>Keeps the property as JSON text, the same in every database. The value is replaced, never changed in place: that is how a change is seen.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) where T : class? => property.HasConversion(
        new ValueConverter<T, string>(
            value => JsonSerializer.Serialize(value, EventJson.Options), text => JsonSerializer.Deserialize<T>(text, EventJson.Options)!),
        new ValueComparer<T>((left, right) => ReferenceEquals(left, right), value => value == null ? 0 : value.GetHashCode(), value => value));
}
