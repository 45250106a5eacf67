using Shop.Testing;

namespace Shop.Torture;

/// <summary>
/// A bug that somebody had, put into the running shop's tables by triggers: the product's program stays as it is. A run must see each. A missing
/// inbox is none of them: since every effect has a business key of its own, a running shop does not show it, and the simulation does.
/// </summary>
/// <param name="Name">Which, as the simulation names it.</param>
/// <param name="Module">Whose tables have it.</param>
/// <param name="Sql">What puts it there; PostgreSQL.</param>
internal sealed record Mutant(string Name, string Module, string Sql)
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("MarkFirst", "inventory", """
            create function mark() returns trigger language plpgsql as $$
            begin
              insert into archive (event_id, detail_type, subject, correlation_id, published_at, envelope)
                values (new.id, new.detail_type, new.subject, new.correlation_id, new.published_at, new.envelope);
              delete from outbox where id = new.id;
              return null;
            end $$;
            create trigger mark after insert on outbox for each row execute function mark();
            """),
    ];

    public async Task SwitchOn(TestDatabase database)
    {
        await using var connection = await database.OpenAsync(Module);
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await command.ExecuteNonQueryAsync();
    }
}
