using System.Text.RegularExpressions;

namespace Shop.Architecture.Tests;

/// <summary>A word that the code had before it spoke the field's language, and the one that took its place.</summary>
/// <param name="Forms">Its forms, in lower case.</param>
/// <param name="Instead">What to write.</param>
internal sealed record RetiredWord(string[] Forms, string Instead);

/// <summary>A place where a retired word has its ordinary meaning.</summary>
/// <param name="Word">The word, in lower case.</param>
/// <param name="Where">A regular expression: the file's path, relative to the repository.</param>
/// <param name="Name">A regular expression: the whole name.</param>
/// <param name="Reason">Why it may stay.</param>
internal sealed record AllowedWord(string Word, string Where, string Name, string Reason);

/// <summary>The words that may not come back. docs/concepts/glossary.md has the whole table.</summary>
internal static partial class RetiredWords
{
    public static IReadOnlyList<RetiredWord> All { get; } =
    [
        new(["hear", "hears", "heard", "hearing", "hearings", "hearer", "hearers"], "receive or handle"),
        new(["say", "says", "said", "saying", "unsaid"], "publish"),
        new(["tell", "tells", "told", "untold"], "notify, report or record"),
        new(["letter", "letters"], "message (\"dead letter\" stays)"),
        new(["parcel", "parcels"], "OutgoingEvent; a box is a parcel in Shipping only"),
        new(["carrier", "carriers"], "transport; a parcel service is a carrier in Shipping only"),
        new(["consignment", "consignments"], "entry or shipment"),
        new(["because"], "causedBy or reason"),
        new(["moment", "moments"], "Failpoint"),
        new(["walk", "walks", "walked"], "state machine, or visit"),
        new(["deed", "deeds"], "action"),
        new(["forget", "forgets", "forgotten", "forgot"], "purge or delete"),
        new(["fate", "fates"], "outcome"),
        new(["trail", "trails"], "audit log"),
        new(["lane", "lanes"], "module queue"),
        new(["reception"], "inbound adapter"),
        new(["elsewhere"], "remote"),
        new(["crowd", "crowds", "crowded"], "overload"),
        new(["bell", "bells", "rung"], "signal"),
        new(["doubt", "doubts"], "recovery"),
        new(["journey", "journeys"], "redispatch"),
        new(["trouble", "troubles"], "incident"),
        new(["story", "stories"], "details"),
        new(["mend", "mends", "mended"], "repair or fix"),
        new(["anew"], "again"),
        new(["unfit"], "mismatch"),
        new(["tick", "ticks", "ticked"], "insert, or run"),
        new(["tries"], "attempts"),
        new(["whoever"], "caller, client or user"),
        new(["abandoned"], "parked or failed"),
        new(["audit", "audits", "audited", "auditor"], "reconcile (the audit log is what operators did)"),
    ];

    private static readonly Dictionary<string, RetiredWord> ByForm = All.SelectMany(word => word.Forms.Select(form => (form, word))).ToDictionary(one => one.form, one => one.word);

    /// <summary>The audit log, and what writes to it.</summary>
    private static readonly string[][] AuditLog = [["audit", "log"], ["write", "audit"], ["with", "audit"]];

    /// <summary>Where boxes are shipped: Shipping, what is published and shown of it, and the tests of both.</summary>
    private const string Shipments =
        "(src/Modules/(Shipping|Orders|Notifications)|tests/Shop.Shipping.Tests|tests/Shop.Orders.Tests|tests/Shop.Simulation|tests/Shop.EndToEnd.Tests|tests/Shop.Torture)/.*|migrations/(shipping|orders)/.*"
        + "|docs/openapi.json|appsettings.Development.json|tests/Shop.Events.Tests/Schemas/.*";

    public static IReadOnlyList<AllowedWord> Allowed { get; } =
    [
        new("carrier", Shipments, ".*", "a parcel service"),
        new("carriers", Shipments, ".*", "parcel services"),
        new("parcel", Shipments, ".*", "a box that a parcel service delivers"),
        new("parcels", Shipments, ".*", "boxes that a parcel service delivers"),
    ];

    /// <summary>The retired words in a name, each with its place: whole parts of PascalCase, camelCase, snake_case or kebab-case.</summary>
    public static IEnumerable<string> In(string name, string file, string place)
    {
        var parts = PartsOf(name).ToList();
        for (var i = 0; i < parts.Count; i++)
            if (ByForm.TryGetValue(parts[i], out var word) && !IsException(parts, i) && !IsAllowed(parts[i], name, file))
                yield return $"{place}: {name} has the retired word \"{parts[i]}\": write {word.Instead}.";
    }

    private static bool IsException(List<string> parts, int i) =>
        (parts[i] is "letter" or "letters" && i > 0 && parts[i - 1] == "dead")
        || (parts[i] == "audit" && AuditLog.Any(phrase => Enumerable.Range(0, phrase.Length).Any(at => i >= at && parts.Skip(i - at).Take(phrase.Length).SequenceEqual(phrase))));

    /// <summary>Whether an allowance lets a word stand in a name of a file.</summary>
    public static bool Allows(AllowedWord allowed, string word, string name, string file) =>
        allowed.Word == word && Regex.IsMatch(file, $"^(?:{allowed.Where})$") && Regex.IsMatch(name, $"^(?:{allowed.Name})$");

    private static bool IsAllowed(string word, string name, string file) => Allowed.Any(allowed => Allows(allowed, word, name, file));

    /// <summary>The parts of a name, in lower case.</summary>
    public static IEnumerable<string> PartsOf(string name) => Parts().Matches(name).Select(part => part.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Parts();
}
