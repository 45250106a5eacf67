namespace Shop.EventBridge;

/// <summary>The queue that takes events while EventBridge does not, and its alarms.</summary>
internal static class FallbackFile
{
    public static string Of(Topology topology, IArns arns)
    {
        var file = new TerraformFile();
        QueueBlocks.Add(file, topology.Fallback, arns);
        AlarmBlocks.AddFallback(file, topology.Fallback);
        return file.ToString();
    }
}
