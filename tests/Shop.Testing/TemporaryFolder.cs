namespace Shop.Testing;

/// <summary>
/// A folder for one test process. A lock file in it shows the next process whether its owner is alive; folders of killed processes are then
/// deleted.
/// </summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string LockName = "owner.lock";
    private const string Memory = "/dev/shm";

    private readonly FileStream ownerLock;

    private TemporaryFolder(string path) =>
        (Path, ownerLock) = (path, new FileStream(System.IO.Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None));

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Creates a folder in the machine's temporary folder and deletes ownerless ones of the same prefix.</summary>
    public static TemporaryFolder Create(string prefix) => Create(System.IO.Path.GetTempPath(), prefix);

    /// <summary>
    /// The same in memory where Linux offers 2 GB or more of it (a container has 64 MB by default): for what makes many small
    /// files and need not last, ten times as fast.
    /// </summary>
    public static TemporaryFolder CreateInMemory(string prefix)
    {
        var hasRoom = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= 2L << 30;
        return Create(hasRoom ? Memory : System.IO.Path.GetTempPath(), prefix);
    }

    private static TemporaryFolder Create(string parent, string prefix)
    {
        foreach (var left in Directory.GetDirectories(parent, $"{prefix}-*").Where(IsLeftBehind))
            Delete(left);
        return new TemporaryFolder(Directory.CreateDirectory(System.IO.Path.Combine(parent, $"{prefix}-{Guid.NewGuid():N}")).FullName);
    }

    /// <summary>Deletes the folder with all that is in it.</summary>
    public void Dispose()
    {
        ownerLock.Dispose();
        Delete(Path);
    }

    private static bool IsLeftBehind(string folder)
    {
        // A folder this young may not have its lock yet.
        if (Directory.GetCreationTimeUtc(folder) > DateTime.UtcNow.AddMinutes(-1))
            return false;

        try
        {
            using var _ = new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.Write, FileShare.None);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Locked by its living owner, or another user's.
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Two test processes may sweep at once; what is left is swept by the next.
            Console.Error.WriteLine($"{folder} was not deleted: {error.Message}");
        }
    }
}
