using System.Runtime.InteropServices;

namespace Shop.Bench;

/// <summary>
/// Processor time of the calling thread. On a machine that others use too it says what the work costs; the wall clock says how long one
/// waited for the processor.
/// </summary>
internal static class ThreadCpu
{
    private const int ThreadCpuTimeOnLinux = 3;

    public static TimeSpan Now()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("The benchmark reads the thread's processor time by clock_gettime: run it on Linux.");
        if (ReadClock(ThreadCpuTimeOnLinux, out var time) != 0)
            throw new InvalidOperationException("clock_gettime failed.");
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
