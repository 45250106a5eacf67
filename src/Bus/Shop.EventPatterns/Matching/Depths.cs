using System.Runtime.CompilerServices;

namespace Shop.EventPatterns;

/// <summary>A set of the numbers 0 … 255: the conditions of an alternative by their place.</summary>
internal struct Depths
{
    private Words _words;

    public readonly bool Contains(int depth) => (_words[depth >> 6] >> depth & 1) != 0;

    public void Add(int depth) => _words[depth >> 6] |= 1UL << depth;

    public void Remove(int depth) => _words[depth >> 6] &= ~(1UL << depth);

    public void Add(in Depths others)
    {
        for (var i = 0; i < Words.Count; i++)
            _words[i] |= others._words[i];
    }

    [InlineArray(Count)]
    private struct Words
    {
        public const int Count = 4;

        private ulong _first;
    }
}
