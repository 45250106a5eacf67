using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Shop.Events;

namespace Shop.Messaging.Publishing;

/// <summary>Columns that store a value as JSON text.</summary>
public static class JsonColumn
{
    /// <summary>
    /// Stores the property as JSON text, the same in every database. Replace the value, never change it in place: EF Core compares
    /// references.
    /// </summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) where T : class? => property.HasConversion(
        new ValueConverter<T, string>(
            value => JsonSerializer.Serialize(value, EventJson.Options), text => JsonSerializer.Deserialize<T>(text, EventJson.Options)!),
        new ValueComparer<T>((left, right) => ReferenceEquals(left, right), value => value == null ? 0 : value.GetHashCode(), value => value));
}
