
namespace Shop.Messaging.Tests.Data;

public sealed class GroupCommitTests
{
    private readonly List<IReadOnlyList<int>> _groups = [];
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstMayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Items_that_arrive_during_a_commit_are_committed_together_by_the_next()
    {
        var commits = new GroupCommit<int>(limit: 10, Commit);
        var first = commits.Commit(0, CancellationToken.None);
        await _begun.Task;
        var others = Enumerable.Range(1, 9).Select(item => commits.Commit(item, CancellationToken.None)).ToList();
        _firstMayEnd.SetResult();

        await Task.WhenAll([first, .. others]);

        Assert.Equal([[0], [.. Enumerable.Range(1, 9)]], _groups);
    }

    [Fact]
    public async Task A_group_stays_within_its_limit()
    {
        var commits = new GroupCommit<int>(limit: 2, Commit);
        var first = commits.Commit(0, CancellationToken.None);
        await _begun.Task;
        var others = Enumerable.Range(1, 3).Select(item => commits.Commit(item, CancellationToken.None)).ToList();
        _firstMayEnd.SetResult();

        await Task.WhenAll([first, .. others]);

        Assert.Equal([[0], [1, 2], [3]], _groups);
    }

    [Fact]
    public async Task Only_the_item_at_fault_fails()
    {
        var commits = new GroupCommit<int>(limit: 10, Commit);
        var first = commits.Commit(0, CancellationToken.None);
        await _begun.Task;
        var good = commits.Commit(1, CancellationToken.None);
        var bad = commits.Commit(-1, CancellationToken.None);
        var alsoGood = commits.Commit(2, CancellationToken.None);
        _firstMayEnd.SetResult();

        await Task.WhenAll(first, good, alsoGood);
        Assert.Equal("-1 is refused.", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
        Assert.Equal([[0], [1], [2]], _groups);
    }

    [Fact]
    public async Task A_cancelled_waiter_blocks_no_other()
    {
        var commits = new GroupCommit<int>(limit: 10, Commit);
        using var impatient = new CancellationTokenSource();
        var first = commits.Commit(0, impatient.Token);
        await _begun.Task;
        var second = commits.Commit(1, CancellationToken.None);

        await impatient.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => first);
        _firstMayEnd.SetResult();
        await second;

        Assert.Equal([[0], [1]], _groups);
    }

    private async Task Commit(IReadOnlyList<int> items)
    {
        _begun.TrySetResult();
        await _firstMayEnd.Task;
        if (items.FirstOrDefault(item => item < 0) is < 0 and var refused)
            throw new InvalidOperationException($"{refused} is refused.");
        _groups.Add(items);
    }
}
