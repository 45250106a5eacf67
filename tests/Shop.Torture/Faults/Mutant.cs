using Shop.Testing;

namespace Shop.Torture;

/// <summary>
/// A known bug, put into the running shop's tables by triggers: the product's program is unchanged. A run must find each. A missing inbox
/// is not among them: since every effect has a business key, only the simulation shows it.
/// </summary>
/// <param name="Name">The simulation's name of it.</param>
/// <param name="Module">The module with the changed tables.</param>
/// <param name="Sql">The triggers; PostgreSQL.</param>
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
