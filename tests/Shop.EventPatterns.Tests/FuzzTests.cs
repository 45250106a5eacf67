using System.Text;
using CsCheck;

namespace Shop.EventPatterns.Tests;

/// <summary>Whatever bytes come, only the documented errors come out.</summary>
public sealed class FuzzTests
{
    private static readonly byte[][] Seeds = [.. Corpus.Read("patterns-public.jsonl").Where((_, i) => i % 23 == 0)
        .SelectMany(one => new[] { Corpus.Text(one, "pattern"), Corpus.Text(one, "event") }).Select(Encoding.UTF8.GetBytes)];

    private static readonly RuleSet Rules = RuleSet.Create(Corpus.Read("patterns-public.jsonl")
        .Where(one => one.GetProperty("valid").GetBoolean()).Where((_, i) => i % 7 == 0)
        .Select(one => KeyValuePair.Create(one.GetProperty("id").GetString()!, EventPattern.Parse(Corpus.Text(one, "pattern")))));

    private static readonly Gen<byte> Octet = Gen.OneOf(Gen.Byte, Gen.OneOf("{}[]\",:\\0-.eu*".Select(c => (byte)c).ToArray()));

    /// <summary>A few bytes overwritten, inserted or cut out.</summary>
    private static readonly Gen<byte[]> Mutated = Gen.Select(Gen.OneOf(Seeds), Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 3], Octet).List[1, 4],
        (seed, changes) => changes.Aggregate(seed, (text, change) =>
        {
            var at = text.Length == 0 ? 0 : change.Item1 % text.Length;
            var rest = text.AsSpan(Math.Min(text.Length, change.Item2 == 0 ? at : at + change.Item2));
            return [.. text.AsSpan(0, at), change.Item3, .. rest];
        }));

    [Fact]
    public void Mutated_event_bytes_match_or_are_rejected() => Mutated.Sample(bytes =>
    {
        try
        {
            Rules.Match(bytes, []);
        }
        catch (InvalidEventException refused)
        {
            Assert.InRange(refused.BytePosition, 0, bytes.Length);
        }
    }, iter: 20_000);

    [Fact]
    public void Mutated_pattern_bytes_are_parsed_or_rejected() => Mutated.Sample(bytes =>
    {
        try
        {
            EventPattern.Parse(bytes);
        }
        catch (InvalidEventPatternException refused)
        {
            Assert.True(refused.Pointer.Length == 0 || refused.Pointer[0] == '/');
        }
    }, iter: 20_000);

    [Fact]
    public void A_truncated_event_is_rejected()
    {
        var whole = Seeds.MaxBy(seed => seed.Length)!;
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidEventException>(() => Rules.Match(whole.AsSpan(0, length), []));
    }
}
