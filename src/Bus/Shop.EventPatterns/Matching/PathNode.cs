namespace Shop.EventPatterns;

/// <summary>
/// The fields that rules ask for, as a tree of names: what is not in it is stepped over unread. "a.b" and "b" inside "a" are one field.
/// </summary>
internal sealed class PathNode
{
    private readonly LiteralIndex<PathNode> _children;
    private readonly bool _anyGrandchildren;

    private PathNode(int field, int number, LiteralIndex<PathNode> children, int last)
    {
        (Field, Number, _children, Last) = (field, number, children, last);
        _anyGrandchildren = last - number > children.Count;
    }

    /// <summary>The field that this path names; <see cref="EventValue.None"/> when it is only on the way to others.</summary>
    public int Field { get; }

    /// <summary>
    /// Nodes are numbered from the root down, so that <see cref="Number"/> … <see cref="Last"/> are this node and all below.
    /// </summary>
    public int Number { get; }

    public int Last { get; }

    public bool IsLeaf => _children.Count == 0;

    /// <summary>The node of a member's name, which itself may be a dotted path.</summary>
    public PathNode? Find(ReadOnlySpan<byte> name)
    {
        if (_children.FindWhole(name, out var child))
            return child;
        var dot = _anyGrandchildren ? name.IndexOf((byte)'.') : -1;
        return dot >= 0 && _children.FindWhole(name[..dot], out child) ? child.Find(name[(dot + 1)..]) : null;
    }

    /// <summary>Builds the tree of dotted paths; each path's place in the list is its field's number.</summary>
    public static PathNode Root(IReadOnlyList<byte[]> paths, out PathNode[] nodeOfField)
    {
        var draft = new Draft();
        for (var field = 0; field < paths.Count; field++)
            draft.Add(paths[field], field);
        var nodes = new PathNode[paths.Count];
        var next = 0;
        var root = draft.Freeze(ref next, nodes);
        nodeOfField = nodes;
        return root;
    }

    private sealed class Draft
    {
        private readonly Dictionary<byte[], Draft> _children = new(BytesComparer.Instance);
        private int _field = EventValue.None;

        public void Add(ReadOnlySpan<byte> path, int field)
        {
            var dot = path.IndexOf((byte)'.');
            var name = (dot < 0 ? path : path[..dot]).ToArray();
            if (!_children.TryGetValue(name, out var child))
                _children.Add(name, child = new Draft());
            if (dot < 0)
                child._field = field;
            else
                child.Add(path[(dot + 1)..], field);
        }

        public PathNode Freeze(ref int next, PathNode[] nodeOfField)
        {
            var number = next++;
            var children = new List<(byte[], PathNode)>();
            foreach (var (name, child) in _children)
                children.Add((name, child.Freeze(ref next, nodeOfField)));
            var node = new PathNode(_field, number, LiteralIndex<PathNode>.Of(children), next - 1);
            if (_field >= 0)
                nodeOfField[_field] = node;
            return node;
        }
    }
}
