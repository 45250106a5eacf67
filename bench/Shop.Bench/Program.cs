using Shop.Bench.Peers;

return args switch
{
    ["peers", .. var rest] => await PeersBench.Run(rest, Console.Out, Console.Error),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project bench/Shop.Bench -- peers {PeersOptions.Usage}");
    return 2;
}
