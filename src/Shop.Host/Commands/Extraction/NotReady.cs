
namespace Shop.Host.Commands.Extraction;

/// <summary>What stands in the way, as far as it can be seen from here.</summary>
internal static class NotReady
{
    public static IReadOnlyList<string> Of(ModuleDeclaration leaving, IConfiguration configuration, ModuleState state, DeployedState deployed)
    {
        List<string> found = [.. Database(leaving, configuration), .. Backlog(leaving, state), .. Infrastructure(deployed)];
        return found.Count == 0 ? ["- nothing that can be seen from here"] : found;
    }

    private static IEnumerable<string> Database(ModuleDeclaration leaving, IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(configuration.GetConnectionString(leaving.Name)))
            yield break;
        yield return string.IsNullOrEmpty(configuration.GetConnectionString("Shop"))
            ? $"- [ ] its data is in the embedded store, a file that one process has: the file {leaving.Name}.db goes into the new process's own Storage:Path, or its rows to PostgreSQL"
            : $"- [ ] it shares ConnectionStrings:Shop: give it a ConnectionStrings:{leaving.Name} of its own, with a role that sees its schema alone";
    }

    private static IEnumerable<string> Backlog(ModuleDeclaration leaving, ModuleState state)
    {
        if (state.Backlog is not { } backlog)
            yield return "- [ ] its backlog is not known";
        else
        {
            if (backlog.DeadLetters > 0)
                yield return $"- [ ] {backlog.DeadLetters} dead letters: `dlq list --module {leaving.Name}`, then redrive or discard them";
            if (backlog.Pending > 0)
                yield return $"- [ ] {backlog.Pending} events wait to be tried again; they move with its tables";
            if (backlog.Outbox > 0)
                yield return $"- [ ] {backlog.Outbox} events in its outbox are not heard by all yet; they move with its tables";
        }
    }

    private static IEnumerable<string> Infrastructure(DeployedState deployed)
    {
        if (deployed.Differences is not { } differences)
            yield return "- [ ] whether the infrastructure is deployed is not known: `infra drift`";
        else if (differences.Count > 0)
            yield return $"- [ ] the deployed infrastructure differs from the code in {differences.Count} places";
    }
}
