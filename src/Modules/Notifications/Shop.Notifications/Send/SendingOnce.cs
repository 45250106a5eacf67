using System.Data.Common;
using Shop.Messaging;

namespace Shop.Notifications;

/// <summary>
/// Sends a message once at the most. Where the other side knows repetitions by their key, or a repetition writes the same file, there is
/// nothing to do. Else it is written down first, in a transaction of its own, that the message is being sent: who finds that later, left by a
/// try that never came back, does not send it again and says that the outcome is unknown.
/// </summary>
internal sealed class SendingOnce(Modules modules, BusOptions bus, TimeProvider clock)
{
    private ModuleStore Store => modules["notifications"].Store;

    public async Task<SendResult> Send(IMessageSender sender, Message message, string orderId, string about, CancellationToken ct)
    {
        if (!sender.IsIdempotent && !await Claim(message, orderId, about, ct))
            return SendResult.Failed("outcome_unknown", message.To);
        try
        {
            await sender.Send(message, ct);
            return SendResult.Sent(message.To, message.Content.Language);
        }
        catch (PermanentSendException permanent)
        {
            return SendResult.Failed(permanent.Reason, message.To);
        }
        catch (NotSentException) when (!sender.IsIdempotent)
        {
            await ReleaseClaim(message);
            throw;
        }
        catch (Exception e) when (!sender.IsIdempotent && e is not NotSentException)
        {
            return SendResult.Failed("outcome_unknown", message.To);
        }
    }

    /// <returns>Whether this try may send; false when an earlier one may have.</returns>
    /// <exception cref="TimeoutException">An earlier try may be sending at this moment.</exception>
    private async Task<bool> Claim(Message message, string orderId, string about, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var claimed = await Run("""
            insert into notifications (id, order_id, about, channel, state, at) values (@id, @order, @about, @channel, 'sending', @now)
                on conflict (id) do update set state = 'sending', reason = null, at = excluded.at
             where notifications.state = 'given_up'
            """, ct, ("@id", message.Key), ("@order", orderId), ("@about", about), ("@channel", message.Channel), ("@now", now));
        if (claimed == 1)
            return true;
        var underWay = await Store.RunInOwnTransaction(async connection =>
        {
            await using var command = Command(connection, "select count(*) from notifications where id = @id and state = 'sending' and at > @since",
                ("@id", message.Key), ("@since", now - bus.Lease));
            return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) > 0;
        }, ct);
        return underWay ? throw new TimeoutException($"{message.Key} may be being sent by an earlier try at this moment: it is looked at again later.") : false;
    }

    private Task ReleaseClaim(Message message) =>
        Run("delete from notifications where id = @id and state = 'sending'", CancellationToken.None, ("@id", message.Key));

    private Task<int> Run(string sql, CancellationToken ct, params (string Name, object Value)[] values) => Store.RunInOwnTransaction(async connection =>
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }, ct);

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
