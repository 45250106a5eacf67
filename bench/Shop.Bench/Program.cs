<<<<<<< HEAD
using Shop.Bench.Peers;

return args switch
{
    ["peers", .. var rest] => await PeersBench.Run(rest, Console.Out, Console.Error),
=======
using Shop.Bench.Patterns;

return args switch
{
    ["patterns", .. var rest] => PatternsBench.Run(rest, Console.Out, Console.Error),
>>>>>>> patterns
    _ => Usage(),
};

static int Usage()
{
<<<<<<< HEAD
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project bench/Shop.Bench -- peers {PeersOptions.Usage}");
=======
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Shop.Bench -- patterns [--data DIR] [--only WORKLOAD]");
>>>>>>> patterns
    return 2;
}
