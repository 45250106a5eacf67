using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Shop.Orders;

/// <summary>
/// Stores the keys of <see cref="WebhookSecrets"/> in the module's schema. They are read at most once a day, so blocking on the database is
/// acceptable.
/// </summary>
internal sealed class KeysInDatabase(IModuleStorage<OrdersDb> storage) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => storage.RunInOwnTransaction(async connection =>
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select xml from webhook_keys order by made_at";
        await using var rows = await command.ExecuteReaderAsync();
        var keys = new List<XElement>();
        while (await rows.ReadAsync())
            keys.Add(XElement.Parse(rows.GetString(0)));
        return keys;
    }, CancellationToken.None).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => storage.RunInOwnTransaction(async connection =>
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into webhook_keys (xml, made_at) values (@xml, current_timestamp)";
        var xml = command.CreateParameter();
        (xml.ParameterName, xml.Value) = ("@xml", element.ToString(SaveOptions.DisableFormatting));
        command.Parameters.Add(xml);
        return await command.ExecuteNonQueryAsync();
    }, CancellationToken.None).GetAwaiter().GetResult();
}
